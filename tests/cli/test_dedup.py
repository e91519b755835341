"""``parkie dedup`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parkie.cli.app import main


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as done:
        main(list(arguments))
    return int(done.value.code or 0)


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, text in (
        ("a.txt", "2024年9月20日,海盐县政府与泽远精密有限公司签约,总投资20亿元。"),
        ("b.txt", "2024年9月20日,泽远精密与海盐县人民政府签约,总投资26亿元。"),
    ):
        (pages / name).write_text(text, "utf-8")
    out = tmp_path / "annotated.jsonl"
    assert run("annotate", str(pages), "--output", str(out), "--workers", "1", "--with-text") == 0
    return out


def test_dedup_writes_happenings_and_says_how_many(
    annotated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    capsys.readouterr()
    assert run("dedup", str(annotated), "--output", str(out)) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "2 articles, 0 copies, 1 happenings, 1 told by several" in told.err
    [line] = out.read_text("utf-8").splitlines()
    assert json.loads(line)["happening"]["disputed"] == ["amount"]


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["none.jsonl", "--output", "x"], 1, "found nothing at none.jsonl"),
        (["{}", "--output", "{}"], 1, "--overwrite replaces it"),
        (["{}", "--output", "x", "--similar", "0.1"], 2, "0.3"),
        (["{}"], 2, "--output"),
    ],
)
def test_dedup_refuses_what_makes_no_sense(
    annotated: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, told: str
) -> None:
    assert run("dedup", *(argument.format(annotated) for argument in arguments)) == status
    assert told in capsys.readouterr().err
