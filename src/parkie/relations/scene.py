"""One section as the linker sees it: sentences, clauses, and the mentions that lie in each.

All offsets are absolute, 0-based and end-exclusive. Everything is found by bisection over sorted starts, so a
section with many mentions costs no more per mention than one with few.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch, Sighting
from parkie.text.sentences import clauses, sentences

__all__ = ["Mentions", "Scene", "Sentence"]


@dataclass(frozen=True, slots=True)
class Mentions:
    """What the matchers found on the whole page, each list in text order, and the day it was published on.

    ``sightings`` are what a trained reader takes for triggers; None where none has looked. ``suspected`` are what it
    takes for arguments.
    """

    entities: Sequence[NameMatch] = ()
    anaphors: Sequence[NameMatch] = ()
    figures: Sequence[FigureMatch] = ()
    dates: Sequence[DateMatch] = ()
    published: date | None = None
    sightings: Sequence[Sighting] | None = None
    suspected: Sequence[Sighting] = ()


@dataclass(frozen=True)
class Sentence:
    """A sentence with its clauses and mentions; ``index`` counts the sentences of the section from 0.

    ``suspected`` is what a trained reader takes for arguments.
    """

    text: str = field(repr=False)
    index: int
    start: int
    end: int
    entities: Sequence[NameMatch]
    anaphors: Sequence[NameMatch]
    figures: Sequence[FigureMatch]
    dates: Sequence[DateMatch]
    in_title: bool = False
    suspected: Sequence[Sighting] = ()

    @cached_property
    def clauses(self) -> list[tuple[int, int]]:
        """The clauses as (start, end)."""
        return clauses(self.text, self.start, self.end, spaced=self.in_title)

    @cached_property
    def names(self) -> list[NameMatch]:
        """Entities and anaphors together, in text order."""
        return sorted([*self.entities, *self.anaphors], key=lambda m: (m.start, m.end))

    def clause_of(self, position: int) -> int:
        """The number of the clause that holds the character at ``position``."""
        return max(bisect_right(self._clause_starts, position) - 1, 0)

    def suspected_at(self, start: int, end: int) -> Sequence[Sighting]:
        """What a trained reader takes for arguments that the span shares characters with."""
        found = self._suspected_at.get((start, end))
        if found is None:
            found = [s for s in self.suspected if s.start < end and start < s.end]
            self._suspected_at[start, end] = found
        return found

    @cached_property
    def _suspected_at(self) -> dict[tuple[int, int], Sequence[Sighting]]:
        return {}  # each span is asked for by every trigger of the sentence

    @cached_property
    def _clause_starts(self) -> list[int]:
        return [start for start, _ in self.clauses]

    def within(self, start: int, end: int) -> str:
        """The text from ``start`` to ``end``, cut to the sentence."""
        return self.text[max(start, self.start) : min(end, self.end)]

    def before(self, position: int, length: int) -> str:
        """Up to ``length`` characters in front of ``position``, not beyond the sentence."""
        return self.text[max(self.start, position - length) : position]

    def after(self, position: int, length: int) -> str:
        """Up to ``length`` characters from ``position`` on, not beyond the sentence."""
        return self.text[position : min(self.end, position + length)]


class Scene:
    """A section of the page: its text, its kind, its sentences in order."""

    def __init__(self, text: str, kind: str, start: int, end: int, mentions: Mentions) -> None:
        self.text = text
        self.kind = kind
        self.start = start
        self.end = end
        self.published = mentions.published
        self.sighted = mentions.sightings is not None
        self._sightings = _Index(mentions.sightings or ())
        entities = _Index(mentions.entities)
        anaphors = _Index(mentions.anaphors)
        figures = _Index(mentions.figures)
        dates = _Index(mentions.dates)
        suspected = _Index(mentions.suspected)
        self.sentences = [
            Sentence(
                text, number, lo, hi,
                entities.inside(lo, hi), anaphors.inside(lo, hi), figures.inside(lo, hi), dates.inside(lo, hi),
                kind == "title", suspected.inside(lo, hi),
            )
            for number, (lo, hi) in enumerate(sentences(text, start, end))
        ]  # fmt: skip
        self._starts = [sentence.start for sentence in self.sentences]
        self._named: dict[str, list[NameMatch]] = {}
        for sentence in self.sentences:
            for name in sentence.names:
                self._named.setdefault(name.label, []).append(name)

    def antecedent(self, label: str, position: int, reach: int = 400) -> NameMatch | None:
        """The last name with that label that ends before ``position``, at most ``reach`` characters back."""
        names = self._named.get(label, ())
        at = bisect_left(names, position, key=lambda name: name.start) - 1
        if at < 0 or names[at].end > position or position - names[at].end > reach:
            return None
        return names[at]

    def sightings(self, start: int, end: int) -> list[Sighting]:
        """What a trained reader takes for triggers between the two places."""
        return self._sightings.inside(start, end)

    def sentence_at(self, position: int) -> Sentence:
        """The sentence that holds the character at ``position``."""
        return self.sentences[max(bisect_right(self._starts, position) - 1, 0)]


class _Index:
    """Mentions in text order, found by their bounds."""

    def __init__(self, mentions: Sequence[NameMatch | FigureMatch | DateMatch | Sighting]) -> None:
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]

    def inside(self, start: int, end: int) -> list[Any]:
        lo, hi = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self._mentions[lo:hi] if mention.end <= end]
