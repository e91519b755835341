"""How mentions become events: pure functions over a section's text and its mentions, no spaCy, no pydantic."""

from __future__ import annotations

from dataclasses import dataclass, field

from parkie.relations.happenings import find_triggered
from parkie.relations.happenings.tracing import Tracing
from parkie.relations.judging.judge import Judge
from parkie.relations.quantities import find_statistics
from parkie.relations.quantities.measured import Measured
from parkie.relations.reading import EventReading
from parkie.relations.scene import Mentions, Scene

__all__ = ["Judge", "Trace", "find_events"]


@dataclass(slots=True)
class Trace:
    """What was weighed in a section: ``happenings`` by their trigger words, ``measured`` by their figures."""

    scene: Scene | None = None
    happenings: Tracing = field(default_factory=Tracing)
    measured: list[Measured] = field(default_factory=list)


def find_events(
    text: str,
    section: tuple[str, int, int],
    mentions: Mentions,
    judge: Judge | None = None,
    trace: Trace | None = None,
) -> list[EventReading]:
    """The events of a section (kind, start, end), in text order.

    Args:
        text: the folded page; offsets are offsets into it.
        section: kind, start and end.
        mentions: what was found on the page.
        judge: the trained scorer of triggers, fillers and figures; without one frames and rules decide.
        trace: takes what was weighed.
    """
    trace = trace or Trace()
    kind, start, end = section
    trace.scene = scene = Scene(text, kind, start, end, mentions)
    events = find_triggered(scene, judge, trace.happenings)
    taken = {(a.start, a.end) for event in events for a in event.arguments if a.kind == "figure"}
    told = find_statistics(scene, taken, judge, trace.measured)
    return sorted([*events, *told], key=lambda event: (event.start, event.end))
