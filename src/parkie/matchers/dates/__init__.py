"""Dates: mentions of calendar time with the days they mean.

Three steps, one module each way: ``scan`` reads phrases (``grammar``, ``periods``), ``anchors`` finds the time
that the text speaks from, ``resolve`` works out the days.
"""

from __future__ import annotations

from collections.abc import Sequence

from parkie.matchers.dates.anchors import resolve_anchor
from parkie.matchers.dates.phrase import Phrase
from parkie.matchers.dates.reference import Reference
from parkie.matchers.dates.resolve import Resolver
from parkie.matchers.dates.scan import read_phrases
from parkie.matchers.reading import DateMatch

__all__ = ["Reference", "find_dates", "read_phrases", "resolve_reference"]


def resolve_reference(folded: str, reference: Reference, phrases: Sequence[Phrase] | None = None) -> Reference:
    """The reference, completed by the date line or the year that ``folded`` gives itself.

    For texts that share their time with another: the title of an article takes the reference of its body.
    ``phrases`` are those of ``folded``, where ``read_phrases`` has read them already.

    >>> resolve_reference("新华社上海10月16日电", Reference(year=2024)).today
    datetime.date(2024, 10, 16)
    """
    return resolve_anchor(folded, read_phrases(folded) if phrases is None else phrases, reference)


def find_dates(folded: str, reference: Reference, phrases: Sequence[Phrase] | None = None) -> list[DateMatch]:
    """The dates of one section's folded text, sorted, not overlapping; offsets 0-based and end-exclusive.

    ``earliest`` and ``latest`` are None where neither the text nor the reference allows days. The time of day,
    prepositions and 以来 stay outside the span. ``phrases`` as for ``resolve_reference``.

    >>> [m] = find_dates("截至2021年6月底,园区企业过百家。", Reference())
    >>> m.start, m.end, m.earliest.isoformat(), m.latest.isoformat(), m.granularity
    (2, 10, '2021-06-21', '2021-06-30', 'period')
    """
    phrases = read_phrases(folded) if phrases is None else phrases
    if not phrases:
        return []
    resolver = Resolver(folded, resolve_anchor(folded, phrases, reference))
    matches = []
    for phrase in phrases:
        interval = resolver.resolve(phrase)
        if interval is None and phrase.shift is not None and phrase.shift.unit == "plan":
            continue  # 开局之年 of no plan is an opening, not a date
        earliest, latest = interval or (None, None)
        matches.append(DateMatch(phrase.start, phrase.end, earliest, latest, phrase.granularity))
    return matches
