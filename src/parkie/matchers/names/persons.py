"""Persons, and the posts that they hold.

A name is looked for where the text announces one: behind a post (副区长|刘福升), behind 记者, in a list that
begins with a person, before 表示 and 介绍. How likely its characters are as a name decides. What has been found
once is found everywhere in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from parkie.lexicon.store import read_rows
from parkie.matchers.names.posts import Post
from parkie.matchers.names.tables import table
from parkie.matchers.names.words import Word, WordedText
from parkie.matchers.reading import NameMatch

__all__ = ["find_persons"]

_HAN_RE = re.compile("[\u4e00-\u9fff]{1,4}")
_ABROAD_RE = re.compile("[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,7}){1,3}")
_GAP_RE = re.compile(r"[ ]{0,2}")
_LIST_RE = re.compile(r"[ ]?[、][ ]?|[ ]{1,2}|[ ]?[和与及/][ ]?|,")


@dataclass(frozen=True, slots=True)
class _Tables:
    chars: dict[str, tuple[int, int, int, int]]
    double: frozenset[str]
    callings: AhoCorasick
    strong: AhoCorasick
    after: tuple[str, ...]
    speaking: tuple[str, ...]
    closers: frozenset[str]
    employers: tuple[str, ...]
    trailing: frozenset[str]
    known: frozenset[str]
    abroad: frozenset[str]
    address: frozenset[str]


@cache
def _tables() -> _Tables:
    rows = table("persons")
    columns = ("char", "surname", "single", "middle", "last")
    chars = {r[0]: (int(r[1]), int(r[2]), int(r[3]), int(r[4])) for r in read_rows("name_chars.tsv", columns)}
    return _Tables(
        chars,
        frozenset(rows["surnames"]["double"]),
        AhoCorasick(rows["posts"]["callings"]),
        AhoCorasick(rows["after"]["strong"]),
        tuple(sorted(rows["after"]["words"], key=len, reverse=True)),
        tuple(rows["after"]["speaking"]),
        frozenset(rows["after"]["closers"]),
        tuple(rows["before"]["words"]),
        frozenset(rows["posts"]["trailing"]),
        frozenset(rows["known"]["names"]),
        frozenset(rows["abroad"]["characters"]),
        frozenset(rows["after"]["address"]),
    )


_NEVER = (-99, -40, -40, -40)


def _likely(name: str, tables: _Tables) -> int:
    """How much likelier the characters are as a person's name than as running text, 10 x log."""
    get = tables.chars.get
    if name[1:] in tables.address:
        return -99
    if name[:2] in tables.double and len(name) in (3, 4):
        given = name[2:]
        base = 40
    else:
        given = name[1:]
        base = get(name[0], _NEVER)[0]
        if base == -99 or len(name) > 3:
            return -99
    if len(given) == 1:
        return base + get(given, _NEVER)[1] - 8
    return base + get(given[0], _NEVER)[2] + get(given[1], _NEVER)[3]


_SPACED_RE = re.compile("[\u4e00-\u9fff] [\u4e00-\u9fff](?=[ 、,。)]|摄|$)")


_LISTED = 60
"""How many persons are read from one list."""


class _Finder:
    """One text, its words, and the persons found so far."""

    def __init__(self, folded: str, words: Sequence[Word]) -> None:
        self.folded = folded
        self.tables = _tables()
        self.kind_at = {word.start: (word.kind, word.end) for word in words}
        self.ends = {word.end: (word.kind, word.start) for word in words}
        self.found: dict[int, int] = {}

    def _closed(self, end: int) -> int:
        """How well a name may end at ``end``, by what follows."""
        folded = self.folded
        if end >= len(folded) or not "\u4e00" <= folded[end] <= "\u9fff":
            return 25
        if folded.startswith(self.tables.speaking, end):
            return 45
        if folded.startswith(self.tables.after, end):
            return 20
        kind, stop = self.kind_at.get(end, ("", end))
        if kind in ("h", "v", "e"):
            return 15
        if kind == "":
            return -15
        return 0 if stop - end > 1 else -20

    def forward(self, start: int, floor: int) -> int:
        """The end of the likeliest name that begins at ``start``, or 0."""
        best, best_end = floor, 0
        match = _HAN_RE.match(self.folded, start)
        text = match.group() if match else ""
        if len(text) == 1 and _SPACED_RE.match(self.folded, start):
            return start + 3 if _likely(text + self.folded[start + 2], self.tables) > floor else 0
        for size in (2, 3, 4):
            if len(text) < size:
                break
            worth = _likely(text[:size], self.tables)
            if worth > -99:
                worth += self._closed(start + size) + (10 if size == 3 else 0)
                settled = text[2:3] == "为" and self._closed(start + 3) >= 20
                if size == 3 and text[2] in self.tables.closers and not settled:
                    worth -= 40
                if worth > best:
                    best, best_end = worth, start + size
        return best_end

    def backward(self, end: int, floor: int) -> int:
        """The start of the likeliest name that ends at ``end``, or -1."""
        best, best_start = floor, -1
        for size in (2, 3, 4):
            start = end - size
            if start < 0:
                break
            worth = _likely(self.folded[start:end], self.tables)
            if worth > -99:
                worth += self._opened(start) + (10 if size == 3 else 0)
                if worth > best:
                    best, best_start = worth, start
        return best_start

    def _opened(self, start: int) -> int:
        """How well a name may begin at ``start``, by what precedes."""
        if start == 0 or not "\u4e00" <= self.folded[start - 1] <= "\u9fff":
            return 25
        kind, _ = self.ends.get(start, ("", 0))
        if self.folded.endswith(self.tables.employers, 0, start):
            return 25
        return 10 if kind in ("h", "v", "e") else -30

    def run_back(self, end: int, floor: int) -> None:
        """A name that ends at ``end``."""
        for _ in range(_LISTED):
            start = self.backward(end, floor)
            if start < 0:
                return
            self.found.setdefault(start, end)
            if self.folded[start - 1 : start] != "、":
                return
            end, floor = start - 1, 55

    def run(self, start: int, floor: int) -> None:
        """A name at ``start`` and the names that are listed behind it."""
        for _ in range(_LISTED):
            end = self.forward(start, floor)
            if not end:
                return
            self.found[start] = end
            gap = _LIST_RE.match(self.folded, end)
            if not gap or self.folded[end] == ",":
                return
            start, floor = gap.end(), 20 if "、" in gap.group() else 55


def find_persons(text: WordedText, posts: Sequence[Post]) -> list[NameMatch]:
    """The persons in ``text``, whose post words are given."""
    folded = text.folded
    finder = _Finder(folded, text.words)
    _beside_posts(finder, posts)
    for _, _, end in finder.tables.callings.find_matches_as_indexes(folded):
        gap = _OPENING_RE.match(folded, end)
        start = gap.end() if gap else end
        finder.run(start, 60 if start == end else 45)
    for _, start, _ in finder.tables.strong.find_matches_as_indexes(folded):
        finder.run_back(start, 75)
    for match in _BYLINE_RE.finditer(folded):
        finder.run(match.end(), 65)
    _subjects(finder, text.words)
    persons = [
        NameMatch(start, end, "PERSON", source="person", score=0.95)
        for start, end in _everywhere(folded, finder.found)
    ]
    return persons + _abroad(folded)


def _beside_posts(finder: _Finder, posts: Sequence[Post]) -> None:
    """Names behind a post, and before one that stands behind names: 李明教授."""
    for post in posts:
        gap = _GAP_RE.match(finder.folded, post.end)
        finder.run(gap.end() if gap else post.end, 25)
        if finder.folded[post.start : post.end] in finder.tables.trailing:
            finder.run_back(post.start, 90)
        elif finder.folded.startswith(("为", "是", ":"), post.end):
            finder.run(post.end + 1, 70)


_SUBJECT = 95
"""How likely a name must be where nothing but its place in the sentence shows it."""


def _subjects(finder: _Finder, words: Sequence[Word]) -> None:
    """Three characters that make no word, between a mark and a verb or function word: ,徐晓晓|是…."""
    for index in range(1, len(words) - 3):
        run = words[index : index + 3]
        free = words[index - 1].kind in "hp" and words[index + 3].kind in "hv"
        if not free or any(word.kind != "u" for word in run):
            continue
        name = finder.folded[run[0].start : run[2].end]
        if len(name) == 3 and _likely(name, finder.tables) >= _SUBJECT:
            finder.found.setdefault(run[0].start, run[2].end)


_OPENING_RE = re.compile(r"[ :(]{0,3}")
_BYLINE_RE = re.compile(
    r"(?:[电讯摄图])[ ]{0,3}\([ ]?|\((?=[\u4e00-\u9fff]{2,3}(?: [\u4e00-\u9fff]{2,3}){0,3}\))"
    r"|(?<=[。(),\n ])[ ]?(?=[\u4e00-\u9fff]{2,3} ?摄)"
)


def _everywhere(folded: str, found: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Each place of each name that was found somewhere."""
    names = sorted({folded[start:end] for start, end in found.items()} | _tables().known)
    taken = 0
    automaton = AhoCorasick(names)
    matches = automaton.find_matches_as_indexes(folded, overlapping=True)
    for _, start, end in sorted(matches, key=lambda m: (m[1], -m[2])):
        if start >= taken:
            taken = end
            yield start, end


def _abroad(folded: str) -> list[NameMatch]:
    """Names of foreigners in characters: 马克·吐温."""
    out = []
    abroad = _tables().abroad
    for match in _ABROAD_RE.finditer(folded):
        text = match.group().replace("·", "")
        if sum(c in abroad for c in text) * 10 >= len(text) * 7:
            out.append(NameMatch(match.start(), match.end(), "PERSON", source="person:abroad", score=0.8))
    out += [
        NameMatch(match.start(), match.end(), "PERSON", source="person:tibetan", score=0.8)
        for match in _tibetan().finditer(folded)
    ]
    return out


@cache
def _tibetan() -> re.Pattern[str]:
    """Two parts of Tibetan names in a row."""
    parts = "|".join(table("persons")["abroad"]["tibetan"])
    return re.compile(f"(?:{parts})(?:{parts})")
