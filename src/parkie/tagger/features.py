"""What the network sees of each character: itself, the pair it begins, its kind, and what rules made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch
from parkie.tagger.labels import LABELS, TAGS, tags_of

__all__ = ["FIGURE", "HINTS", "KINDS", "QUANTITIES", "Alphabet", "Features", "find_features", "find_hints"]

HINTS: Final = TAGS + 5
"""Values of a hint: a tag of a label, of INDUSTRY behind them, and unknown, which training puts in at random."""
QUANTITIES: Final = 5
FIGURE: Final = (1, 2)
"""Values of ``quantities`` in a figure: inside, and at its first character; those of dates are behind them."""
KINDS: Final = 9

_NUMBERS: Final = {label: number for number, label in enumerate((*LABELS, "INDUSTRY"))}
_PAIR: Final = 8192
_LARGEST: Final = 65_535  # what lies beyond is one character


def _kinds() -> Any:
    """The kind of each character: 1 digit, 2 capital, 3 small letter, 4 to 8 marks, 0 any other."""
    kinds = np.zeros(_LARGEST + 1, np.int32)
    kinds[ord("0") : ord("9") + 1] = 1
    kinds[ord("A") : ord("Z") + 1] = 2
    kinds[ord("a") : ord("z") + 1] = 3
    for kind, marks in ((4, "。!?;"), (5, ",、:"), (6, "“”‘’\"'()[]《》<>【】"), (7, "\n"), (8, " ")):
        for mark in marks:
            kinds[ord(mark)] = kind
    return kinds


_KIND: Final = _kinds()


class Alphabet:
    """The characters and pairs of characters that the network knows, as numbers from 1; 0 is any other."""

    def __init__(self, characters: Any, pairs: Any) -> None:
        self.characters, self.pairs = characters, pairs.astype(np.int64)  # the kind of what is looked up
        self._number = np.zeros(_LARGEST + 1, np.int32)
        self._number[characters] = np.arange(1, len(characters) + 1)

    def look_up(self, text: str) -> tuple[Any, Any, Any]:
        """Character, pair and kind, each an array as long as the text."""
        codes = np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), _LARGEST)
        numbers = self._number[codes]
        following = np.zeros(len(numbers), np.int64)
        following[:-1] = numbers[1:]
        keys = numbers.astype(np.int64) * _PAIR + following
        places = np.searchsorted(self.pairs, keys)
        places[places == len(self.pairs)] = 0
        pairs = np.where(self.pairs[places] == keys, places + 1, 0).astype(np.int32)
        return numbers, pairs, _KIND[codes]


@dataclass(frozen=True, slots=True)
class Features:
    """Arrays of int32, one number per character."""

    characters: Any
    pairs: Any
    kinds: Any
    rules: Any
    gazetteer: Any
    quantities: Any

    def part(self, start: int, end: int) -> Features:
        """Those of a stretch of the text."""
        return Features(*(getattr(self, name)[start:end] for name in self.__slots__))


def find_features(
    alphabet: Alphabet,
    folded: str,
    rules: Sequence[NameMatch],
    known: Sequence[NameMatch],
    quantities: Sequence[FigureMatch | DateMatch],
) -> Features:
    """The features of a text: what ``find_hints`` tells of it, and its characters by the alphabet."""
    return Features(*alphabet.look_up(folded), *find_hints(folded, rules, known, quantities))


def find_hints(
    folded: str,
    rules: Sequence[NameMatch],
    known: Sequence[NameMatch],
    quantities: Sequence[FigureMatch | DateMatch],
) -> tuple[Any, Any, Any]:
    """What rules, gazetteer and quantities tell of each character, each an array as long as the text.

    Args:
        folded: the text.
        rules: the entities that rules and tables agreed on.
        known: what the gazetteer knows; of those that overlap the longest counts.
        quantities: the figures and dates.
    """
    amounts = np.zeros(len(folded), np.int32)
    for match in quantities:
        base = FIGURE[0] if isinstance(match, FigureMatch) else FIGURE[-1] + 1
        amounts[match.start : match.end] = base
        amounts[match.start] = base + 1
    return _hints(len(folded), rules), _hints(len(folded), _longest(known)), amounts


def _hints(length: int, names: Sequence[NameMatch]) -> Any:
    return tags_of(length, ((match.start, match.end, _NUMBERS[match.label]) for match in names))


def _longest(names: Sequence[NameMatch]) -> list[NameMatch]:
    taken: list[NameMatch] = []
    covered: set[int] = set()
    for match in sorted(names, key=lambda match: (match.start - match.end, match.start)):
        if covered.isdisjoint((match.start, match.end - 1)):
            covered.update(range(match.start, match.end))
            taken.append(match)
    return taken
