"""Members of coordinations: 明德检测、汉光电气等15家企业, 明德碳化硅二期等重大项目.

The noun at the end says what the members are; the separators say where each begins and ends; only the first
needs a walk to its left edge.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from parkie.matchers.names.tables import head_tables, table
from parkie.matchers.names.walk import has_brand
from parkie.matchers.names.words import NAME, Word, WordedText
from parkie.matchers.reading import NameMatch

__all__ = ["find_listed"]

_SECTORAL_RE = re.compile("领域|产业(?!链|化|园|项目)|行业(?!龙头|领军|内|巨头)|类|方向|环节|赛道")
_NUMBER = r"(?:[上近超约逾]?[0-9一二三四五六七八九十百千两数]{1,5}(?:多|余|几)?[家个所户座名])"
_GAP = r"[^,。、;:!?\n等在将与对为是]{0,10}?"
_LONGEST = 22
"""The longest member whose left edge is walked to, in characters."""
_SEPARATED = 14
"""The longest member that is taken from 、 to 、 whatever its words are."""
_MEMBERS = 40
_SHORT = 6
_MARKS = "()·-"


@dataclass(frozen=True, slots=True)
class _Tables:
    tail: re.Pattern[str]
    labels: dict[str, str]
    sectors: tuple[str, ...]
    firms: tuple[str, ...]
    sites: tuple[str, ...]
    function: frozenset[str]
    bodies: tuple[tuple[str, str], ...]
    """What a member ends in that shows its label whatever noun the list has, with that label."""


@cache
def _tables() -> _Tables:
    rows = table("lists")
    labels = {word: row["label"] for row in rows["nouns"] for word in row["words"]}
    nouns = "|".join(sorted(labels, key=len, reverse=True))
    between = "|".join(sorted(rows["between"]["words"], key=len, reverse=True))
    begins = rf"(?:等|(?<=[\u4e00-\u9fffA-Za-z])(?={_NUMBER}))"
    passes = rf"(?:(?:{_NUMBER}|{between}|、){{0,6}}|{_NUMBER}?{_GAP})"
    return _Tables(
        re.compile(rf"{begins}{passes}({nouns})(?![类机技师])"),
        labels,
        tuple(rows["sectors"]["words"]),
        tuple(rows["endings"]["firms"]),
        tuple(rows["endings"]["sites"]),
        frozenset(rows["function"]["words"]),
        tuple((ending, row["label"]) for row in rows["bodies"] for ending in row["words"]),
    )


def find_listed(text: WordedText) -> list[NameMatch]:
    """Candidates for the members of lists that end in a telling noun."""
    tables = _tables()
    folded = text.folded
    starts = [word.start for word in text.words]
    found: list[NameMatch] = []
    for match in tables.tail.finditer(folded):
        if _SECTORAL_RE.search(match.group()):
            continue
        members = list(_members(text, bisect_left(starts, match.start()) - 1))
        if folded.startswith("等", match.start()) or len(members) >= 2:
            label = tables.labels[match.group(1)]
            found += [name for span in members if (name := _labelled(text, *span, label)) is not None]
    return found


def _members(text: WordedText, position: int) -> Iterator[tuple[int, int]]:
    """The members of the list whose last word is ``position``, last first, as offsets."""
    words = text.words
    for count in range(_MEMBERS):
        if position < 0:
            return
        stop = words[position].end
        first = _separated(text, position)
        if first is not None:
            yield words[first].start, stop
            position = first - 2
            continue
        first = position + 1
        while first > 0 and _inside(text, first - 1, stop):
            first -= 1
        if first > position:
            return
        before = text.text(first - 1) if first else ""
        first = _left_edge(text, first, position)
        yield words[first].start, stop
        if before != "、" and (before not in {"和", "与", "及", "以及"} or count):
            return
        position = first - 2


def _separated(text: WordedText, position: int) -> int | None:
    """The first word of a member that stands behind a 、, whatever its words are; None where there is no 、."""
    words = text.words
    stop = words[position].end
    first = position
    while first >= 0 and stop - words[first].start <= _SEPARATED:
        piece = text.text(first)
        if piece == "、":
            return first + 1 if first < position else None
        if piece in _tables().function or (words[first].kind == "p" and piece not in _MARKS):
            return None
        first -= 1
    return None


def _inside(text: WordedText, index: int, stop: int) -> bool:
    """True while word ``index`` can belong to the member that ends at ``stop``."""
    word = text.words[index]
    if stop - word.start > _LONGEST or word.label == "PERSON":
        return False
    piece = text.text(index)
    if word.kind == "p":
        return piece in _MARKS
    branded = piece in head_tables().brand and index > 0 and text.words[index - 1].kind == "u"
    return word.kind not in "hv" or branded


def _left_edge(text: WordedText, first: int, last: int) -> int:
    """The first word of the member without what cannot begin a name."""
    tables = head_tables()
    unfit = tables.leading | tables.apposition | tables.generic
    while first < last:
        piece = text.text(first)
        alone = len(piece) > 1 or text.words[first + 1].kind != "u"
        if text.words[first].kind not in "mf" and piece not in _MARKS and not (piece in unfit and alone):
            break
        first += 1
    return first


def _labelled(text: WordedText, start: int, end: int, label: str) -> NameMatch | None:
    """The member as a name, or None where it is a description or known anyway."""
    member = text.folded[start:end]
    inside = text.between(start, end)
    if len(member) < 2 or member.count("(") != member.count(")") or member[-1] in "(·-":
        return None
    if inside[-1].kind == NAME and inside[-1].label != "DISTRICT":
        return None
    named = any(w.kind in "xe" for w in inside) or has_brand(text.folded, inside)
    tables = _tables()
    if label == "COMPANY":
        label = next((own for ending, own in tables.bodies if member.endswith(ending)), label)
    if label == "PROJECT":
        label = _undertaking(member, inside, named)
    if not named:
        content = any(text.folded[w.start : w.end] not in head_tables().generic for w in inside)
        firm = label == "COMPANY" and member.endswith(tables.firms) and 4 <= len(member) <= _SHORT
        return NameMatch(start, end, label, source="list", score=0.55) if firm and content else None
    return NameMatch(start, end, label, source="list", score=0.8) if label else None


def _undertaking(member: str, inside: Sequence[Word], named: bool) -> str:
    """What a member of a list of projects is: often the firm behind it, or the site; nothing for a bare place."""
    tables = _tables()
    placed = any(w.label == "DISTRICT" for w in inside)
    short = len(member) <= _SHORT
    if placed and short:
        return ""
    company = short and (member.endswith(tables.sectors) or len(member) <= 4)
    if company and (named or member.endswith(tables.firms)):
        return "COMPANY"
    if named and member.endswith(tables.firms) and len(member) <= _SHORT + 3:
        return "COMPANY"
    return "PARK" if member.endswith(tables.sites) else "PROJECT"
