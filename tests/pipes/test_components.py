"""Each component in a pipeline of somebody else: by factory name, saved and loaded, in several processes."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import parkie
from parkie.matchers.reading import NameMatch
from parkie.pipes import PIPELINE, state
from parkie.pipes.entities import EntityPipe
from parkie.tagger.tagger import Read, Tagger

TEXT = (
    "云栖新材料产业园二期开工\n\n"
    "9月20日，云栖新材料产业园二期在海盐县正式开工，总投资超20亿元，占地约150亩。"
    "该园区现有泽远精密有限公司等企业260余家。\n联系电话：13800000000"
)
ROWS = [["云栖谷", "PARK", "云栖新材料产业园", None]]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return parkie.load()


def record(nlp: Language, text: str = TEXT) -> dict[str, Any]:
    data: dict[str, Any] = nlp(text)._.parkie
    return data


ALONE = """
import json, sys, spacy
found = {}
for factory in json.loads(sys.argv[1]):
    nlp = spacy.blank("zh")
    nlp.add_pipe(factory)
    doc = nlp(sys.argv[2])
    found[factory] = {"spans": sorted(doc.spans), "text": doc._.parkie["text"]}
print(json.dumps(found))
"""


def test_each_component_stands_alone_without_importing_parkie() -> None:
    command = [sys.executable, "-c", ALONE, json.dumps(PIPELINE), TEXT]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert list(found) == list(PIPELINE)
    for name in PIPELINE:
        pipe: Any = parkie.load().get_pipe(name)
        assert found[name] == {"spans": sorted(pipe.WRITES), "text": TEXT}


class WordTokenizer:
    """Cuts the text into words of three characters, across names and figures alike."""

    def __init__(self, vocab: spacy.Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words = [text[i : i + 3] for i in range(0, len(text), 3)]
        return Doc(self.vocab, words=words, spaces=[False] * len(words))


def test_the_tokenizer_does_not_matter(nlp: Language) -> None:
    other = parkie.load()
    other.tokenizer = WordTokenizer(other.vocab)
    assert len(other.make_doc(TEXT)) < len(nlp.make_doc(TEXT))
    assert record(other) == record(nlp)


@pytest.mark.skipif(importlib.util.find_spec("jieba") is None, reason="jieba is not installed")
def test_a_segmented_pipeline_finds_the_same(nlp: Language) -> None:
    script = (
        "import sys, json, spacy\n"
        "nlp = spacy.blank('zh', config={'nlp': {'tokenizer': {'segmenter': 'jieba'}}})\n"
        "for name in json.loads(sys.argv[1]): nlp.add_pipe(name)\n"
        "print(json.dumps(nlp(sys.argv[2])._.parkie))\n"
    )
    command = [sys.executable, "-W", "ignore", "-c", script, json.dumps(PIPELINE), TEXT]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == record(nlp)


def test_the_factories_take_only_their_settings() -> None:
    with pytest.raises(Exception, match="rows"):
        spacy.blank("zh").add_pipe("parkie_figures", config={"rows": []})


# -- Docs that travel ------------------------------------------------------------------------------


def test_a_doc_survives_bytes(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert parkie.Article.from_doc(again) == parkie.Article.from_doc(doc)


def test_a_doc_survives_a_docbin(nlp: Language) -> None:
    docs = [nlp(TEXT), nlp("云栖谷开园。")]
    data = DocBin(store_user_data=True, docs=docs).to_bytes()
    again = list(DocBin().from_bytes(data).get_docs(nlp.vocab))
    assert [doc._.parkie for doc in again] == [doc._.parkie for doc in docs]


def test_several_processes_find_the_same(nlp: Language) -> None:
    texts = [TEXT, "云栖谷开园。", "总投资20亿元。", TEXT * 2]
    alone = [doc._.parkie for doc in nlp.pipe(texts)]
    together = [doc._.parkie for doc in nlp.pipe(texts, n_process=2, batch_size=1)]
    assert together == alone


# -- pipelines that are kept -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def told() -> Language:
    """The packaged pipeline, told one more name."""
    nlp = spacy.blank("zh")
    for name in PIPELINE:
        nlp.add_pipe(name, config={"rows": ROWS} if name == "parkie_gazetteer" else {})
    return nlp


def names(nlp: Language) -> list[tuple[str, str, str]]:
    return [(e["text"], e["label"], e["name"]) for e in record(nlp, "昨日，云栖谷举行开园仪式。")["entities"]]


def test_rows_of_the_user_are_names(told: Language) -> None:
    assert ("云栖谷", "PARK", "云栖新材料产业园") in names(told)


def test_a_pipeline_survives_the_disk(told: Language, tmp_path: Path) -> None:
    told.to_disk(tmp_path)
    for again in (spacy.load(tmp_path), parkie.load(tmp_path), parkie.load(str(tmp_path))):
        assert again.pipe_names == told.pipe_names
        assert names(again) == names(told)
        assert record(again) == record(told)


def test_a_pipeline_survives_bytes(told: Language) -> None:
    again = spacy.blank("zh")
    for name in PIPELINE:
        again.add_pipe(name)
    again.from_bytes(told.to_bytes())
    assert names(again) == names(told)


@pytest.mark.parametrize("name", PIPELINE)
def test_a_component_survives_bytes_and_disk(told: Language, name: str, tmp_path: Path) -> None:
    pipe: Any = told.get_pipe(name)
    made: Any = spacy.blank("zh").add_pipe(name)
    assert made.from_bytes(pipe.to_bytes()).to_bytes() == pipe.to_bytes()
    pipe.to_disk(tmp_path / name)
    assert made.from_disk(tmp_path / name).to_bytes() == pipe.to_bytes()


# -- the record of a Doc ---------------------------------------------------------------------------


def test_the_record_of_a_doc_is_plain_data(nlp: Language) -> None:
    data = record(nlp)
    assert json.loads(json.dumps(data)) == data


def test_doc_ents_are_the_entities(nlp: Language) -> None:
    doc = nlp(TEXT)
    found = [(ent.text, ent.label_) for ent in doc.ents]
    assert found == [(entity["text"], entity["label"]) for entity in doc._.parkie["entities"]]
    assert ("海盐县", "DISTRICT") in found


def test_a_doc_that_another_pipeline_made_has_an_empty_record() -> None:
    doc = spacy.blank("zh")("云栖谷开园。")
    article = parkie.Article.from_doc(doc)
    assert article.text == "云栖谷开园。"
    assert (article.entities, article.events) == ((), ())


def test_boilerplate_and_telephone_numbers_are_no_figures(nlp: Language) -> None:
    assert all("138" not in figure["text"] for figure in record(nlp)["figures"])


def test_names_of_the_tagger_have_no_white_space_at_their_ends(nlp: Language) -> None:
    class Eager:
        """Takes in the space before a name, and space alone."""

        @staticmethod
        def read(seen: object) -> Read:
            return Read([NameMatch(0, 1, "PARK"), NameMatch(1, 5, "COMPANY")], None, None)

    doc = Doc(nlp.vocab, words=["\u3000", " 澜石", " ", "签约"], spaces=[False] * 4)
    doc = EntityPipe("eager", cast(Tagger, Eager))(doc)
    assert [(m.start, m.end) for m in state.get(doc, state.ENTITIES, NameMatch)] == [(2, 4)]


def test_a_pipeline_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(parkie.PipelineError, match="expected a pipeline directory or an installed package"):
        parkie.load(tmp_path / "none")


def test_the_occasion_in_the_title_gives_the_year_of_the_body() -> None:
    title = "2021滨江新材料产业发展大会开幕"
    page = f"<h1>{title}</h1><p>6月6日上午，三十个项目在滨江会展中心集中签约，总投资120亿元。</p>"
    dates = parkie.extract(f"<html><body>{page}</body></html>", html=True).dates
    assert [str(date.earliest) for date in dates if date.text == "6月6日"] == ["2021-06-06"]
