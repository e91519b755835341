"""Undertakings: 明德高性能碳纤维生产项目, 年产5万吨磷酸铁锂正极材料项目, 楼宇提质工程.

The name of a project holds what is built: it runs over numbers, joints and verbs in the noun's place that stop
other names, as long as it begins with someone's name or with 年产. Without those it must be specific.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from parkie.matchers.names.tables import head_tables, table
from parkie.matchers.names.walk import has_brand
from parkie.matchers.names.words import NAME, Word, WordedText
from parkie.matchers.reading import NameMatch

__all__ = ["find_projects"]

_REACH = 48
"""The longest way from the head to the left edge, in characters."""
_LISTED = 20
"""How far apart the heads of a list may stand."""
_LEGAL = ("公司", "集团")
_JOINTS = frozenset({"和", "及", "与", "暨"})
_AREAS = frozenset({"DISTRICT", "REGION"})
_YIELD = "年产"
_PAIRS = {")": "(", "”": "“"}
_COUNTED_RE = re.compile(r"(?:共|达|近|超)?\d+[余多]?[个项](?!月)")
_RATINGS = frozenset({"千伏", "千瓦", "万千瓦", "兆瓦", "千伏安", "吉瓦"})
_RATING_RE = re.compile(r"^±?\d[\d.]*(?:千伏|万?千瓦|兆瓦|吉瓦|MW|GW|kV|KV)(?!时)")
_THOUSANDS_RE = re.compile(r"\d,\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class _Tables:
    head: re.Pattern[str]
    followers: tuple[str, ...]
    generic: frozenset[str]
    nominal: frozenset[str]
    function: frozenset[str]


@cache
def _tables() -> _Tables:
    rows = table("projects")
    phases = "|".join(re.escape(phase) for phase in rows["phases"])
    heads = "|".join(rows["heads"])
    return _Tables(
        re.compile(rf"(?:{heads})(?:{phases})?"),
        tuple(rows["followers"]),
        frozenset(rows["generic"]) | head_tables().generic,
        frozenset(rows["nominal"]),
        frozenset(rows["function"]) | {"以及", "其中", "包括", "投资"},
    )


def find_projects(text: WordedText) -> list[NameMatch]:
    """Candidates that end in 项目 or 工程, with a phase behind it or not."""
    tables = _tables()
    folded = text.folded
    heads = [(m.start(), m.end()) for m in tables.head.finditer(folded)]
    listed = _listed(folded, heads)
    found = []
    for start, end in heads:
        first = bisect_left(text.ends, start + 1)
        word = text.words[first]
        another = folded.startswith(tables.followers, end) or _COUNTED_RE.match(folded, end)
        if another or word.start < start - 4 or word.kind in "hv":
            continue
        match = _Reading(text, first, start, end, start in listed).match()
        if match:
            found.append(match)
    return found


def _listed(folded: str, heads: Sequence[tuple[int, int]]) -> set[int]:
    """Heads that stand in a row of at least three with the same head: X工程、Y工程、Z工程."""
    run: list[int] = []
    out: set[int] = set()
    previous = -1
    for start, end in heads:
        linked = previous >= 0 and folded[previous : previous + 1] in "、和" and start - previous <= _LISTED
        if linked and not any(mark in folded[previous + 1 : start] for mark in ",。;、\n"):
            run.append(start)
        else:
            run = [start]
        if len(run) >= 3:
            out.update(run)
        previous = end
    return out


@dataclass(slots=True)
class _Reading:
    """One head and the way to its left edge; ``first`` is the word that the head begins with."""

    text: WordedText
    first: int
    head_start: int
    end: int
    listed: bool

    def match(self) -> NameMatch | None:
        """The project, or None where the reading is a description."""
        start = self._counted(self._trimmed(self._left_edge()))
        if start >= self.first:
            return None
        inside = self.text.words[start : self.first]
        score = self._worth(inside)
        return NameMatch(inside[0].start, self.end, "PROJECT", source="project", score=score) if score else None

    def _left_edge(self) -> int:
        """The farthest word that may belong to the name."""
        position = edge = self.first
        limit = self.head_start - _REACH
        while position > 0 and self.text.words[position - 1].start >= limit:
            word, text = self.text.words[position - 1], self.text.text(position - 1)
            if not self._belongs(position - 1, word, text):
                break
            position -= 1
            if word.kind != "p" and text not in _JOINTS:
                edge = position
        return edge

    def _belongs(self, index: int, word: Word, text: str) -> bool:
        """True where the walk may pass word ``index``."""
        if word.kind == "p":
            return self._passes_mark(word, text)
        if text in _JOINTS:
            return self._led(index)
        if word.kind in "hv":
            return self._passes(index, text)
        if text in head_tables().building and self._subject(index):
            return False
        return word.label != "PERSON"

    def _subject(self, index: int) -> bool:
        """True where the subject or the price of a verb stands before it: 江阴|建设|…项目, 投资3亿元|建设|…工程."""
        if index == 0 or index + 1 >= self.first:
            return False
        before = self.text.words[index - 1]
        return before.kind in "em" or self.text.folded.endswith(_LEGAL, 0, before.end)

    def _passes_mark(self, word: Word, text: str) -> bool:
        """True for a bracket with its pair near by and for a mark inside a name: 中科·云谷项目."""
        folded = self.text.folded
        pair = _PAIRS.get(text)
        if pair:
            opening = folded.rfind(pair, max(0, word.start - 12), word.start)
            return opening >= 0 and not set(" ,。、") & set(folded[opening : word.start])
        if text == "“":
            closing = folded.find("”", word.start, min(word.start + 14, self.head_start))
            return closing > 0 and word.start > 0 and "\u4e00" <= folded[word.start - 1] <= "\u9fff"
        if text == ",":
            return _THOUSANDS_RE.match(folded, word.start - 1) is not None
        return text in "(·+-/.±" and folded[word.start - 1 : word.start] != "-"

    def _passes(self, index: int, text: str) -> bool:
        """True for a verb in the noun's place and for 年产."""
        tables, words = _tables(), self.text.words
        if text == _YIELD or text in tables.function or index == 0:
            return text == _YIELD
        if index >= self.first - 2 and len(text) == 2:
            nominal = text in tables.nominal or (self.listed and words[index].kind == "v")
            before = words[index - 1].kind in "ngaev" and self.text.text(index - 1) not in {"重点", "首批", "一批"}
            return nominal and before
        if words[index].kind == "v" and len(text) > 1:
            return self._opens_with_brand(index)
        return len(text) == 1 and words[index - 1].kind == "u" and words[index + 1].kind in "un"

    def _opens_with_brand(self, index: int) -> bool:
        """True where the stretch before ``index``, back to a mark or a function word, begins with a brand."""
        words = self.text.words
        position = index
        while position > 0 and index - position < 10 and words[position - 1].kind in "ngauxm":
            position -= 1
        if position == index or (position > 0 and words[position - 1].kind not in "hp"):
            return False
        lead = words[position : position + 5]
        return lead[0].kind == "x" or (lead[0].kind == "u" and has_brand(self.text.folded, lead))

    def _led(self, index: int) -> bool:
        """True where what stands before a joint, back to a stop, begins with a name or a brand."""
        words = self.text.words
        position = index
        while position > 0 and index - position < 12 and words[position - 1].kind in "ngauxem":
            position -= 1
        run = words[position:index]
        if len(run) < 2 or words[index + 1].kind == NAME:
            return False
        return run[0].kind in "xe" or has_brand(self.text.folded, run[:3])

    def _trimmed(self, start: int) -> int:
        """The left edge without words that cannot begin a name."""
        leading = head_tables().leading
        while start < self.first:
            word, text = self.text.words[start], self.text.text(start)
            following = self.text.words[start + 1].kind
            leads = text in leading and (len(text) > 1 or following != "u")
            counting = text == "等" or (word.kind == "u" and following == "m")
            if word.kind == "m" and self._rated(start):
                break
            if word.kind not in "mfp" and text not in _JOINTS and not leads and not counting:
                break
            start += 1
        return start

    def _counted(self, start: int) -> int:
        """The left edge behind the last number that only counts: 43个|…项目, but 年产5万吨…项目 stays."""
        index = start
        while index < self.first:
            if self.text.words[index].kind == "m" and not self._owned(start, index):
                start = self._trimmed(index + 1)
                index = start
            else:
                index += 1
        return start

    def _owned(self, start: int, index: int) -> bool:
        """True where the words before a number make it part of the name."""
        lead = self.text.words[start:index]
        if self._rated(index):
            return True
        named = any(w.kind == "x" or (w.kind == NAME and w.label not in _AREAS) for w in lead)
        return self.text.text(start) == _YIELD or named or has_brand(self.text.folded, lead)

    def _at(self, word: Word) -> int:
        """The index of ``word``."""
        return bisect_left(self.text.ends, word.end)

    def _rated(self, index: int) -> bool:
        """True for a number with its unit that rates what is built: 10千伏供电工程, 200万千瓦光伏项目."""
        word, folded = self.text.words[index], self.text.folded
        return _RATING_RE.search(folded[word.start : word.end + 5]) is not None or self.text.text(index) in _RATINGS

    def _worth(self, inside: Sequence[Word]) -> float:
        """How sure it is that the words single out one project; 0 for a description."""
        generic = _tables().generic
        texts = [self.text.folded[w.start : w.end] for w in inside]
        told = inside[-1].kind in "hv" and any(text.endswith(_LEGAL) for text in texts[:-1])
        if told or inside[-1].kind == "m" or texts[-1] in {"个", "大", "类"}:
            return 0.0
        if self._rated(self._at(inside[0])):
            return 0.8 if len(inside) >= 3 else 0.0
        content = sum(t not in generic and w.kind not in "pm" for t, w in zip(texts, inside, strict=True))
        if texts[0] == _YIELD:
            return 0.9
        if inside[0].kind in "xe" or has_brand(self.text.folded, inside):
            places = sum(w.kind == NAME and w.label in _AREAS for w in inside)
            return 0.85 if content > places or len(inside) >= 5 else 0.0
        if self.listed and content:
            return 0.75
        return 0.7 if content >= 3 else 0.0
