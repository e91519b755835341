"""Copies and happenings as rows of four flat tables, and as lines of JSON.

    copies      an article that is a copy: its original and how similar they are
    happenings  what one or more articles tell
    tellings    which events of which articles tell it
    values      the fillers of its roles, who tells them, and whether they are disputed
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from parkie.corpus.copies import Copy
from parkie.corpus.happenings import Happening
from parkie.writers.escape import escape_json
from parkie.writers.tables import import_pyarrow, rounded

__all__ = ["TABLES", "schemas", "write_lines", "write_tables"]

Row = dict[str, Any]

TABLES: Final = ("copies", "happenings", "tellings", "values")
_ROWS_AT_ONCE: Final = 20_000
_COLUMNS: Final = {
    "copies": "id:string page:int64 original:string original_page:int64 similarity:double",
    "happenings": "happening:int64 type:string stage:string realis:string earliest:day latest:day "
    "articles:int64 copies:int64 disputed:strings trigger:string evidence:string",
    "tellings": "happening:int64 id:string page:int64 event:string copy:bool "
    "published_earliest:day published_latest:day trigger:string evidence:string",
    "values": "happening:int64 role:string kind:string text:string name:string label:string adcode:string "
    "low:number high:number unit:string earliest:day latest:day articles:int64 disputed:bool sources:strings",
}


@cache
def schemas() -> dict[str, Any]:
    """The Arrow schema of each table."""
    pa = import_pyarrow()
    types = {
        "string": pa.string(),
        "strings": pa.list_(pa.string()),
        "int64": pa.int64(),
        "double": pa.float64(),
        "bool": pa.bool_(),
        "day": pa.date32(),
        "number": pa.decimal128(38, 10),
    }
    told = {name: [column.split(":") for column in columns.split()] for name, columns in _COLUMNS.items()}
    return {name: pa.schema([(column, types[kind]) for column, kind in columns]) for name, columns in told.items()}


def _rows(copies: Iterable[Copy], happenings: Iterable[Happening]) -> Iterator[tuple[str, Row]]:
    """Table and row, all rows of a happening together."""
    for copy in copies:
        yield "copies", _copy_row(copy)
    for happening in happenings:
        yield from _happening_rows(happening)


def _copy_row(copy: Copy) -> Row:
    return {
        "id": copy.source,
        "page": copy.page,
        "original": copy.original,
        "original_page": copy.original_page,
        "similarity": copy.similarity,
    }


def _happening_rows(happening: Happening) -> Iterator[tuple[str, Row]]:
    key = {"happening": happening.number}
    roles = happening.roles()
    days = [telling.days for telling in happening.tellings if telling.days]
    fullest = max(happening.tellings, key=lambda telling: (len(telling.roles), len(telling.evidence)))
    copies = {t.source for t, copied in zip(happening.tellings, happening.copied, strict=True) if copied}
    yield "happenings", key | {
        "type": happening.type,
        "stage": next((telling.stage for telling in happening.tellings if telling.stage), None),
        "realis": happening.realis,
        "earliest": max((first for first, _ in days), default=None),  # the narrowest that is told
        "latest": min((last for _, last in days), default=None),
        "articles": len(happening.sources) - len(copies),
        "copies": len(copies),
        "disputed": [role for role, told in roles.items() if told[0].disputed],
        "trigger": fullest.trigger,
        "evidence": fullest.evidence,
    }
    for telling, copied in zip(happening.tellings, happening.copied, strict=True):
        first, last = telling.published or (None, None)
        yield "tellings", key | {
            "id": telling.source,
            "page": telling.page,
            "event": telling.event,
            "copy": copied,
            "published_earliest": first,
            "published_latest": last,
            "trigger": telling.trigger,
            "evidence": telling.evidence,
        }
    for role, fillers in roles.items():
        for told in fillers:
            value = told.value
            first, last = value.days or (None, None)
            yield "values", key | {
                "role": role,
                "kind": value.kind,
                "text": value.text,
                "name": value.name,
                "label": value.label,
                "adcode": value.adcode,
                "low": rounded(value.low),
                "high": rounded(value.high),
                "unit": value.unit,
                "earliest": first,
                "latest": last,
                "articles": told.count,
                "disputed": told.disputed,
                "sources": list(told.sources),
            }


def write_tables(folder: Path, copies: Iterable[Copy], happenings: Iterable[Happening]) -> None:
    """A Parquet file for each table, in the folder, which is there."""
    pa = import_pyarrow()
    waiting: defaultdict[str, list[Row]] = defaultdict(list)
    writers = {
        name: pa.parquet.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd")
        for name, schema in schemas().items()
    }
    try:
        for name, row in _rows(copies, happenings):
            waiting[name].append(row)
            if len(waiting[name]) >= _ROWS_AT_ONCE:
                writers[name].write_table(pa.Table.from_pylist(waiting.pop(name), schema=schemas()[name]))
        for name, rows in waiting.items():
            writers[name].write_table(pa.Table.from_pylist(rows, schema=schemas()[name]))
    finally:
        for writer in writers.values():
            writer.close()


def write_lines(path: Path, copies: Iterable[Copy], happenings: Iterable[Happening]) -> None:
    """A line ``{"copy": {…}}`` for each copy, then a line ``{"happening": {…, "tellings": […], "values": […]}}``."""
    with path.open("w", encoding="utf-8") as stream:
        for copy in copies:
            stream.write(_line({"copy": _copy_row(copy)}))
        for happening in happenings:
            record: Row = {"tellings": [], "values": []}
            for name, row in _happening_rows(happening):
                number = row.pop("happening")
                if name == "happenings":
                    record = {"happening": number} | row | record
                else:
                    record[name].append(row)
            stream.write(_line({"happening": record}))


def _line(record: Row) -> str:
    return escape_json(json.dumps(record, ensure_ascii=False, default=_plain)) + "\n"


def _plain(value: Any) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value.isoformat()
