"""An article as one row that holds all its tables: for engines whose functions take rows and give rows.

The columns are those of the table ``articles``, and a list column of rows for each other table. ``table_of``
takes a table out again, the same as in a dataset of flat tables.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from parkie.records.article import Article
from parkie.writers.tables import TABLES, Rows, article_rows, error_rows, fields, import_pyarrow

__all__ = ["pack_article", "pack_error", "schema", "table_of", "unpack"]

_LISTS: Final = tuple(name for name in TABLES if name != "articles")


@cache
def schema() -> Any:
    """The Arrow schema of a row."""
    pa = import_pyarrow()
    columns = [("id", pa.string()), *fields()["articles"]]
    return pa.schema(columns + [(name, pa.list_(pa.struct(fields()[name]))) for name in _LISTS])


def pack_article(page_id: str, number: int, article: Article, *, with_text: bool = False) -> bytes:
    """The row of the page as a packet; ``with_text`` fills the column ``text``.

    ``number``, the place of the page in its batch, is not told: rows stand in the order of the batch.
    """
    return _packed(page_id, article_rows(article, {}, with_text=with_text))


def pack_error(page_id: str, number: int, kind: str, message: str) -> bytes:
    """The row of a page that failed, as a packet: the lists are empty."""
    return _packed(page_id, error_rows({}, kind, message))


def unpack(packet: bytes) -> Any:
    """The record batch of one row that the packet holds."""
    pa = import_pyarrow()
    return pa.ipc.read_record_batch(pa.py_buffer(packet), schema())


def _packed(page_id: str, rows: Rows) -> bytes:
    pa = import_pyarrow()
    row = {"id": page_id, **rows["articles"][0], **{name: rows.get(name, []) for name in _LISTS}}
    data: bytes = pa.RecordBatch.from_pylist([row], schema=schema()).serialize().to_pybytes()
    return data


def table_of(rows: Any, name: str) -> Any:
    """One flat table, with the page's ``id`` in every row, out of rows of this form.

    Args:
        rows: an Arrow table or record batch.
        name: one of ``TABLES``.

    Raises:
        KeyError: there is no table of that name.
    """
    pa = import_pyarrow()
    table = pa.Table.from_batches([rows]) if isinstance(rows, pa.RecordBatch) else rows.combine_chunks()
    columns = ["id", *(column for column, _ in fields()[name])]
    if name == "articles":
        return table.select(columns)
    lists = table.column(name)
    ids = table.column("id").take(pa.compute.list_parent_indices(lists))
    values = pa.compute.list_flatten(lists)
    inner = [pa.compute.struct_field(values, column) for column in columns[1:]]
    return pa.table([ids, *inner], names=columns)
