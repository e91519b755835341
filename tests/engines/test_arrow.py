"""The annotator as an Arrow function: the same records as the local runner, whatever the batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from parkie.engines.arrow import ArrowAnnotator, Settings
from parkie.errors import InputError, PipelineError
from parkie.writers.nested import schema, table_of
from parkie.writers.tables import TABLES

from .conftest import COLUMNS, rows_of


@pytest.fixture(scope="module")
def annotator(settings: Settings) -> Iterator[ArrowAnnotator]:
    with ArrowAnnotator(settings) as opened:
        yield opened


def test_tables_are_those_of_the_local_runner(
    annotator: ArrowAnnotator, pages: list[dict[str, Any]], local: dict[str, list[dict[str, Any]]]
) -> None:
    batches = pa.Table.from_pylist(pages, COLUMNS).to_batches(max_chunksize=13)
    found = pa.Table.from_batches(list(annotator.batches(batches)), schema())
    assert [row["id"] for row in found.to_pylist()] == [row["id"] for row in pages]
    for name in TABLES:
        assert rows_of(table_of(found, name)) == local[name], name
    failed = {row["id"]: row["error_type"] for row in local["articles"] if row["error_type"]}
    assert failed == {"p07": "PageError", "p20": "PageError", "p33": "InputError", "p41": "Timeout"}
    assert len(local["dates"]) > 60
    assert not table_of(found.slice(0, 0), "events").num_rows


def test_other_columns_are_not_read_and_a_table_may_be_one_batch(annotator: ArrowAnnotator) -> None:
    table = pa.table({"site": ["s"], "text": ["云栖谷产业园2024年7月3日开园。".encode()], "id": [7]})
    [row] = annotator(table).to_pylist()
    assert (row["id"], row["dates"][0]["text"], row["error_type"]) == ("7", "2024年7月3日", None)
    assert annotator(table.slice(0, 0)).schema == schema()


def test_processes_start_again_after_close(settings: Settings) -> None:
    annotate = ArrowAnnotator(settings)
    table = pa.table({"id": ["a"], "text": ["2024年7月3日"]})
    first = annotate(table)
    annotate.close()
    assert annotate(table) == first
    annotate.close()


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"id": ["a"], "content": ["b"]}, "expected the columns id and text, found the columns id, content"),
        ({"id": ["a"], "text": [1]}, "expected another type in the column text, found int64"),
    ],
)
def test_a_batch_of_something_else_is_refused(
    annotator: ArrowAnnotator, columns: dict[str, list[Any]], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        annotator(pa.table(columns))


def test_a_pipeline_that_is_not_there_ends_the_job() -> None:
    with ArrowAnnotator(Settings(model="none")) as annotate, pytest.raises(PipelineError, match="found none"):
        annotate(pa.table({"id": ["a"], "text": ["b"]}))
