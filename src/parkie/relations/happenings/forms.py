"""Roles that the form of a phrase fills: 以“…”为主题, A轮, 人民路88号.

The patterns are in the frames; every repetition in them is bounded, so that scanning stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from parkie.relations.happenings.decoding import Choice
from parkie.relations.happenings.frames import Frame
from parkie.relations.happenings.triggers import Trigger
from parkie.relations.reading import Argument
from parkie.relations.scene import Scene

__all__ = ["find_forms"]

SCORE = 0.7
_INSTEAD = {"place": "park"}  # who meets in a park needs no other place


def find_forms(scene: Scene, trigger: Trigger, frame: Frame, choices: list[Choice]) -> list[Argument]:
    """The arguments that phrases around the trigger give, for roles that have patterns."""
    out = []
    filled = {choice.role.name for choice in choices}
    for role in frame.roles:
        if not role.patterns or filled & {role.name, _INSTEAD.get(role.name)}:
            continue
        index = trigger.sentence.index
        start, end = trigger.sentence.start, scene.sentences[min(index + role.nearby, len(scene.sentences) - 1)].end
        if role.name == "address":
            start, end = _behind_place(trigger, choices)
        hits = (_nearest(trigger, pattern.finditer(scene.text, start, end)) for pattern in role.patterns)
        found = next((m for m in hits if m is not None), None)
        if found is not None:
            out.append(Argument(role.name, found.start("x"), found.end("x"), "span", score=SCORE))
    return out


def _nearest(trigger: Trigger, hits: Iterable[re.Match[str]]) -> re.Match[str] | None:
    """The phrase closest to the trigger: 完成A轮融资,…完成B轮融资 has two rounds."""
    told = (m for m in hits if not _is_date(trigger, m))
    return min(told, key=lambda m: max(trigger.start - m.end("x"), m.start("x") - trigger.end), default=None)


def _is_date(trigger: Trigger, match: re.Match[str]) -> bool:
    """Whether the phrase holds a date: in 在近日举行 there is no place."""
    return any(d.start < match.end("x") and match.start("x") < d.end for d in trigger.sentence.dates)


def _behind_place(trigger: Trigger, choices: list[Choice]) -> tuple[int, int]:
    """From the end of the place (of the trigger where there is none) to the end of the clause."""
    place = next((c.filler.end for c in choices if c.role.name == "place" and c.filler.start >= trigger.end), None)
    start = place or trigger.end
    clause = trigger.sentence.clauses[trigger.sentence.clause_of(start - 1)]
    return start, max(clause[1], start)
