"""A label of one's own: it is learnt, it comes out in the Doc, and what was known is not forgotten."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import numpy as np
import pytest
import spacy

import parkie
from parkie.errors import InputError, PipelineError
from parkie.formats.labelled import Labelled, Mark
from parkie.tagger.labels import LABELS, joined_labels
from parkie.tagger.silver import Silver
from parkie.tagger.tagger import Seen, Tagger
from parkie.training.config import write_config
from parkie.training.fit import Plan

TEXT = "8月30日，泽远精密有限公司在海盐县发布新品{0}，售价两千元。"
PRODUCTS = "云雀手持吸尘器 蓝鲸净水器 山雀电动牙刷 白鹭加湿器 灰喜鹊扫地机 翠鸟空气炸锅 海燕咖啡机 红隼投影仪".split()  # noqa: SIM905  # names read better in a row


def article(product: str) -> Labelled:
    text = TEXT.format(product)
    start = text.index(product)
    return Labelled(product, text, (Mark(start, start + len(product), "PRODUCT"),))


ARTICLES = [article(product) for product in PRODUCTS]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "model"
    plan = Plan(epochs=40, patience=40, rate=4e-3)
    parkie.train(ARTICLES[:5], ARTICLES[5:7], path, labels=["PRODUCT"], plan=plan)
    return path


def test_it_is_read_and_the_others_still_are(model: Path) -> None:
    doc = spacy.load(model)(ARTICLES[7].text)
    found = {(entity.text, entity.label_) for entity in doc.ents}
    assert found >= {("红隼投影仪", "PRODUCT"), ("泽远精密有限公司", "COMPANY"), ("海盐县", "DISTRICT")}
    assert "PRODUCT" in {span.label_ for span in doc.spans["entities"]}
    assert parkie.evaluate(model, ARTICLES[7:], labels=["PRODUCT"]).exact.f1 == 1.0


def test_the_record_has_the_labels_of_the_contract_alone(model: Path) -> None:
    article = parkie.extract(ARTICLES[7].text, nlp=parkie.load(model))
    assert {entity.label for entity in article.entities} >= {"COMPANY", "DISTRICT"}
    assert [entity.id for entity in article.entities] == [f"e{n}" for n in range(1, len(article.entities) + 1)]
    assert parkie.Article.from_dict(article.model_dump(mode="json", context={"text": True})) == article


def test_the_card_says_what_was_kept(model: Path) -> None:
    told = (model / "card.md").read_text("utf-8")
    assert "not marked, so kept as the base reads them: COMPANY, DISTRICT" in told
    assert "| PRODUCT |" in told


def test_training_goes_on_from_a_pipeline_with_a_label_of_its_own(model: Path, tmp_path: Path) -> None:
    parkie.train(ARTICLES[:5], ARTICLES[5:7], tmp_path / "m", base=model, labels=["BRAND"], plan=Plan(epochs=1))
    pipe = parkie.load(tmp_path / "m").get_pipe("parkie_entities")
    assert pipe.labels == (*LABELS, "PRODUCT", "BRAND")


def test_a_label_that_nobody_named_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"found PRODUCT; a label of your own has to be named \(--label\)"):
        parkie.train(ARTICLES[:5], ARTICLES[5:7], tmp_path / "m")


@pytest.mark.parametrize("label", ["INDUSTRY", "DATE", "", "my label", "§body", "A\n"])
def test_not_every_word_can_be_a_label(label: str) -> None:
    with pytest.raises(InputError, match="expected a word as label"):
        joined_labels(LABELS, [label])


def test_more_labels_change_nothing_before_they_are_learnt() -> None:
    before = Tagger.packaged()
    after = before.with_labels(["PRODUCT", "BRAND", "PARK"])
    assert after.labels == (*LABELS, "BRAND", "PRODUCT")
    assert before.with_labels(["PARK"]) is before
    seen = Seen(ARTICLES[0].text)
    assert [m[:3] for m in _plain(after, seen)] == [m[:3] for m in _plain(before, seen)]
    again = Tagger.from_bytes(after.to_bytes())
    assert again.labels == after.labels
    assert _plain(again, seen) == _plain(after, seen)


def _plain(tagger: Tagger, seen: Seen) -> list[tuple[int, int, str]]:
    return [(match.start, match.end, match.label) for match in tagger.find(seen)]


def test_weights_that_do_not_fit_their_labels_are_refused() -> None:
    broken = Tagger(Tagger.packaged().alphabet, Tagger.packaged().network, labels=("PARK",))
    with pytest.raises(PipelineError, match="49 tags for 1 labels"):
        Tagger.from_bytes(broken.to_bytes())


def test_silver_leaves_what_is_marked_alone() -> None:
    silver = Silver(Tagger.packaged(), frozenset({"COMPANY"}))
    seen = Seen(ARTICLES[0].text)
    [company] = silver.names(seen, [])
    assert company.label == "COMPANY"
    assert silver.names(seen, [(company.start + 1, company.start + 2)]) == []


def test_spacys_loop_learns_it_from_the_data_and_keeps_the_others(tmp_path: Path) -> None:
    write_config(tmp_path / "config.cfg", steps=60)
    parkie.train(
        ARTICLES[:5], ARTICLES[5:7], tmp_path / "m", labels=["PRODUCT"], config=tmp_path / "config.cfg", log=StringIO()
    )
    found = {(entity.text, entity.label_) for entity in parkie.load(tmp_path / "m")(ARTICLES[7].text).ents}
    assert found >= {("红隼投影仪", "PRODUCT"), ("泽远精密有限公司", "COMPANY"), ("海盐县", "DISTRICT")}


def test_a_label_can_be_added_in_python() -> None:
    nlp = parkie.load()
    pipe = nlp.get_pipe("parkie_entities")
    assert (pipe.add_label("PRODUCT"), pipe.add_label("PRODUCT")) == (1, 0)
    assert pipe.labels[-1] == "PRODUCT"
    assert Tagger.packaged().labels == LABELS
    np.testing.assert_array_equal(pipe.model.get_param("kinds"), Tagger.packaged().network.weights["kinds"])
