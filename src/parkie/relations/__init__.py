"""How mentions become events: pure functions over a section's text and its mentions, no spaCy, no pydantic."""

from __future__ import annotations

from parkie.relations.happenings import find_triggered
from parkie.relations.happenings.judging.judge import Judge
from parkie.relations.quantities import find_statistics
from parkie.relations.reading import EventReading
from parkie.relations.scene import Mentions, Scene

__all__ = ["Judge", "find_events"]


def find_events(
    text: str, section: tuple[str, int, int], mentions: Mentions, judge: Judge | None = None
) -> list[EventReading]:
    """The events of a section (kind, start, end), in text order.

    Args:
        text: the folded page; offsets are offsets into it.
        section: kind, start and end.
        mentions: what was found on the page.
        judge: the trained scorer of triggers and fillers; without one the frames alone decide.
    """
    kind, start, end = section
    scene = Scene(text, kind, start, end, mentions)
    events = find_triggered(scene, judge)
    taken = {(a.start, a.end) for event in events for a in event.arguments if a.kind == "figure"}
    events += find_statistics(scene, taken)
    return sorted(events, key=lambda event: (event.start, event.end))
