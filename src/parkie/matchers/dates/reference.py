"""What is known about the time of a text before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["Reference"]


@dataclass(frozen=True, slots=True)
class Reference:
    """The time that dates without a year and words such as 昨日 are resolved against.

    ``published`` is the publication day of the article, where it is known. ``today`` is the day that 今天 means
    in the text, where something better than the publication day says so (a date line: 10月16日电). ``year`` is
    the year the text speaks from, where no day is known. Nothing is ever taken from the clock.
    """

    published: date | None = None
    today: date | None = None
    year: int | None = None

    @property
    def day(self) -> date | None:
        """The day the text speaks from: the day of its date line, else its publication day."""
        return self.today or self.published

    @property
    def current_year(self) -> int | None:
        """The year that 今年 means in the text."""
        return self.day.year if self.day else self.year
