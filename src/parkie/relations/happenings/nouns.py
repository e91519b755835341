"""Common-noun participants: noun phrases such as 重大项目 or 意向合作企业, with the count that belongs to them.

A phrase is found from its head noun; its left edge is where the walk meets a stop word, a mention or a mark of
punctuation. Without a tagger that is a guess, and a cautious one: the walk is at most ``_REACH`` characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from parkie.lexicon.store import read_toml
from parkie.matchers.reading import FigureMatch
from parkie.relations.happenings.frames import frames
from parkie.relations.scene import Sentence

__all__ = ["NounPhrase", "find_nouns", "left_edge"]

_REACH = 20
_DEMONSTRATIVES = "该本此"
_COUNTED = frozenset({"count", "other"})


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase with the classes of its head and the figure that counts it; ``bare`` is a head alone,
    ``definite`` one that a demonstrative points with (该项目), ``indefinite`` one of many (一批项目)."""

    start: int
    end: int
    classes: tuple[str, ...]
    figure: FigureMatch | None = None
    bare: bool = False
    definite: bool = False
    indefinite: bool = False


class _Tables:
    def __init__(self) -> None:
        data = read_toml("nouns.toml")
        heads: dict[str, list[str]] = {}
        for name, row in data["classes"].items():
            for head in row["heads"]:
                heads.setdefault(head, []).append(name)
        triggers = {row.word for frame in frames().values() for row in frame.triggers if len(row.word) > 1}
        # a trigger word is no head: 企业入园 is no 园
        self.words = sorted({*heads, *triggers})
        self.classes = [tuple(heads.get(word, ())) for word in self.words]
        self.automaton = AhoCorasick(self.words, matchkind=MatchKind.LeftmostLongest)
        self.many = tuple(data["many"]["words"])
        words = sorted({*data["stops"]["words"], *triggers}, key=lambda word: (-len(word), word))
        marks = "[" + re.escape(data["stops"]["characters"]) + "]"
        self.stop = re.compile("|".join([*map(re.escape, words), marks]))


@cache
def _tables() -> _Tables:
    return _Tables()


def find_nouns(sentence: Sentence) -> list[NounPhrase]:
    """The noun phrases of the sentence that lie outside names, in text order; a phrase ends in its last head."""
    tables = _tables()
    names = [(m.start, m.end) for m in sentence.names if m.label != "INDUSTRY"]  # 机器人产业创新计划 is one phrase
    numbers = [(m.start, m.end) for m in sentence.figures] + [(m.start, m.end) for m in sentence.dates]
    edges = sorted(names + numbers)
    starts = [start for start, _ in edges]
    out: list[NounPhrase] = []
    text = sentence.text[sentence.start : sentence.end]
    for index, lo, hi in tables.automaton.find_matches_as_indexes(text):
        if not tables.classes[index]:
            continue
        head_start, end = lo + sentence.start, hi + sentence.start
        before = bisect_right(starts, head_start) - 1
        if before >= 0 and edges[before][1] > head_start:
            continue
        floor = max(edges[before][1] if before >= 0 else sentence.start, head_start - _REACH)
        start = left_edge(sentence.text, floor, head_start)
        if out and start < out[-1].end:
            start = min(start, out[-1].start)
            out.pop()
        definite = start > floor and sentence.text[start - 1] in _DEMONSTRATIVES
        start -= definite
        indefinite = sentence.before(start, 4).endswith(tables.many)
        figure = _count_of(sentence.figures, start - (sentence.text[start - 1 : start] == "“"), end)
        out.append(NounPhrase(start, end, tables.classes[index], figure, start == head_start, definite, indefinite))
    return out


def left_edge(text: str, floor: int, head: int) -> int:
    """Where a phrase whose head starts at ``head`` begins: behind the last stop word, not before ``floor``."""
    edge = floor
    for match in _tables().stop.finditer(text, floor, head):
        edge = match.end()
    if edge == head and edge > floor and text[edge - 1] == "”":
        opening = text.rfind("“", floor, edge)
        return opening if opening >= 0 else edge
    return edge


def _count_of(figures: Sequence[FigureMatch], start: int, end: int) -> FigureMatch | None:
    """The figure in front of the phrase (16家|企业, 9个超百亿元|项目), or right behind it (项目|24个)."""
    edge, behind = start, None
    for figure in reversed(figures):
        if figure.start >= end:
            if figure.start <= end + 2 and figure.dimension in _COUNTED:
                behind = figure
        elif figure.end == edge:
            if figure.dimension in _COUNTED:
                return figure
            edge = figure.start
        elif figure.end < edge:
            break
    return behind
