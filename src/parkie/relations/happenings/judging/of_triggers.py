"""What the scorer sees of a word as the name of an event: its row, the fillers found for it, what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log1p
from typing import Final

from parkie.labels import ROLES, TRIGGERED_TYPES
from parkie.relations.happenings.attempts import Attempt
from parkie.relations.happenings.triggers import Trigger
from parkie.relations.judging.rows import BUCKETS, Row, buckets
from parkie.relations.scene import Scene

__all__ = ["MEASURES", "columns", "row_of_trigger"]

_LEFT: Final = (
    "的", "了", "在", "将", "正", "已", "新", "被", "正式", "成功",
    "集中", "共", "拟", "计划", "加快", "推进", "开始", "以", "上", "中",
)  # fmt: skip
_RIGHT: Final = (
    "的", "了", "后", "仪式", "、", ",", "。", "项目", "在", "并", "和", "与", "工作", "于", "以", "为", "“", "《",
)  # fmt: skip
MEASURES: Final = (
    # of the row of the word
    "holds", "possible", "told", "passes", "weak", "agentive", "planned_word", "staged", "needs", "length",
    "planned", "negated", "wished", "purpose", "under_way",
    # of its fillers
    "core", "named", "strictly_named", "counted", "likeliest_core", "chosen", "sum_of_roles", "dated",
    # of its place
    "sentence", "first_sentence", "in_title", "in_teaser", "sentence_length", "before_in_sentence",
    "behind_in_sentence", "before_in_clause", "behind_in_clause", "figures", "dates", "names", "的_before", "quoted",
    "ceremony", "后_behind", "要_before", "希望_before",
    # of the other triggers of the sentence
    "same_before", "same_behind", "same_told", "others_told", "nearest",
    # of what the trained reader suspects
    "sighted", "sighted_log", "sighted_as_other", "sighted_near",
)  # fmt: skip
_FLOOR: Final = 1e-4
_AROUND: Final = 6
_MOST: Final = 6
_LONE: Final = 60  # how far off the next trigger is where there is none


@cache
def _role_slots() -> dict[str, int]:
    names = sorted({role.name for name in TRIGGERED_TYPES for role in ROLES[name]})
    return {name: number for number, name in enumerate(names)}


@cache
def columns() -> tuple[str, ...]:
    """What each number of a row is, by name."""
    roles = tuple(_role_slots())
    return (
        *MEASURES, *(f"likely:{name}" for name in roles), *(f"ruled:{name}" for name in roles),
        *(f"left:{mark}" for mark in _LEFT), *(f"right:{mark}" for mark in _RIGHT), *TRIGGERED_TYPES,
        *(f"bucket:{number}" for number in range(BUCKETS)),
    )  # fmt: skip


def row_of_trigger(scene: Scene, attempt: Attempt, beside: Sequence[Attempt]) -> Row:
    """The row of an attempt; ``beside`` are all of its sentence."""
    roles = [0.0] * len(_role_slots())
    for candidate, likelihood in zip(attempt.candidates, attempt.likelihoods, strict=True):
        place = _role_slots()[candidate.role.name]
        roles[place] = max(roles[place], likelihood)
    measures = [
        *_of_row(attempt),
        *_of_fillers(attempt, roles),
        *_of_place(scene, attempt.trigger),
        *_of_company(attempt, beside),
        *_of_sightings(scene, attempt.trigger),
    ]
    return Row([*measures, *roles], _on(attempt))


def _of_row(attempt: Attempt) -> list[float]:
    """What the frames say of the word."""
    trigger, outlook = attempt.trigger, attempt.outlook
    row = trigger.row
    return [
        trigger.holds, row.possible, attempt.told, attempt.passes, row.weak, row.agentive, row.planned,
        row.stage is not None, row.needs is not None, len(row.word),
        outlook.realis == "planned", outlook.realis == "negated", outlook.wished, outlook.purpose, outlook.under_way,
    ]  # fmt: skip


def _of_fillers(attempt: Attempt, roles: Sequence[float]) -> list[float]:
    """What was found to fill its roles."""
    core = [attempt.candidates[k].role.name in attempt.frame.core for k in range(len(attempt.candidates))]
    likely = [p for p, is_core in zip(attempt.likelihoods, core, strict=True) if is_core]
    chosen = {choice.role.name for choice in attempt.choices}
    return [
        bool(chosen.intersection(attempt.frame.core)), *attempt.named, max(likely, default=0.0),
        len(attempt.choices), sum(roles), "time" in chosen,
    ]  # fmt: skip


def _of_place(scene: Scene, trigger: Trigger) -> list[float]:
    """Where it stands: section, sentence, clause."""
    sentence = trigger.sentence
    start, end = sentence.clauses[sentence.clause_of(trigger.start)]
    head = sentence.text[start : trigger.start]
    return [
        min(sentence.index, _MOST), sentence.index == 0, scene.kind == "title", scene.kind == "teaser",
        log1p(sentence.end - sentence.start), log1p(trigger.start - sentence.start), log1p(sentence.end - trigger.end),
        log1p(trigger.start - start), log1p(max(end - trigger.end, 0)),
        bool(sentence.figures), bool(sentence.dates), len(sentence.entities), "的" in head,
        sentence.before(trigger.start, 1) == "“", "仪式" in sentence.after(trigger.end, 4),
        "后" in sentence.after(trigger.end, 2), "要" in head[-12:],
        "希望" in sentence.text[sentence.start : trigger.start],
    ]  # fmt: skip


def _of_company(attempt: Attempt, beside: Sequence[Attempt]) -> list[float]:
    """What other triggers the sentence has."""
    own = attempt.trigger
    others = [other for other in beside if other.trigger.start != own.start]
    same = [other for other in others if other.trigger.row.type == own.row.type]
    away = min((abs(other.trigger.start - own.start) for other in others), default=_LONE)
    return [
        sum(other.trigger.start < own.start for other in same), sum(other.trigger.start > own.start for other in same),
        sum(other.told for other in same), sum(o.told for o in beside if o.trigger.row.type != own.row.type), away / 20,
    ]  # fmt: skip


def _of_sightings(scene: Scene, trigger: Trigger) -> list[float]:
    """What the trained reader suspects here."""
    own = other = near = 0.0
    first = max(trigger.start - _AROUND, trigger.sentence.start)
    for sighting in scene.sightings(first, min(trigger.end + _AROUND, trigger.sentence.end)):
        here = sighting.start < trigger.end and trigger.start < sighting.end
        if sighting.type == trigger.row.type:
            near = max(near, sighting.score)
            own = max(own, sighting.score if here else 0.0)
        elif here:
            other = max(other, sighting.score)
    return [own, log1p(own / _FLOOR), other, near]


def _on(attempt: Attempt) -> list[int]:
    """The slots: roles that the frames fill, words beside, type, and the characters around in buckets."""
    trigger = attempt.trigger
    sentence, word = trigger.sentence, trigger.row.word
    left, right = sentence.before(trigger.start, 3), sentence.after(trigger.end, 3)
    on = [_role_slots()[choice.role.name] for choice in attempt.ruled]
    at = len(_role_slots())
    on += [at + k for k, mark in enumerate(_LEFT) if left.endswith(mark)]
    at += len(_LEFT)
    on += [at + k for k, mark in enumerate(_RIGHT) if right.startswith(mark)]
    at += len(_RIGHT)
    on.append(at + TRIGGERED_TYPES.index(trigger.row.type))
    around = [f"{word}/{trigger.row.type}", f"{left[-2:]}<", f">{right[:2]}"]
    around += [f"{mark}<{k}" for k, mark in enumerate(reversed(left))] + [f">{k}{mark}" for k, mark in enumerate(right)]
    return on + buckets(around, at + len(TRIGGERED_TYPES))
