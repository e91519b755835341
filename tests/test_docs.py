"""README and docs are true: every Python example runs, every command prints what they say it prints."""

from __future__ import annotations

import doctest
import io
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from parkie import Article
from parkie.cli.app import main
from parkie.records import events

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK_RE = re.compile(r"\]\((?!https?://|#)([^)#\s]+)[^)]*\)")


def printed_by(arguments: list[str]) -> str:
    """What the command line prints on stdout, run from the top of the repository."""
    stdout = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(stdout, encoding="utf-8", write_through=True))
        patch.chdir(ROOT)
        with pytest.raises(SystemExit):
            main(arguments)
        return stdout.getvalue().decode("utf-8")


def run_console(example: Example) -> str | None:
    """Run the ``$ parkie …`` lines of a console block that show what they print, and compare."""
    for block in re.split(r"^\$ ", example.parsed, flags=re.MULTILINE)[1:]:
        command, _, expected = block.partition("\n")
        if not command.startswith("parkie ") or not expected.strip():
            continue
        got = printed_by(shlex.split(command)[1:])
        if not doctest.OutputChecker().check_output(expected.rstrip() + "\n", got, doctest.ELLIPSIS):
            return f"$ {command}\nexpected:\n{expected}\nfound:\n{got}"
    return None


EXAMPLES = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS),
        CodeBlockParser(language="console", evaluator=run_console),
    ]
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples_run_and_print_what_is_shown(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = EXAMPLES.parse(path)
    document.namespace["Path"] = Path
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_bytes((ROOT / "docs" / "demo" / "page.txt").read_bytes())
    for example in document.examples():
        example.evaluate()


def test_the_first_page_has_examples() -> None:
    assert len(list(EXAMPLES.parse(ROOT / "README.md").examples())) >= 3


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    targets = LINK_RE.findall(path.read_text("utf-8"))
    assert not [target for target in targets if not (path.parent / target).exists()]


# -- the reference of the record -------------------------------------------------------------------

SCHEMA = Article.model_json_schema()["$defs"]
HEADINGS = {name: f"## {name}" for name in ("Span", "Section", "Entity", "Figure", "Date")}
HEADINGS |= {"Article": "## Article"}
HEADINGS |= {event.__name__: f"### {kind}" for kind, event in events.EVENT_CLASSES.items()}
SHARED = set(events.EventBase.model_fields) | {"type"}


def part(heading: str) -> str:
    """The part of the reference under a heading, up to the next one."""
    reference = (ROOT / "docs" / "records.md").read_text("utf-8")
    _, _, rest = reference.partition(f"\n{heading}\n")
    return re.split(r"^#", rest, flags=re.MULTILINE)[0]


def rows(text: str) -> set[str]:
    """The words in code type of the first column of the tables."""
    cells = re.findall(r"^\|([^|]*)\|", text, re.MULTILINE)
    return {word for cell in cells for word in re.findall(r"`(\w+)`", cell)}


def words_of(schema: dict[str, Any]) -> set[str]:
    """Every word that the schema allows as the value of a field."""
    found = set(schema.get("enum", ()))
    for value in schema.values():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict):
                found |= words_of(child)
    return found


@pytest.mark.parametrize("name", HEADINGS)
def test_the_reference_names_every_field_and_no_other(name: str) -> None:
    schema = Article.model_json_schema() if name == "Article" else SCHEMA[name]
    fields = set(schema["properties"]) - (SHARED if name.endswith("Event") else set())
    told = rows(part(HEADINGS[name]))
    assert fields <= told, "a field that the reference does not name"
    assert told - fields <= (words_of(SCHEMA["Entity"]) if name == "Entity" else set())


@pytest.mark.parametrize("name", HEADINGS)
def test_the_reference_names_every_word(name: str) -> None:
    schema = {} if name == "Article" else SCHEMA[name]
    text = part(HEADINGS[name]) + (part("## Events") if name.endswith("Event") else "")
    text += part("## Section")
    assert not {word for word in words_of(schema) if f"`{word}`" not in text}


def test_the_reference_names_what_events_share() -> None:
    assert rows(part("## Events")) == SHARED
