"""Names that the user adds to the lexicon, found like the packaged ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from parkie.errors import LexiconError
from parkie.labels import ENTITY_LABELS
from parkie.matchers.reading import NameMatch
from parkie.text.fold import fold

__all__ = ["ADDED", "AddedNames"]

ADDED = "added"
"""What names of the user's have as their source."""


class AddedNames:
    """An automaton over rows (surface, label, canonical name or None, adcode or None).

    >>> AddedNames([("云谷", "PARK", "云栖智谷产业园", None)]).find("入驻云谷")[0].name
    '云栖智谷产业园'

    Raises:
        LexiconError: a row has not four fields, no surface, or a label that is none of the record's.
    """

    def __init__(self, rows: Iterable[Sequence[str | None]]) -> None:
        self._rows = [self._checked(number, row) for number, row in enumerate(rows)]
        surfaces = [surface for surface, *_ in self._rows]
        self._automaton = AhoCorasick(surfaces, matchkind=MatchKind.LeftmostLongest) if surfaces else None

    def find(self, folded: str) -> list[NameMatch]:
        """The added names in ``folded``, leftmost-longest, with score 1."""
        if self._automaton is None:
            return []
        out = []
        for index, start, end in self._automaton.find_matches_as_indexes(folded):
            surface, label, name, adcode = self._rows[index]
            out.append(NameMatch(start, end, label, name or surface, adcode, ADDED))
        return out

    @staticmethod
    def _checked(number: int, row: Sequence[str | None]) -> tuple[str, str, str | None, str | None]:
        expected = f"expected row {number} as (surface, label, canonical name or None, adcode or None)"
        if isinstance(row, str) or len(row) != 4:
            raise LexiconError(f"{expected}, found {row!r}")
        surface, label, name, adcode = row
        if not surface:
            raise LexiconError(f"{expected} with a surface, found {row!r}")
        if label not in ENTITY_LABELS:
            raise LexiconError(f"{expected} with a label of {', '.join(ENTITY_LABELS)}, found {label!r}")
        return fold(surface), label, name, adcode
