"""The command line: one JSON object on stdout, words on stderr, an exit status that tells what went wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from rich.cells import cell_len

import parkie

DEMO = Path(__file__).parents[2] / "docs" / "demo" / "page.txt"
PAGE = "云栖谷产业园7月3日在海盐县开园，总投资超20亿元。"


Run = Callable[..., Any]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return path


# -- what comes out --------------------------------------------------------------------------------


def test_extract_prints_one_json_object(run: Run, page: Path) -> None:
    result = run("extract", page)
    assert (result.status, result.err) == (0, "")
    assert result.out.count("\n") == 1
    assert json.loads(result.out) == parkie.extract(PAGE).model_dump(mode="json")
    assert "text" not in json.loads(result.out)


def test_with_text_the_record_is_whole(run: Run, page: Path) -> None:
    record = json.loads(run("extract", page, "--with-text").out)
    assert parkie.Article.from_dict(record) == parkie.extract(PAGE)


@pytest.mark.parametrize("arguments", [("extract",), ("extract", "-")])
def test_standard_input_is_a_page_too(run: Run, page: Path, arguments: tuple[str, ...]) -> None:
    assert run(*arguments, stdin=PAGE.encode()) == run("extract", page)


def test_the_publication_day_dates_the_page(run: Run, page: Path) -> None:
    record = json.loads(run("extract", page, "--published", "2024-09-21").out)
    assert record["published"]["latest"] == "2024-09-21"
    assert record["dates"][0]["latest"] == "2024-07-03"


@pytest.mark.parametrize(("option", "is_html"), [("--html", True), ("--text", False)])
def test_the_caller_says_what_the_page_is(run: Run, option: str, is_html: bool) -> None:
    markup = f"<p>{PAGE}</p>"
    record = json.loads(run("extract", option, "--with-text", stdin=markup.encode()).out)
    assert record["text"] == parkie.extract(markup, html=is_html).text
    assert ("<p>" in record["text"]) is not is_html


def test_a_pipeline_on_disk_is_used(run: Run, page: Path, tmp_path: Path) -> None:
    nlp = parkie.load()
    nlp.remove_pipe("parkie_linker")
    nlp.to_disk(tmp_path / "model")
    record = json.loads(run("extract", page, "--model", tmp_path / "model").out)
    assert record["events"] == []
    assert record["figures"][0]["value"] == "2000000000"


def test_schema_prints_the_schema(run: Run) -> None:
    result = run("schema")
    assert result.status == 0
    assert json.loads(result.out) == parkie.Article.model_json_schema()


def test_version_and_help(run: Run) -> None:
    assert run("--version") == (0, f"{parkie.__version__}\n", "")
    for arguments in (("--help",), ("extract", "--help"), ("schema", "--help")):
        result = run(*arguments)
        assert result.status == 0
        assert "Usage: parkie" in result.out


# -- tables ----------------------------------------------------------------------------------------


def test_the_table_tells_sections_events_and_normal_forms(run: Run, page: Path) -> None:
    result = run("extract", page, "--published", "2024-09-21", "--format", "table")
    assert (result.status, result.err) == (0, "")
    for words in ("2024-09-21", "1 body", "construction", "opened", "开园", "actual", "330424"):
        assert words in result.out
    assert "over 2,000,000,000 CNY" in result.out
    assert "\x1b" not in result.out


def test_the_table_of_the_demo_fits_its_width(run: Run) -> None:
    lines = run("extract", DEMO, "--format", "table").out.splitlines()
    assert max(cell_len(line) for line in lines) <= 120
    assert len(lines) > 40


def test_a_page_cannot_write_to_the_terminal(run: Run) -> None:
    hostile = "云栖谷\x1b]0;owned\x07产业园\x1b[2J开园，[red]总投资[/red]\u202e20亿元\x9b31m。".encode()
    table = run("extract", "--text", "--format", "table", stdin=hostile)
    assert table.status == 0
    assert not set(table.out) & set("\x1b\x07\x9b\u202e")
    document = run("extract", "--text", "--with-text", stdin=hostile).out
    assert not set(document) & set("\x1b\x07\x9b\u202e")
    assert json.loads(document)["text"].encode() == hostile


# -- what goes wrong -------------------------------------------------------------------------------


def write(content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / "bad").write_bytes(content)
        return folder / "bad"

    return make


BAD_INPUT: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda folder: folder / "none.txt", "found none"),
    "directory": (lambda folder: folder, "found a directory"),
    "below a file": (lambda folder: write(b"x")(folder) / "page.txt", "Not a directory"),
    "empty": (write(b""), "empty"),
    "blank": (write("  \n\u3000\n".encode()), "empty"),
    "binary": (write(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8), "binary"),
    "wrong encoding": (write("园区开园。".encode("gb18030") + b"\xff\xff\x80" + "园区".encode()), "UTF-8"),
    "too large": (write(b"a" * 50_000_001), "50"),
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_told_in_words(run: Run, tmp_path: Path, case: str) -> None:
    make, words = BAD_INPUT[case]
    result = run("extract", make(tmp_path))
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith("parkie: expected ")
    assert words in result.err
    assert "Traceback" not in result.err


def test_a_file_that_may_not_be_read_is_bad_input(
    run: Run, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **options: object) -> NoReturn:
        raise PermissionError(13, "Permission denied", str(page))

    monkeypatch.setattr(Path, "open", refuse)
    result = run("extract", page)
    assert (result.status, result.out) == (1, "")
    assert result.err == f"parkie: expected a file that can be read, found Permission denied: {page}\n"


def test_a_model_that_is_not_there_is_bad_input(run: Run, page: Path, tmp_path: Path) -> None:
    result = run("extract", page, "--model", tmp_path / "none")
    assert (result.status, result.out) == (1, "")
    assert "expected a pipeline directory or an installed package, found none" in result.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Usage"),
        (("extrakt",), "extrakt"),
        (("extract", "--fast"), "--fast"),
        (("extract", "--format", "xml"), "xml"),
        (("extract", "--published", "yesterday"), "YYYY-MM-DD"),
        (("extract", "--published", "2024-02-30"), "YYYY-MM-DD"),
        (("extract", "a.txt", "b.txt"), "b.txt"),
        (("schema", "article"), "article"),
    ],
)
def test_bad_usage_is_status_two(run: Run, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.status == 2
    assert words in result.out + result.err
    assert arguments == () or result.out == ""
