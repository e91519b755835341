"""What the judge learns from: what the pipeline makes of articles with marked events, and which of it is right.

It is what the pipeline really finds, mistakes among names included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from zlib import crc32

from spacy.language import Language

from parkie.api import make_doc
from parkie.formats.labelled import Labelled, LabelledEvent
from parkie.labels import QUANTITY_TYPES
from parkie.pipes import state
from parkie.pipes.linker import read_mentions
from parkie.relations import Judge
from parkie.relations.happenings import find_triggered
from parkie.relations.happenings.attempts import Attempt, find_attempts, worth_judging
from parkie.relations.happenings.decoding import Candidate
from parkie.relations.happenings.groups import Group
from parkie.relations.happenings.triggers import find_possible_triggers
from parkie.relations.quantities.measured import Measured
from parkie.relations.quantities.statistics import find_measured
from parkie.relations.quantities.verdict import is_asked
from parkie.relations.scene import Scene

__all__ = ["Case", "find_cases", "fold_of", "measure", "takes", "told_as", "told_by"]

_SAME: Final = 0.5
"""How much of what two spans cover together they must share to be the same argument."""


@dataclass(slots=True)
class Case:
    """A section of an article with its attempts, sentence by sentence, its figures, and the events marked in it.

    ``counts`` says whether statistics and targets are marked too.
    """

    article: Labelled
    scene: Scene
    groups: list[list[Attempt]]
    events: list[LabelledEvent]
    marked: list[tuple[int, int]]
    counts: bool = True
    measured: list[Measured] = field(default_factory=list)

    @property
    def attempts(self) -> Iterator[Attempt]:
        """Of all sentences."""
        return (attempt for group in self.groups for attempt in group)


def find_cases(nlp: Language, articles: Iterable[Labelled], *, counts: bool = True) -> Iterator[Case]:
    """What the pipeline makes of articles, up to where the judge comes in; only marked sections count.

    ``counts`` says whether statistics and targets are marked in them too.
    """
    for article in articles:
        day = article.meta.get("published", "-")
        doc = nlp(make_doc(nlp, article.text, None if day == "-" else day, html=False))
        text, mentions = state.live_text(doc), read_mentions(doc)
        marked = [(s.start, s.end) for s in article.sections] or [(0, len(text))]
        for kind, start, end in state.live_sections(doc):
            scene = Scene(text, kind, start, end, mentions)
            groups = [worth_judging(scene, group) for group in find_attempts(scene, find_possible_triggers(scene))]
            kept = [[a for a in group if _inside(a.trigger.start, a.trigger.end, marked)] for group in groups]
            events = [event for event in article.events if start <= event.trigger[0] < end]
            yield Case(article, scene, [group for group in kept if group], events, marked, counts)


def measure(case: Case, judge: Judge) -> None:
    """Find the figures that can be told, where the judge says which are arguments of other events."""
    events = find_triggered(case.scene, judge)
    taken = {(a.start, a.end) for event in events for a in event.arguments if a.kind == "figure"}
    found = find_measured(case.scene, taken)
    case.measured = [
        one for one in found if is_asked(one) and _inside(one.slot.figure.start, one.slot.figure.end, case.marked)
    ]


def fold_of(article: Labelled, parts: int) -> int:
    """In which of so many parts an article is, by a checksum of its text."""
    return crc32(article.text.encode()) % parts


def told_by(attempt: Attempt, events: Iterable[LabelledEvent]) -> list[LabelledEvent]:
    """The events of the type whose trigger the attempt's overlaps."""
    trigger = attempt.trigger
    return [
        event
        for event in events
        if event.type == trigger.row.type and event.trigger[0] < trigger.end and trigger.start < event.trigger[1]
    ]


def told_as(measured: Measured, events: Iterable[LabelledEvent]) -> list[LabelledEvent]:
    """The statistics and targets whose value the figure is."""
    start, end = measured.slot.figure.start, measured.slot.figure.end
    return [e for e in events if e.type in QUANTITY_TYPES and e.trigger[0] < end and start < e.trigger[1]]


def takes(candidate: Candidate, event: LabelledEvent) -> bool:
    """Whether the filler, or a member of it, is an argument of the event in that role."""
    spans = _spans(candidate)
    return any(
        _shared(span, alternative) >= _SAME
        for alternative in _alternatives(event, candidate.role.name)
        for span in spans
    )


def _alternatives(event: LabelledEvent, role: str) -> Iterator[tuple[int, int]]:
    return ((start, end) for name, spans in event.arguments if name == role for start, end in spans)


def _spans(candidate: Candidate) -> list[tuple[int, int]]:
    filler = candidate.filler
    if not isinstance(filler, Group):
        return [(filler.start, filler.end)]
    if filler.members:
        return [(member.start, member.end) for member in filler.members]
    nouns = filler.nouns or ((filler.noun,) if filler.noun else ())
    counted = [(filler.figure.start, nouns[0].end)] if filler.figure and filler.figure.start < nouns[0].start else []
    return [*((noun.start, noun.end) for noun in nouns), *counted]


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (one[1] - one[0] + other[1] - other[0] - shared)


def _inside(start: int, end: int, marked: Sequence[tuple[int, int]]) -> bool:
    return any(lo <= start and end <= hi for lo, hi in marked)
