"""Figures that describe a subject (statistics) or that somebody wants to reach (targets).

A figure that no other event has taken is read in four steps: what it measures (``indicators``), whether it only
tells how another figure grew (``changes``), whose it is (``subjects``), and for when it holds (``periods``); the
words of intention around it (``targets``) make it a target.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parkie.matchers.reading import FigureMatch
from parkie.relations import tokens as k
from parkie.relations.changes import Growth, growth_at
from parkie.relations.indicators import Indicator, indicator_of, left_phrase
from parkie.relations.noise import is_noise
from parkie.relations.periods import Timeline
from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Scene, Sentence
from parkie.relations.subjects import Memory, clause_subject, leading_name, span_argument
from parkie.relations.targets import Outlook
from parkie.relations.tokens import Token, tokens_of

__all__ = ["find_statistics"]


@dataclass(slots=True)
class Slot:
    """A figure of the sentence on its way to an event."""

    index: int
    figure: FigureMatch
    taken: bool
    growth: Growth | None = None
    indicator: Indicator | None = None
    span: tuple[int, int] | None = None
    subject: Argument | None = None
    change: Slot | None = None
    dropped: bool = False
    target: bool = False


def find_statistics(scene: Scene, taken: set[tuple[int, int]]) -> list[EventReading]:
    """A statistic or target for each figure of the section that measures something and that is not in ``taken``."""
    memory = Memory()
    out: list[EventReading] = []
    for sentence in scene.sentences:
        free = any((figure.start, figure.end) not in taken for figure in sentence.figures)
        if not free and not sentence.names:
            continue
        row = tokens_of(sentence)
        if free:
            slots = _slots(row, taken)
            _read(sentence, row, slots, memory)
            out += [_event(scene, sentence, slot) for slot in slots if _counts(slot)]
        memory.subject = leading_name(row) or memory.subject
    return out


def _counts(slot: Slot) -> bool:
    return not slot.dropped and not slot.taken


def _slots(row: Sequence[Token], taken: set[tuple[int, int]]) -> list[Slot]:
    return [
        Slot(index, token.mention, (token.start, token.end) in taken)
        for index, token in enumerate(row)
        if isinstance(token.mention, FigureMatch)
    ]


def _read(sentence: Sentence, row: Sequence[Token], slots: list[Slot], memory: Memory) -> None:
    """Fill the slots of one sentence, from left to right."""
    outlook = Outlook(sentence)
    start = 0
    while start < len(slots):
        stop = start + 1
        while stop < len(slots) and _adjoins(row, slots[stop - 1], slots[stop]):
            stop += 1
        run = slots[start:stop]
        growth = growth_at(row, run[0].index)
        values = [slot for slot in slots[:start] if not slot.dropped][-len(run) :]
        if growth is None or not _as_changes(run, growth, values):
            _as_values(row, run, growth, slots[start - 1] if start else None, memory)
        for slot in run:
            slot.target = outlook.is_target(slot.figure.start, slot.figure.modifier)
        start = stop


def _adjoins(row: Sequence[Token], left: Slot, right: Slot) -> bool:
    """Whether only 、 or 和 stands between two figures of one kind."""
    if left.figure.dimension != right.figure.dimension or right.index - left.index != 2:
        return False
    return row[left.index + 1].kind == k.AND


def _as_changes(run: list[Slot], growth: Growth, values: list[Slot]) -> bool:
    """Make the run the changes of the values before it; False where it stands for itself."""
    if not growth.bare or growth.peer or len(values) != len(run):
        return False
    if any(value.taken or value.change is not None for value in values):
        return False
    if any(value.growth is not None and slot.figure.unit != "pp" for value, slot in zip(values, run, strict=True)):
        return False
    for value, slot in zip(values, run, strict=True):
        slot.growth = growth
        slot.dropped = True
        value.change = slot
    return True


def _as_values(
    row: Sequence[Token], run: list[Slot], growth: Growth | None, previous: Slot | None, memory: Memory
) -> None:
    """Give each figure of the run its indicator and its subject."""
    indicators = _indicators(row, run, growth)
    for slot, indicator in zip(run, indicators, strict=True):
        slot.growth = growth
        slot.indicator = indicator
        slot.dropped = is_noise(row, slot.index, indicator)
        if indicator is not None:
            slot.span = (indicator.start, indicator.end)
        elif previous is not None:
            slot.span = previous.span
        slot.subject = _subject(row, slot, previous, memory)
    if run[-1].subject is not None and run[-1].subject.kind == "entity" and not run[-1].dropped:
        memory.subject = run[-1].subject


def _indicators(row: Sequence[Token], run: list[Slot], growth: Growth | None) -> list[Indicator | None]:
    """The indicator of each figure of the run: members of a coordination one by one, else one for all."""
    head = run[0].index
    if growth is not None:
        first = growth_indicator(row, growth)
    else:
        first = indicator_of(row, head)
    if len(run) == 1 or first is None or first.side != "left":
        return [first, *(indicator_of(row, slot.index) or first for slot in run[1:])]
    members: list[Indicator | None] = [first]
    member = first
    while len(members) < len(run) and member.first and row[member.first - 1].kind == k.AND:
        before = left_phrase(row, member.first - 1)
        if before is None:
            break
        members.append(before)
        member = before
    if len(members) == len(run):
        return members[::-1]
    return [first] * len(run)


def growth_indicator(row: Sequence[Token], growth: Growth) -> Indicator | None:
    """The noun phrase in front of a phrase of growth; of a comparison with others, the phrase itself."""
    phrase = left_phrase(row, growth.first)
    if phrase is not None:
        return phrase
    if growth.peer and growth.verb < len(row):
        token = row[growth.verb]
        return Indicator(token.start, token.end, growth.verb, growth.verb + 1, "left", 0.6)
    return None


def _subject(row: Sequence[Token], slot: Slot, previous: Slot | None, memory: Memory) -> Argument | None:
    """Whose figure it is, the surest source first."""
    end = slot.index
    if slot.indicator is not None and slot.indicator.side != "right":
        end = slot.indicator.first
    begin = end
    while begin > 0 and row[begin - 1].kind not in (k.MARK, k.FIGURE) and end - begin < 60:
        begin -= 1
    found = clause_subject(row, begin, end)
    if found is not None:
        return found
    if slot.indicator is not None and slot.indicator.side == "share":
        phrase = left_phrase(row, slot.indicator.first)
        if phrase is not None:
            return span_argument(phrase.start, phrase.end, 0.8)
    if previous is not None and previous.span is not None and _relates(row, slot):
        return span_argument(*previous.span, 0.7)
    if previous is not None and previous.subject is not None:
        return previous.subject
    return clause_subject(row, 0, begin) or memory.carried()


_ATTRIBUTES = ("占比", "比重", "总投资", "投资额", "总投资额", "签约额", "总功率", "用地面积", "增速", "融资额", "面积")


def _relates(row: Sequence[Token], slot: Slot) -> bool:
    """Whether the indicator is an attribute of what was counted before: 项目20个,总投资5亿元."""
    if slot.indicator is None:
        return False
    text = "".join(token.text for token in row[slot.indicator.first : slot.indicator.last])
    return text.endswith(_ATTRIBUTES) or slot.indicator.side == "share"


def _event(scene: Scene, sentence: Sentence, slot: Slot) -> EventReading:
    kind = "target" if slot.target else "statistic"
    figure = slot.figure
    arguments = [Argument("value", figure.start, figure.end, "figure")]
    if slot.subject is not None:
        arguments.insert(0, slot.subject)
    if slot.span is not None:
        arguments.append(Argument("indicator", *slot.span, "span"))
    if slot.change is not None and kind == "statistic":
        change = slot.change
        negative = change.growth is not None and change.growth.negative
        arguments.append(Argument("change", change.figure.start, change.figure.end, "figure", negative=negative))
    date = Timeline(sentence).at(figure.start)
    if date is not None:
        arguments.append(Argument("deadline" if slot.target else "period", date.start, date.end, "date"))
    return EventReading(
        figure.start, figure.end, kind, "planned" if slot.target else "actual", scene.kind,
        (sentence.start, sentence.end), 0.7, tuple(arguments),
    )  # fmt: skip
