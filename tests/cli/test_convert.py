"""``parkie convert`` and ``parkie prelabel``: exit statuses and messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from parkie.cli.app import main

ARTICLE = "⟦§body⟧⟦PARK|云栖谷产业园⟧开园。⟦/§⟧\n\n==== events\n"


def status(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    folder = tmp_path / "labelled"
    folder.mkdir()
    (folder / "a.txt").write_text(f"site: yunqi\n\n{ARTICLE}", "utf-8")
    return folder


def test_there_and_back(labelled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status("convert", labelled, tmp_path / "a.jsonl", "--to", "doccano") == 0
    assert status("convert", tmp_path / "a.jsonl", tmp_path / "back") == 0
    assert (tmp_path / "back" / "a.txt").read_bytes() == (labelled / "a.txt").read_bytes()
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "1 articles" in captured.err


@pytest.mark.parametrize(
    ("arguments", "expected", "told"),
    [
        (["labelled", "a.jsonl"], 2, "does not tell"),
        (["labelled", "a.json", "--to", "word"], 2, "found word"),
        (["labelled", "a.json", "--from", "word"], 2, "found word"),
        (["nowhere", "a.json"], 1, "found nothing at nowhere"),
        (["labelled", "labelled"], 1, "not there yet or empty"),
        (["bad.jsonl", "a.json"], 1, "record 1, at 0: expected a stretch"),
        (["bad.jsonl", "a.json", "--skip-bad"], 0, "left out: bad, record 1, at 0"),
    ],
)
def test_exit_statuses(
    arguments: list[str],
    expected: int,
    told: str,
    labelled: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(labelled.parent)
    Path("bad.jsonl").write_text('{"text": "云栖谷", "label": [[0, 9, "PARK"]]}\n', "utf-8")
    assert status("convert", *arguments) == expected
    assert told in " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert Path("a.json").exists() == (expected == 0)


def test_prelabel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("云栖谷产业园3月开园。", "utf-8")
    (tmp_path / "b.txt").write_text("", "utf-8")
    assert status("prelabel", tmp_path / "a.txt", "--output", tmp_path / "tasks.json") == 0
    assert "1 tasks, 0 errors" in capsys.readouterr().err
    target = ("-o", tmp_path / "x.jsonl", "--to", "prodigy")
    assert status("prelabel", tmp_path / "a.txt", tmp_path / "b.txt", *target) == 3
    assert "b.txt: " in capsys.readouterr().err
    assert status("prelabel", tmp_path / "a.txt", "-o", tmp_path / "tasks.json") == 1
    assert status("prelabel", tmp_path / "a.txt", "-o", tmp_path / "y.json", "--to", "brat") == 2
