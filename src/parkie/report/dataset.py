"""A dataset of ``parkie annotate``, asked in SQL: each question is a file, and only counts come back.

DuckDB reads the tables as a stream and aggregates them, and goes to disk above its limit of memory, so that the size
of a corpus does not matter. It may read the dataset and nothing else: extensions are neither fetched nor loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from parkie.errors import InputError, OutputError

__all__ = ["Answers", "ask", "read_data"]

_DATA: Final = files("parkie.report") / "data"
_TABLES: Final = ("articles", "entities", "figures", "dates", "events", "arguments")
_MEMORY: Final = "1GB"
_QUESTIONS: Final = (
    "totals", "types", "times", "provinces", "districts", "amounts", "largest", "parks", "confidence", "errors",
    "quality",
)  # fmt: skip

Answers = dict[str, list[dict[str, Any]]]


def read_data(name: str) -> str:
    """The text of a data file of the report."""
    return (_DATA / name).read_text("utf-8")


def ask(dataset: Path) -> Answers:
    """The rows that answer each question.

    Raises:
        InputError: there is no dataset, or it is not one of ``parkie annotate``.
        OutputError: DuckDB is not installed.
    """
    found = {table: _parts(dataset, table) for table in _TABLES}
    with _database() as (database, error):
        try:
            for table, parts in found.items():
                database.read_parquet(parts).create_view(table)
            for view in read_data("views.sql").split(";"):
                database.execute(view)
            return {name: _rows(database.sql(read_data(f"{name}.sql"))) for name in _QUESTIONS}
        except error as problem:
            msg = f"expected the tables that parkie annotate writes in {dataset}, found others: {problem}"
            raise InputError(msg) from problem


def _parts(dataset: Path, table: str) -> list[str]:
    """The files of a table, as patterns that match only themselves."""
    parts = sorted((dataset / table).glob("*.parquet"))
    if not parts:
        raise InputError(
            f"expected a Parquet dataset of parkie annotate with a folder {table!r}, found none in {dataset}; "
            "write one with parkie annotate ... --output OUT.parquet"
        )
    return [re.sub(r"[\[*?]", r"[\g<0>]", str(part)) for part in parts]


@contextmanager
def _database() -> Iterator[tuple[Any, type[Exception]]]:
    try:
        import duckdb
    except ImportError as error:
        msg = (
            f"expected DuckDB, which counts for a report, found none ({error}); pip install 'parkie[report]'"
        )
        raise OutputError(msg) from error
    with TemporaryDirectory(prefix="parkie-") as spill:
        settings = {
            "memory_limit": _MEMORY,
            "temp_directory": spill,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "false",
        }
        with duckdb.connect(config=settings) as database:
            yield database, duckdb.Error


def _rows(answer: Any) -> list[dict[str, Any]]:
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.fetchall()]
