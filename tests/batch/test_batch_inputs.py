"""What may be given to annotate, what it is called, and what is refused before anything is read."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from parkie.batch.inputs import Inputs
from parkie.batch.rows import check_source, read_pages
from parkie.batch.run import format_of
from parkie.cli.app import main
from parkie.errors import InputError, OutputError
from parkie.writers import tables

PAGE = "云栖谷产业园7月3日开园。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/c.htm", "a/d.TXT", "a.html", ".hidden/e.txt", "f.md"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE, "utf-8")
    return tmp_path / "in"


def names(*given: object, skip: tuple[str, ...] = ()) -> list[str]:
    return [source.name for source in Inputs([str(path) for path in given], skip)]


def test_pages_are_called_by_their_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(folder) == ["a/c.htm", "a/d.TXT", "a.html", "b.txt"]
    assert names(folder / "a" / "c.htm", folder) == [str(folder / "a" / "c.htm"), *names(folder)]
    monkeypatch.chdir(folder)
    assert names("**/*.htm*", ".") == ["a.html", "a/c.htm", *names(folder)]
    assert names(".", skip=("b.txt", "a")) == ["a.html"]
    assert names("*.*", skip=("b.txt",)) == ["a.html"]
    assert names("-") == ["standard input"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["in/none.txt"], "found nothing at in/none.txt"),
        (["in/*.csv"], "files that match the pattern, found none"),
        (["in/f.md"], r"ends in one of .txt .* found in/f.md"),
        (["empty"], "files to annotate .* in the folder, found none: empty"),
        (["in", "twin"], "'b.txt' in in and in twin"),
        (["in/b.txt"], "found the output of the run"),
    ],
)
def test_inputs_that_are_none(
    given: list[str], told: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "twin").mkdir()
    (tmp_path / "twin" / "b.txt").write_text(PAGE, "utf-8")
    with pytest.raises(InputError, match=told):
        names(*given, skip=("in/b.txt",) if given == ["in/b.txt"] else ())


def test_a_survey_tells_lists_apart(folder: Path) -> None:
    first = Inputs([str(folder)]).survey()
    assert (first.files, first.size) == (4, 4 * len(PAGE.encode()))
    assert Inputs([str(folder)]).survey() == first
    (folder / "b.txt").rename(folder / "c.txt")
    assert Inputs([str(folder)]).survey().digest != first.digest
    assert Inputs([str(folder), "-"]).survey().size is None


COLUMNS = {"id": ["1"], "text": [PAGE], "published": ["2024-09-21"], "html": [False]}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.jsonl", b'{"id": "1", "body": "x"}\n', r"a.jsonl, row 1: .* found the columns id, body"),
        ("a.jsonl", b'{"text": "x"}\n', r"a.jsonl, row 1: expected a value in the columns id and text"),
        ("a.jsonl", b"[1]\n", r"a.jsonl, row 1: expected a JSON object .*, found list"),
        ("a.jsonl.gz", b"no gzip", r"a.jsonl.gz, row 1: expected a whole gzip file"),
        ("a.parquet", b"no parquet", r"a.parquet: expected a Parquet file"),
        ("a.parquet", {"id": ["1"], "body": ["x"]}, r"a.parquet: .* found the columns id, body"),
        ("a.parquet", {"id": ["1"], "text": [1.5]}, r"a.parquet: .* type in the column text, found double"),
        ("a.parquet", COLUMNS | {"html": ["no"]}, r"another type in the column html, found string"),
    ],
)
def test_a_file_without_the_columns_is_refused(
    name: str, content: bytes | dict[str, list[object]], told: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if isinstance(content, dict):
        pq.write_table(pa.table(content), path)
    else:
        path.write_bytes(content)
    [source] = Inputs([str(path)])
    with pytest.raises(InputError, match=told):
        check_source(source, 1000)


def test_rows_of_parquet(tmp_path: Path) -> None:
    import datetime

    days = pa.array([datetime.date(2024, 9, 21), None], pa.date32())
    table = pa.table({"text": [PAGE, None], "published": days, "id": [1, 2], "html": [True, None], "more": [1, 2]})
    pq.write_table(table, tmp_path / "a.parquet")
    first, second = read_pages(Inputs([str(tmp_path)]), 1000)
    assert (first.id, first.body.decode(), first.published, first.html) == ("1", PAGE, "2024-09-21", True)
    assert (second.id, second.number, second.error and second.error[0]) == ("2", 1, "InputError")


def test_a_line_larger_than_a_page_can_be_is_passed_over(tmp_path: Path) -> None:
    lines = [json.dumps({"id": "1", "text": PAGE}), "x" * 3_100_000, json.dumps({"id": "3", "text": PAGE * 4})]
    (tmp_path / "a.jsonl").write_text("\n".join([*lines, lines[0]]), "utf-8")
    pages = list(read_pages(Inputs([str(tmp_path)]), 100))
    assert [page.id for page in pages] == ["1", "a.jsonl:2", "3", "1"]
    assert [page.error is None for page in pages] == [True, False, False, True]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.jsonl", "jsonl"), ("A.JSONL", "jsonl"), ("a.parquet", "parquet"), ("a", "parquet"), ("a.v2/", "parquet"),
        ("a.csv", None), ("a.jsonl.gz", None), ("b.d/a.txt", None),
    ],
)  # fmt: skip
def test_the_name_of_the_output_says_its_format(name: str, expected: str | None) -> None:
    assert format_of(name) == expected


def test_without_pyarrow_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OutputError, match=r"pip install 'parkie\[parquet\]'"):
        tables.import_pyarrow()


# -- the command line ------------------------------------------------------------------------------


@pytest.fixture
def status(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int | str | None]:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: str = "") -> int | str | None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as exit_info:
            main(["annotate", *arguments])
        return exit_info.value.code

    return call


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["in", "--output", "out.csv"], 2, "expected OUT.jsonl"),
        (["in"], 2, "--output"),
        (["--output", "out.jsonl"], 2, "INPUT"),
        (["in", "--output", "out.jsonl", "--resume", "--overwrite"], 2, "give one of them"),
        (["in", "--output", "out.jsonl", "--workers", "-1"], 2, "workers"),
        (["none", "--output", "out.jsonl"], 1, "found nothing at none"),
        (["in", "--output", "none/out.jsonl"], 1, "expected a folder to write to"),
        (["in", "--output", "out.jsonl", "--model", "none"], 1, "expected a pipeline directory"),
    ],
)
def test_the_exit_status_tells_what_went_wrong(
    arguments: list[str],
    code: int,
    told: str,
    folder: Path,
    status: Callable[..., int],
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert status(*arguments) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert told in err


def test_a_run_that_failed_before_its_first_page_may_be_called_again(
    folder: Path, model: str, status: Callable[..., int]
) -> None:
    assert status("in", "-o", "out.jsonl", "--workers", "1", "--model", "none") == 1
    assert status("in", "-o", "out.jsonl", "--workers", "1", "--model", model) == 0
    assert status("in", "-o", "out.jsonl", "--workers", "1", "--model", model) == 1


def test_the_exit_status_tells_of_errors(
    model: str, status: Callable[..., int], capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    more = ("--workers", "1", "--model", model)
    row = json.dumps({"id": "1", "text": PAGE})
    assert status("-", "-o", "good.jsonl", *more, stdin=row) == 0
    assert status("-", "-o", "some.jsonl", *more, stdin=f"{row}\n{row[:9]}") == 3
    assert status("-", "-o", "none.jsonl", *more, stdin="") == 0
    assert status("-", "-o", "none", *more, stdin="") == 0
    out, err = capfd.readouterr()
    assert out == ""
    first, second, *_ = err.splitlines()
    assert first.startswith("parkie: 1 pages, 0 errors, ")
    assert second.startswith("parkie: 2 pages, 1 errors, ")
    assert (tmp_path / "none.jsonl").read_bytes() == b""
    assert pq.read_table(tmp_path / "none" / "events").num_rows == 0
    assert status("-", "-o", "bad.jsonl", *more, stdin="[]") == 1


def test_help_names_the_exit_statuses() -> None:
    from parkie.cli.app import app

    told = CliRunner().invoke(app, ["annotate", "--help"]).output
    assert "3 when some are rows with errors" in " ".join(told.split())
