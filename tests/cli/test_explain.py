"""``parkie explain``: trees for a person, JSON for a program, and what goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import parkie

PAGE = "云栖谷产业园7月3日在海盐县开园,总投资超20亿元。泽远精密有限公司与海盐县人民政府签约。"


Run = Callable[..., Any]


@pytest.fixture
def explain(run: Run) -> Run:
    """Runs ``parkie explain`` with the given arguments and standard input."""

    def runner(*arguments: str | Path, stdin: bytes | None = None) -> Any:
        return run("explain", *arguments, stdin=PAGE.encode() if stdin is None else stdin)

    return runner


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pipeline without anything trained, on disk."""
    path = tmp_path_factory.mktemp("rules") / "model"
    parkie.load(tagger=False).to_disk(path)
    return path


def test_a_tree_is_printed(explain: Run, rules: Path) -> None:
    result = explain("--model", rules, "--published", "2024-09-21")
    assert (result.status, result.err) == (0, "")
    for words in ("Entities", "ev1 construction", "ev2 signing", "frames/signing.toml", "2024-07-03"):
        assert words in result.out
    assert "\x1b" not in result.out


def test_json_says_what_python_says(explain: Run, rules: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")
    result = explain(page, "--format", "json", "--model", rules)
    assert result.out.count("\n") == 1
    assert json.loads(result.out) == parkie.explain(PAGE, nlp=parkie.load(rules)).to_dict()


@pytest.mark.parametrize("form", ["table", "json"])
def test_one_event_is_asked_for(explain: Run, rules: Path, form: str) -> None:
    result = explain("--event", "2", "--format", form, "--model", rules)
    assert result.status == 0
    assert "签约" in result.out
    assert "开园" not in result.out
    if form == "json":
        assert json.loads(result.out)["id"] == "ev2"


@pytest.mark.parametrize(
    ("arguments", "stdin", "status", "message"),
    [
        (("--event", "9"), PAGE.encode(), 1, "expected the id of an event (ev1 to ev2), found 'ev9'"),
        (("--event", "1"), "没有事件的一句话。".encode(), 1, "no event at all"),
        (("no-such-file",), b"", 1, "expected a file with a page, found none"),
        (("--published", "yesterday"), b"", 2, "--published"),
    ],
)
def test_bad_input_is_named(
    explain: Run, rules: Path, arguments: tuple[str, ...], stdin: bytes, status: int, message: str
) -> None:
    result = explain(*arguments, "--model", rules, stdin=stdin)
    assert (result.status, result.out) == (status, "")
    assert message in result.err


def test_hostile_text_is_escaped_in_both_forms(explain: Run, rules: Path) -> None:
    page = f"{PAGE}“链聚\u202e\x9b31m未来”产业大会在海盐县举行。".encode()
    for form in ("table", "json"):
        result = explain("--format", form, "--model", rules, "--text", stdin=page)
        assert result.status == 0
        assert not set(result.out) & set("\x1b\x9b\u202e")
