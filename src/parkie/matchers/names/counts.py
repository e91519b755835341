"""A name holds no count of firms or people, no price and no day: in 省级瞪羚企业2家 the figure ends the name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch

__all__ = ["free_of_counts", "free_of_days"]

# Classifiers that count participants; 个 and 期 do stand in names (某某项目2期).
_COUNTING = frozenset({"家", "户", "名", "人", "位", "所", "起", "宗"})
# Titles and documents may say a number of anything.
_EXEMPT = frozenset({"DOCUMENT", "MEETING", "HONOR"})


def free_of_counts(candidates: Sequence[NameMatch], figures: Sequence[FigureMatch]) -> list[NameMatch]:
    """The candidates that hold no counting figure and no amount of money.

    >>> from decimal import Decimal
    >>> two = FigureMatch(6, 8, Decimal(2), Decimal(2), Decimal(2), "exact", "家", "count")
    >>> free_of_counts([NameMatch(0, 8, "COMPANY"), NameMatch(0, 3, "COMPANY")], [two])[0].end
    3
    """
    counts = [f for f in figures if f.dimension == "money" or (f.dimension == "count" and f.unit in _COUNTING)]
    starts = [figure.start for figure in counts]
    out = []
    for name in candidates:
        at = bisect_left(starts, name.start)
        if name.label in _EXEMPT or at == len(counts) or counts[at].end > name.end:
            out.append(name)
    return out


def free_of_days(candidates: Sequence[NameMatch], dates: Sequence[DateMatch]) -> list[NameMatch]:
    """The candidates that hold no day and no vague 近日; a year may be part of a name, a document's is as written.

    One that begins inside a date begins behind it: 2021年|青澜湾产业园, though 年青 is a word.

    >>> day = DateMatch(0, 5, None, None, "day")
    >>> [name.start for name in free_of_days([NameMatch(0, 12, "MEETING"), NameMatch(4, 12, "MEETING")], [day])]
    [5]
    """
    days = [date for date in dates if date.granularity in ("day", "vague")]
    starts, all_starts = [date.start for date in days], [date.start for date in dates]
    out = []
    for name in candidates:
        before = bisect_left(all_starts, name.start) - 1
        if before >= 0 and name.start < dates[before].end < name.end:
            name = replace(name, start=dates[before].end)
        at = bisect_left(starts, name.start)
        if name.label == "DOCUMENT" or at == len(days) or days[at].end > name.end:
            out.append(name)
    return out
