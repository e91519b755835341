"""Why names are entities: which reading won, what rules alone had there, and what lost."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
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
_BY: Final = {ADDED: "added", SOURCE: "tagger", "": "recogniser", **dict.fromkeys(TABLES, "table")}


def explain_names(doc: Doc) -> tuple[list[EntityReason], list[NameReading]]:
    """A reason for each entity of the Doc, and the readings of the rules that the tagger took away whole."""
    text = state.text_of(doc)
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
                _reading(text, entity),
                entity.name or text[entity.start : entity.end],
                entity.adcode,
                certainties.get((entity.start, entity.end)),
                tuple(_reading(text, match) for match in ruled.with_(entity)),
                tuple(_reading(text, match) for match in lost),
            )
        )
    left = _Overlaps(entities)
    same = {_key(entity) for entity in entities}
    gone = [match for match in ruled.matches if _key(match) not in same and not left.with_(match)]
    return reasons, [_reading(text, match) for match in gone]


class _Overlaps:
    """Readings by their places, each once."""

    def __init__(self, matches: Iterable[NameMatch]) -> None:
        self.matches = sorted({_key(match): match for match in matches}.values(), key=_key)
        self._starts = [match.start for match in self.matches]
        self._longest = max((match.end - match.start for match in self.matches), default=0)

    def with_(self, other: NameMatch) -> list[NameMatch]:
        """Those that overlap the other reading and are not the same, in text order."""
        first = bisect_left(self._starts, other.start - self._longest)
        last = bisect_left(self._starts, other.end)
        return [m for m in self.matches[first:last] if m.end > other.start and _key(m) != _key(other)]


def _key(match: NameMatch) -> tuple[int, int, str]:
    return match.start, match.end, match.label


def _reading(text: str, match: NameMatch) -> NameReading:
    by = _BY.get(match.source, "rule")
    return NameReading(
        text[match.start : match.end], match.start, match.end, match.label, by, match.source, match.score
    )
