"""What the scorer sees of a filler for a role: the frames' score and its parts, the place, the neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log1p
from typing import Final, NamedTuple

from parkie.labels import DIMENSIONS, ENTITY_LABELS, GRANULARITIES, ROLES, TRIGGERED_TYPES
from parkie.lexicon.store import read_toml
from parkie.matchers.reading import DateMatch, FigureMatch
from parkie.relations.happenings.decoding import Candidate
from parkie.relations.happenings.groups import Group
from parkie.relations.happenings.scores import Filler
from parkie.relations.happenings.triggers import Trigger
from parkie.relations.judging.rows import Row

__all__ = ["MEASURES", "columns", "rows_of_fillers"]

MEASURES: Final = (
    # of the role
    "fit", "cues", "standing", "score", "ruled_out", "enough",
    "best_of_role", "best_of_filler", "behind_role", "behind_filler", "rivals",
    # of the filler
    "crossings", "before", "clauses", "same_clause", "next_clause", "distance", "touching", "near",
    "alike_between", "none_between", "opening",
    "names", "several", "counted", "noun", "bare", "definite", "indefinite",
    "的_between", "、_between", ",_between", "将_between", "在_between", "由_between", "与_between", "和_between",
    # of the trigger
    "weak", "agentive", "staged",
    # of what the trained reader suspects
    "suspected", "suspected_log", "suspected_otherwise", "suspected_elsewhere",
)  # fmt: skip
_BETWEEN: Final = "的、,将在由与和"
_LEFT: Final = "在与和由为对向从是于将把给被据及、,。“《的了等同到成名开有以"
_RIGHT: Final = "的与和在将为、,。”》等于举召正是内上市从也及项共主联有向之发作"
_FAR: Final = 5  # clauses; what is farther is not told apart
_OPENING: Final = 3
_NEAR: Final = 3
_FLOOR: Final = 0.02
_MOST: Final = 4  # of a kind; more are not told apart


@cache
def _slots() -> dict[str, int]:
    """The slot of each kind of filler, neighbour and role, by its name."""
    classes = [f"noun:{name}" for name in read_toml("nouns.toml")["classes"]]
    quantities = [*(f"figure:{name}" for name in DIMENSIONS), *(f"date:{name}" for name in GRANULARITIES)]
    sides = [f"left:{mark}" for mark in dict.fromkeys(_LEFT)] + [f"right:{mark}" for mark in dict.fromkeys(_RIGHT)]
    roles = [f"{name}.{role.name}" for name in TRIGGERED_TYPES for role in ROLES[name]]
    named = dict.fromkeys(f"role:{role.name}" for name in TRIGGERED_TYPES for role in ROLES[name])
    return {name: number for number, name in enumerate([*ENTITY_LABELS, *classes, *quantities, *sides, *roles, *named])}


@cache
def columns() -> tuple[str, ...]:
    """What each number of a row is, by name."""
    return (*MEASURES, *_slots())


def rows_of_fillers(trigger: Trigger, candidates: Sequence[Candidate]) -> list[Row]:
    """A row for each candidate of the trigger."""
    fillers = {id(candidate.filler): candidate.filler for candidate in candidates}
    spans = [(filler.start, filler.end, _kinds(filler)[:1]) for filler in fillers.values()]
    of_role: dict[str, list[float]] = {}
    of_filler: dict[int, list[float]] = {}
    for candidate in candidates:
        if candidate.score is not None:
            of_role.setdefault(candidate.role.name, []).append(candidate.score)
            of_filler.setdefault(id(candidate.filler), []).append(candidate.score)
    places: dict[int, Row] = {}
    suspicions: dict[int, _Suspicions] = {}
    rows = []
    for candidate in candidates:
        filler, role = candidate.filler, candidate.role.name
        place = places.get(id(filler))
        if place is None:
            place = places[id(filler)] = _placed(trigger, candidate, spans)
            suspicions[id(filler)] = _suspicions(trigger, filler)
        own = _fitting(candidate, of_role.get(role, ()), of_filler.get(id(filler), ()))
        suspected = _suspected(suspicions[id(filler)], role)
        slots = _slots()
        rows.append(
            Row(
                [*own, *place.measures, *suspected],
                [*place.slots, slots[f"{trigger.row.type}.{role}"], slots[f"role:{role}"]],
            )
        )
    return rows


def _fitting(candidate: Candidate, rivals: Sequence[float], others: Sequence[float]) -> list[float]:
    """The measures of the role: how the frames see it, alone and beside the rivals."""
    role, (score, fit, cues, standing, _) = candidate.role, candidate.rating
    own = [-1.0 if fit is None else fit, cues, standing]
    if score is None:
        return [*own, -1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, len(rivals)]
    best, best_other = max(rivals), max(others)
    return [
        *own, score, 0.0, score >= role.threshold,
        score >= best, score >= best_other, score - best, score - best_other, len(rivals),
    ]  # fmt: skip


def _placed(trigger: Trigger, candidate: Candidate, spans: Sequence[tuple[int, int, Sequence[str]]]) -> Row:
    """The measures that are the same for every role; ``spans`` are all fillers and their kinds."""
    sentence, filler, row = trigger.sentence, candidate.filler, trigger.row
    before = filler.end <= trigger.start
    away = candidate.rating.away
    gap = max(trigger.start - filler.end, filler.start - trigger.end, 0)
    lo, hi = (filler.end, trigger.start) if before else (trigger.end, filler.start)
    between = sentence.text[lo:hi]
    kinds = _kinds(filler)
    alike = sum(1 for start, end, kind in spans if lo <= start and end <= hi and kind == kinds[:1])
    measures = [
        min(candidate.crossings, _NEAR), before, min(away, _FAR), away == 0, away == 1,
        log1p(gap), gap == 0, gap <= _NEAR,
        min(alike, _MOST), alike == 0, filler.start - sentence.start < _OPENING,
        *_makeup(filler), *(word in between for word in _BETWEEN), row.weak, row.agentive, row.stage is not None,
    ]  # fmt: skip
    slots = _slots()
    left = sentence.before(filler.start, 2).rstrip("“‘《( ")[-1:]
    right = sentence.after(filler.end, 2).lstrip("”’》) ")[:1]
    on = [*kinds, f"left:{left}", f"right:{right}"]
    return Row(measures, [slots[name] for name in on if name in slots])


class _Suspicions(NamedTuple):
    """How likely the trained reader finds it that a filler takes each role of the trigger's type, and of others."""

    here: dict[str, float]
    elsewhere: dict[str, float]


def _suspicions(trigger: Trigger, filler: Filler) -> _Suspicions:
    found = _Suspicions({}, {})
    for seen in trigger.sentence.suspected_at(filler.start, filler.end):
        if seen.role is not None:
            told = found.here if seen.type == trigger.row.type else found.elsewhere
            told[seen.role] = max(told.get(seen.role, 0.0), seen.score)
    return found


def _suspected(found: _Suspicions, role: str) -> tuple[float, ...]:
    if not found.here:
        return 0.0, 0.0, 0.0, found.elsewhere.get(role, 0.0)
    own = found.here.get(role, 0.0)
    others = max((score for name, score in found.here.items() if name != role), default=0.0)
    return own, log1p(own / _FLOOR), others, found.elsewhere.get(role, 0.0)


def _makeup(filler: Filler) -> tuple[bool, ...]:
    """Names or a noun, how many, counted or not."""
    if not isinstance(filler, Group):
        return (False,) * 7
    noun = filler.noun
    if noun is None:
        return bool(filler.members), len(filler.members) > 1, filler.figure is not None, *(False,) * 4
    return (
        bool(filler.members), len(filler.members) > 1, filler.figure is not None,
        True, noun.bare, noun.definite, noun.indefinite,
    )  # fmt: skip


def _kinds(filler: Filler) -> Sequence[str]:
    if isinstance(filler, DateMatch):
        return (f"date:{filler.granularity}",)
    if isinstance(filler, FigureMatch):
        return (f"figure:{filler.dimension}",)
    return filler.labels
