"""One happening told twice in a section is one event, at its fuller telling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parkie.relations.happenings.frames import frames
from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Scene

__all__ = ["RECENT", "merged", "same_name"]


def merged(scene: Scene, events: Sequence[EventReading]) -> list[EventReading]:
    """The events, those that tell the same happening joined: same type and stage, one core name within the other."""
    out: list[EventReading] = []
    tellings: dict[tuple[str, str | None], list[tuple[str, int]]] = {}
    latest: dict[tuple[str, str | None], int] = {}
    for event in events:
        names = _core_names(scene, event)
        known = tellings.setdefault((event.type, event.stage), [])
        twin = next((at for name in names for told, at in reversed(known[-RECENT:]) if same_name(name, told)), None)
        before = latest.get((event.type, event.stage))
        if twin is None and before is not None and _retold(scene, out[before], event):
            twin = before
        if twin is not None and _compatible(scene, out[twin], event):
            out[twin] = _joined(out[twin], event)
        else:
            out.append(event)
            twin = len(out) - 1
        known += [(name, twin) for name in names]
        latest[event.type, event.stage] = twin
    return _steps_joined(scene, out)


def _steps_joined(scene: Scene, events: Sequence[EventReading]) -> list[EventReading]:
    """Bare building joined to the first step that the section tells of the same project: 由X投资建设的Y项目开工.

    What is told first as a happening of its own stays one: 公司将建设Y项目,明年二季度动工.
    """
    out: list[EventReading | None] = list(events)
    steps = [(n, e, _core_names(scene, e)) for n, e in enumerate(events) if e.type == "construction" and e.stage]
    for number, event in enumerate(events):
        if event.type != "construction" or event.stage is not None:
            continue
        names = _core_names(scene, event)
        describing = scene.text.startswith("的", event.end)
        near = (step for step in steps[:RECENT] if describing or step[1].start < event.start)
        same = (n for n, _, told in near for name in names if any(same_name(name, t) for t in told))
        head = next(same, None)
        if head is not None and out[head] is not None:
            step = out[head] or event
            roles = {argument.role for argument in step.arguments} | {"time"}
            added = tuple(a for a in event.arguments if a.role not in roles)
            out[head] = replace(step, arguments=(*step.arguments, *added))
            out[number] = None
    return [event for event in out if event is not None]


def _retold(scene: Scene, before: EventReading, event: EventReading) -> bool:
    """Whether the event only says again what the one of its kind before it told: 签约仪式上,签约项目20个."""
    roles = _telling_roles(event)
    if {_place(a) for a in before.arguments} & {_place(a) for a in event.arguments if a.role in roles}:
        return True
    first, second = scene.sentence_at(before.evidence[1] - 1), scene.sentence_at(event.evidence[0])
    return second.index - first.index <= 1 and (_thin(before) or _thin(event))


def _place(argument: Argument) -> tuple[str, int, int]:
    return argument.role, argument.start, argument.end


def _thin(event: EventReading) -> bool:
    loose = _LOOSE.difference(_telling_roles(event))
    return all(a.kind == "span" or a.role in loose for a in event.arguments)


_LOOSE = frozenset({"time", "place", "park", "owner", "amount", "land_area", "floor_area", "grantors", "issuers"})

RECENT = 40
"""How many earlier names are looked at: a bound that keeps the scan linear."""


def same_name(name: str, told: str) -> bool:
    """Whether one name is the other or lies in it: 云湖数据中心, 青浦云湖数据中心."""
    return name == told or (min(len(name), len(told)) >= 4 and (name in told or told in name))


def _telling_roles(event: EventReading) -> tuple[str, ...]:
    """The roles that tell one happening from another: the split role, else the core roles."""
    frame = frames()[event.type]
    single = {role.name for role in frame.roles if not role.many}
    return tuple(role for role in frame.core if role in frame.split and role in single) or frame.core


def _core_names(scene: Scene, event: EventReading) -> list[str]:
    """The names that fill the roles that tell the event from others."""
    roles = _telling_roles(event)
    return [a.name or scene.text[a.start : a.end] for a in event.arguments if a.role in roles and a.kind == "entity"]


def _compatible(scene: Scene, first: EventReading, second: EventReading) -> bool:
    """Not two tellings when one word tells both, the times are named differently, or one is planned, the other done."""
    if first.start == second.start:
        return False
    times = [
        {scene.text[a.start : a.end] for a in event.arguments if a.role == "time"} for event in (first, second)
    ]
    if frames()[first.type].repeated and times[0] and times[1] and times[0] != times[1]:
        return False
    return first.realis == second.realis and not _others(scene, first, second)


def _others(scene: Scene, first: EventReading, second: EventReading) -> bool:
    """Whether both name who it was, and name others: 云帆科技园, then 启明产业园, 位于松江区."""
    frame = frames()[first.type]
    for role in {*frame.core, frame.carry}:
        sides = [
            {a.name or scene.text[a.start : a.end] for a in event.arguments if a.role == role and a.kind == "entity"}
            for event in (first, second)
        ]
        if all(any(not any(same_name(n, o) for o in there) for n in here) for here, there in (sides, sides[::-1])):
            return True
    return False


def _joined(first: EventReading, second: EventReading) -> EventReading:
    fuller, other = (first, second) if len(first.arguments) >= len(second.arguments) else (second, first)
    roles = {a.role for a in fuller.arguments}
    added: list[Argument] = [a for a in other.arguments if a.role not in roles]
    confidence = max(first.confidence, second.confidence)
    return replace(fuller, arguments=(*fuller.arguments, *added), confidence=confidence)
