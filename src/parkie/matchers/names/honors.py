"""Titles and prizes where they are conferred, held or entered: 获评|市级特色产业园区, 世界500强.

A title begins behind the word that confers it and ends in the last head of its clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from parkie.matchers.names.tables import table
from parkie.matchers.names.words import WordedText
from parkie.matchers.reading import NameMatch

__all__ = ["find_honors"]

_REACH = 42
"""The longest title, in characters."""
_LISTED = 12
_FIRMS = ("”企业", "特新企业", "小巨人企业")
"""Firms that hold a title: the title ends before 企业."""
_REST = 8
"""How much may stand behind the head of a title in its clause."""
_BETWEEN_RE = re.compile(r"[了为的]?(?:第?[一二三四五六七八九十百\d]{1,5}余?[家个项户名])?[ ]?")
_CLAUSE_RE = re.compile(
    r"[,。;:!?\n、()《]|以及|并|等|及其|的|\d+[余多]?[家户个]|和\d|获|中共|共\d|和(?=[^\n]{2,16}(?:称号|荣誉))"
)
_RANKED_RE = re.compile(
    r"(?:全国|中国|全球|世界|国内|亚洲|[省市]级?)[\u4e00-\u9fffA-Za-z]{0,12}?(?:前[ ]?)?"
    r"[一二三四五六七八九十百\d]{1,4}强(?![化调大度省市镇国区县])"
)
_RANK = (
    r"(?:国家级?|省级?|市级|区级|全国"
    r"|(?:上海|北京|天津|重庆|[广山江浙福安湖河四云贵陕甘青海吉辽黑]\w{1,2})(?:省|市))"
)
_COUNT_RE = re.compile(r"\d+[余多]?[家户个项][ ]?$")
_COUNTED_RE = re.compile(r"(?:企业)?(?:有|达|已达|数量|总数|共|累计|超过?|增至|增加到)?(?:[超近约])?\d")
_FIRST_RE = re.compile("(?:全国|全省|全市)?(?:首[批个家]|第[一二三四五六七八九十]{1,2}批|新一批|唯一)(?=[国省市“])")
_ROLL_RE = re.compile(
    r"[了为]?([^,。;:!?\n等]{4,120})等(?:[^,。;:!?\n]{0,4})(?:荣誉|称号|授牌|奖项|殊荣|奖牌|牌匾)"
)
_ITEM_RE = re.compile(r"[^、]+")
_LIST_RE = re.compile(r"[、]|和|以及|及")


@dataclass(frozen=True, slots=True)
class _Tables:
    triggers: AhoCorasick
    forms: tuple[str, ...]
    weak: frozenset[str]
    heads: AhoCorasick
    tails: tuple[str, ...]
    ranks: tuple[str, ...]
    kinds: re.Pattern[str]
    conferred: re.Pattern[str]
    endings: tuple[str, ...]


@cache
def _tables() -> _Tables:
    rows = table("honors")
    forms = tuple(rows["triggers"]["words"])
    tails = tuple(sorted(rows["heads"]["tails"], key=len, reverse=True))
    return _Tables(
        AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest),
        forms,
        frozenset(rows["triggers"]["weak"]),
        AhoCorasick(rows["heads"]["words"]),
        tails,
        tuple(rows["ranks"]["words"]),
        re.compile(rf"{_RANK}(?:{'|'.join(rows['kinds']['patterns'])})|{_RANKED_RE.pattern}"),
        re.compile(rf"(?:{'|'.join(rows['kinds']['conferring'])})[出了为]?[^,。;、\n]{{0,6}}$"),
        tuple(rows["quoted"]["endings"]),
    )


def find_honors(text: WordedText) -> list[NameMatch]:
    """Candidates for titles, plaques, ratings and prizes."""
    folded, tables = text.folded, _tables()
    found: dict[tuple[int, int], NameMatch] = {}
    for index, _, end in tables.triggers.find_matches_as_indexes(folded):
        weak = tables.forms[index] in tables.weak
        for match in _roll(folded, end) or _titles(folded, end, weak, tables):
            found[match.start, match.end] = match
    starts = {word.start for word in text.words}
    for title in tables.kinds.finditer(folded):
        if title.start() in starts and _held(folded, title):
            span = (title.start(), title.end())
            found[span] = NameMatch(*span, "HONOR", source="honor:kind", score=0.95)
    return list(found.values())


def _held(folded: str, title: re.Match[str]) -> bool:
    """True where the title is conferred on or held by someone, False where its holders are merely counted."""
    before = folded[max(0, title.start() - 16) : title.start()]
    if _tables().conferred.search(before):
        return True
    return not _COUNT_RE.search(before) and not _COUNTED_RE.match(folded, title.end())


def _roll(folded: str, start: int) -> list[NameMatch]:
    """The titles of a list that says at its end that they are titles: X、Y、Z等荣誉称号."""
    roll = _ROLL_RE.match(folded, start)
    if not roll:
        return []
    found = []
    for item in _ITEM_RE.finditer(folded, roll.start(1), roll.end(1)):
        quoted = item.group().startswith("“") and item.group().endswith("”") and item.group().count("“") == 1
        begin, end = (item.start() + 1, item.end() - 1) if quoted else item.span()
        if end - begin >= 4:
            found.append(NameMatch(begin, end, "HONOR", source="honor:roll", score=0.92))
    return found


def _titles(folded: str, position: int, weak: bool, tables: _Tables) -> Iterator[NameMatch]:
    """The title behind a conferring word, and those listed behind it."""
    for _ in range(_LISTED):
        between = _BETWEEN_RE.match(folded, position)
        start = between.end() if between else position
        first = _FIRST_RE.match(folded, start)
        start = first.end() if first else start
        quoted = _quoted(folded, start, weak, tables)
        if quoted:
            end = quoted.end + 1
            if quoted.score:
                yield quoted
        else:
            end = _title_end(folded, start, tables)
            if not end:
                return
            title = folded[start:end]
            if title.count("“") > title.count("”") and folded[end : end + 1] == "”":
                end += 1
            if title.endswith(_FIRMS):
                end -= 2
            if any(rank in title for rank in tables.ranks) or (not weak and len(title) >= 5):
                yield NameMatch(start, end, "HONOR", source="honor:title", score=0.9)
        gap = _LIST_RE.match(folded, end)
        if not gap:
            return
        position = gap.end()


def _quoted(folded: str, start: int, weak: bool, tables: _Tables) -> NameMatch | None:
    """The title in quotes at ``start``, with score 0 where what is quoted is none."""
    if folded[start : start + 1] != "“":
        return None
    close = folded.find("”", start, start + _REACH)
    if close < 0 or folded.startswith(("企业", "中小企业", "“"), close + 1):
        return None
    title = folded[start + 1 : close]
    fits = not _CLAUSE_RE.search(title) and (not weak or title.endswith(tables.endings))
    return NameMatch(start + 1, close, "HONOR", source="honor:quoted", score=0.97 if fits else 0.0)


def _title_end(folded: str, start: int, tables: _Tables) -> int:
    """The end of the last head in the clause that begins at ``start``, or 0."""
    stop = _CLAUSE_RE.search(folded, start, start + _REACH)
    limit = stop.start() if stop else min(start + _REACH, len(folded))
    for tail in tables.tails:
        if folded.endswith(tail, start, limit):
            limit -= len(tail)
            break
    best = 0
    for _, begin, end in tables.heads.find_matches_as_indexes(folded[start:limit], overlapping=True):
        if begin > 0 or end > 3:
            best = max(best, end)
    if not best or (start + best < limit and not stop):
        return 0
    rest = folded[start + best : limit]
    return start + best if len(rest) <= _REST else 0
