"""Figures that describe a subject (statistics) or that somebody wants to reach (targets).

A figure that no other event has taken is read in four steps: what it measures (``indicators``), whether it only
tells how another figure grew (``changes``), whose it is (``ownership``), and for when it holds (``periods``); the
words of intention around it (``targets``) make it a target.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from parkie.labels import QUANTITY_TYPES
from parkie.matchers.reading import DateMatch
from parkie.relations.judging.judge import Judge
from parkie.relations.quantities import tokens as k
from parkie.relations.quantities.changes import Growth, growth_at
from parkie.relations.quantities.indicators import Indicator, indicator_of, joined, measured
from parkie.relations.quantities.measured import Measured
from parkie.relations.quantities.noise import is_noise
from parkie.relations.quantities.ownership import PART, is_part, is_quantity, owner_of, relation_of
from parkie.relations.quantities.periods import Timeline
from parkie.relations.quantities.phrases import Phrase, left_phrase, members_before
from parkie.relations.quantities.repeats import Told, without_repeats
from parkie.relations.quantities.slots import Slot, as_changes, runs_of, slots_of
from parkie.relations.quantities.subjects import WEAK, Memory, leading_name, phrase_subject
from parkie.relations.quantities.targets import Outlook
from parkie.relations.quantities.tokens import Token, tokens_of
from parkie.relations.quantities.verdict import is_told, weigh
from parkie.relations.quantities.wording import endings, listed
from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Scene, Sentence

__all__ = ["find_measured", "find_statistics"]

REACH = 60
"""Tokens in front of a figure in which a quantity named earlier is looked for."""
SHARES = 2
"""Shares at most between a figure and the growth that tells of it."""


@dataclass(slots=True)
class _Section:
    """What is carried from sentence to sentence: who is spoken of, the last period, what was told already."""

    scene: Scene
    taken: set[tuple[int, int]]
    told: Told
    memory: Memory = field(default_factory=Memory)
    period: DateMatch | None = None
    planned: bool = False


def find_statistics(
    scene: Scene,
    taken: set[tuple[int, int]],
    judge: Judge | None = None,
    looked_at: list[Measured] | None = None,
) -> list[EventReading]:
    """A statistic or target for each figure of the section that measures something and that is not in ``taken``.

    Rules alone decide, unless there is a judge and a trained reader has looked at the section. ``looked_at`` takes
    every figure that was asked what it measures, sentence by sentence.
    """
    judged = judge if scene.sighted and judge is not None and judge.types.issuperset(QUANTITY_TYPES) else None
    measured = find_measured(scene, taken)
    if judged is not None:
        weigh(scene, measured, judged)
    events = []
    for one in measured:
        if is_told(one):
            one.event = _event(scene, one)
            events.append(one.event)
            events += [_member_event(one.event, member) for member in one.slot.also]
    if looked_at is not None:
        looked_at += measured
    figures = {(figure.start, figure.end): figure for s in scene.sentences for figure in s.figures}
    return without_repeats(events, figures, scene.text)


def find_measured(scene: Scene, taken: set[tuple[int, int]]) -> list[Measured]:
    """The figures of the section as the rules read them."""
    figures = {(figure.start, figure.end): figure for s in scene.sentences for figure in s.figures}
    told = Told((figures[span] for span in sorted(taken & set(figures))), scene.text)
    section = _Section(scene, taken, told)
    found: list[Measured] = []
    for sentence, behind in zip_longest(scene.sentences, scene.sentences[1:]):
        section.memory.age += 1
        parted = behind is not None and behind.text.startswith(PART, behind.start)
        free = any(parted or (figure.start, figure.end) not in taken for figure in sentence.figures)
        if not (free or sentence.names or sentence.dates):
            continue
        timeline = Timeline(sentence, scene.published)
        if free or sentence.names:
            row = tokens_of(sentence)
            section.memory.read(row)
            if free:
                found += _read(section, sentence, row, timeline)
            section.memory.remember(leading_name(row))
        section.period = timeline.carried(section.period)
    return found


def _read(section: _Section, sentence: Sentence, row: Sequence[Token], timeline: Timeline) -> list[Measured]:
    """The figures of one sentence."""
    slots = slots_of(row, section.taken)
    outlook = Outlook(sentence, section.planned)
    live: list[Slot] = []
    for run in runs_of(row, slots):
        growth = growth_at(row, run[0].index)
        if growth is None or not as_changes(run, growth, _values(live, len(run))):
            _fill(row, run, growth, live, section.memory)
            live += [slot for slot in run if not slot.dropped]
        for slot in run:
            slot.cue = outlook.aimed(slot.figure, row[slot.index].text)
            slot.target = slot.cue is not None or timeline.is_ahead(slot.figure.start)
    section.planned = bool(live) and live[-1].target
    if row[0].text != PART:
        section.memory.counted = _counted_last(row, live)
    return [
        Measured(
            slot, sentence, row, timeline, section.period, section.told.repeats(slot.figure),
            _resolved(section, slot.subject),
        )
        for slot in slots
    ]  # fmt: skip


def _counted_last(row: Sequence[Token], live: Sequence[Slot]) -> tuple[Argument, str] | None:
    """What the sentence counts last, and its head noun."""
    for slot in reversed(live):
        if slot.figure.dimension == "count" and slot.indicator is not None:
            phrase = slot.indicator.phrase
            return phrase_subject(phrase, WEAK), row[phrase.last - 1].text
    return None


def _resolved(section: _Section, subject: Argument | None) -> Argument | None:
    """The subject with the name that it stands for."""
    if subject is None:
        return None
    return section.memory.resolved(subject, section.scene.text[subject.start : subject.end])


def _values(live: list[Slot], count: int) -> list[Slot]:
    """The last ``count`` figures that a growth can tell of; a share (占…) between is passed over."""
    end = len(live)
    while end > max(len(live) - SHARES, 1) and live[end - 1].is_share:
        end -= 1
    return live[max(end - count, 0) : end]


def _fill(row: Sequence[Token], run: list[Slot], growth: Growth | None, live: list[Slot], memory: Memory) -> None:
    """Give each figure of the run its indicator and its subject."""
    previous = live[-1] if live else None
    for slot, indicator in zip(run, _indicators(row, run, growth), strict=True):
        slot.growth, slot.indicator = growth, indicator
        slot.dropped = not slot.taken and is_noise(row, slot.index, indicator)
        if indicator is not None:
            slot.span = (indicator.phrase.start, indicator.phrase.end)
        else:
            slot.span, slot.carried = _carried_indicator(row, slot, previous), True
        slot.dropped = slot.dropped or slot.span is None
        if previous is not None and indicator is not None and _names_only(row, indicator, slot, previous):
            slot.indicator = replace(indicator, owner=indicator.phrase)
            slot.span, slot.carried = previous.span, True
        slot.previous, slot.memory = previous, replace(memory)
        slot.owner = owner_of(row, slot, previous, memory)
        slot.subject = relation_of(row, slot, live) or slot.owner
        slot.also = _also(row, slot) if len(run) == 1 else ()
    last = run[-1]
    owner = last.owner
    if owner is not None and owner.score > WEAK and not (last.dropped or is_part(row, owner) or is_quantity(last)):
        memory.remember(owner)


def _names_only(row: Sequence[Token], indicator: Indicator, slot: Slot, previous: Slot) -> bool:
    """总投资9亿元, 公园2亿元: the noun in front only says whose amount it is of what was measured before."""
    if previous.indicator is None or indicator.side != "left" or slot.growth is not None:
        return False
    if slot.figure.dimension != "money" or previous.figure.dimension != "money":
        return False
    phrase, before = indicator.phrase, previous.indicator
    measures = any(token.kind == k.MEASURE for token in row[phrase.first : phrase.last])
    owned = previous.carried or row[before.phrase.last - 1].kind == k.MEASURE
    return owned and not measures and row[phrase.last - 1].text.endswith(endings("agent"))


def _also(row: Sequence[Token], slot: Slot) -> tuple[Phrase, ...]:
    """The other members of the coordination in front where a word says that the figure measures each (均, 双双)."""
    if slot.indicator is None or slot.indicator.side != "left":
        return ()
    phrase = slot.indicator.owner or slot.indicator.phrase
    if not any(token.text in listed("each") for token in row[slot.indicator.phrase.last : slot.index]):
        return ()
    return tuple(members_before(row, phrase, 4)[:-1])


def _carried_indicator(row: Sequence[Token], slot: Slot, previous: Slot | None) -> tuple[int, int] | None:
    """The quantity that an earlier clause names, or else the indicator of the figure before."""
    first = max(previous.index + 1 if previous else 0, slot.index - REACH)
    for token in reversed(row[first : slot.index]):
        if token.kind == k.MEASURE:
            return token.start, token.end
    if previous is None or (previous.figure.dimension != slot.figure.dimension and slot.growth is None):
        return None
    return previous.span


def _indicators(row: Sequence[Token], run: list[Slot], growth: Growth | None) -> list[Indicator | None]:
    """The indicator of each figure of the run: members of a coordination one by one, else one for all."""
    first = indicator_of(row, run[0].index) if growth is None else _growth_indicator(row, growth)
    if len(run) == 1 and first is not None and growth is None:
        return [joined(row, first, run[0].figure)]
    if len(run) > 1 and first is not None and first.side == "left":
        members = members_before(row, first.owner or first.phrase, len(run))
        if len(members) == len(run):
            return [Indicator(member, "left", 0.85) for member in members]
        return [first] * len(run)
    return [first, *(indicator_of(row, slot.index) or first for slot in run[1:])]


def _growth_indicator(row: Sequence[Token], growth: Growth) -> Indicator | None:
    """The noun phrase in front of a phrase of growth; of a comparison with others, the verb itself."""
    phrase = left_phrase(row, growth.first)
    if phrase is not None:
        return measured(row, phrase)
    if growth.peer and row[growth.verb].kind != k.FIGURE:
        token = row[growth.verb]
        return Indicator(Phrase(token.start, token.end, growth.verb, growth.verb + 1), "verb", 0.6)
    return None


def _member_event(event: EventReading, member: Phrase) -> EventReading:
    """The event of another member of the coordination that one figure measures: [A]、B增幅均超10%."""
    rest = tuple(argument for argument in event.arguments if argument.role != "subject")
    return replace(event, arguments=(phrase_subject(member, 0.7), *rest))


def _event(scene: Scene, measured: Measured) -> EventReading:
    slot, sentence, timeline = measured.slot, measured.sentence, measured.timeline
    figure = slot.figure
    arguments = [] if measured.subject is None else [measured.subject]
    if slot.span is not None:
        score = 0.5 if slot.indicator is None else slot.indicator.score
        arguments.append(Argument("indicator", *slot.span, "span", score=score))
    arguments.append(Argument("value", figure.start, figure.end, "figure"))
    change = slot.change
    if change is not None and not slot.target:
        negative = change.growth is not None and change.growth.negative
        arguments.append(Argument("change", change.figure.start, change.figure.end, "figure", negative=negative))
    date = timeline.at(figure.start) or _carried_period(measured)
    if date is not None and not (slot.target and timeline.is_over(date)):
        arguments.append(Argument("deadline" if slot.target else "period", date.start, date.end, "date"))
    return EventReading(
        figure.start, figure.end, "target" if slot.target else "statistic",
        "planned" if slot.target else "actual", scene.kind, (sentence.start, sentence.end),
        _confidence(measured), tuple(arguments),
    )  # fmt: skip


def _carried_period(measured: Measured) -> DateMatch | None:
    """The period of an earlier sentence, which goes on for growth and behind 其中."""
    slot, sentence = measured.slot, measured.sentence
    if slot.target or measured.timeline.reset_before(slot.figure.start):
        return None
    goes_on = (slot.growth is not None and slot.change is None) or sentence.text.startswith(PART, sentence.start)
    return measured.period if goes_on else None


def _confidence(measured: Measured) -> float:
    """What the judge says; else lower where evidence is thin: no subject, no indicator, or carried over ones."""
    if measured.likely is not None:
        return round(max(measured.likely), 4)
    subject = 0.4 if measured.subject is None else measured.subject.score
    indicator = 0.4 if measured.slot.indicator is None else measured.slot.indicator.score
    return round(0.3 + 0.35 * subject + 0.3 * indicator, 2)
