"""Names without the words that ran into them, and with whole pairs of quotes: 北连|望城经开区, “青澜”项目.

The grammar and the tagger both take such words in where the name behind them is unknown (原|潮联国际副总裁), and both
leave a quote outside now and then; what is right does not depend on the name, so it is said once, for both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from parkie.matchers.names.tables import table
from parkie.matchers.reading import NameMatch
from parkie.matchers.spans import trimmed

__all__ = ["trim_names"]

_PLACED = frozenset({"PARK", "REGION", "DISTRICT", "GOVERNMENT", "INSTITUTION", "COMPANY", "PROJECT"})
_BODIES = frozenset({"COMPANY", "GOVERNMENT", "INSTITUTION"})
_LEAST = 4
"""Characters of a name that no table knows, behind a direction: 东临新区 is a place, 新区 is none."""
_MEMBER = 4
"""Characters of the last division of a list."""
_CLAUSE = "，,。;；:：、（(\n "
_OPENS = {"“": "”", "‘": "’", "(": ")", "（": "）", "《": "》", "「": "」"}
_CLOSES = {closing: opening for opening, closing in _OPENS.items()}
_QUOTES = "“‘「"
_BRACKETS = "(（"
_MARK_RE = re.compile("[" + re.escape("".join([*_OPENS, *_CLOSES])) + "]")
_ITEM_RE = re.compile("[(（][一二三四五六七八九十0-9]{1,3}[)）]")
"""The number of an item of a list."""


@dataclass(frozen=True, slots=True)
class _Tables:
    neighbour: re.Pattern[str]
    unsure: frozenset[str]
    former: tuple[str, ...]
    pointing: tuple[str, ...]
    acting: tuple[str, ...]
    tails: dict[str, tuple[str, ...]]
    """By label, what a name of it does not end in."""
    counted: re.Pattern[str]
    separators: str


@cache
def _tables() -> _Tables:
    rows = table("edges")
    near, counted = rows["neighbours"], rows["counted"]
    verbs = "|".join(sorted(near["verbs"], key=len, reverse=True))
    kinds = "|".join(counted["kinds"])
    return _Tables(
        re.compile(f"[{near['directions']}][{near['sides']}]?({verbs})"),
        frozenset(near["unsure"]),
        tuple(rows["former"]["words"]),
        tuple(rows["pointing"]["words"]),
        tuple(rows["acting"]["words"]),
        {"HONOR": tuple(rows["handed"]["words"]), "PERSON": tuple(rows["credits"]["words"])},
        re.compile(f"[{counted['numbers']}]{{1,2}}个?(?:{kinds})$"),
        counted["separators"],
    )


def trim_names(folded: str, names: Sequence[NameMatch], known: Sequence[NameMatch] = ()) -> list[NameMatch]:
    """The names without white space and without words that are no part of them; none is white space alone.

    ``known`` are the names of the gazetteer: before one of them that is no sector a direction is cut off in any case,
    and one that begins with such words stays as it is.

    >>> [(m.start, m.end) for m in trim_names("与 云栖谷 签约", [NameMatch(1, 6, "PARK"), NameMatch(1, 2, "PARK")])]
    [(2, 5)]
    >>> known = [NameMatch(4, 10, "PARK")]
    >>> [(m.start, m.end) for m in trim_names("园区北临青澜湾产业园", [NameMatch(2, 10, "PARK")], known)]
    [(4, 10)]
    """
    at = {(match.start, match.end) for match in known}
    begins = {match.start for match in known if match.label != "INDUSTRY"}
    posts = {match.start for match in names if match.label == "POSITION"}
    out: list[NameMatch] = []
    passed, reached = 0, 0  # where the name before ended, and up to where it is taken now
    for match in names:
        start, end = trimmed(folded, match.start, match.end)
        if (start, end) not in at:
            end = _before_tail(folded, match.label, start, end)
            if match.label != "DOCUMENT" and _MARK_RE.search(folded, start, end):  # few names hold any
                start, end = _paired(folded, start, end)
                item = _ITEM_RE.match(folded, start, end - 1)
                start = item.end() if item else start
            start = _behind_direction(folded, match.label, start, end, begins)
            if match.label in _PLACED:
                start = _behind(_tables().pointing, folded, start, end)
            if match.label == "PROJECT":
                start = _behind(_tables().acting, folded, start, max(start + 1, end - _LEAST))
            if match.label in _BODIES and end in posts and start not in begins:
                start = _behind(_tables().former, folded, start, end)
            if match.label == "DISTRICT":
                start, end = _before_count(folded, start, end)
        if passed <= match.start:
            start = max(start, reached)  # names that lay apart stay apart
        if start < end:
            same = (start, end) == (match.start, match.end)
            out.append(match if same else replace(match, start=start, end=end))
        passed, reached = match.end, max(end, match.end)
    return out


def _behind_direction(folded: str, label: str, start: int, end: int, begins: set[int]) -> int:
    """The start of a name behind a direction and what says that it lies there."""
    near = _tables().neighbour.match(folded, start, end) if label in _PLACED else None
    if near is None:
        return start
    behind = near.end()
    opens = start == 0 or folded[start - 1] in _CLAUSE
    sure = opens and near[1] not in _tables().unsure and end - behind >= _LEAST and label != "DISTRICT"
    return behind if behind in begins or sure else start


def _behind(words: tuple[str, ...], folded: str, start: int, end: int) -> int:
    """The start behind one of the words, where one stands there and more is left."""
    return next((start + len(w) for w in words if folded.startswith(w, start, end - 1)), start)


def _before_tail(folded: str, label: str, start: int, end: int) -> int:
    """The end before one of the words that a name of that label does not end in, where two characters are left."""
    words = _tables().tails.get(label, ())
    return next((end - len(w) for w in words if folded.endswith(w, start + 2, end)), end)


def _before_count(folded: str, start: int, end: int) -> tuple[int, int]:
    """The last division of a list without the count of all; it begins behind the separator. Nothing for one alone."""
    tables = _tables()
    count = tables.counted.search(folded, start, end)
    if count is None:
        return start, end
    stop = count.start()
    marks = (at for at in range(stop - 1, max(-1, stop - _MEMBER - 2), -1) if folded[at] in tables.separators)
    mark = next(marks, None)
    if mark is None:
        return start, end
    return (max(mark + 1, start - _MEMBER), stop) if stop - mark > 2 else (stop, stop)


def _paired(folded: str, start: int, end: int) -> tuple[int, int]:
    """The bounds with both marks of a pair inside or both outside; quotes around the whole name are outside."""
    opened: list[int] = []
    for place in range(start, end):
        mark = folded[place]
        if mark in _OPENS:
            opened.append(place)
        elif mark in _CLOSES:
            if opened and folded[opened[-1]] == _CLOSES[mark]:
                first = opened.pop()
                if (first, place) == (start, end - 1) and folded[first] in _QUOTES:
                    return start + 1, end - 1
            elif not folded[place:end].strip(mark):
                return start, place
            elif start and folded[start - 1] == _CLOSES[mark]:
                start -= 1
    return _left_open(folded, start, end, opened) if opened else (start, end)


def _left_open(folded: str, start: int, end: int, opened: Sequence[int]) -> tuple[int, int]:
    """The bounds where the marks at ``opened`` are not closed inside."""
    if opened[0] == start:
        return next((n for n, place in enumerate(opened, start) if n != place), start + len(opened)), end
    if folded[end : end + 1] == _OPENS[folded[opened[0]]]:
        return start, end + 1
    if folded[opened[-1]] in _BRACKETS and end - opened[-1] > 2:
        return opened[-1] + 1, end  # the first of what stands in the brackets: 协办单位(甲局、乙局等)
    return start, end
