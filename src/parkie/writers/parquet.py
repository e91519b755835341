"""An article as a packet of rows for a dataset of flat tables, which every reader of Parquet reads as they are.

Every table has the page's ``id`` and its place in the input, ``page`` (from 0, unique even where ids repeat). The
rows of one page travel as one packet of bytes, so that a worker process makes them and the process that writes the
files only puts them together.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from parkie.records.article import Article
from parkie.writers.tables import Rows, article_rows, error_rows, fields, import_pyarrow

__all__ = ["pack_article", "pack_error", "schemas", "unpack"]

_LENGTH: Final = struct.Struct("<Q")


@cache
def schemas() -> dict[str, Any]:
    """The Arrow schema of each table, in the order of ``TABLES``."""
    pa = import_pyarrow()
    key = [("id", pa.string()), ("page", pa.int64())]
    return {name: pa.schema(key + columns) for name, columns in fields().items()}


def pack_article(page_id: str, number: int, article: Article, *, with_text: bool = False) -> bytes:
    """The rows of the page as one packet; ``with_text`` fills the column ``text`` of ``articles``."""
    return _packed(article_rows(article, {"id": page_id, "page": number}, with_text=with_text))


def pack_error(page_id: str, number: int, kind: str, message: str) -> bytes:
    """The one row of a page that failed, in ``articles``, as a packet."""
    return _packed(error_rows({"id": page_id, "page": number}, kind, message))


def unpack(packet: bytes) -> Iterator[tuple[str, Any]]:
    """Table and record batch, for each table that the packet has rows for."""
    pa = import_pyarrow()
    view = pa.py_buffer(packet)
    at = 0
    for name, schema in schemas().items():
        (length,) = _LENGTH.unpack_from(packet, at)
        at += _LENGTH.size
        if length:
            yield name, pa.ipc.read_record_batch(view.slice(at, length), schema)
        at += length


def _packed(rows: Rows) -> bytes:
    pa = import_pyarrow()
    parts: list[bytes] = []
    for name, schema in schemas().items():
        found = rows.get(name)
        data = pa.RecordBatch.from_pylist(found, schema=schema).serialize().to_pybytes() if found else b""
        parts += (_LENGTH.pack(len(data)), data)
    return b"".join(parts)
