"""One figure told twice in a section (in the lead and in the body) is one event: the fuller telling stays."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from parkie.matchers.reading import FigureMatch
from parkie.relations.reading import EventReading

__all__ = ["FigureKey", "key_of", "without_repeats"]

FigureKey = tuple[Decimal | None, Decimal | None, Decimal | None, str]
TELLING = 20
"""A count below this says too little to be known again by its value alone."""
TAIL = 2
"""Last characters of two indicators that must agree."""


def key_of(figure: FigureMatch) -> FigureKey:
    """What makes two figures the same."""
    return (figure.value, figure.low, figure.high, figure.unit)


def is_telling(figure: FigureMatch) -> bool:
    """Whether the value is particular enough to be known again."""
    value = figure.value if figure.value is not None else figure.low
    return figure.dimension != "percent" and figure.modifier != "magnitude" and value is not None and value >= TELLING


def without_repeats(
    events: Iterable[EventReading], figures: dict[tuple[int, int], FigureMatch], text: str
) -> list[EventReading]:
    """The events without the poorer tellings of the same value of the same indicator."""
    kept: dict[tuple[FigureKey, str, str], EventReading] = {}
    for event in events:
        key = (key_of(figures[event.start, event.end]), _tail(event, text), event.type)
        other = kept.get(key)
        if other is None or len(event.arguments) >= len(other.arguments) or _distinct(event, other):
            if other is not None and _distinct(event, other):
                key = (*key[:1], f"{key[1]}@{event.start}", event.type)
            kept[key] = event
    changes = {
        (key_of(figures[argument.start, argument.end]), _tail(event, text))
        for event in kept.values() for argument in event.arguments if argument.role == "change"
    }  # fmt: skip
    return [
        event for event in kept.values()
        if (key_of(figures[event.start, event.end]), _tail(event, text)) not in changes
    ]  # fmt: skip


def _distinct(event: EventReading, other: EventReading) -> bool:
    """Whether both stand in one sentence, or tell of different times: then they are two."""
    dates = [{(a.start, a.end) for a in e.arguments if a.role in ("period", "deadline")} for e in (event, other)]
    return event.evidence == other.evidence or (bool(dates[0]) and dates[0] == dates[1])


def _tail(event: EventReading, text: str) -> str:
    for argument in event.arguments:
        if argument.role == "indicator":
            whole = text[argument.start : argument.end]
            return whole if text[event.end - 1] == "%" else whole[-TAIL:]
    return ""
