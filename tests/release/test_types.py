"""The public API is typed: a strict type checker takes a user's program, and sees a user's mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy import api

PROGRAM = Path(__file__).with_name("user_program.py")
SRC = Path(__file__).parents[2] / "src"


def checked(program: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What mypy says of the program, as for somebody who has installed parkie."""
    monkeypatch.setenv("MYPYPATH", str(SRC))
    given = ["--strict", "--follow-imports=silent", "--config-file=", f"--cache-dir={folder}", str(program)]
    given.insert(0, "--ignore-missing-imports")
    out, err, _ = api.run(given)
    return out + err


def test_a_program_and_its_mistakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "import parkie\n"
        "article = parkie.extract(3)\n"
        "article.entities[0].labl\n"
        "parkie.extrakt('')\n"
        "number: int = article.text\n"
    )
    good = checked(PROGRAM, tmp_path / "cache", monkeypatch)
    assert good.startswith("Success"), good
    told = checked(wrong, tmp_path / "cache", monkeypatch)
    for line, code in ((2, "arg-type"), (3, "attr-defined"), (5, "assignment")):
        assert any(f"wrong.py:{line}:" in row and f"[{code}]" in row for row in told.splitlines()), told
    assert (SRC / "parkie" / "py.typed").exists()
