"""Why a figure tells a statistic or a target, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from parkie.explaining.explanation import ArgumentReason, CandidateReason, EventReason, RealisReason, Refusal
from parkie.relations.quantities.measured import Measured
from parkie.relations.quantities.ownership import owners_of
from parkie.relations.quantities.verdict import TELLING
from parkie.relations.reading import Argument, EventReading

__all__ = ["explain_measure", "refused_measures"]

_ORIGINS: Final = {
    "value": "figure", "indicator": "indicator", "subject": "subject", "change": "change",
    "period": "period", "deadline": "period",
}  # fmt: skip
_SIDES: Final = {
    "left": "the noun in front of the figure",
    "right": "the noun that the figure counts",
    "share": "what the figure is a share of",
    "verb": "the verb that compares",
}
_SOURCES: Final = {
    "modified": "the noun that the figure's phrase modifies",
    "clause": "the nearest in its clause, in front of what is measured",
    "indicator": "stands in what is measured itself",
    "counted": "what its clause counts",
    "among": "the whole that a clause in front names",
    "part of": "what the sentence before counted, of which this one counts parts",
    "noun": "the noun that leads its clause",
    "earlier clause": "leads an earlier clause of the sentence",
    "placed": "stands in its clause behind 在 or the like",
    "figure before": "whose the figure before is",
    "prefix": "the first part of what is measured",
    "spoken of": "who was spoken of last",
    "set aside": "stands in its clause behind 由 or the like",
    "any name": "the nearest name in front that can have figures",
}
"""Where whose figure it is was found, by the names of ``owners_of``, the surest first."""


def explain_measure(text: str, measured: Measured, event: EventReading, event_id: str) -> EventReason:
    """Why there is a statistic or target; ``measured`` is its figure as it was read."""
    judged = measured.likely is not None
    return EventReason(
        event_id, event.type, text[event.start : event.end], event.start, event.end,
        "judge" if judged else "figures", _decided(measured), event.confidence,
        _realis(text, measured, event), None, None,
        tuple(_argument(text, measured, argument) for argument in event.arguments),
    )  # fmt: skip


def _decided(measured: Measured) -> str:
    if measured.likely is None:
        return "a figure that measures something and belongs to no other event"
    alone = "would tell it too" if measured.ruled else f"would not: {_objection(measured)}"
    return f"at least as likely as {TELLING}; the rules alone {alone}"


def refused_measures(
    text: str, looked_at: Sequence[Measured], events: Sequence[EventReading]
) -> Iterator[Refusal]:
    """The figures of a section that tell nothing of their own; ``events`` are those of the section."""
    told = {(event.start, event.end) for event in events}
    changes = {id(m.slot.change) for m in looked_at if m.slot.change is not None}
    for measured in looked_at:
        slot, figure = measured.slot, measured.slot.figure
        if slot.taken or (figure.start, figure.end) in told:
            continue
        why = "the change of another figure" if id(slot) in changes else _why(measured)
        word = text[figure.start : figure.end]
        by, score = ("figures", None) if measured.likely is None else ("judge", max(measured.likely))
        yield Refusal(word, figure.start, figure.end, "target" if slot.target else "statistic", why, by, score)


def _why(measured: Measured) -> str:
    if measured.event is not None:
        return "told more fully elsewhere"
    if measured.likely is None:
        return _objection(measured)
    alone = "would tell it" if measured.ruled else f"would not: {_objection(measured)}"
    return f"less likely than {TELLING}; the rules alone {alone}"


def _objection(measured: Measured) -> str:
    """What the rules have against a figure."""
    if measured.repeated:
        return "the figure of an event, told again"
    return "nothing says what it measures" if measured.slot.span is None else "it measures nothing of its own"


def _realis(text: str, measured: Measured, event: EventReading) -> RealisReason:
    slot = measured.slot
    if slot.cue is not None and slot.target:
        start, end = slot.cue.start, slot.cue.end
        return RealisReason(event.realis, f"frames/target.toml [{slot.cue.kind}]", text[start:end], start, end)
    if not slot.target:
        return RealisReason(event.realis)
    return RealisReason(event.realis, "dated later than the page" if measured.likely is None else "likelier a target")


def _argument(text: str, measured: Measured, argument: Argument) -> ArgumentReason:
    start, end = argument.start, argument.end
    origin = _ORIGINS[argument.role]
    return ArgumentReason(
        argument.role, text[start:end], start, end, origin, _told(measured, argument, origin), argument.score,
        None, tuple(_lost(text, measured, argument, origin)),
    )  # fmt: skip


def _told(measured: Measured, argument: Argument, origin: str) -> str:
    slot = measured.slot
    if origin == "indicator":
        if slot.carried or slot.indicator is None:
            return "what the figure before measures, or an earlier clause names"
        return _SIDES.get(slot.indicator.side, slot.indicator.side)
    if origin == "subject":
        if slot.subject is not slot.owner:
            return "what was counted before"
        source = next((name for name, owner in _owners(measured) if _same(owner, argument)), None)
        return "another member of the coordination" if source is None else _SOURCES[source]
    if origin == "period":
        return "the nearest date in front that can date a figure, or that of an earlier sentence"
    return "the growth that is told of the figure" if origin == "change" else "the figure itself"


def _owners(measured: Measured) -> list[tuple[str, Argument]]:
    """Who each source says that the figure belongs to, the surest first."""
    slot = measured.slot
    return [] if slot.memory is None else list(owners_of(measured.row, slot, slot.previous, slot.memory))


def _lost(text: str, measured: Measured, argument: Argument, origin: str) -> Iterator[CandidateReason]:
    """What else could have been the subject or the period."""
    seen = {(argument.start, argument.end)}
    for start, end, score, why in _others(measured, origin):
        if (start, end) not in seen:
            seen.add((start, end))
            yield CandidateReason(text[start:end], start, end, score, None, {}, why)


def _others(measured: Measured, origin: str) -> Iterator[tuple[int, int, float | None, str]]:
    if origin == "subject":
        for source, owner in _owners(measured):
            yield owner.start, owner.end, owner.score, f"a source less sure: {_SOURCES[source]}"
    if origin == "period":
        for date in measured.sentence.dates:
            in_front = date.end <= measured.slot.figure.start
            why = "a nearer one stands in front" if in_front else "stands behind the figure"
            dates_figures = date in measured.timeline.dates
            yield date.start, date.end, None, why if dates_figures else "no date that a figure holds for"


def _same(one: Argument, other: Argument) -> bool:
    return (one.start, one.end) == (other.start, other.end)
