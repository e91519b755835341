"""An article as rows of six flat tables: their columns, and the rows.

Every row has the page's ``id``. Mentions, events and arguments keep the ids and the order they have in the JSON
record. Numbers are decimals, days are dates. How the rows are put together is the writers' choice: ``parquet``
makes a table of each kind, ``nested`` one row of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from functools import cache
from typing import Any, Final

from parkie.errors import OutputError
from parkie.records.article import Article
from parkie.records.events import Event, Mention
from parkie.records.mentions import Date, Entity, Figure, Span

__all__ = ["TABLES", "Rows", "article_rows", "error_rows", "fields", "import_pyarrow", "rounded"]

TABLES: Final = ("articles", "entities", "figures", "dates", "events", "arguments")

_SPAN: Final = "text:string start:int64 end:int64"
_ENTITY: Final = "label:string name:string adcode:string"
_FIGURE: Final = "value:number low:number high:number modifier:string unit:string dimension:string"
_DATE: Final = "earliest:day latest:day granularity:string"
# Column and type, table by table. A title, outlet or publication day has its offsets beside it.
_COLUMNS: Final = {
    "articles": "error_type:string error_message:string schema_version:string "
    "title:string title_start:int64 title_end:int64 outlet:string outlet_start:int64 outlet_end:int64 "
    "published:string published_start:int64 published_end:int64 "
    "published_earliest:day published_latest:day published_granularity:string "
    "url:string sections:sections text:string",
    "entities": f"mention:string {_SPAN} {_ENTITY}",
    "figures": f"mention:string {_SPAN} {_FIGURE}",
    "dates": f"mention:string {_SPAN} {_DATE}",
    "events": "event:string type:string stage:string realis:string section:string confidence:double "
    "trigger:string trigger_start:int64 trigger_end:int64 "
    "evidence:string evidence_start:int64 evidence_end:int64",
    "arguments": f"event:string position:int64 role:string kind:string mention:string {_SPAN} "
    f"{_ENTITY} {_FIGURE} {_DATE}",
}
_DIGITS, _PLACES = 38, 10
_QUANTUM: Final = Decimal(1).scaleb(-_PLACES)
_CONTEXT: Final = Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN)

Rows = dict[str, list[dict[str, Any]]]


def import_pyarrow() -> Any:
    """The module ``pyarrow``, which only Parquet needs.

    Raises:
        OutputError: it is not installed; the message has the command that installs it.
    """
    try:
        import pyarrow
        import pyarrow.compute
        import pyarrow.parquet
    except ImportError as error:
        msg = f"expected pyarrow, which Parquet needs, found none ({error}); pip install 'parkie[parquet]'"
        raise OutputError(msg) from error
    return pyarrow


@cache
def fields() -> dict[str, list[tuple[str, Any]]]:
    """Of each table, in the order of ``TABLES``, the names and Arrow types of the columns behind the key."""
    pa = import_pyarrow()
    section = pa.struct([("kind", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
    types = {
        "string": pa.string(),
        "int64": pa.int64(),
        "double": pa.float64(),
        "day": pa.date32(),
        "number": pa.decimal128(_DIGITS, _PLACES),
        "sections": pa.list_(section),
    }
    told = {name: [column.split(":") for column in _COLUMNS[name].split()] for name in TABLES}
    return {name: [(column, types[kind]) for column, kind in columns] for name, columns in told.items()}


def article_rows(article: Article, key: dict[str, Any], *, with_text: bool = False) -> Rows:
    """The rows of an article, each with the ``key``; ``with_text`` fills the column ``text`` of ``articles``."""
    groups: dict[str, Sequence[Entity | Figure | Date]] = {
        "entities": article.entities,
        "figures": article.figures,
        "dates": article.dates,
    }
    rows: Rows = {name: [key | {"mention": m.id} | _fields(m) for m in group] for name, group in groups.items()}
    listed = {row["mention"] for group in rows.values() for row in group}
    return rows | {
        "articles": [key | _article(article, with_text)],
        "events": [key | _event(event) for event in article.events],
        "arguments": [key | row for event in article.events for row in _arguments(event, listed)],
    }


def error_rows(key: dict[str, Any], kind: str, message: str) -> Rows:
    """The one row of a page that failed, in ``articles``."""
    return {"articles": [key | {"error_type": kind, "error_message": message}]}


def rounded(value: Decimal | None) -> Decimal | None:
    """The number to ten places; none where it has more than 28 digits before the point."""
    try:
        return None if value is None else value.quantize(_QUANTUM, context=_CONTEXT)
    except InvalidOperation:
        return None


def _span(span: Span | None, name: str) -> dict[str, Any]:
    if span is None:
        return {}
    return {name: span.text, f"{name}_start": span.start, f"{name}_end": span.end}


def _fields(mention: Mention) -> dict[str, Any]:
    """Text, offsets and normal form; what the kind of mention does not have is left out."""
    row: dict[str, Any] = {"text": mention.text, "start": mention.start, "end": mention.end}
    if isinstance(mention, Entity):
        row |= {"label": mention.label, "name": mention.name, "adcode": mention.adcode}
    elif isinstance(mention, Figure):
        row |= {name: rounded(getattr(mention, name)) for name in ("value", "low", "high")}
        row |= {name: getattr(mention, name) for name in ("modifier", "unit", "dimension")}
    elif isinstance(mention, Date):
        row |= {name: getattr(mention, name) for name in ("earliest", "latest", "granularity")}
    return row


def _article(article: Article, with_text: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"schema_version": article.schema_version, "url": article.url}
    row |= _span(article.title, "title") | _span(article.outlet, "outlet")
    if (published := article.published) is not None:
        row |= _span(published, "published")
        row |= {f"published_{k}": getattr(published, k) for k in ("earliest", "latest", "granularity")}
    row["sections"] = [section.model_dump() for section in article.sections]
    row["text"] = article.text if with_text else None
    return row


def _event(event: Event) -> dict[str, Any]:
    row = {
        "event": event.id,
        "type": event.type,
        "stage": getattr(event, "stage", None),
        "realis": event.realis,
        "section": event.section,
        "confidence": event.confidence,
    }
    return row | _span(event.trigger, "trigger") | _span(event.evidence, "evidence")


def _arguments(event: Event, listed: set[str]) -> Iterator[dict[str, Any]]:
    """One row per argument. ``mention`` is an id of the tables of mentions, empty where the argument is in none
    of them: a common noun, or a noun that stands for a name."""
    for position, (role, mention) in enumerate(event.arguments()):
        mention_id = getattr(mention, "id", None)
        yield {
            "event": event.id,
            "position": position,
            "role": role,
            "kind": type(mention).__name__.lower(),
            "mention": mention_id if mention_id in listed else None,
        } | _fields(mention)
