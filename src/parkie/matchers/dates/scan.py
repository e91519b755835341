"""From a text to its phrases: every position that a date may begin at is asked once, left to right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from parkie.matchers.dates.grammar import (
    DASH,
    read_day,
    read_month_word,
    read_numeric,
    read_year_led,
    read_yearless,
)
from parkie.matchers.dates.periods import read_decade, read_festival, read_plan, read_span, read_vague
from parkie.matchers.dates.phrase import Phrase
from parkie.matchers.dates.words import decoy_pattern, word_openings

__all__ = ["read_phrases"]

Reader = Callable[[str, int], Phrase | None]

# In order: the first that reads a phrase at a position is right.
READERS: tuple[Reader, ...] = (
    read_numeric, read_decade, read_span, read_year_led, read_yearless, read_month_word, read_plan, read_festival,
    read_day, read_vague,
)  # fmt: skip
DASH_RE = re.compile(DASH)


# Where a phrase may begin: cheap to test at every character, and never wrong to pass. Each row has the characters that
# it may begin with, since one look at all of them spares most characters the rows.
CHINESE = "一二三四五六七八九十廿两"
STARTS = (
    ("0-9", r"(?<![0-9])[0-9](?=[0-9]{0,3} ?"
     r"[年月日号天周星财连三两季个多余半至到、./\-\u2010-\u2015\u2212~\uff5e底世碳远上下全第Q度])"),
    (f"{CHINESE}半",
     rf"[{CHINESE}半](?=[〇○零0OΟ{CHINESE}多余]{{0,3}} ?[年月季日、个天周星至到\-\u2010-\u2015~五世底·.・])"),
    ("前最蕞近头", rf"前(?=[0-9{CHINESE}])|[最蕞]?近(?=[0-9{CHINESE}半 ])|头(?=[0-9{CHINESE}])"),
    ("第开收", r"第(?=[一二三四1-4]季)|[开收](?=[局官]之)"),
    ("去今明过", rf"[去今明](?=[春夏秋冬])|过去(?=的?[0-9{CHINESE}半])"),
    ("百千元昨今", r"[百千](?=[多余])|元(?=[至到\-\u2010-\u2015])|元月|[昨今](?=[从在获了])"),
    ("Qq\"“‘「『", rf"[Qq](?=[1-4])|[\"“‘「『](?=[{CHINESE}]|国庆|春节|元旦|清明|端午|中秋)"),
    ("上本", "上世纪|上个世纪|本世纪"),
)  # fmt: skip


@cache
def _start_pattern() -> re.Pattern[str]:
    openings = word_openings()
    begins = "".join([characters for characters, _ in STARTS] + sorted({re.escape(word[0]) for word in openings}))
    return re.compile(f"(?=[{begins}])(?:{'|'.join([row for _, row in STARTS] + list(map(re.escape, openings)))})")


def _read(text: str, start: int) -> Phrase | None:
    for reader in READERS:
        phrase = reader(text, start)
        if phrase is not None:
            return phrase
    return None


def _with_range(text: str, left: Phrase) -> Phrase:
    """The phrase and, where a dash and a second phrase follow, the range of both: 5月26日至28日."""
    dash = DASH_RE.match(text, left.end) if left.is_calendar and left.until is None else None
    if dash is None or dash.end() >= len(text):
        return left
    right = _read(text, dash.end())
    if right is None and dash[0].strip() not in ("至", "到"):
        return left
    if right is None or not right.is_calendar or right.until is not None or right.granularity == "vague":
        return left
    return replace(left, end=right.end, granularity="period", until=right)


def _with_during(text: str, phrase: Phrase) -> Phrase:
    """The phrase with the 期间 that follows it, which belongs to every stretch longer than a day."""
    if phrase.granularity != "day" and phrase.is_calendar and text.startswith("期间", phrase.end):
        return replace(phrase, end=phrase.end + 2)
    return phrase


def read_phrases(text: str) -> list[Phrase]:
    """The phrases of a folded text, sorted, not overlapping; offsets 0-based and end-exclusive.

    >>> [(p.start, p.end, p.granularity) for p in read_phrases("园区于2019年3月开工,年底投产。")]
    [(3, 10, 'month'), (13, 15, 'month')]
    """
    decoys = [found.span() for found in decoy_pattern().finditer(text)]
    phrases: list[Phrase] = []
    starts = _start_pattern()
    position, next_decoy = 0, 0
    while (found := starts.search(text, position)) is not None:
        start = found.start()
        position = start + 1
        while next_decoy < len(decoys) and decoys[next_decoy][1] <= start:
            next_decoy += 1
        if next_decoy < len(decoys) and decoys[next_decoy][0] <= start:
            continue
        phrase = _read(text, start) if text[max(start - 1, 0)] not in "每逢" else None
        if phrase is not None:
            phrase = _with_during(text, _with_range(text, phrase))
            phrases.append(phrase)
            position = phrase.end
    return phrases
