"""Occasions: 2031云溪发展大会, 第九届云溪国际口岸博览会, “投资云溪·共赢未来”火把节招商推介会.

The name of an occasion runs over almost anything, so its left edge is where the clause, a function word or a
word of holding and attending ends. What is found must carry a mark of a title: a year, an ordinal, a motto, a
暨, a place or a subject of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from parkie.matchers.names.tables import table
from parkie.matchers.names.words import Word
from parkie.matchers.reading import NameMatch

__all__ = ["find_meetings"]

_REACH = 60
_TITLE_RE = re.compile(
    r"(?:19|20)\d\d(?!\d)年?|第[一二三四五六七八九十百\d]{1,4}(?:[届次批]|季)|首届|[“\"]|暨|\d{2,4}年度|[一二三四五六七八九十]{1,3}季度"
)
_DATE_RE = re.compile(r"\d{1,2}(?:月\d{1,2}日?|日)?[日号](?:至\d{1,2}日)?(?:上午|下午|晚|晚上|上旬|中旬|下旬)?[ ]?|(?:今年|去年)?\d{1,2}月[上中下]?旬?")
_GLOSS_RE = re.compile("\\([\u4e00-\u9fff]{2,3}\\)(?=[的上,。举在])")
_PASSED = frozenset("()·-“”‘’+/")


@dataclass(frozen=True, slots=True)
class _Tables:
    heads: AhoCorasick
    forms: tuple[str, ...]
    ceremonies: frozenset[str]
    names: AhoCorasick
    stops: frozenset[str]
    generic: frozenset[str]


@cache
def _tables() -> _Tables:
    rows = table("meetings")
    forms = tuple(dict.fromkeys([*rows["occasions"]["words"], *rows["ceremonies"]["words"]]))
    return _Tables(
        AhoCorasick(forms),
        forms,
        frozenset(rows["ceremonies"]["words"]),
        AhoCorasick(rows["names"]["words"], matchkind=MatchKind.LeftmostLongest),
        frozenset(rows["stops"]["words"]),
        frozenset(rows["generic"]["words"]),
    )


def find_meetings(folded: str, words: Sequence[Word]) -> list[NameMatch]:
    """Candidates for the names of occasions."""
    tables = _tables()
    found = [
        NameMatch(start, end, "MEETING", source="meeting:name", score=0.9)
        for _, start, end in tables.names.find_matches_as_indexes(folded)
    ]
    heads: dict[int, int] = {}
    for index, start, end in tables.heads.find_matches_as_indexes(folded, overlapping=True):
        if end not in heads or len(tables.forms[heads[end]]) < end - start:
            heads[end] = index
    ends = [word.end for word in words]
    for end, index in heads.items():
        last = bisect_left(ends, end)
        if last == len(ends) or ends[last] != end:
            continue
        match = _quoted(folded, end) or _occasion(folded, words, last, tables.forms[index], tables)
        if match:
            found.append(match)
    return found


def _quoted(folded: str, end: int) -> NameMatch | None:
    """The occasion that fills a quotation."""
    if folded[end : end + 1] != "”":
        return None
    opening = folded.rfind("“", max(0, end - 62), end)
    inside = folded[opening + 1 : end]
    if opening < 0 or len(inside) < 6 or any(mark in inside for mark in "。;”\n"):
        return None
    return NameMatch(opening + 1, end, "MEETING", source="meeting:quoted", score=0.85)


def _occasion(folded: str, words: Sequence[Word], last: int, head: str, tables: _Tables) -> NameMatch | None:
    """The occasion that ends with word ``last``, if it carries a title."""
    end = words[last].end
    head_start = end - len(head)
    position = last
    while position > 0 and words[position].start > head_start:
        position -= 1
    first = position
    quotes = 0
    while position > 0:
        word = words[position - 1]
        text = folded[word.start : word.end]
        if word.label == "PERSON" or word.start < end - _REACH or text in "\n。;:!?》《":
            break
        quotes += text == "”"
        if text == "“":
            quotes -= 1
            if quotes < 0:
                break
        elif text == ")" and quotes == 0:
            opening = folded.rfind("(", max(0, word.start - 10), word.start)
            if opening < 0 or " " in folded[opening : word.start]:
                break
        elif quotes == 0 and text in _JOINTS and _titled_before(folded, word.start):
            pass
        elif quotes == 0 and word.kind == "m" and len(text) == 1 and text in "场个项次轮家名":
            break
        elif quotes == 0 and _broken_by(folded, word, text, end, tables):
            break
        elif quotes == 0 and (text in tables.stops or (word.kind == "p" and text not in _PASSED)):
            break
        position -= 1
        if quotes == 0:
            first = position
    start = words[first].start
    start = _without_date(folded, start, end)
    return _judged(folded, words, start, head_start, end, head, tables)


def _broken_by(folded: str, word: Word, text: str, end: int, tables: _Tables) -> bool:
    """True for a verb outside a title: 直观展示|“三个一批”活动."""
    if word.kind not in "vh" or len(text) == 1 or text in tables.generic or text in tables.forms:
        return False
    if word.kind == "h":
        return not _titled_before(folded, word.start)
    return folded[word.start - 1 : word.start] != "-" and not _ceremonial(folded, word.start, end)


def _ceremonial(folded: str, start: int, end: int) -> bool:
    """True where a verb at ``start`` lies inside a title: 签约|入驻|暨…开工活动, 第三批…|启动|仪式."""
    return "暨" in folded[start:end] or folded.startswith("仪式", end - 2) or folded.startswith("活动", end - 2) and _titled_before(folded, start)


_JOINTS = frozenset({"和", "与", "及", "为"})
_LEAD_RE = re.compile(r"(?:[,。;:!?\n“ ]|[举召][行办开])(?:20\d\d年?|第[一二三四五六七八九十百\d]{1,4}[届次批])[^,。;:!?\n的在了”“]{0,30}$")


def _titled_before(folded: str, end: int) -> bool:
    """True where the clause up to ``end`` opens with a year or an ordinal: the joint lies inside a title."""
    return _LEAD_RE.search(folded, max(0, end - 40), end) is not None


def _without_date(folded: str, start: int, end: int) -> int:
    """The start behind a day that only says when."""
    match = _DATE_RE.match(folded, start, end)
    start = match.end() if match and not folded.startswith("20", start) else start
    while start < end and folded[start] in " )·-/+”":
        start += 1
    return start


def _judged(folded: str, words: Sequence[Word], start: int, head_start: int, end: int, head: str, tables: _Tables) -> NameMatch | None:
    body = folded[start:head_start]
    if not body:
        return None
    marked = _TITLE_RE.search(folded, start, end) is not None
    if body.count("(") != body.count(")"):
        return None
    if marked and len(body) >= 4:
        gloss = _GLOSS_RE.match(folded, end)
        end = gloss.end() if gloss else end
        return NameMatch(start, end, "MEETING", source="meeting:title", score=0.9)
    if head in tables.ceremonies:
        return None
    inside = [w for w in words_between(words, start, head_start)]
    content = [w for w in inside if folded[w.start : w.end] not in tables.generic and w.kind != "p"]
    named = any(w.kind in "ex" for w in content)
    if (named and len(inside) >= 2) or len(content) >= 2:
        return NameMatch(start, end, "MEETING", source="meeting:subject", score=0.7)
    return None


def words_between(words: Sequence[Word], start: int, end: int) -> Sequence[Word]:
    """The words that lie between two offsets."""
    low = bisect_left(words, start, key=lambda w: w.start)
    high = bisect_left(words, end, key=lambda w: w.start)
    return words[low:high]
