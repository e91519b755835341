"""How well a candidate fills a role of a trigger: the frames' weights, added up.

``Scorer`` is the seam: a learned scorer takes the same candidate and gives the same kind of number, with the
frame score as one of its features.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from parkie.matchers.reading import DateMatch, FigureMatch
from parkie.relations.happenings.frames import RoleFrame
from parkie.relations.happenings.groups import Group
from parkie.relations.happenings.triggers import Trigger

__all__ = [
    "Filler", "FrameScorer", "Parts", "Scorer", "clause_distance", "cues_of", "fit_of", "parts_of", "standing_of",
]  # fmt: skip

Filler = Group | FigureMatch | DateMatch
"""What may fill a role: a group of names or nouns, a figure, or a date."""

CLAUSE_COST = 0.35
CHARACTER_COST = 0.012
CROSSING_COST = 0.45
NO_INDICATOR_COST = 0.8
INDICATOR_GAIN = 0.9
BARE_COST = 0.3
TOPIC_GAIN = 0.15
ADJACENT_GAIN = 0.2
_ADJACENT = 3
SUBJECT_COST = 0.5
# A day dates a happening; a year is more often part of a name or the period of a figure.
GRANULARITY_FIT = {
    "day": 1.2, "vague": 1.1, "month": 1.0, "quarter": 0.9, "half_year": 0.9, "year": 0.8, "period": 0.8,
}  # fmt: skip
_GROUNDS = frozenset({"place", "park"})
_LOCATIVE = ("在", "于", "入驻", "落户", "位于", "进驻", "、", "和")
_OPENING = 12
_INDICATOR_REACH = 14
_CUE_REACH = 6


class Scorer(Protocol):
    """Gives the score of a filler for a role, None where it cannot fill it."""

    def __call__(self, trigger: Trigger, role: RoleFrame, filler: Filler, crossings: int) -> float | None: ...


class FrameScorer:
    """The score by the frames alone: fit, side, cue words, distance in clauses and characters, crossings."""

    def __call__(self, trigger: Trigger, role: RoleFrame, filler: Filler, crossings: int) -> float | None:
        """The score, or None; ``crossings`` counts the other triggers between trigger and filler."""
        parts = parts_of(trigger, role, filler, crossings)
        return None if parts is None else parts.total


class Parts(NamedTuple):
    """What a frame score is made of; costs are negative."""

    fit: float
    touching: float
    side: float
    cues: float
    standing: float
    clauses: float
    distance: float
    crossings: float

    @property
    def total(self) -> float:
        """The score."""
        near = self.fit + self.touching + self.side + self.cues + self.standing
        return near + self.clauses + self.distance + self.crossings


def parts_of(trigger: Trigger, role: RoleFrame, filler: Filler, crossings: int) -> Parts | None:
    """What the frames weigh of a filler for a role; None where they rule it out."""
    fit = fit_of(trigger, role, filler)
    away = clause_distance(trigger, filler) if fit is not None else 0
    if fit is None or away > role.reach:
        return None
    gap = max(trigger.start - filler.end, filler.start - trigger.end, 0)
    return Parts(
        fit,
        ADJACENT_GAIN if gap <= _ADJACENT and away == 0 else 0.0,
        role.before if filler.end <= trigger.start else role.after,
        cues_of(trigger, role, filler),
        standing_of(trigger, role, filler),
        -CLAUSE_COST * away,
        -CHARACTER_COST * min(gap, 60),
        -CROSSING_COST * crossings,
    )


def clause_distance(trigger: Trigger, filler: Filler) -> int:
    """How many clause bounds lie between trigger and filler."""
    sentence = trigger.sentence
    return abs(sentence.clause_of(trigger.start) - sentence.clause_of(filler.start))


def fit_of(trigger: Trigger, role: RoleFrame, filler: Filler) -> float | None:
    """How well what the filler is fits the role; None where it cannot."""
    if isinstance(filler, Group):
        labels = {**role.labels, **role.agents} if trigger.row.agentive else role.labels
        weights = [labels[label] for label in filler.labels if label in labels]
        return max(weights) if weights and role.kind in ("name", "text") else None
    if isinstance(filler, FigureMatch):
        return role.dimensions.get(filler.dimension) if role.kind == "figure" else None
    return GRANULARITY_FIT[filler.granularity] if role.kind == "date" else None


def standing_of(trigger: Trigger, role: RoleFrame, filler: Filler) -> float:
    """A bare noun (项目) says little; what opens the sentence is what the sentence is about."""
    if not isinstance(filler, Group):
        return 0.0
    if not filler.members and filler.noun is not None and filler.noun.bare and filler.figure is None:
        return -BARE_COST
    subject = trigger.row.agentive and role.name in _GROUNDS and filler.end <= trigger.start
    if subject and not trigger.sentence.before(filler.start, 4).endswith(_LOCATIVE):
        return -SUBJECT_COST
    opening = trigger.sentence.text[trigger.sentence.start : filler.start]
    topical = role.before > 0 and len(opening) <= _OPENING and not opening.endswith(("在", "据", "从", "与"))
    return TOPIC_GAIN if topical and filler.members else 0.0


def cues_of(trigger: Trigger, role: RoleFrame, filler: Filler) -> float:
    """What the words that touch the filler, and those that name what a figure measures, say for the role."""
    sentence = trigger.sentence
    left = sentence.before(filler.start, _CUE_REACH).rstrip("“‘(《 ")
    right = sentence.after(filler.end, _CUE_REACH).lstrip("”’)》 ")
    score = _best(role.left, left, at_end=True) + _best(role.right, right, at_end=False)
    if role.indicators and isinstance(filler, FigureMatch):
        score += _indicator(trigger, role, filler)
    return score


def _best(weights: Mapping[str, float], text: str, *, at_end: bool) -> float:
    hits = [w for word, w in weights.items() if (text.endswith(word) if at_end else text.startswith(word))]
    return max(hits, key=abs) if hits else 0.0


def _indicator(trigger: Trigger, role: RoleFrame, figure: FigureMatch) -> float:
    sentence = trigger.sentence
    floor = max([f.end for f in sentence.figures if f.end <= figure.start], default=sentence.start)
    left = sentence.text[max(floor, figure.start - _INDICATOR_REACH) : figure.start]
    right = sentence.after(figure.end, 6)
    if any(word in left for word in role.indicators) or right.lstrip("的").startswith(role.indicators):
        return INDICATOR_GAIN
    return -NO_INDICATOR_COST
