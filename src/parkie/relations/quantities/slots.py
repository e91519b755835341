"""The figures of a sentence in their runs: which belong together, which only tell the change of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parkie.matchers.reading import FigureMatch
from parkie.relations.quantities import tokens as k
from parkie.relations.quantities.changes import Growth
from parkie.relations.quantities.indicators import Indicator
from parkie.relations.quantities.phrases import Phrase
from parkie.relations.quantities.subjects import Memory
from parkie.relations.quantities.targets import Cue
from parkie.relations.quantities.tokens import Token
from parkie.relations.reading import Argument

__all__ = ["Slot", "as_changes", "runs_of", "slots_of"]


@dataclass(slots=True)
class Slot:
    """A figure of the sentence on its way to an event.

    ``taken`` figures belong to another event and only lend their indicator and subject; ``dropped`` ones measure
    nothing of their own. ``span`` is the indicator in the text, own or carried; ``owner`` who goes on having
    figures after this one, while ``subject`` may be what was counted before; ``also`` holds the other members of a
    coordination that the figure measures alike (A、B增幅均超10%). ``cue`` is the word of intention that makes it a
    target, if one does. One that ``is_change`` tells how another figure grew. ``previous`` is the figure before it,
    and ``memory`` who had been spoken of, when it was asked whose it is.
    """

    index: int
    figure: FigureMatch
    taken: bool
    growth: Growth | None = None
    indicator: Indicator | None = None
    span: tuple[int, int] | None = None
    carried: bool = False
    subject: Argument | None = None
    owner: Argument | None = None
    change: Slot | None = None
    dropped: bool = False
    target: bool = False
    also: tuple[Phrase, ...] = ()
    cue: Cue | None = None
    is_change: bool = False
    previous: Slot | None = None
    memory: Memory | None = None

    @property
    def is_share(self) -> bool:
        """Whether the figure is the share of a whole (占…)."""
        return self.indicator is not None and self.indicator.side == "share"


def slots_of(row: Sequence[Token], taken: set[tuple[int, int]]) -> list[Slot]:
    """A slot for each figure of the row."""
    return [
        Slot(index, token.mention, (token.start, token.end) in taken)
        for index, token in enumerate(row)
        if isinstance(token.mention, FigureMatch)
    ]


def runs_of(row: Sequence[Token], slots: list[Slot]) -> Iterator[list[Slot]]:
    """The runs of slots that only 、 or 和 parts."""
    start = 0
    while start < len(slots):
        stop = start + 1
        while stop < len(slots) and _adjoins(row, slots[stop - 1], slots[stop]):
            stop += 1
        yield slots[start:stop]
        start = stop


def as_changes(run: list[Slot], growth: Growth, values: list[Slot]) -> bool:
    """Make the run the changes of the values before it; False where it stands for itself."""
    if not growth.bare or growth.peer or len(values) != len(run):
        return False
    if all(value.change is not None for value in values) and all(slot.figure.unit == "%" for slot in run):
        for slot in run:
            slot.dropped = slot.is_change = True
        return True
    for value, slot in zip(values, run, strict=True):
        if value.taken or value.change is not None or (value.growth is not None and slot.figure.unit != "pp"):
            return False
    for value, slot in zip(values, run, strict=True):
        slot.growth = growth
        slot.dropped = slot.is_change = True
        value.change = slot
    return True


def _adjoins(row: Sequence[Token], left: Slot, right: Slot) -> bool:
    if left.figure.dimension != right.figure.dimension or right.index - left.index != 2:
        return False
    return row[left.index + 1].kind == k.AND
