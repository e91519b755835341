"""The time that a text speaks from, as the text itself gives it: its date line, its lead, its occasion.

A day without a year takes the year of the occasion, of the date line or of the publication. The year of an
earlier happening (2021年8月开工) does not date it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from parkie.matchers.dates.numbers import NUMBER, YEAR, read_number, read_year
from parkie.matchers.dates.phrase import Phrase
from parkie.matchers.dates.reference import Reference
from parkie.matchers.dates.words import future_pattern, occasion_heads

__all__ = ["is_ahead", "nearest_past", "resolve_anchor", "sentence_bounds"]

_DATELINE_END = r"日 ?(?:专?电|讯|消息(?=,)|综合(?=[(\s]))"
_DATELINE_END_RE = re.compile(_DATELINE_END)
DATELINE_RE = re.compile(
    rf"(?:(?<!\d)(?P<y>{YEAR})年)?(?<![\d.])(?P<m>{NUMBER})月(?P<d>{NUMBER}){_DATELINE_END}"
)
# The imprint of a newspaper page: (2023年08月02日 第07版)
IMPRINT_RE = re.compile(rf"\( ?(?P<y>{YEAR})年(?P<m>{NUMBER})月(?P<d>{NUMBER})日 {{0,3}}(?:第 ?)?\d{{1,2}} ?版")
LEAD = 80  # characters in which a whole date is the day of what is told
STOP_RE = re.compile(r"[。!?！？\n]")
CUE_FAR = 60  # characters before a year in which a cue of its sentence makes it no year that is reported
CUE_BEFORE, CUE_AFTER = 14, 24  # characters around a mention in which a cue of the future belongs to it


def sentence_bounds(text: str, start: int, end: int, reach: int = 200) -> tuple[int, int]:
    """The sentence around a stretch, looked for no farther than ``reach`` characters on either side."""
    low = max(0, start - reach)
    before = max((text.rfind(stop, low, start) for stop in "。!?！？\n"), default=-1)
    after = STOP_RE.search(text, end, min(len(text), end + reach))
    return max(before + 1, low), after.start() if after else min(len(text), end + reach)


def is_ahead(text: str, phrase: Phrase, before: int = CUE_BEFORE) -> bool:
    """Whether the words around a mention say that what is told lies ahead (预计12月投产).

    ``before`` is how many characters before it a cue of the same sentence may stand.
    """
    low, high = sentence_bounds(text, phrase.start, phrase.end, max(before, CUE_AFTER))
    low, high = max(low, phrase.start - before), min(high, phrase.end + CUE_AFTER)
    return future_pattern().search(text, low, high) is not None


def nearest_past(month: int, day: int, today: date) -> date | None:
    """The last such day of the year that is not after ``today`` (a day or two of grace for time zones)."""
    for year in (today.year, today.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today + timedelta(days=2):
            return found
    return None


@cache
def _occasion_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d.《第])(?P<y>20[0-4]\d)(?![\d.,%]|年度)年?[^\s,，。;；!?！？《》:：\d年][^,，。;；!?！？《》\n]{{0,40}}?(?:{occasion_heads()})"
    )


AS_OF = ("截至", "截止")
COMPARED = ("自", "从", "较", "比", "与", "于")
DEADLINE_RE = re.compile(r"之?前|以前|止|起")
EARLIER_RE = re.compile(r"曾|成功举办|上届|往届|继")


def resolve_anchor(text: str, phrases: Sequence[Phrase], reference: Reference) -> Reference:
    """The reference, completed by what the text says of its own time.

    The day of a date line wins over the publication day, which may be later. A year is only looked for in the
    text where the caller knows none.
    """
    if reference.today is not None:
        return reference
    known = reference
    if known.current_year is None:
        known = replace(known, year=_year_of_text(text, phrases))
    return replace(known, today=_dateline_day(text, known))


def _dateline(text: str) -> re.Match[str] | None:
    """The first date line; its end is looked for first, which begins with one character and is rare."""
    return DATELINE_RE.search(text) if _DATELINE_END_RE.search(text) else None


def _dateline_day(text: str, reference: Reference) -> date | None:
    found = _dateline(text) or (None if reference.published else IMPRINT_RE.search(text))
    if not found:
        return None
    month, day = read_number(found["m"]), read_number(found["d"])
    if reference.published and not found["y"]:
        return nearest_past(month, day, reference.published)
    year = read_year(found["y"]) if found["y"] else reference.year
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def _year_of_text(text: str, phrases: Sequence[Phrase]) -> int | None:
    for found in (_dateline(text), IMPRINT_RE.search(text)):
        if found and found["y"]:
            return read_year(found["y"])
    return _lead_year(phrases) or _occasion_year(text, phrases) or _year_to_date(text, phrases)


def _lead_year(phrases: Sequence[Phrase]) -> int | None:
    """The year of a whole date with which the text begins."""
    first = next((p for p in phrases if p.days is not None or p.shift is not None), None)
    if first and first.years and first.start < LEAD and first.granularity in ("day", "period"):
        return first.years.first
    return None


def _latest_told(text: str, phrases: Sequence[Phrase]) -> int:
    """The latest year of which the text tells a day as past: it cannot speak from an earlier one."""
    told = (
        p.years.first
        for p in phrases
        if p.years and p.granularity == "day" and not DEADLINE_RE.match(text, p.end) and not is_ahead(text, p)
    )
    return max(told, default=0)


def _occasion_year(text: str, phrases: Sequence[Phrase]) -> int | None:
    """The year in the name of the occasion, best where a day without a year stands in its sentence."""
    best, floor = None, _latest_told(text, phrases)
    dated = [p.start for p in phrases if p.years is None and (p.days is not None or p.shift is not None)]
    if not dated:
        return None
    for found in _occasion_pattern().finditer(text):
        low, high = sentence_bounds(text, found.start(), found.end())
        if int(found["y"]) < floor:
            continue
        if EARLIER_RE.search(text, max(low, found.start() - 12), found.start()):
            continue
        if bisect_left(dated, low) < bisect_left(dated, high):
            return int(found["y"])
        best = best or int(found["y"])
    return best


def _year_to_date(text: str, phrases: Sequence[Phrase]) -> int | None:
    """The latest year whose first months, quarters or half are reported (2023年1-6月), or up to a month of which
    a state is told (截至2023年6月底): the year of the report."""
    years = [p.years.first for p in phrases if p.years and _is_report(text, p) and not is_ahead(text, p, CUE_FAR)]
    return max(years, default=None)


def _is_report(text: str, phrase: Phrase) -> bool:
    if phrase.months is None or phrase.months.last >= 12 or phrase.until is not None:
        return False
    before = text[max(0, phrase.start - 2) : phrase.start]
    if before in AS_OF:
        return True
    several = phrase.months.first < phrase.months.last and phrase.days is None
    return several and not text.startswith("以来", phrase.end) and before[-1:] not in COMPARED
