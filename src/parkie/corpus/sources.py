"""Annotated articles, read back from JSON lines, from a dataset of flat tables, or from the nested rows that the
engines write, streaming.

Of an article only what comparing needs is kept: its body, when it was published, and its events.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from parkie.errors import InputError
from parkie.records.article import Article
from parkie.writers.tables import import_pyarrow

__all__ = ["Source", "Telling", "Value", "read_sources", "source_of"]

Days = tuple[date, date]
_ROWS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Value:
    """An argument: its words, and what they mean.

    ``name`` is the canonical name of an entity, else the words. ``low`` and ``high`` bound a figure in the base unit
    ``unit``, ``days`` are those of a date; each None where it is open or not known.
    """

    text: str
    name: str
    kind: str
    label: str | None = None
    adcode: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """One event as one article tells it."""

    source: str
    page: int
    event: str
    type: str
    stage: str | None
    realis: str
    section: str
    trigger: str
    evidence: str
    published: Days | None
    roles: Mapping[str, tuple[Value, ...]]

    @property
    def days(self) -> Days | None:
        """The days that the event is dated to."""
        for role in ("time", "period", "deadline"):
            for value in self.roles.get(role, ()):
                if value.days:
                    return value.days
        return None


@dataclass(frozen=True, slots=True)
class Source:
    """An article: ``page`` is its place in the input, from 0; ``body`` its text without what surrounds it."""

    id: str
    page: int
    body: str
    tellings: tuple[Telling, ...]


def source_of(page: int, page_id: str, article: Article | Mapping[str, Any]) -> Source:
    """The article as a source; ``article`` is one, or what ``parkie annotate --with-text`` writes of it."""
    data = article.model_dump(mode="json", context={"text": True}) if isinstance(article, Article) else article
    text = data.get("text") or ""
    published = _days(data["published"]) if data.get("published") else None
    roles = [(event, _roles(event)) for event in data["events"]]
    return Source(
        page_id, page, _body(text, data["sections"]), tuple(_telling(page_id, page, e, r, published) for e, r in roles)
    )


def _body(text: str, sections: Any) -> str:
    return "\n".join(text[s["start"] : s["end"]] for s in sections if s["kind"] in ("title", "body"))


_NO_ROLES: Final = frozenset(("id", "type", "trigger", "realis", "section", "evidence", "confidence", "stage"))


def _roles(event: Mapping[str, Any]) -> dict[str, tuple[Value, ...]]:
    """The filled roles of an event of a JSON record."""
    found = {}
    for role, filler in event.items():
        if role not in _NO_ROLES and filler:
            found[role] = tuple(map(_value, filler if isinstance(filler, list) else [filler]))
    return found


def _value(data: Mapping[str, Any]) -> Value:
    told = (("entity", "label"), ("figure", "modifier"), ("date", "granularity"))
    kind = next((kind for kind, key in told if data.get(key)), "span")
    low, high = (None if data.get(key) is None else Decimal(data[key]) for key in ("low", "high"))
    return Value(
        text=data["text"],
        name=data.get("name") or data["text"],
        kind=kind,
        label=data.get("label"),
        adcode=data.get("adcode"),
        low=low,
        high=high,
        unit=data.get("unit"),
        days=_days(data),
    )


def _days(data: Mapping[str, Any]) -> Days | None:
    first, last = (
        date.fromisoformat(day) if isinstance(day, str) else day for day in (data.get("earliest"), data.get("latest"))
    )
    return (first, last) if first and last else None


def _telling(
    page_id: str, page: int, event: Mapping[str, Any], roles: Mapping[str, tuple[Value, ...]], published: Days | None
) -> Telling:
    trigger, evidence = (t["text"] if isinstance(t := event[key], Mapping) else t for key in ("trigger", "evidence"))
    return Telling(
        source=page_id,
        page=page,
        event=event.get("event") or event["id"],
        type=event["type"],
        stage=event.get("stage"),
        realis=event["realis"],
        section=event["section"],
        trigger=trigger,
        evidence=evidence,
        published=published,
        roles=roles,
    )


def read_sources(path: str) -> Iterator[Source]:
    """The articles of an output of ``parkie annotate``, or of the engines' as Parquet, in its order.

    Rows of errors are passed over.

    Raises:
        InputError: it is no such output, or it holds no texts.
    """
    place = Path(path)
    if not place.exists():
        raise InputError(f"expected the output of parkie annotate, found nothing at {path}")
    if place.is_dir() and (place / "articles").is_dir():
        return _read_dataset(place)
    files = sorted(place.glob("**/*.parquet")) if place.is_dir() else [place] if place.suffix == ".parquet" else []
    if files:
        return _read_nested(files)
    if place.is_dir():
        raise InputError(f"expected a dataset of parkie annotate, found no Parquet files in {path}")
    return _read_lines(place)


def _read_lines(path: Path) -> Iterator[Source]:
    with path.open(encoding="utf-8") as stream:
        for page, line in enumerate(stream):
            try:
                row = json.loads(line)
                if "error" in row:
                    continue
                known, record = row["id"], row["article"]
            except (ValueError, KeyError, TypeError) as error:
                msg = f"{path}, line {page + 1}: expected a line of parkie annotate, found something else"
                raise InputError(msg) from error
            if "text" not in record:
                raise InputError(f"{path}, line {page + 1}: expected the text of the page; annotate --with-text")
            yield source_of(page, known, record)


# -- Parquet ---------------------------------------------------------------------------------------


def _read_dataset(path: Path) -> Iterator[Source]:
    """Three tables side by side: all are in the order of the pages."""
    with ExitStack() as stack:
        tables = {name: _Rows(stack, path / name) for name in ("articles", "events", "arguments")}
        for row in tables["articles"]:
            events, arguments = (tables[name].of_page(row["page"]) for name in ("events", "arguments"))
            if row["error_type"] is None:
                yield _of_rows(row, row["page"], events, arguments)


def _read_nested(files: list[Path]) -> Iterator[Source]:
    page = -1
    for row in _rows_of(files):
        page += 1
        if not {"id", "text", "events", "arguments", "error_type"} <= set(row):
            raise InputError(f"expected rows of parkie's engines, found the columns {', '.join(list(row)[:10])}")
        if row["error_type"] is None:
            yield _of_rows(row, page, row["events"], row["arguments"])


def _of_rows(
    row: Mapping[str, Any], page: int, events: Iterable[Mapping[str, Any]], arguments: Iterable[Mapping[str, Any]]
) -> Source:
    """The article of its rows; the arguments of an event stand together, and so do those of a role."""
    if row["text"] is None:
        raise InputError(f"expected the text of the page {row['id']}, found none; annotate --with-text")
    roles: dict[str, dict[str, tuple[Value, ...]]] = {}
    for (event, role), fillers in groupby(arguments, key=lambda a: (a["event"], a["role"])):
        roles.setdefault(event, {})[role] = tuple(map(_value, fillers))
    published = _days({"earliest": row["published_earliest"], "latest": row["published_latest"]})
    told = (_telling(row["id"], page, event, roles.get(event["event"], {}), published) for event in events)
    return Source(row["id"], page, _body(row["text"], row["sections"]), tuple(told))


def _rows_of(files: Iterable[Path]) -> Generator[dict[str, Any]]:
    pa = import_pyarrow()
    for path in files:
        with pa.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, use_threads=False):
                yield from batch.to_pylist()


class _Rows:
    """The rows of one table, streaming, and those of one page after the other."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        files = sorted(folder.glob("part-*.parquet"))
        if not files:
            raise InputError(f"expected a dataset of parkie annotate, found no table {folder.name} at {folder}")
        self._rows = stack.enter_context(closing(_rows_of(files)))
        self._next: dict[str, Any] | None = next(self._rows, None)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        while self._next is not None:
            row, self._next = self._next, next(self._rows, None)
            yield row

    def of_page(self, page: int) -> list[dict[str, Any]]:
        """The rows of a page, which is not before the last one asked for."""
        found = []
        while self._next is not None and self._next["page"] <= page:
            found.append(self._next)
            self._next = next(self._rows, None)
        return found
