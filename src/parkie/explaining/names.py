"""Why names are entities: which reading won, what rules alone had there, and what lost."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Final

from spacy.tokens import Doc

from parkie.explaining.explanation import EntityReason, NameReading
from parkie.matchers.added import ADDED
from parkie.matchers.gazetteer import TABLES
from parkie.matchers.reading import NameMatch
from parkie.pipes import state
from parkie.tagger.tagger import SOURCE

__all__ = ["explain_names"]

_MOST: Final = 8
"""Candidates that are told of one entity, the surest first."""
_BY: Final = {ADDED: "added", SOURCE: "tagger", **dict.fromkeys(TABLES, "table")}


def explain_names(doc: Doc) -> tuple[list[EntityReason], list[NameReading]]:
    """A reason for each entity of the Doc, and the readings of the rules that the tagger took away whole."""
    reading = _Reader(doc)
    text = reading.text
    entities = state.get(doc, state.ENTITIES, NameMatch)
    certainties = state.get_certainties(doc)
    keys = (state.GAZETTEER, state.NAMES, state.MODEL)
    candidates = _Overlaps(match for key in keys for match in state.get(doc, key, NameMatch))
    ruled = _Overlaps(state.get(doc, state.RULED, NameMatch))
    reasons = []
    for entity in entities:
        lost = sorted(candidates.with_(entity), key=lambda match: -match.score)[:_MOST]
        reasons.append(
            EntityReason(
                reading(entity),
                entity.name or text[entity.start : entity.end],
                entity.adcode,
                certainties.get((entity.start, entity.end)),
                tuple(reading(match) for match in ruled.with_(entity)),
                tuple(reading(match) for match in lost),
            )
        )
    left = _Overlaps(entities)
    same = {_key(entity) for entity in entities}
    gone = [match for match in ruled.matches if _key(match) not in same and not left.with_(match)]
    return reasons, [reading(match) for match in gone]


class _Overlaps:
    """Readings by their places, each once."""

    def __init__(self, matches: Iterable[NameMatch]) -> None:
        self.matches = sorted({_key(match): match for match in matches}.values(), key=_key)
        self._starts = [match.start for match in self.matches]
        self._reached = list(accumulate((match.end for match in self.matches), max))

    def with_(self, other: NameMatch) -> list[NameMatch]:
        """Those that overlap the other reading and are not the same, in text order."""
        first = bisect_right(self._reached, other.start)
        last = bisect_left(self._starts, other.end)
        return [m for m in self.matches[first:last] if m.end > other.start and _key(m) != _key(other)]


def _key(match: NameMatch) -> tuple[int, int, str]:
    return match.start, match.end, match.label


class _Reader:
    """Puts readings of a Doc into words; what a recogniser of the user's found is known by its place and source."""

    def __init__(self, doc: Doc) -> None:
        self.text = state.text_of(doc)
        self._own = {(_key(match), match.source) for match in state.get(doc, state.MODEL, NameMatch)}

    def __call__(self, match: NameMatch) -> NameReading:
        own = (_key(match), match.source) in self._own
        by = "recogniser" if own else _BY.get(match.source, "rule")
        word = self.text[match.start : match.end]
        return NameReading(word, match.start, match.end, match.label, by, match.source, match.score)
