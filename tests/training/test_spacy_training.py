"""spaCy trains the reader of names by its own loop: from a config, on its own files, and the same with one seed."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
import spacy
from spacy.cli.debug_config import debug_config
from spacy.cli.train import train as spacy_train
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from thinc.api import Adam

import parkie
from parkie.cli.app import main
from parkie.errors import InputError, OutputError, PipelineError
from parkie.formats.labelled import Labelled, Mark
from parkie.formats.marked import write_marked
from parkie.pipes import PIPELINE
from parkie.training.config import make_config, write_config
from parkie.training.documents import make_document, write_documents

FIRMS = "木石记 饭粒儿 小满社 半桶水 一格子 三叶虫 有间铺 云朵朵 石头记 青禾间 月半弯 知了声".split()  # noqa: SIM905  # names read better in a row


def toy(firm: str) -> Labelled:
    text = f"速递｜兰谷丙字楼新租户：{firm}。欢迎！"
    start = text.index(firm)
    return Labelled(firm, text, (Mark(3, 5, "PARK"), Mark(start, start + len(firm), "COMPANY")))


TRAIN, DEV = [toy(firm) for firm in FIRMS[:8]], [toy(firm) for firm in FIRMS[8:]]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A config and two files of Docs."""
    folder = tmp_path_factory.mktemp("spacy")
    write_documents(TRAIN, folder / "train.spacy")
    write_documents(DEV, folder / "dev.spacy")
    write_config(folder / "config.cfg", steps=24, seed=3)
    return folder


def test_spacy_trains_by_the_config_and_the_pipeline_reads_better(place: Path) -> None:
    overrides = {f"paths.{name}": str(place / f"{name}.spacy") for name in ("train", "dev")}
    debug_config(place / "config.cfg", overrides=overrides, show_funcs=False, show_vars=False)
    spacy_train(place / "config.cfg", place / "out", overrides=overrides)
    model = place / "out" / "model-best"
    before = parkie.evaluate(None, DEV).labels["COMPANY"].f1
    assert parkie.evaluate(model, DEV).labels["COMPANY"].f1 > before + 0.5
    assert spacy.load(model).pipe_names == list(PIPELINE)
    article = parkie.extract(DEV[0].text, nlp=parkie.load(model))
    assert {entity.text for entity in article.entities} >= {"兰谷", "石头记"}


def test_parkie_train_reads_the_same_config_and_repeats_itself(place: Path, tmp_path: Path) -> None:
    log = StringIO()
    for name in ("one", "two"):
        parkie.train(TRAIN, DEV, tmp_path / name, config=place / "config.cfg", log=log)
    weights = [tmp_path / name / "parkie_entities" / "tagger.npz" for name in ("one", "two")]
    assert weights[0].read_bytes() == weights[1].read_bytes()
    assert weights[0].read_bytes() == (place / "out" / "model-best" / "parkie_entities" / "tagger.npz").read_bytes()
    assert "ENTS_F" in log.getvalue()
    assert "on 8 articles" in (tmp_path / "one" / "card.md").read_text("utf-8")
    assert "train.spacy" not in (tmp_path / "one" / "config.cfg").read_text("utf-8")


def test_training_goes_on_from_a_base_and_leaves_it_alone(place: Path, tmp_path: Path) -> None:
    base = parkie.load()
    base.replace_pipe("parkie_gazetteer", "parkie_gazetteer", config={"rows": [["星河谷", "PARK", None, None]]})
    base.to_disk(tmp_path / "base")
    write_config(tmp_path / "with.cfg", str(tmp_path / "base"), steps=3)
    write_config(tmp_path / "without.cfg", steps=3)
    for config, base in (("with.cfg", None), ("without.cfg", tmp_path / "base")):
        parkie.train(TRAIN, DEV, tmp_path / config[:-4], config=tmp_path / config, base=base)
        names = [entity.text for entity in parkie.load(tmp_path / config[:-4])("星河谷今天很热闹。").ents]
        assert names == ["星河谷"]


def test_what_lies_outside_the_sections_is_missing_and_teaches_nothing() -> None:
    nlp = parkie.load()
    article = Labelled("a", "泽远公司到访。云谷公司", (Mark(0, 4, "COMPANY"),), sections=(Mark(0, 7, "body"),))
    doc = make_document(nlp, article)
    [again] = DocBin(attrs=["ENT_IOB", "ENT_TYPE"]).from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(nlp.vocab)
    assert [token.ent_iob_ for token in again] == ["B", "I", "I", "I", "O", "O", "O", "", "", "", ""]
    scores = nlp.evaluate([Example(nlp.make_doc(article.text), again)])
    assert (scores["ents_p"], scores["ents_r"]) == (1.0, 1.0)
    assert scores["ents_per_type"]["COMPANY"]["f"] == 1.0


def test_any_tokenizer_will_do() -> None:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "char"}}})
    for name in PIPELINE[:-1]:
        nlp.add_pipe(name)
    words = ["木石记", "今天", "到", "兰谷", "。"]
    ents = ["B-COMPANY", "O", "O", "B-PARK", "O"]
    reference = Doc(nlp.vocab, words=words, spaces=[False] * 5, ents=ents)
    example = Example(nlp.make_doc(reference.text), reference)
    nlp.initialize(lambda: [example])
    sgd, told = Adam(0.002), {"annotates": list(PIPELINE[:5])}
    losses = [nlp.update([example], sgd=sgd, **told)["parkie_entities"] for _ in range(12)]
    assert losses[-1] < losses[0]


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    nlp = parkie.load()
    example = Example(nlp.make_doc(TRAIN[0].text), make_document(nlp, TRAIN[0]))
    with pytest.raises(PipelineError, match="annotating_components"):
        nlp.update([example])
    with pytest.raises(PipelineError, match="tagger = true"):
        parkie.load(tagger=False).get_pipe("parkie_entities").initialize(lambda: [example])
    with pytest.raises(PipelineError, match="a tagger as base"):
        nlp.get_pipe("parkie_entities").initialize(lambda: [example], base=str(tmp_path))
    reference = make_document(nlp, Labelled("a", "云谷镜头", (Mark(2, 4, "LENS"),)), ["LENS"])
    example = Example(nlp.make_doc("云谷镜头"), reference)
    with pytest.raises(InputError, match="found LENS; add_label"):
        nlp.update([example], annotates=list(PIPELINE[:5]))
    (tmp_path / "none.cfg").write_text("[nlp]\nlang = 7\n", "utf-8")
    with pytest.raises(InputError, match="a training config"):
        parkie.train(TRAIN, DEV, tmp_path / "m", config=tmp_path / "none.cfg")
    with pytest.raises(OutputError, match="not there yet"):
        write_config(tmp_path / "none.cfg")


def test_the_config_says_what_it_is_asked() -> None:
    config = make_config(labels=["PRODUCT"], steps=40, seed=9)
    assert config["initialize"]["components"]["parkie_entities"]["labels"] == ["PRODUCT"]
    assert (config["training"]["max_steps"], config["system"]["seed"]) == (40, 9)
    assert config["training"]["annotating_components"] == list(PIPELINE[:5])


def test_the_command_line_writes_a_config_and_trains_by_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, articles in (("train", TRAIN[:3]), ("dev", DEV[:2])):
        (tmp_path / name).mkdir()
        for article in articles:
            sectioned = replace(article, sections=(Mark(0, len(article.text), "body"),))
            (tmp_path / name / f"{article.id}.txt").write_text(write_marked(sectioned), "utf-8")
    for arguments, status in (
        ("init-config c.cfg --steps 2 --seed 4", 0),
        ("init-config c.cfg", 1),
        ("train train --dev dev --config c.cfg --output m", 0),
        ("train train --dev dev --config c.cfg --epochs 3 --output n", 2),
        ("evaluate m dev --label PARK --mistakes 0", 0),
    ):
        with pytest.raises(SystemExit) as done:
            main(arguments.split())
        assert done.value.code == status, arguments
    told = capfd.readouterr()
    assert "COMPANY" not in told.out
    assert "PARK" in told.out
    assert "ENTS_F" in told.err
