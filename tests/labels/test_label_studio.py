"""The round trip with Label Studio's own library: its validation takes our tasks, its exports are read back."""

from __future__ import annotations

import copy
import json
import warnings
from pathlib import Path
from typing import Any

import pytest

import parkie
from parkie.batch.prelabel import prelabel
from parkie.formats.files import read_labelled, write_labelled
from parkie.formats.label_studio import make_config
from parkie.formats.registry import form_of

pytest.importorskip("label_studio_sdk", reason="needs Label Studio's library: make labels")
pytestmark = pytest.mark.filterwarnings("ignore")

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from label_studio_sdk.converter import Converter
    from label_studio_sdk.label_interface import LabelInterface

PAGES = {
    "a": "9月20日,青澜湾智能装备产业园二期在海盐县正式开工,总投资超20亿元。",
    "b": "本报讯 😀 泽远精密有限公司落户海盐县,占地50 亩。",
}
CORPUS = Path(__file__).parents[2] / "corpus" / "articles"


@pytest.fixture
def tasks(tmp_path: Path) -> list[dict[str, Any]]:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    prelabel([str(folder)], tmp_path / "tasks.json", events=True)
    return list(json.loads((tmp_path / "tasks.json").read_text("utf-8")))


def faults(interface: Any, result: list[dict[str, Any]], kind: str) -> list[str]:
    """What Label Studio's library has against the result of an annotation or prediction."""
    found = interface.validate_prediction({"model_version": "x", "result": result}, return_errors=True)
    return [f"{kind}: {fault}" for fault in found]


def test_the_interface_takes_the_predictions(tasks: list[dict[str, Any]], tmp_path: Path) -> None:
    interface = LabelInterface((tmp_path / "tasks.xml").read_text("utf-8"))
    interface.validate()
    for task in tasks:
        [prediction] = task["predictions"]
        assert prediction["result"]
        assert not faults(interface, prediction["result"], "prediction")
        broken = copy.deepcopy(prediction["result"])
        broken[0]["value"]["labels"] = ["GARDEN"]
        assert faults(interface, broken, "prediction"), "expected the validation to find something"


def test_corrections_come_back(tasks: list[dict[str, Any]], tmp_path: Path) -> None:
    """An annotator takes the predictions over, takes a name away and adds another; then all is exported."""
    for task in tasks:
        [prediction] = task.pop("predictions")
        task["annotations"] = [{"id": task["id"], "result": prediction["result"], "completed_by": 1}]
    [first] = [task for task in tasks if task["data"]["id"] == "a.txt"]
    result = first["annotations"][0]["result"]
    place = next(row for row in result if row.get("value", {}).get("labels") == ["DISTRICT"])
    start = PAGES["a"].index("二期")
    told = ("id", "from_id", "to_id")
    result[:] = [row for row in result if place["id"] not in [row.get(key) for key in told]]
    value = {"start": start, "end": start + 2, "text": "二期", "labels": ["PROJECT"]}
    result.append({"id": "new", "from_name": "label", "to_name": "text", "type": "labels", "value": value})
    source, exported = tmp_path / "project.json", tmp_path / "exported"
    source.write_text(json.dumps(tasks, ensure_ascii=False), "utf-8")
    config = (tmp_path / "tasks.xml").read_text("utf-8")
    Converter(config, project_dir=str(tmp_path)).convert(str(source), str(exported), "JSON", is_dir=False)
    done = parkie.convert(exported / "result.json", tmp_path / "labelled")
    assert (done.articles, done.problems) == (2, ())
    article = next(a for a in read_labelled(tmp_path / "labelled") if a.id == "a.txt")
    names = {article.text[m.start : m.end]: m.label for m in article.entities}
    assert names == {"青澜湾智能装备产业园": "PARK", "二期": "PROJECT"}
    [event] = article.events
    assert [(role, article.text[slice(*spans[0])]) for role, spans in event.arguments] == [
        ("project", "青澜湾智能装备产业园"),
        ("amount", "超20亿元"),
        ("time", "9月20日"),
    ]
    assert [mark.values[4] for mark in article.figures] == ["CNY"]


def test_its_short_export_is_read(tasks: list[dict[str, Any]], tmp_path: Path) -> None:
    for task in tasks:
        [prediction] = task.pop("predictions")
        task["annotations"] = [{"id": task["id"], "result": prediction["result"], "completed_by": 1}]
    source, exported = tmp_path / "project.json", tmp_path / "exported"
    source.write_text(json.dumps(tasks, ensure_ascii=False), "utf-8")
    config = (tmp_path / "tasks.xml").read_text("utf-8")
    Converter(config, project_dir=str(tmp_path)).convert(str(source), str(exported), "JSON_MIN", is_dir=False)
    whole = {a.id: a.entities for a in read_labelled(source)}
    short = {a.id: a.entities for a in read_labelled(exported / "result.json", "label-studio")}
    assert short == whole


def test_the_corpus_is_taken(tmp_path: Path) -> None:
    articles = read_labelled(CORPUS)[::20]
    write_labelled(articles, tmp_path / "corpus.json", form_of("label-studio", ".json"))
    interface = LabelInterface(make_config())
    for task in json.loads((tmp_path / "corpus.json").read_text("utf-8")):
        assert not faults(interface, task["annotations"][0]["result"], task["data"]["id"])
