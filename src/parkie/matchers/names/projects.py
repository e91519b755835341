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

from parkie.matchers.names.heads import has_brand
from parkie.matchers.names.tables import head_tables, table
from parkie.matchers.names.words import NAME, Word
from parkie.matchers.reading import NameMatch

__all__ = ["find_projects"]

_REACH = 48
_LEGAL = ("公司", "集团")
_JOINTS = frozenset({"和", "及", "与", "暨"})
_FUNCTION = frozenset("的在了将被由是为对从于等到把向就这那该其各每或且并已还也")


@dataclass(frozen=True, slots=True)
class _Tables:
    head: re.Pattern[str]
    generic: frozenset[str]
    nominal: frozenset[str]


@cache
def _tables() -> _Tables:
    rows = table("projects")
    phases = "|".join(re.escape(phase) for phase in rows["phases"])
    heads = "|".join(rows["heads"])
    head = re.compile(rf"(?:{heads})(?:{phases})?")
    return _Tables(head, frozenset(rows["generic"]) | head_tables().generic, frozenset(rows["nominal"]))


def find_projects(folded: str, words: Sequence[Word]) -> list[NameMatch]:
    """Candidates that end in 项目 or 工程, with a phase behind it or not."""
    tables = _tables()
    ends = [word.end for word in words]
    heads = [(m.start(), m.end()) for m in tables.head.finditer(folded)]
    listed = _listed(folded, heads)
    found = []
    for start, end in heads:
        if folded.startswith(("部", "师", "负责", "管理", "库", "方", "建设", "公司", "机械", "经理", "组长", "化", "院", "学院", "大学", "设计", "技术", "有限"), end) and not folded.startswith("建设", end):
            continue
        first = bisect_left(ends, start + 1)
        if first == len(ends) or words[first].start < start - 4 or words[first].kind in "hv":
            continue
        match = _Reading(folded, words, first, start, end, tables).match(start in listed)
        if match:
            found.append(match)
    return found


def _listed(folded: str, heads: Sequence[tuple[int, int]]) -> set[int]:
    """Heads that stand in a row of at least three with the same head: X工程、Y工程、Z工程."""
    run: list[int] = []
    out: set[int] = set()
    previous = -1
    for start, end in heads:
        linked = previous >= 0 and folded[previous : previous + 1] in "、和" and start - previous <= 20
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
    """One head and the way to its left edge."""

    folded: str
    words: Sequence[Word]
    first: int
    head_start: int
    end: int
    tables: _Tables

    def match(self, listed: bool) -> NameMatch | None:
        """The project, or None where the reading is a description."""
        start = self._left_edge()
        start = self._trimmed(start)
        if start >= self.first:
            return None
        inside = self.words[start : self.first]
        score = self._worth(inside, listed)
        if not score:
            return None
        return NameMatch(inside[0].start, self.end, "PROJECT", source="project", score=score)

    def _text(self, index: int) -> str:
        word = self.words[index]
        return self.folded[word.start : word.end]

    def _left_edge(self) -> int:
        """The farthest word that may belong to the name."""
        position = self.first
        edge = position
        limit = self.head_start - _REACH
        while position > 0 and self.words[position - 1].start >= limit:
            word, text = self.words[position - 1], self._text(position - 1)
            if word.kind == "p":
                if text == ")":
                    opening = self.folded.rfind("(", max(0, word.start - 12), word.start)
                    if opening < 0 or " " in self.folded[opening : word.start]:
                        break
                elif text not in "(·+-/." or self.folded[word.start - 1 : word.start] == "-":
                    break
            elif word.label == "PERSON":
                break
            elif text in _JOINTS:
                if not self._led(position - 1):
                    break
            elif word.kind in "hv" and not self._passes(position - 1, text):
                break
            position -= 1
            if word.kind != "p" and text not in _JOINTS:
                edge = position
        return edge

    def _passes(self, index: int, text: str) -> bool:
        """True for a verb in the noun's place and for 年产."""
        if text in {"年产", "投资"}:
            return text == "年产"
        if text in _FUNCTION or text in {"以及", "其中", "包括"}:
            return False
        if index >= self.first - 2 and len(text) == 2 and index > 0:
            nominal = self.words[index].kind == "v" or text in self.tables.nominal
            return nominal and self.words[index - 1].kind in "ngaev" and self._text(index - 1) not in {"重点", "首批", "一批"}
        if self.words[index].kind == "v" and len(text) > 1:
            return self._opens_with_brand(index)
        return len(text) == 1 and index > 0 and self.words[index - 1].kind == "u" and self.words[index + 1].kind in "un"

    def _opens_with_brand(self, index: int) -> bool:
        """True where the stretch before ``index``, back to a mark or a function word, begins with a brand."""
        position = index
        while position > 0 and index - position < 10 and self.words[position - 1].kind in "ngauxm":
            position -= 1
        if position == index or (position > 0 and self.words[position - 1].kind not in "hp"):
            return False
        lead = self.words[position : position + 5]
        return lead[0].kind == "x" or (lead[0].kind == "u" and has_brand(self.folded, lead)) or self._text(position) == "年产"

    def _led(self, index: int) -> bool:
        """True where what stands before a joint, back to a stop, begins with a name or a brand."""
        position = index
        while position > 0 and index - position < 12 and self.words[position - 1].kind in "ngauxem":
            position -= 1
        run = self.words[position:index]
        return len(run) >= 2 and (run[0].kind in "xe" or has_brand(self.folded, run[:3])) and self.words[index + 1].kind != NAME

    def _trimmed(self, start: int) -> int:
        """The left edge without numbers and words that cannot begin a name."""
        leading = head_tables().leading
        while start < self.first:
            word, text = self.words[start], self._text(start)
            following = self.words[start + 1].kind
            if word.kind in "mfp" or text in _JOINTS or (text in leading and (len(text) > 1 or following != "u")):
                start += 1
            elif text == "等" or (word.kind == "u" and len(text) == 1 and following in "m"):
                start += 1
            else:
                break
        for index in range(start, self.first):
            if self.words[index].kind == "m" and self.words[index].end - self.words[index].start >= 1:
                lead = self.words[start:index]
                if not (self._text(start) == "年产" or has_brand(self.folded, lead) or any(w.kind == "x" or (w.kind == NAME and w.label not in {"DISTRICT", "REGION"}) for w in lead)):
                    return self._trimmed(index + 1)
        return start

    def _worth(self, inside: Sequence[Word], listed: bool) -> float:
        """How sure it is that the words single out one project; 0 for a description."""
        texts = [self.folded[w.start : w.end] for w in inside]
        if any(t.endswith(_LEGAL) for t in texts) and not texts[-1].endswith(_LEGAL) and inside[-1].kind in "hv":
            return 0.0
        if inside[-1].kind == "m" or texts[-1] in {"个", "大", "类"}:
            return 0.0
        content = [t for t, w in zip(texts, inside, strict=True) if t not in self.tables.generic and w.kind not in "pm"]
        if texts[0] == "年产":
            return 0.9
        named = inside[0].kind in "xe" or has_brand(self.folded, inside)
        if named:
            places = sum(w.kind == NAME and w.label in {"DISTRICT", "REGION"} for w in inside)
            return 0.85 if len(content) > places or len(inside) >= 5 else 0.0
        if listed and content:
            return 0.75
        return 0.7 if len(content) >= 3 else 0.0
