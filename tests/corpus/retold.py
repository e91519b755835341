"""The labelled sets of corpus/retold, and how well happenings are merged on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import parkie
from parkie.corpus.dedup import Merged, merge
from parkie.corpus.sources import source_of
from parkie.formats.marked import read_marked

__all__ = ["FOLDER", "HARD_REPRINTS", "Score", "score"]

FOLDER = Path(__file__).parents[2] / "corpus" / "retold"
HARD_REPRINTS = frozenset(["02", "05", "08", "10", "13", "17", "18", "20", "23", "27", "31", "36"])

Event = tuple[str, str]
Pair = tuple[Event, Event]


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of events of two articles: those of one happening, those put together, and those that are both.

    Only events that parkie found count, so that merging is measured and not extraction; ``found`` of ``marked``
    triggers were.
    """

    merged: Merged
    marked: int
    found: int
    gold: Set[Pair]
    joined: Set[Pair]

    @property
    def precision(self) -> float:
        return len(self.gold & self.joined) / max(1, len(self.joined))

    @property
    def recall(self) -> float:
        return len(self.gold & self.joined) / max(1, len(self.gold))


def score(odd: bool) -> Score:
    """The sets with odd or with even numbers."""
    key_of: dict[Event, str] = {}
    sources = []
    marked = 0
    for page, path in enumerate(path for path in sorted(FOLDER.glob("*.txt")) if int(path.stem[:2]) % 2 == odd):
        labelled = read_marked(path.read_text("utf-8"), path.stem)
        day = labelled.meta["published"]
        article = parkie.extract(labelled.text, published=None if day == "-" else day, html=False)
        sources.append(source_of(page, path.stem, article))
        for mark in labelled.entities:
            marked += 1
            kind = mark.label.split("-")[1]
            for event in article.events:
                here = event.trigger.start < mark.end and mark.start < event.trigger.end
                if here and event.type == kind and (path.stem, event.id) not in key_of:
                    key_of[path.stem, event.id] = mark.label
                    break
    merged = merge(sources)
    by_key = defaultdict(list)
    for event_id, key in key_of.items():
        by_key[key].append(event_id)
    gold = {pair for events in by_key.values() for pair in pairs(events)}
    told = ([(t.source, t.event) for t in happening.tellings] for happening in merged.happenings)
    joined = {pair for events in told for pair in pairs([event for event in events if event in key_of])}
    return Score(merged, marked, len(key_of), gold, joined)


def pairs(events: list[Event]) -> Iterator[Pair]:
    """Each two of them that are told by two articles."""
    for one, other in combinations(sorted(events), 2):
        if one[0] != other[0]:
            yield one, other
