"""How well a candidate fills a role of a trigger: the frames' weights, added up.

The trained judge sees the sum and its parts among other things.
"""

from __future__ import annotations

from typing import NamedTuple

from parkie.matchers.reading import DateMatch, FigureMatch
from parkie.relations.happenings.frames import RoleFrame
from parkie.relations.happenings.groups import Group
from parkie.relations.happenings.triggers import Trigger

__all__ = ["Filler", "Rating", "clause_distance", "neighbours", "parts_of", "rate"]

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


class Rating(NamedTuple):
    """How the frames rate a filler for a role: the score, None where it cannot fill it, parts of it, and how many
    clause bounds lie between."""

    score: float | None
    fit: float | None
    cues: float
    standing: float
    away: int


def neighbours(trigger: Trigger, filler: Filler) -> tuple[str, str]:
    """The words that touch the filler on the left and on the right, without quotes and brackets."""
    sentence = trigger.sentence
    left = sentence.before(filler.start, _CUE_REACH).rstrip("“‘(《 ")
    return left, sentence.after(filler.end, _CUE_REACH).lstrip("”’)》 ")


def rate(
    trigger: Trigger, role: RoleFrame, filler: Filler, crossings: int, beside: tuple[str, str]
) -> Rating | None:
    """By fit, side, cue words, distance in clauses and characters, and the other triggers between, ``crossings``.

    ``beside`` are the neighbours of the filler. None where it is out of sight.
    """
    away = clause_distance(trigger, filler)
    if away > role.reach:
        return None
    fit = fit_of(trigger, role, filler)
    cues, standing = cues_of(trigger, role, filler, beside), standing_of(trigger, role, filler)
    if fit is None:
        return Rating(None, fit, cues, standing, away)
    side = role.before if filler.end <= trigger.start else role.after
    gap = max(trigger.start - filler.end, filler.start - trigger.end, 0)
    near = ADJACENT_GAIN if gap <= _ADJACENT and away == 0 else 0.0
    far = CLAUSE_COST * away + CHARACTER_COST * min(gap, 60) + CROSSING_COST * crossings
    return Rating(fit + near + side + cues + standing - far, fit, cues, standing, away)


def parts_of(trigger: Trigger, role: RoleFrame, filler: Filler, crossings: int, rating: Rating) -> dict[str, float]:
    """What the score of a rating is the sum of, costs being negative, without what adds nothing; for explanation."""
    if rating.score is None or rating.fit is None:
        return {}
    gap = max(trigger.start - filler.end, filler.start - trigger.end, 0)
    parts = {
        "fit": rating.fit,
        "touching": ADJACENT_GAIN if gap <= _ADJACENT and rating.away == 0 else 0.0,
        "side": role.before if filler.end <= trigger.start else role.after,
        "cues": rating.cues,
        "standing": rating.standing,
        "clauses": -CLAUSE_COST * rating.away,
        "distance": -CHARACTER_COST * min(gap, 60),
        "crossings": -CROSSING_COST * crossings,
    }
    return {name: value for name, value in parts.items() if value}


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


def cues_of(trigger: Trigger, role: RoleFrame, filler: Filler, beside: tuple[str, str]) -> float:
    """What the words that touch the filler, and those that name what a figure measures, say for the role."""
    left, right = beside
    score = 0.0
    if left.endswith(role.left_words):
        score += max((w for word, w in role.left.items() if left.endswith(word)), key=abs)
    if right.startswith(role.right_words):
        score += max((w for word, w in role.right.items() if right.startswith(word)), key=abs)
    if role.indicators and isinstance(filler, FigureMatch):
        score += _indicator(trigger, role, filler)
    return score


def _indicator(trigger: Trigger, role: RoleFrame, figure: FigureMatch) -> float:
    sentence = trigger.sentence
    floor = max([f.end for f in sentence.figures if f.end <= figure.start], default=sentence.start)
    left = sentence.text[max(floor, figure.start - _INDICATOR_REACH) : figure.start]
    right = sentence.after(figure.end, 6)
    if any(word in left for word in role.indicators) or right.lstrip("的").startswith(role.indicators):
        return INDICATOR_GAIN
    return -NO_INDICATOR_COST
