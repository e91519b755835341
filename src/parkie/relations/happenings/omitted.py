"""The subject that Chinese leaves out: …项目于3月开工,预计明年竣工 has one project and two steps."""

from __future__ import annotations

from collections.abc import Sequence

from parkie.relations.happenings.decoding import Choice
from parkie.relations.happenings.frames import Frame, RoleFrame
from parkie.relations.happenings.groups import Group
from parkie.relations.happenings.scores import Filler
from parkie.relations.happenings.triggers import Trigger

__all__ = ["omitted_agent", "omitted_party", "omitted_subject"]

CARRIED = 0.4
"""The score of a carried subject: below what a subject of its own has, so that confidence falls."""

# Roles that hold the thing an event is about; the thing of one event is the subject of the next.
_THINGS = frozenset({"project", "projects", "entrants", "organizations", "subject", "recipients", "items"})
_OPENING = 16


def omitted_subject(
    trigger: Trigger, frame: Frame, choices: Sequence[Choice], fillers: Sequence[Filler], before: Sequence[Choice]
) -> list[Choice]:
    """The filler of the frame's ``carry`` role where the trigger's clause names none, as a list of one or none.

    It is the thing that the event before in the sentence was about, else the name that opens the sentence.
    Weak triggers carry nothing: they are an event only by what stands beside them.
    """
    role = next((role for role in frame.roles if role.name == frame.carry), None)
    if role is None or trigger.row.weak or any(c.role.name == role.name for c in choices):
        return []
    carried = next((c.filler for c in before if c.role.name in _THINGS and _fits(role, c.filler)), None)
    filler = carried or _topic(trigger, role, fillers)
    return [] if filler is None else [Choice(role, filler, CARRIED)]


def omitted_agent(
    trigger: Trigger, frame: Frame, choices: Sequence[Choice], fillers: Sequence[Filler]
) -> list[Choice]:
    """Who opens the sentence, for an agentive trigger that names no agent beside it: 重通成飞于…,投资建设…项目."""
    role = next((role for role in frame.roles if role.name == frame.agent), None)
    if role is None or not trigger.row.agentive or any(c.role.name == role.name for c in choices):
        return []
    filler = _topic(trigger, role, fillers)
    if filler is None or any(c.filler.start < filler.end and filler.start < c.filler.end for c in choices):
        return []
    return [Choice(role, filler, CARRIED)]


def omitted_party(trigger: Trigger, choices: Sequence[Choice], before: Sequence[Choice]) -> list[Choice]:
    """Who signed before in the sentence, where only the other side is named: A与B签署…,并与C签订…"""
    parties = [c for c in choices if c.role.name == "parties"]
    sentence = trigger.sentence
    if not parties or not all(sentence.before(c.filler.start, 3).endswith(_WITH) for c in parties):
        return []
    told = [c for c in before if c.role.name == "parties" and c.filler.end <= parties[0].filler.start]
    known = {(c.filler.start, c.filler.end) for c in parties}
    first = next((c for c in told if not sentence.before(c.filler.start, 3).endswith(_WITH)), None)
    if first is None or (first.filler.start, first.filler.end) in known:
        return []
    return [Choice(first.role, first.filler, CARRIED)]


_WITH = ("与", "和", "同")


def _topic(trigger: Trigger, role: RoleFrame, fillers: Sequence[Filler]) -> Filler | None:
    sentence = trigger.sentence
    for filler in fillers:
        if filler.end > trigger.start or filler.start > sentence.start + _OPENING:
            continue
        located = sentence.before(filler.start, 2).endswith(("在", "据", "从", "于", "对", "向"))
        if isinstance(filler, Group) and filler.members and not located and _fits(role, filler):
            return filler
    return None


def _fits(role: RoleFrame, filler: Filler) -> bool:
    weights = {**role.labels, **role.agents}
    return isinstance(filler, Group) and any(weights.get(label, 0.0) > 0.25 for label in filler.labels)
