"""Whether the frames make an event of a trigger with its fillers: what it needs, and what is only a way of talking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from parkie.lexicon.store import read_toml
from parkie.relations.happenings.decoding import Choice
from parkie.relations.happenings.frames import Frame, frames
from parkie.relations.happenings.groups import Group
from parkie.relations.happenings.realis import Outlook
from parkie.relations.happenings.triggers import Trigger
from parkie.relations.reading import Argument, EventReading

__all__ = ["is_counted", "is_event", "is_kind", "is_named", "objection", "says_something"]

SURE = 0.75


def is_event(trigger: Trigger, frame: Frame, choices: Sequence[Choice], outlook: Outlook) -> bool:
    """An event needs a core role, and a mention, figure or named thing; weak words and wishes need a name."""
    return objection(trigger, frame, choices, outlook) is None


def objection(trigger: Trigger, frame: Frame, choices: Sequence[Choice], outlook: Outlook) -> str | None:
    """Why the frames make no event of it; None where they do."""
    core = [choice for choice in choices if choice.role.name in frame.core]
    if not core:
        return f"nothing fills a core role ({', '.join(frame.core)})"
    needs = trigger.row.needs
    weak = trigger.row.weak
    named = any(is_named(c, weak) for c in core if needs is None or c.role.name == needs)
    if needs is not None and not named:
        return f"no name fills {needs}, which the word needs"
    counted = is_counted(core)
    if outlook.purpose or (weak and outlook.wished and not named):
        return "told only as a purpose" if outlook.purpose else "only wished for, and no name fills a core role"
    dated = outlook.under_way or any(c.role.name == "time" for c in choices)
    if frame.dated and not (named or dated) and (counted or not _is_work(core)):
        return "no time and no name: a state, not what happened"
    if named or counted:
        return None
    if weak:
        told = _told_with(choices, planned=outlook.realis == "planned")
        return None if told else "a weak word, and no name or count fills a core role"
    return None if any(_solid(c) for c in choices) else "no name, count or figure fills any role"


def is_counted(core: Iterable[Choice]) -> bool:
    """Whether a figure counts one of them, or is one."""
    return any(not isinstance(c.filler, Group) or c.filler.figure is not None for c in core)


def _is_work(core: Sequence[Choice]) -> bool:
    nouns = [c.filler.noun for c in core if isinstance(c.filler, Group) and c.filler.noun is not None]
    return any("work" in n.classes and "firm" not in n.classes and not n.indefinite for n in nouns)


def _solid(choice: Choice) -> bool:
    """A name, a counted noun or a figure."""
    filler = choice.filler
    if not isinstance(filler, Group):
        return choice.role.kind == "figure"
    return bool(filler.members or filler.figure or len(filler.nouns) > 1)


def _told_with(choices: Sequence[Choice], *, planned: bool) -> bool:
    """Whether a name or an amount stands close by: 丹佛斯投资27亿元建设第二园区, 在马尾区,产业园正加紧施工.

    What is only planned needs the amount: 福建将打造一批制造基地 is policy talk.
    """
    return any(
        (c.role.kind == "figure" or (not planned and is_named(c, strict=True))) and c.score >= SURE for c in choices
    )


def is_named(choice: Choice, strict: bool) -> bool:
    """Whether a name fills the role; 园区 or 该项目 that stands for one counts unless ``strict``."""
    filler = choice.filler
    if not isinstance(filler, Group) or not filler.members:
        return not strict and isinstance(filler, Group) and filler.noun is not None and filler.noun.definite
    return not (strict and filler.noun is not None and filler.noun.bare and filler.start == filler.noun.start)


def says_something(text: str, event: EventReading) -> bool:
    """Whether more is told than that some projects or firms did it: not 重点项目集中签约, but 一期厂房封顶."""
    bare = frames()[event.type].bare
    return not bare or any(a.role not in bare or not is_kind(text, a) for a in event.arguments)


def is_kind(text: str, argument: Argument) -> bool:
    """Whether only a kind of thing is told (重点项目), and not which."""
    return argument.kind == "span" and text.endswith(_kinds(), argument.start, argument.end)


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(read_toml("nouns.toml")["kinds"]["words"])
