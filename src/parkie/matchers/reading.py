"""What a matcher found: plain, frozen readings with character offsets into the text that was searched.

All offsets are 0-based and end-exclusive. Readings hold only what the text says; ids, aliases and roles come
later. ``to_dict`` and ``from_dict`` are the lossless plain form that travels inside a spaCy ``Doc``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

__all__ = ["DateMatch", "FigureMatch", "NameMatch", "Sighting"]


def _fields(reading: Any) -> dict[str, Any]:
    """The fields by name; ``dataclasses.asdict`` copies deeply what is plain already, at ten times the cost."""
    return {name: getattr(reading, name) for name in reading.__slots__}


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name: its label, the canonical name where one is known, and which rule or table found it.

    ``score`` says how sure the source is (0 to 1); ``source`` names the table or rule, for explanation.
    """

    start: int
    end: int
    label: str
    name: str | None = None
    adcode: str | None = None
    source: str = ""
    score: float = 1.0

    def to_dict(self) -> dict[str, Any]:
        """The reading as plain data."""
        return _fields(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The reading that ``to_dict`` gave."""
        return cls(**data)


@dataclass(frozen=True, slots=True)
class FigureMatch:
    """A number with its unit and its bounds, in base units (yuan, square metres, tonnes, …).

    ``value`` is the number as stated, ``low`` and ``high`` the closed interval that the words allow, None where
    open. ``unit`` is None only for an amount without any unit word; ``""`` is a bare count.
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    modifier: str
    unit: str
    dimension: str

    def to_dict(self) -> dict[str, Any]:
        """The reading as plain data; decimals become strings."""
        data = _fields(self)
        for key in ("value", "low", "high"):
            data[key] = None if data[key] is None else str(data[key])
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The reading that ``to_dict`` gave."""
        numbers = {k: None if data[k] is None else Decimal(data[k]) for k in ("value", "low", "high")}
        return cls(**{**data, **numbers})


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A mention of calendar time; ``earliest`` and ``latest`` are inclusive, None where the text leaves them open."""

    start: int
    end: int
    earliest: date | None
    latest: date | None
    granularity: str

    def to_dict(self) -> dict[str, Any]:
        """The reading as plain data; dates become ISO strings."""
        data = _fields(self)
        for key in ("earliest", "latest"):
            data[key] = None if data[key] is None else data[key].isoformat()
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The reading that ``to_dict`` gave."""
        days = {k: None if data[k] is None else date.fromisoformat(data[k]) for k in ("earliest", "latest")}
        return cls(**{**data, **days})


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a trained reader suspects an event: the characters, the event type, and how likely they name it.

    With ``role``, where it suspects what fills that role of an event of the type.
    """

    start: int
    end: int
    type: str
    score: float
    role: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The reading as plain data."""
        return _fields(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The reading that ``to_dict`` gave."""
        return cls(**data)
