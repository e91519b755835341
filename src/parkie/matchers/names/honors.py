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
from parkie.matchers.reading import NameMatch

__all__ = ["find_honors"]

_REACH = 42
_BETWEEN_RE = re.compile(r"[了为的]?(?:第?[一二三四五六七八九十百\d]{1,5}余?[家个项户名])?[ ]?")
_CLAUSE_RE = re.compile(r"[,。;:!?\n、()《]|以及|并|等|及其|的(?!“)|和(?=[^\n]{2,16}(?:称号|荣誉))")
_STRONG_RE = re.compile(
    r"(?:(?:全国|中国|全球|世界|国内|亚洲|[国省市区]级|《?财富》?)[\u4e00-\u9fffA-Za-z]{0,14}?(?:前 ?)?[一二三四五六七八九十百\d]{1,4}强(?!化|调|大|度|省|市|县|镇|区|国))"
    r"|(?:(?:国家级?|省级?|市级|[\u4e00-\u9fff]{2,3}[省市])“?专精特新”?(?:重点)?“?小巨人”?(?:中小企业)?(?:“?小巨人”)?)"
)
_LIST_RE = re.compile(r"[、]|和|以及|及")


@dataclass(frozen=True, slots=True)
class _Tables:
    triggers: AhoCorasick
    forms: tuple[str, ...]
    weak: frozenset[str]
    heads: AhoCorasick
    tails: tuple[str, ...]
    ranks: tuple[str, ...]


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
    )


def find_honors(folded: str) -> list[NameMatch]:
    """Candidates for titles, plaques, ratings and prizes."""
    tables = _tables()
    found: dict[tuple[int, int], NameMatch] = {}
    for index, _, end in tables.triggers.find_matches_as_indexes(folded):
        for match in _titles(folded, end, tables.forms[index] in tables.weak, tables):
            found[match.start, match.end] = match
    return list(found.values())


def _titles(folded: str, position: int, weak: bool, tables: _Tables) -> Iterator[NameMatch]:
    """The title behind a conferring word, and those listed behind it."""
    for _ in range(12):
        between = _BETWEEN_RE.match(folded, position)
        start = between.end() if between else position
        quoted = folded[start : start + 1] == "“"
        if quoted:
            close = folded.find("”", start, start + _REACH)
            if close > 0 and not folded.startswith(("企业", "中小企业", "“"), close + 1):
                yield NameMatch(start + 1, close, "HONOR", source="honor:quoted", score=0.6 if weak else 0.85)
                position = close + 1
                gap = _LIST_RE.match(folded, position)
                if not gap:
                    return
                position = gap.end()
                continue
        end = _title_end(folded, start, tables)
        if not end:
            return
        text = folded[start:end]
        if any(rank in text for rank in tables.ranks) or (not weak and len(text) >= 5):
            yield NameMatch(start, end, "HONOR", source="honor:title", score=0.8)
        gap = _LIST_RE.match(folded, end)
        if not gap:
            return
        position = gap.end()


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
    return start + best if len(rest) <= 8 else 0
