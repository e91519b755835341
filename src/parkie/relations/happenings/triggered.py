"""Events that a trigger word names: triggers, candidates, scores, decoding, put together for one section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parkie.relations.happenings.company import add_company
from parkie.relations.happenings.decoding import Choice, arguments_of, choose
from parkie.relations.happenings.details import add_details
from parkie.relations.happenings.forms import find_forms
from parkie.relations.happenings.frames import Frame, frames
from parkie.relations.happenings.groups import Group, find_groups
from parkie.relations.happenings.merging import merged
from parkie.relations.happenings.occasions import add_ground, add_time
from parkie.relations.happenings.omitted import omitted_agent, omitted_party, omitted_subject
from parkie.relations.happenings.realis import Outlook, outlook_at
from parkie.relations.happenings.scores import Filler, FrameScorer, Scorer
from parkie.relations.happenings.triggers import Trigger, find_triggers
from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Scene

__all__ = ["find_triggered"]

SURE = 0.75


def find_triggered(scene: Scene, scorer: Scorer | None = None) -> list[EventReading]:
    """The events of the section that trigger words name, in text order, each happening once."""
    scorer = scorer or FrameScorer()
    triggers = find_triggers(scene)
    by_sentence: dict[int, list[Trigger]] = {}
    for trigger in triggers:
        by_sentence.setdefault(trigger.sentence.index, []).append(trigger)
    events: list[EventReading] = []
    for index, group in by_sentence.items():
        sentence = scene.sentences[index]
        fillers: list[Filler] = [*find_groups(scene, sentence), *sentence.figures, *sentence.dates]
        chosen: list[Choice] = []
        for trigger in group:
            frame = frames()[trigger.row.type]
            others = [t.start for t in group if t.row.type not in (frame.type, "meeting")]
            choices = choose(trigger, frame, fillers, scorer, others)
            choices += omitted_subject(trigger, frame, choices, fillers, chosen)
            choices += omitted_agent(trigger, frame, choices, fillers)
            choices += omitted_party(trigger, choices, chosen)
            events += _events(scene, trigger, frame, choices)
            chosen = choices or chosen
    return merged(scene, _completed(scene, events))


def _completed(scene: Scene, events: Sequence[EventReading]) -> list[EventReading]:
    """The events with what the sentences around them add; each step only adds arguments."""
    return add_ground(scene, add_time(scene, add_company(scene, add_details(scene, events))))


def _events(scene: Scene, trigger: Trigger, frame: Frame, choices: Sequence[Choice]) -> Iterator[EventReading]:
    outlook = outlook_at(trigger.sentence, trigger.start, trigger.end, weak=trigger.row.weak)
    if not _is_event(trigger, frame, choices, outlook):
        return
    phrases = find_forms(scene, trigger, frame, list(choices))
    for arguments in arguments_of(frame, choices):
        arguments = [*arguments, *phrases]
        yield EventReading(
            trigger.start,
            trigger.end,
            frame.type,
            "planned" if trigger.row.planned and outlook.realis == "actual" else outlook.realis,
            scene.kind,
            (trigger.sentence.start, trigger.sentence.end),
            _confidence(arguments, trigger),
            tuple(arguments),
            trigger.row.stage,
        )


def _is_event(trigger: Trigger, frame: Frame, choices: Sequence[Choice], outlook: Outlook) -> bool:
    """An event needs a core role, and a mention, figure or named thing; weak words and wishes need a name."""
    core = [choice for choice in choices if choice.role.name in frame.core]
    if not core:
        return False
    needs = trigger.row.needs
    weak = trigger.row.weak
    named = any(_named(c, weak) for c in core if needs is None or c.role.name == needs)
    if needs is not None and not named:
        return False
    counted = any(not isinstance(c.filler, Group) or c.filler.figure is not None for c in core)
    if outlook.purpose or (weak and outlook.wished and not named):
        return False
    dated = outlook.under_way or any(c.role.name == "time" for c in choices)
    if frame.dated and not (named or dated) and (counted or not _is_work(core)):
        return False
    if weak:
        return named or counted or _told_with(choices, planned=outlook.realis == "planned")
    solid = any(_solid(c) for c in choices)
    return named or counted or solid


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
        (c.role.kind == "figure" or (not planned and _named(c, strict=True))) and c.score >= SURE for c in choices
    )


def _named(choice: Choice, strict: bool) -> bool:
    """Whether a name fills the role; 园区 or 该项目 that stands for one counts unless ``strict``."""
    filler = choice.filler
    if not isinstance(filler, Group) or not filler.members:
        return not strict and isinstance(filler, Group) and filler.noun is not None and filler.noun.definite
    return not (strict and filler.noun is not None and filler.noun.bare and filler.start == filler.noun.start)


def _confidence(arguments: Sequence[Argument], trigger: Trigger) -> float:
    """Grows with the number and the scores of the arguments; weak triggers start lower."""
    base = 0.35 if trigger.row.weak else 0.5
    support = sum(min(max(a.score, 0.0), 2.0) for a in arguments if a.kind != "span")
    return min(0.97, base + 0.08 * support)


