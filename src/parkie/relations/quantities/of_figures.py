"""What the scorer sees of a figure as one that is told for its own sake: what the rules make of it, what is around."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log
from typing import Final

from parkie.labels import DIMENSIONS, EVENT_TYPES, MODIFIERS, QUANTITY_TYPES
from parkie.relations.judging.rows import BUCKETS, Row, buckets
from parkie.relations.quantities.measured import Measured
from parkie.relations.scene import Scene

__all__ = ["MEASURES", "columns", "rows_of_figures"]

MEASURES: Final = (
    # of the rules
    "ruled", "dropped", "measured", "carried", "target", "dated_ahead", "indicator", "growth", "bare", "peer",
    "changed", "subject",
    # of its place
    "sentence", "in_title", "in_teaser", "sentence_length", "figures", "figures_before", "names", "dates",
    "bracketed", "figure_left", "figure_right",
    # of what the trained reader suspects
    "statistic", "statistic_log", "as_target", "as_target_log", "other_seen", "other_near",
)  # fmt: skip
_FLOOR: Final = 1e-4
_NEAR: Final = 24
_MOST: Final = 8
_SIDES: Final = ("left", "right", "share", "verb", "none")
_CUES: Final = ("build", "open", "opened_short", "opened_clause", "none")


@cache
def _slots() -> dict[str, int]:
    names = [f"dimension:{name}" for name in DIMENSIONS] + [f"modifier:{name}" for name in MODIFIERS]
    names += [f"side:{side}" for side in _SIDES] + [f"cue:{kind}" for kind in _CUES]
    names += [f"near:{name}" for name in EVENT_TYPES]
    names += [f"bucket:{number}" for number in range(BUCKETS)]
    return {name: number for number, name in enumerate(names)}


@cache
def columns() -> tuple[str, ...]:
    """What each number of a row is, by name."""
    return (*MEASURES, *_slots())


def rows_of_figures(scene: Scene, measured: Sequence[Measured]) -> list[Row]:
    """A row for each figure."""
    return [_row(scene, one) for one in measured]


def _row(scene: Scene, one: Measured) -> Row:
    return Row([*_of_rules(one), *_of_place(scene, one), *_of_sightings(scene, one)], _on(scene, one))


def _of_rules(one: Measured) -> list[float]:
    slot = one.slot
    growth = slot.growth
    return [
        one.ruled, slot.dropped, slot.span is not None, slot.carried, slot.target,
        one.timeline.is_ahead(slot.figure.start), 0.0 if slot.indicator is None else slot.indicator.score,
        growth is not None, growth is not None and growth.bare, growth is not None and growth.peer,
        slot.change is not None, 0.0 if slot.subject is None else slot.subject.score,
    ]  # fmt: skip


def _of_place(scene: Scene, one: Measured) -> list[float]:
    sentence, figure = one.sentence, one.slot.figure
    before = sum(1 for other in sentence.figures if other.end <= figure.start)
    return [
        min(sentence.index, _MOST), sentence.in_title, scene.kind == "teaser",
        min((sentence.end - sentence.start) / 40, _MOST), min(len(sentence.figures), _MOST), min(before, _MOST),
        min(len(sentence.names), _MOST), min(len(sentence.dates), _MOST),
        sentence.before(figure.start, 1) == "(" or sentence.after(figure.end, 1) == ")",
        any(0 <= figure.start - other.end <= 3 for other in sentence.figures),
        any(0 <= other.start - figure.end <= 3 for other in sentence.figures),
    ]  # fmt: skip


def _of_sightings(scene: Scene, one: Measured) -> list[float]:
    """How likely the reader finds it a statistic, a target, and an event of another type here and near."""
    start, end = one.slot.figure.start, one.slot.figure.end
    here = dict.fromkeys(QUANTITY_TYPES, 0.0)
    other = near = 0.0
    for seen in scene.sightings(max(start - _NEAR, one.sentence.start), min(end + _NEAR, one.sentence.end)):
        inside = seen.start < end and start < seen.end
        if seen.type in here:
            here[seen.type] = max(here[seen.type], seen.score) if inside else here[seen.type]
        elif inside:
            other = max(other, seen.score)
        else:
            near = max(near, seen.score)
    statistic, target = here["statistic"], here["target"]
    return [statistic, log(max(statistic, _FLOOR)), target, log(max(target, _FLOOR)), other, near]


def _on(scene: Scene, one: Measured) -> list[int]:
    slots, slot, sentence = _slots(), one.slot, one.sentence
    figure = slot.figure
    side = "none" if slot.indicator is None else slot.indicator.side
    names = [
        f"dimension:{figure.dimension}", f"modifier:{figure.modifier}", f"side:{side}",
        f"cue:{slot.cue.kind if slot.cue else 'none'}",
        *(f"near:{s.type}" for s in scene.sightings(sentence.start, sentence.end) if s.score >= 0.3),
    ]  # fmt: skip
    left = one.row[slot.index - 1].text if slot.index else ""
    right = one.row[slot.index + 1].text if slot.index + 1 < len(one.row) else ""
    words = [f"left {left}", f"right {right}", f"unit {figure.unit}"]
    if slot.index > 1:
        words.append(f"second {one.row[slot.index - 2].text}")
    if slot.span is not None:
        words.append(f"indicator {sentence.before(slot.span[1], 2)}")
    on = {slots[name] for name in names if name in slots}
    return [*sorted(on), *buckets(words, slots["bucket:0"])]
