"""The mentions of a record: spans, entities, figures, dates and sections, frozen and strict.

Every offset is a 0-based, end-exclusive character offset into ``Article.text``.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

__all__ = ["Date", "Entity", "Figure", "Number", "Record", "Section", "Span"]

EntityLabel = Literal[
    "PARK", "DISTRICT", "REGION", "COMPANY", "GOVERNMENT", "INSTITUTION", "PERSON", "POSITION", "HONOR",
    "PROJECT", "MEETING", "DOCUMENT", "INDUSTRY",
]  # fmt: skip
SectionKind = Literal["title", "body", "teaser", "boilerplate"]
Modifier = Literal["exact", "about", "over", "under", "at_least", "at_most", "range", "magnitude"]
Dimension = Literal[
    "money", "count", "percent", "area", "length", "mass", "duration", "energy", "power", "ratio", "rate",
    "other",
]  # fmt: skip
Granularity = Literal["day", "month", "quarter", "half_year", "year", "period", "vague"]


def _plain(number: Decimal) -> str:
    """The number without an exponent and without trailing zeros: ``784800000000``, never ``7.848E+11``."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


Number = Annotated[
    Decimal,
    PlainSerializer(_plain, return_type=str, when_used="always"),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
]
"""A decimal number that is written as a plain decimal string."""
Offset = Annotated[int, Field(ge=0)]


class Record(BaseModel):
    """Base of every record: frozen, and nothing unknown gets in."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Record):
    """A stretch of the article's text; ``article.text[start:end] == text``."""

    text: str
    start: Offset
    end: Offset


class Entity(Span):
    """A named entity, or the anaphor of one where it stands as an argument.

    ``name`` is the canonical name where one is known, else the text itself; ``adcode`` the code of the
    administrative division that the entity is, lies in or belongs to, where known and unambiguous.
    """

    id: str
    label: EntityLabel
    name: str
    adcode: str | None = None


class Figure(Span):
    """A number with its unit and bounds in base units; ``low`` and ``high`` are null where open."""

    id: str
    value: Number | None
    low: Number | None
    high: Number | None
    modifier: Modifier
    unit: str
    dimension: Dimension


class Date(Span):
    """A mention of calendar time; both days are inclusive, null where the text does not fix them."""

    id: str
    earliest: datetime.date | None
    latest: datetime.date | None
    granularity: Granularity


class Section(Record):
    """A stretch of the page of one kind."""

    kind: SectionKind
    start: Offset
    end: Offset
