"""How mentions become events: pure functions over a section's text and its mentions, no spaCy, no pydantic."""

from __future__ import annotations

from parkie.relations.happenings import find_triggered
from parkie.relations.quantities import find_statistics
from parkie.relations.reading import EventReading
from parkie.relations.scene import Mentions, Scene

__all__ = ["find_events"]


def find_events(text: str, kind: str, start: int, end: int, mentions: Mentions) -> list[EventReading]:
    """The events of the section ``text[start:end]``, in text order; ``text`` is folded, offsets are absolute."""
    scene = Scene(text, kind, start, end, mentions)
    events = find_triggered(scene)
    taken = {(a.start, a.end) for event in events for a in event.arguments if a.kind == "figure"}
    events += find_statistics(scene, taken)
    return sorted(events, key=lambda event: (event.start, event.end))
