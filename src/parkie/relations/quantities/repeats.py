"""One figure told twice in a section (in the lead and in the body) is one event: the fuller telling stays."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from parkie.matchers.reading import FigureMatch
from parkie.relations.reading import EventReading

__all__ = ["FigureKey", "Told", "key_of", "without_repeats"]

FigureKey = tuple[Decimal | None, Decimal | None, Decimal | None, str]
PARTICULAR = 4
"""Digits from which on a value is known again by itself."""
NEAR = 6
"""Characters beside a figure in which a word must be the same, for a value with fewer digits."""
MOST_PLACES = 8
"""Places of one value that are compared at most."""
TAIL = 2
"""Last characters of two indicators that must agree."""


def key_of(figure: FigureMatch) -> FigureKey:
    """What makes two figures the same."""
    return (figure.value, figure.low, figure.high, figure.unit)


class Told:
    """The figures that other events have taken, to know them again when the text repeats them."""

    def __init__(self, figures: Iterable[FigureMatch], text: str) -> None:
        self._text = text
        self._places: dict[FigureKey, list[frozenset[str]]] = {}
        for figure in figures:
            if figure.modifier != "magnitude":
                self._places.setdefault(key_of(figure), []).append(self._around(figure))

    def repeats(self, figure: FigureMatch) -> bool:
        """Whether ``figure`` is one of them: a particular value, or a value with a word of its surroundings."""
        places = self._places.get(key_of(figure))
        if not places or figure.dimension == "percent":
            return False
        around = self._around(figure)
        return _is_particular(figure) or any(around & place for place in places[:MOST_PLACES])

    def _around(self, figure: FigureMatch) -> frozenset[str]:
        """The pairs of characters close to the figure that are words or parts of words."""
        left = self._text[max(0, figure.start - NEAR) : figure.start]
        right = self._text[figure.end : figure.end + NEAR]
        return frozenset(
            side[at : at + 2] for side in (left, right) for at in range(len(side) - 1) if side[at : at + 2].isalpha()
        )


def _is_particular(figure: FigureMatch) -> bool:
    """Whether the value has so many digits that chance does not repeat it."""
    value = figure.value if figure.value is not None else figure.low
    return value is not None and len(value.normalize().as_tuple().digits) >= PARTICULAR


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
