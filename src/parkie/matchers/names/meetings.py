"""Occasions: 2031云溪发展大会, 第九届云溪国际口岸博览会, “投资云溪·共赢未来”火把节招商推介会.

The name of an occasion runs over almost anything, so its left edge is where the clause, a function word or a
word of holding and attending ends. What is found must carry a mark of a title: a year, an ordinal, a motto, a
暨, a place or a subject of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from parkie.matchers.names.tables import table
from parkie.matchers.names.walk import has_brand
from parkie.matchers.names.words import Word, WordedText
from parkie.matchers.reading import NameMatch

__all__ = ["find_meetings"]

_REACH = 60
"""The longest way from the head to the left edge, in characters."""
_QUOTED = 62
_TITLE_RE = re.compile(
    r"(?:19|20)\d\d(?!\d)年?|第[一二三四五六七八九十百\d]{1,4}[届次批季]|首届|[“\"]|暨|\d{2,4}年度"
    r"|[一二三四五六七八九十]{1,3}季度"
)
_DATE_RE = re.compile(
    r"\d{1,2}(?:月\d{1,2}日?|日)?[日号](?:至\d{1,2}日)?(?:上午|下午|晚上|晚|上旬|中旬|下旬)?[ ]?"
    r"|(?:今年|去年)?\d{1,2}月[上中下]?旬?"
)
_GLOSS_RE = re.compile("\\([\u4e00-\u9fff]{2,3}\\)(?=[的上,。举在])")
_LEAD_RE = re.compile(
    r"(?:[,。;:!?\n“ ]|[举召][行办开])(?:20\d\d年?|第[一二三四五六七八九十百\d]{1,4}[届次批])"
    r"[^,。;:!?\n的在了”“]{0,30}$"
)
_LEAD = 40
_PASSED = frozenset("()·-“”‘’+/")
_BREAKS = frozenset("\n。;:!?》《")
_JOINTS = frozenset({"和", "与", "及", "为"})
_MEASURES = frozenset("场个项次轮家名")


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


def find_meetings(text: WordedText) -> list[NameMatch]:
    """Candidates for the names of occasions."""
    tables = _tables()
    found = [
        NameMatch(start, end, "MEETING", source="meeting:name", score=0.9)
        for _, start, end in tables.names.find_matches_as_indexes(text.folded)
    ]
    heads: dict[int, int] = {}
    for index, start, end in tables.heads.find_matches_as_indexes(text.folded, overlapping=True):
        if end not in heads or len(tables.forms[heads[end]]) < end - start:
            heads[end] = index
    for end, index in heads.items():
        last = text.ending(end)
        if last is not None:
            match = _quoted(text.folded, end) or _Reading(text, end, tables.forms[index]).match(last)
            if match:
                found.append(match)
    return found


def _quoted(folded: str, end: int) -> NameMatch | None:
    """The occasion that fills a quotation."""
    if folded[end : end + 1] != "”":
        return None
    opening = folded.rfind("“", max(0, end - _QUOTED), end)
    inside = folded[opening + 1 : end]
    if opening < 0 or len(inside) < 6 or any(mark in inside for mark in "。;”\n"):
        return None
    return NameMatch(opening + 1, end, "MEETING", source="meeting:quoted", score=0.85)


@dataclass(slots=True)
class _Reading:
    """One head and the way to its left edge."""

    text: WordedText
    end: int
    head: str

    def match(self, last: int) -> NameMatch | None:
        """The occasion that ends with word ``last``, if it carries a title."""
        words = self.text.words
        head_start = self.end - len(self.head)
        while last > 0 and words[last].start > head_start:
            last -= 1
        start = self._without_date(words[self._left_edge(last)].start)
        return self._judged(start, head_start)

    def _left_edge(self, position: int) -> int:
        """The first word of the name; a quotation is passed as a whole or not at all."""
        words = self.text.words
        first = position
        quotes = 0
        while position > 0:
            word, text = words[position - 1], self.text.text(position - 1)
            if word.label == "PERSON" or word.start < self.end - _REACH or text in _BREAKS:
                break
            quotes += (text == "”") - (text == "“")
            if quotes < 0 or (quotes == 0 and text != "“" and self._stopped(word, text)):
                break
            position -= 1
            if quotes == 0:
                first = position
        return first

    def _stopped(self, word: Word, text: str) -> bool:
        """True where the walk ends at ``word``."""
        folded = self.text.folded
        tables = _tables()
        if text == ")":
            opening = folded.rfind("(", max(0, word.start - 10), word.start)
            return opening < 0 or " " in folded[opening : word.start]
        if text in _JOINTS and _titled_before(folded, word.start):
            return False
        if word.kind == "m" and text in _MEASURES:
            return True
        if self._breaks(word, text, tables):
            return True
        return text in tables.stops or (word.kind == "p" and text not in _PASSED)

    def _breaks(self, word: Word, text: str, tables: _Tables) -> bool:
        """True for a verb outside a title: 直观展示|“三个一批”活动."""
        folded = self.text.folded
        if len(text) == 1 and word.kind == "h" and text not in _JOINTS:
            return folded[word.end : word.end + 1] != "来" and not _titled_before(folded, word.start)
        if word.kind not in "vh" or len(text) == 1 or text in tables.generic or text in tables.forms:
            return False
        if word.kind == "h":
            return not _titled_before(folded, word.start)
        return folded[word.start - 1 : word.start] != "-" and not self._ceremonial(word.start)

    def _ceremonial(self, start: int) -> bool:
        """True where a verb at ``start`` lies inside a title: 签约|入驻|暨…开工活动, 第三批…|启动|仪式."""
        folded = self.text.folded
        if "暨" in folded[start : self.end] or folded.startswith("仪式", self.end - 2):
            return True
        return folded.startswith("活动", self.end - 2) and _titled_before(folded, start)

    def _without_date(self, start: int) -> int:
        """The start behind a day that only says when."""
        folded = self.text.folded
        match = _DATE_RE.match(folded, start, self.end)
        start = match.end() if match and not folded.startswith("20", start) else start
        while start < self.end and folded[start] in " )·-/+”":
            start += 1
        return start

    def _judged(self, start: int, head_start: int) -> NameMatch | None:
        """The occasion from ``start``, if what stands before its head makes a name of it."""
        folded, tables = self.text.folded, _tables()
        body = folded[start:head_start]
        if not body or body.count("(") != body.count(")"):
            return None
        if len(body) >= 4 and _TITLE_RE.search(folded, start, self.end):
            gloss = _GLOSS_RE.match(folded, self.end)
            end = gloss.end() if gloss else self.end
            return NameMatch(start, end, "MEETING", source="meeting:title", score=0.9)
        if self.head in tables.ceremonies:
            return None
        inside = self.text.between(start, head_start)
        content = [w for w in inside if folded[w.start : w.end] not in tables.generic and w.kind != "p"]
        named = any(w.kind in "ex" for w in content) or has_brand(folded, content)
        subjects = sum(w.kind != "u" for w in content)
        if (named and len(inside) >= 2) or subjects >= 2:
            return NameMatch(start, self.end, "MEETING", source="meeting:subject", score=0.7)
        return None


def _titled_before(folded: str, end: int) -> bool:
    """True where the clause up to ``end`` opens with a year or an ordinal: what stands there lies in a title."""
    return _LEAD_RE.search(folded, max(0, end - _LEAD), end) is not None
