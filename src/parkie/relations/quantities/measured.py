"""A figure that was asked what it measures, with all that an answer needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parkie.matchers.reading import DateMatch
from parkie.relations.quantities.periods import Timeline
from parkie.relations.quantities.slots import Slot
from parkie.relations.quantities.tokens import Token
from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Sentence

__all__ = ["Measured"]


@dataclass(slots=True)
class Measured:
    """A slot in its sentence, and the event that it tells, if it does.

    ``row`` are the tokens of the sentence; ``period`` is the date that an earlier sentence gave; ``repeated`` says
    that another event has told the figure already; ``subject`` is whose it is, with the name that it stands for.
    ``likely`` is how likely the figure is told as a statistic, and as a target, where a judge was asked.
    """

    slot: Slot
    sentence: Sentence
    row: Sequence[Token]
    timeline: Timeline
    period: DateMatch | None
    repeated: bool
    subject: Argument | None
    likely: tuple[float, float] | None = None
    event: EventReading | None = None

    @property
    def ruled(self) -> bool:
        """Whether the rules alone would tell it."""
        return not (self.slot.dropped or self.slot.taken or self.repeated)
