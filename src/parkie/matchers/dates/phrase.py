"""What a date says before it is resolved: the parts that were written, and nothing that was not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Bounds", "Phrase", "Shift"]


class Bounds(NamedTuple):
    """First and last, both inclusive: of years, months of a year, days of a month or of a week."""

    first: int
    last: int


class Shift(NamedTuple):
    """So many units away: from the time of the text (去年), or from a mention before it (同年, ``back`` is true)."""

    unit: str
    steps: int
    back: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """One mention as it is written, 0-based and end-exclusive.

    今年上半年 has ``shift`` (year, 0) and ``months`` (1, 6); 8月10日至12日 has ``months`` (8, 8) and ``days``
    (10, 12). ``keep`` marks words that always mean the year of the text. ``until`` is the right side of a range
    whose sides are whole phrases of their own (去年12月至今年3月).
    """

    start: int
    end: int
    granularity: str
    years: Bounds | None = None
    months: Bounds | None = None
    days: Bounds | None = None
    shift: Shift | None = None
    keep: bool = False
    until: Phrase | None = None

    @property
    def is_calendar(self) -> bool:
        """Whether the phrase names years, months or days by number or word (not 近日, not 近三年)."""
        return any(part is not None for part in (self.years, self.months, self.days, self.shift))
