"""A text as a row of words: the ground on which the grammar of names walks.

Unigram segmentation over a table of everyday words and the names already known. What is in neither comes out
as single characters, which is what the brand part of an unseen name is made of.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import ahocorasick_rs

from parkie.lexicon.store import read_rows, read_toml
from parkie.matchers.gazetteer import Gazetteer
from parkie.matchers.reading import NameMatch

__all__ = ["NAME", "Word", "WordedText", "reread", "with_names", "words_of"]

HARD = "h"
"""Ends every walk: function words, verbs of saying and happening."""
VERB = "v"
"""A verb that seldom stands in a name."""
GERUND = "g"
"""A verb that often does: 制造, 研发, 建设."""
NOUN = "n"
ADJECTIVE = "a"
PLACE = "f"
"""A localiser: 中部, 以上, 附近."""
MEASURE = "m"
"""A number word, a classifier, a quantifier, a number in digits."""
UNKNOWN = "u"
"""A single character that no longer word covers."""
LATIN = "x"
"""Letters, or letters with digits: G60, LED, AI."""
MARK = "p"
"""Punctuation and white space."""
NAME = "e"
"""A name that the gazetteer knows."""

_RUN_RE = re.compile(r"[A-Za-z0-9]+(?:[.&+/-][A-Za-z0-9]+){0,6}")
_COUNT_RE = re.compile("[一二三四五六七八九十百千两几数多]{1,4}(?=[个家所座条名位项批次类种场幢栋处支只大间片件户])")
_ORDINAL_RE = re.compile("第[一二三四五六七八九十]{1,2}(?![届次批期个名位季年大])")
_NUMBER_RE = re.compile(r"[0-9]+(?:[.,/-][0-9]+){0,6}")
_HAN_FIRST, _HAN_LAST = "\u4e00", "\u9fff"
_SINGLE_COST = 130
"""Cost of a character that the table does not have, in tenths of a nat; the rarest words cost about 135."""
_NAME_COST = 70
_RUN_COST = 10
_AFRESH = 12
"""How many characters are read afresh for names behind a binding word."""
_EVERYDAY_COST = 90
"""What a short name of a place costs more when it is an everyday word as well: 新兴, 资源."""


_Edge = tuple[int, int, str, int, str]


class Word(NamedTuple):
    """A word: where it stands, its kind, and the label where it is a known name."""

    start: int
    end: int
    kind: str
    label: str = ""


_Tables = tuple[
    ahocorasick_rs.AhoCorasick, list[tuple[str, int]], dict[str, str], dict[str, int], frozenset[str]
]


@dataclass(frozen=True, slots=True)
class WordedText:
    """A folded text with its words and the ends of its words."""

    folded: str
    words: Sequence[Word]
    ends: list[int]

    @classmethod
    def of(cls, folded: str, words: Sequence[Word]) -> WordedText:
        """The text with its words."""
        return cls(folded, words, [word.end for word in words])

    def text(self, index: int) -> str:
        """The text of word ``index``."""
        word = self.words[index]
        return self.folded[word.start : word.end]

    def ending(self, end: int) -> int | None:
        """The word that ends at offset ``end``, or None where no word does."""
        index = bisect_left(self.ends, end)
        return index if index < len(self.ends) and self.ends[index] == end else None

    def between(self, start: int, end: int) -> Sequence[Word]:
        """The words that lie between two offsets."""
        low = bisect_left(self.ends, start + 1)
        return self.words[low : bisect_right(self.ends, end)]


@cache
def _table() -> _Tables:
    """The automaton over words of two and more characters, their kind and cost; kinds and costs of single ones."""
    rules = read_toml("name_stops.toml")
    kinds: dict[str, str] = {}
    for name, kind in (("hard", HARD), ("verbs", VERB), ("content", NOUN), ("measures", MEASURE)):
        kinds |= dict.fromkeys(rules[name]["words"], kind)
    words: dict[str, tuple[str, int]] = {}
    costs: dict[str, int] = {}
    for word, kind, cost in read_rows("name_words.tsv.gz", ("word", "kind", "cost")):
        if len(word) > 1:
            words[word] = (kinds.get(word, kind), int(cost))
        else:
            costs[word] = int(cost)
    for word, kind in kinds.items():
        words.setdefault(word, (kind, 100))
    singles = dict.fromkeys(rules["hard"]["characters"], HARD) | dict.fromkeys(rules["verbs"]["characters"], VERB)
    singles |= dict.fromkeys(rules["measures"]["characters"], MEASURE)
    long = [word for word in words if len(word) > 1]
    return ahocorasick_rs.AhoCorasick(long), [words[word] for word in long], singles, costs, frozenset(words)


def reread(folded: str, known: Sequence[NameMatch]) -> list[NameMatch]:
    """``known`` with the names behind a word of time or place read afresh: 其中|西安, 目前|海南, not 中西, 前海."""
    binding = _binding()
    starts = {match.start for match in known}
    dropped = {s for s in starts if s and folded[s - 1 : s + 1] in binding}
    if not dropped:
        return list(known)
    out = [match for match in known if match.start not in dropped]
    for start in sorted(dropped):
        offset = start + 1
        afresh = Gazetteer.packaged().find(folded[offset : offset + _AFRESH])
        out += [
            replace(match, start=match.start + offset, end=match.end + offset)
            for match in afresh
            if match.start + offset not in starts
        ]
    return out


@cache
def _binding() -> frozenset[str]:
    return frozenset(read_toml("name_stops.toml")["binding"]["words"])


def words_of(folded: str, known: Sequence[NameMatch] = ()) -> list[Word]:
    """The words of ``folded``, from the first character to the last without a gap, known names in one piece.

    >>> [text[w.start : w.end] for text in ["企业入驻园区"] for w in words_of(text)]
    ['企业', '入驻', '园区']
    """
    runs = [(m.end(), m.start(), _RUN_KIND[_NUMBER_RE.fullmatch(m.group()) is not None], _RUN_COST, "")
            for m in _RUN_RE.finditer(folded)]  # fmt: skip
    runs += [(m.end(), m.start(), MEASURE, 20 + 30 * (m.end() - m.start()), "") for m in _COUNT_RE.finditer(folded)]
    runs += [(m.end(), m.start(), NOUN, 60, "") for m in _ORDINAL_RE.finditer(folded)]
    return _best_path(folded, sorted(runs + _known_edges(folded, known)))


def with_names(words: Sequence[Word], names: Sequence[NameMatch]) -> list[Word]:
    """``words`` with each of ``names`` in one piece; what a word has left over becomes single characters."""
    spans = sorted((name.start, name.end, name.label) for name in names)
    out: list[Word] = []
    position = 0
    for word in words:
        while position < len(spans) and spans[position][1] <= word.start:
            position += 1
        if position == len(spans) or word.end <= spans[position][0]:
            out.append(word)
            continue
        start, end, label = spans[position]
        out += [Word(at, at + 1, UNKNOWN) for at in range(word.start, min(start, word.end))]
        if not out or out[-1].end <= start:
            out.append(Word(start, end, NAME, label))
        out += [Word(at, at + 1, UNKNOWN) for at in range(max(end, word.start), word.end)]
    return out


def _known_edges(folded: str, known: Sequence[NameMatch]) -> list[_Edge]:
    """Edges for the known names, the surest label of each span; a sector is a word like others."""
    seen: dict[tuple[int, int], NameMatch] = {}
    for match in known:
        span = (match.start, match.end)
        if match.end - match.start > 1 and (span not in seen or seen[span].score < match.score):
            seen[span] = match
    everyday = _table()[4]
    edges = []
    for (start, end), match in seen.items():
        surety = 1.0 if folded.startswith("中国", start) else max(match.score, 0.4)
        cost = round(_NAME_COST / surety)
        if match.score < 1 and match.label == "DISTRICT" and folded[start:end] in everyday:
            cost += _EVERYDAY_COST
        edges.append((end, start, NOUN if match.label == "INDUSTRY" else NAME, cost, match.label))
    return edges


_RUN_KIND = {True: MEASURE, False: LATIN}


@cache
def _worth() -> list[int]:
    """The cost of each word of the automaton."""
    return [cost for _, cost in _table()[1]]


def _best_path(folded: str, edges: list[_Edge]) -> list[Word]:
    """The cheapest way from the first to the last character, over the words of the table and ``edges``.

    An edge is (end, start, kind, cost, label); edges are sorted, the automaton reports words by their end.
    """
    automaton, entries, singles, costs, _ = _table()
    found = automaton.find_matches_as_indexes(folded, overlapping=True)
    found.append((0, 0, -1))
    edges.append((-1, 0, "", 0, ""))
    worth = _worth()
    alone = [costs.get(character, _SINGLE_COST) for character in folded]
    best = [0]
    back: list[tuple[int, str, str] | None] = [None]
    word, edge = iter(found), iter(edges)
    index, start, stop = next(word)
    other = next(edge)
    for end, cost in enumerate(alone, start=1):
        cost += best[-1]
        via = None
        while stop == end:
            total = best[start] + worth[index]
            if total < cost:
                cost, via = total, (start, entries[index][0], "")
            index, start, stop = next(word)
        while other[0] == end:
            total = best[other[1]] + other[3]
            if total < cost:
                cost, via = total, (other[1], other[2], other[4])
            other = next(edge)
        best.append(cost)
        back.append(via)
    return _walked_back(folded, back, singles)


def _walked_back(folded: str, back: list[tuple[int, str, str] | None], singles: dict[str, str]) -> list[Word]:
    """The words along the cheapest way; ``back`` has for each end the start, kind and label of the last word."""
    out = []
    end = len(folded)
    while end:
        via = back[end]
        if via is None:
            out.append(Word(end - 1, end, _single_kind(folded[end - 1], singles)))
            end -= 1
        else:
            out.append(Word(via[0], end, via[1], via[2]))
            end = via[0]
    out.reverse()
    return out


def _single_kind(character: str, singles: dict[str, str]) -> str:
    kind = singles.get(character)
    if kind:
        return kind
    return UNKNOWN if _HAN_FIRST <= character <= _HAN_LAST else MARK
