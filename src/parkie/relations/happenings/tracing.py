"""What was weighed on the way to the events of a section, kept for whoever asks why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parkie.relations.happenings.attempts import Attempt
from parkie.relations.happenings.decoding import Choice
from parkie.relations.reading import EventReading

__all__ = ["Tracing"]


@dataclass(slots=True)
class Tracing:
    """The attempts of a section, sentence by sentence; which of them were told, with what they chose; the events.

    ``judged`` are the event types of which likelihoods decided, and not the frames. ``steps`` has the events after
    each step by its name, from ``own`` to ``merged``; up to the last step a place in the list stays the same event.
    """

    groups: Sequence[Sequence[Attempt]] = ()
    judged: frozenset[str] = frozenset()
    told: Sequence[tuple[Attempt, Sequence[Choice]]] = ()
    steps: dict[str, Sequence[EventReading]] = field(default_factory=dict)

    def keep(self, step: str, events: list[EventReading]) -> list[EventReading]:
        """Keep the events as they are after the step, and give them back."""
        self.steps[step] = events
        return events
