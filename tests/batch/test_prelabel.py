"""Pages as tasks of a label tool: the labels of the record, the least sure page first, and back again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import parkie
from parkie.batch.prelabel import TOOLS, prelabel
from parkie.errors import InputError, OutputError
from parkie.formats.files import read_labelled
from parkie.formats.problems import Problems

PAGES = {
    "one": "9月20日,海盐县人民政府在海盐县举行发布会,占地50亩。",
    "other": "云栖谷与青澜湾携手,恒屿系落子。",
    "nothing": "今天天气很好。",
    "empty": "",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    for name, text in PAGES.items():
        (tmp_path / "pages" / f"{name}.txt").write_text(text, "utf-8")
    return tmp_path


def rows(path: Path) -> list[dict[str, Any]]:
    text = path.read_text("utf-8")
    return list(json.loads(text)) if path.suffix == ".json" else [json.loads(line) for line in text.splitlines()]


def test_tasks_of_label_studio_are_in_order_of_doubt(folder: Path) -> None:
    seen: list[int] = []
    done = prelabel([str(folder / "pages")], folder / "tasks.json", report=seen.append)
    assert (done.tasks, [page for page, _ in done.failed], seen) == (3, ["empty.txt"], [1, 2, 3, 4])
    tasks = rows(folder / "tasks.json")
    assert [task["id"] for task in tasks] == [1, 2, 3]
    assert tasks[2]["data"]["id"] == "nothing.txt"
    scores = [task["predictions"][0].get("score") for task in tasks]
    assert scores[0] < scores[1] <= 1.0
    assert scores[2] is None
    assert not any("annotations" in task for task in tasks)
    for task in tasks:
        result = task["predictions"][0]["result"]
        names = [row for row in result if row["value"]["labels"][0] not in ("FIG", "DATE")]
        assert all(0.0 < row["score"] <= 1.0 for row in names)
        if names:
            mean = sum(row["score"] for row in names) / len(names)
            assert mean == pytest.approx(task["predictions"][0]["score"], abs=1e-3)
    assert "INDUSTRY" not in (folder / "tasks.xml").read_text("utf-8")


@pytest.mark.parametrize("events", [False, True])
@pytest.mark.parametrize("tool", TOOLS)
def test_accepted_as_it_is_the_task_is_the_record(tool: str, events: bool, folder: Path) -> None:
    suffix = ".json" if tool == "label-studio" else ".jsonl"
    prelabel([str(folder / "pages")], folder / f"tasks{suffix}", to=tool, events=events)
    found = rows(folder / f"tasks{suffix}")
    if tool == "label-studio":
        found = [task | {"annotations": [{"result": task["predictions"][0]["result"]}]} for task in found]
    back = folder / f"back{suffix}"
    back.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    articles = {article.id: article for article in read_labelled(back, tool)}
    for name, text in PAGES.items():
        if not text:
            continue
        record, article = parkie.extract(text), articles[f"{name}.txt"]
        expected = [(e.start, e.end, e.label) for e in record.entities if e.label != "INDUSTRY"]
        assert [(m.start, m.end, m.label) for m in article.entities] == expected
        figures = [(f.start, f.end, f.unit) for f in record.figures]
        assert [(m.start, m.end, m.values[4]) for m in article.figures] == figures
        assert [(m.start, m.end) for m in article.dates] == [(d.start, d.end) for d in record.dates]
        assert [event.type for event in article.events] == ([e.type for e in record.events] if events else [])


def test_predictions_are_not_labels(folder: Path) -> None:
    prelabel([str(folder / "pages")], folder / "tasks.json")
    problems = Problems()
    assert read_labelled(folder / "tasks.json", problems=problems) == []
    assert problems.left_out == {"tasks without annotation": 3}


def test_what_makes_no_sense_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="label tool"):
        prelabel([str(folder / "pages")], folder / "tasks.json", to="brat")
    (folder / "tasks.xml").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match=r"tasks\.xml; --overwrite"):
        prelabel([str(folder / "pages")], folder / "tasks.json")
    assert not (folder / "tasks.json").exists()
