"""The date for which a figure holds, or by which it is to be reached."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache

from parkie.matchers.reading import DateMatch
from parkie.relations.quantities.wording import endings
from parkie.relations.scene import Sentence

__all__ = ["Timeline"]

_CLAUSE_RE = re.compile(r"[,。;:]")
_FROM_RE = re.compile(r"[从由]$")
_DAYS = frozenset(("day", "vague"))
BESIDE = 4
"""A word of the present this close behind a date belongs to it (今年至今)."""
REACH = 50
"""Characters of a clause in which a happening is looked for."""
LOCAL = 3
"""A date that 由 or 从 introduces dates only the figure this close behind it."""


class Timeline:
    """The dates of a sentence that can date a figure, found by bisection."""

    def __init__(self, sentence: Sentence, published: date | None = None) -> None:
        self._published = published
        self._end = sentence.end
        figures = [figure.start for figure in sentence.figures]
        self._dates = [date for date in sentence.dates if _dates_figures(sentence, date, figures)]
        self._ends = [date.end for date in self._dates]
        self._local = {date.end for date in self._dates if _FROM_RE.search(sentence.before(date.start, 1))}
        found = _any_of("reset").finditer(sentence.text, sentence.start, sentence.end)
        self._resets = [match.start() for match in found]

    @property
    def dates(self) -> Sequence[DateMatch]:
        """The dates of the sentence that can date a figure, in text order."""
        return self._dates

    def at(self, position: int) -> DateMatch | None:
        """The nearest such date in front of ``position``, unless a word (目前) leads away from it."""
        index = bisect_right(self._ends, position) - 1
        if index >= 0 and self._ends[index] in self._local and position - self._ends[index] > LOCAL:
            index -= 1
        if index < 0:
            return None
        date = self._dates[index]
        return None if self.reset_before(position, date.end) else date

    def reset_before(self, position: int, start: int = 0) -> bool:
        """Whether a word such as 目前 stands between ``start`` and ``position``, not close behind ``start`` (至今)."""
        start += BESIDE if start else 0
        return bisect_left(self._resets, position) > bisect_left(self._resets, start)

    def is_ahead(self, position: int) -> bool:
        """Whether the figure at ``position`` is dated later than the page was published."""
        day = self.at(position)
        return day is not None and _follows(day.earliest, self._published)

    def is_over(self, day: DateMatch) -> bool:
        """Whether ``day`` was past when the page was published, and so is no deadline."""
        return _follows(self._published, day.latest)

    def carried(self, earlier: DateMatch | None) -> DateMatch | None:
        """The date that goes on to the next sentence: the last one, else ``earlier``, until a word such as 目前."""
        if self.reset_before(self._end, self._ends[-1] if self._ends else 0):
            return None
        return self._dates[-1] if self._dates else earlier


def _follows(later: date | None, earlier: date | None) -> bool:
    return later is not None and earlier is not None and later > earlier


@cache
def _any_of(key: str, pattern: str = "{}") -> re.Pattern[str]:
    """The words of the ``date`` section as one pattern."""
    words = "|".join(re.escape(word) for word in endings("date", key))
    return re.compile(pattern.format(f"(?:{words})"))


def _dates_figures(sentence: Sentence, date: DateMatch, figures: list[int]) -> bool:
    text = sentence.text
    if _any_of("aimed").match(text, date.end, sentence.end):
        return False
    if _any_of("happened", "[^,。;:]{{0,24}}?{}").match(text, date.end, min(sentence.end, date.end + REACH)):
        clause = _CLAUSE_RE.search(text, date.end, min(sentence.end, date.end + REACH))
        end = clause.start() if clause else min(sentence.end, date.end + REACH)
        if bisect_left(figures, end) == bisect_left(figures, date.end):
            return False
    if text.endswith("年同期", date.start, date.end):
        return False
    left = sentence.before(date.start, 4)
    if left.endswith(endings("date", "until")):
        return True
    return date.granularity not in _DAYS and not left.endswith(endings("date", "compared"))
