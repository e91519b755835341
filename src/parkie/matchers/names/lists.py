"""Members of coordinations: 明德检测、汉光电气等15家企业, 明德碳化硅二期等重大项目.

The noun at the end says what the members are; the separators say where each begins and ends; only the first
needs a walk to its left edge.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from parkie.matchers.names.heads import has_brand
from parkie.matchers.names.tables import head_tables, table
from parkie.matchers.names.words import NAME, Word
from parkie.matchers.reading import NameMatch

__all__ = ["find_listed"]

_FIRMS = ("科技", "电气", "集团", "股份", "生物", "药业", "汽车", "重工", "机器", "能源", "电子", "控股", "实业", "医药", "机械")
_SECTORAL_RE = re.compile("领域|产业(?!链|化|园|项目)|行业(?!龙头|领军|内|巨头)|类|方向|环节|赛道")
_SITES = ("产业园", "科技园", "工业园", "创新园", "创业园", "物流园", "软件园", "园区", "基地", "产业城", "港", "谷", "科技城")
_LONGEST = 22
_MEMBERS = 40


@dataclass(frozen=True, slots=True)
class _Tables:
    tail: re.Pattern[str]
    labels: dict[str, str]
    sectors: tuple[str, ...]


@cache
def _tables() -> _Tables:
    rows = table("lists")
    labels = {word: row["label"] for row in rows["nouns"] for word in row["words"]}
    nouns = "|".join(sorted(labels, key=len, reverse=True))
    between = "|".join(sorted(rows["between"]["words"], key=len, reverse=True))
    number = r"(?:[上近超约逾]?[0-9一二三四五六七八九十百千两数]{1,5}(?:多|余|几)?[家个所户座名])"
    tail = re.compile(rf"(?:等|(?<=[\u4e00-\u9fffA-Za-z])(?={number}))(?:(?:{number}|{between}|、){{0,6}}|{number}?[^,。、;:!?\n等在将与对为是]{{0,10}}?)({nouns})(?![类机技师])")
    return _Tables(tail, labels, tuple(sorted(rows["sectors"]["words"], key=len, reverse=True)))


def find_listed(folded: str, words: Sequence[Word]) -> list[NameMatch]:
    """Candidates for the members of lists that end in a telling noun."""
    tables = _tables()
    starts = [word.start for word in words]
    found: list[NameMatch] = []
    for match in tables.tail.finditer(folded):
        label = tables.labels[match.group(1)]
        if _SECTORAL_RE.search(match.group()):
            continue
        members = _members(folded, words, starts, match.start())
        if not folded.startswith("等", match.start()) and len(members) < 2:
            continue
        for start, end in members:
            found += _labelled(folded, words, starts, (start, end), label, tables)
    return found


def _members(folded: str, words: Sequence[Word], starts: Sequence[int], end: int) -> list[tuple[int, int]]:
    """The members of the list that ends at ``end``, last first."""
    members: list[tuple[int, int]] = []
    position = bisect_left(starts, end) - 1
    while position >= 0 and len(members) < _MEMBERS:
        stop = words[position].end
        first = _separated(folded, words, position)
        if first is not None:
            members.append((words[first].start, stop))
            position = first - 2
            continue
        first = position + 1
        while first > 0 and _inside(folded, words[first - 1], stop):
            first -= 1
        if first > position:
            return members
        before = folded[words[first - 1].start : words[first - 1].end] if first else ""
        first = _left_edge(folded, words, first, position)
        members.append((words[first].start, stop))
        if before not in ("、", "和", "与", "及", "以及"):
            return members
        if before != "、" and len(members) > 1:
            return members
        position = bisect_left(starts, words[first].start) - 2
    return members


_SEPARATING = 14


def _separated(folded: str, words: Sequence[Word], position: int) -> int | None:
    """The first word of a member that stands between two 、, whatever its words are; None where there is no 、."""
    stop = words[position].end
    first = position
    while first >= 0 and stop - words[first].start <= _SEPARATING:
        text = folded[words[first].start : words[first].end]
        if text == "、":
            return first + 1 if first < position else None
        if text in _FUNCTION or (words[first].kind == "p" and text not in "()·-"):
            return None
        first -= 1
    return None


_FUNCTION = frozenset({"的", "在", "了", "是", "将", "由", "与", "和", "及", "以及", "为", "被", "对", "从", "等", "引进", "包括", "以", "吸引", "带动", "推动"})


def _inside(folded: str, word: Word, stop: int) -> bool:
    """True while ``word`` can belong to the member that ends at ``stop``."""
    if stop - word.start > _LONGEST:
        return False
    text = folded[word.start : word.end]
    if word.kind == "p":
        return text in "()·-"
    return word.kind not in "hv" and word.label != "PERSON"


def _left_edge(folded: str, words: Sequence[Word], first: int, last: int) -> int:
    """The first word of the member without what cannot begin a name."""
    tables = head_tables()
    while first < last:
        text = folded[words[first].start : words[first].end]
        weak = text in tables.leading or text in tables.apposition or text in tables.generic
        single = len(text) == 1 and words[first + 1].kind == "u"
        if words[first].kind in "mf" or (weak and not single) or text in "()·-":
            first += 1
        else:
            break
    return first


def _labelled(
    folded: str, words: Sequence[Word], starts: Sequence[int], span: tuple[int, int], label: str, tables: _Tables
) -> list[NameMatch]:
    """The member as a name, or nothing where it is a description."""
    start, end = span
    text = folded[start:end]
    if len(text) < 2 or text.count("(") != text.count(")") or folded[end - 1] in "(·-":
        return []
    inside = words[bisect_left(starts, start) : bisect_right(starts, end - 1)]
    named = any(w.kind in "xe" for w in inside) or has_brand(folded, inside)
    company = text.endswith(tables.sectors) or len(text) <= 4
    placed = any(w.label == "DISTRICT" for w in inside)
    if label == "PROJECT" and placed and len(text) <= 6:
        return []
    if label == "PROJECT" and named and ((company and len(text) <= 6) or (text.endswith(_FIRMS) and len(text) <= 9)):
        label = "COMPANY"
    if inside[-1].kind == NAME and inside[-1].label != "DISTRICT":
        return []
    if label == "PROJECT" and text.endswith(_SITES):
        label = "PARK"
    generic = head_tables().generic
    content = [w for w in inside if folded[w.start : w.end] not in generic]
    if label == "PROJECT" and company and len(text) <= 6 and len(content) >= 1 and not named:
        firm = len(inside) > 1 and text.endswith(_FIRMS)
        return [NameMatch(start, end, "COMPANY", source="list", score=0.55)] if firm else []
    if not named and not (label == "COMPANY" and text.endswith(_FIRMS) and content and 4 <= len(text) <= 6):
        return []
    if label in {"PARK", "INSTITUTION"} and not named:
        return []
    score = 0.8 if named else 0.55
    return [NameMatch(start, end, label, source="list", score=score)]
