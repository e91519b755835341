"""Whose figure it is: every source of a subject in its order, and what was counted before as the subject."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from parkie.matchers.reading import FigureMatch
from parkie.relations.quantities import tokens as k
from parkie.relations.quantities.indicators import Indicator, measured
from parkie.relations.quantities.phrases import Phrase, left_phrase, right_phrase
from parkie.relations.quantities.slots import Slot
from parkie.relations.quantities.subjects import (
    PLACED,
    WEAK,
    Memory,
    any_name,
    clause_start,
    clause_subject,
    earlier_subject,
    leading_noun,
    phrase_subject,
)
from parkie.relations.quantities.tokens import Token
from parkie.relations.quantities.wording import endings, listed
from parkie.relations.reading import Argument

__all__ = ["PART", "is_part", "is_quantity", "owner_of", "owners_of", "relation_of"]

PART: Final = "其中"
"""What opens a sentence on parts of what the one before tells of."""
SURE = 0.6
"""A subject of the clause that scores more than this is taken before all others."""


def owner_of(row: Sequence[Token], slot: Slot, previous: Slot | None, memory: Memory) -> Argument | None:
    """Whose figure it is: what the surest source says that says anything."""
    return next((owner for _, owner in owners_of(row, slot, previous, memory)), None)


def owners_of(
    row: Sequence[Token], slot: Slot, previous: Slot | None, memory: Memory
) -> Iterator[tuple[str, Argument]]:
    """What each source says of whose figure it is, by the name of the source, the surest first."""
    indicator = slot.indicator
    end = slot.index if indicator is None or indicator.side == "right" else indicator.phrase.first
    begin = clause_start(row, end)
    found = clause_subject(row, begin, end)
    yield from _said("modified", _modified(row, slot))
    yield from _said("clause", found if found is not None and found.score > SURE else None)
    yield from _said("indicator", _inside(row, indicator))
    yield from _said("counted", _counted(row, begin, end) if slot.figure.dimension != "count" else None)
    yield from _said("among", _among(row, begin))
    yield from _said("part of", _whole(row, slot, memory))
    yield from _said("noun", leading_noun(row, begin, end))
    yield from _said("earlier clause", earlier_subject(row, previous.index + 1 if previous else 0, begin))
    yield from _said("placed", found if found is not None and found.score >= PLACED else None)
    yield from _said("figure before", _going_on(row, slot, previous))
    yield from _said("prefix", _prefix(row, indicator, memory))
    yield from _said("spoken of", memory.carried())
    yield from _said("set aside", found)
    yield from _said("any name", any_name(row, begin))


def _said(source: str, owner: Argument | None) -> Iterator[tuple[str, Argument]]:
    if owner is not None:
        yield source, owner


def _inside(row: Sequence[Token], indicator: Indicator | None) -> Argument | None:
    """Who stands in the indicator itself; of a share, what it is a share of."""
    if indicator is None:
        return None
    if indicator.owner is not None:
        return phrase_subject(indicator.owner, 0.8)
    phrase = left_phrase(row, indicator.phrase.first) if indicator.side == "share" else None
    return None if phrase is None else phrase_subject(measured(row, phrase).owner or phrase, 0.8)


def _going_on(row: Sequence[Token], slot: Slot, previous: Slot | None) -> Argument | None:
    """Whose the figure before was, if that was sure enough."""
    if previous is None or previous.owner is None or previous.owner.score < WEAK:
        return None
    if is_quantity(previous) and slot.growth is None and not slot.is_share:
        return None
    return None if is_part(row, previous.owner) else previous.owner


def is_quantity(slot: Slot) -> bool:
    """Whether the owner is itself measured (产值 in 产值占全市的41%): what other figures tell is not told of it."""
    return slot.is_share and slot.owner is not None and slot.owner.kind == "span"


def is_part(row: Sequence[Token], owner: Argument) -> bool:
    """Whether it is only a part of what is spoken of (一期), which later figures do not go on with.

    A part that does something is spoken of itself: 一期工程生产铁矿石….
    """
    at = bisect_left(row, owner.start, key=lambda token: token.start)
    if at + 1 >= len(row) or row[at].start != owner.start or row[at].text not in listed("part"):
        return False
    return row[at + 1].kind in (k.MEASURE, k.NOUN, k.OTHER)


def _counted(row: Sequence[Token], begin: int, end: int) -> Argument | None:
    """19家园区营收突破百亿元: what a count inside the clause counts."""
    figure = row[begin - 1].mention if begin else None
    if not isinstance(figure, FigureMatch) or figure.dimension != "count":
        return None
    phrase = right_phrase(row, begin)
    if phrase is None or phrase.last >= end or any(token.kind == k.AND for token in row[phrase.last : end]):
        return None
    return phrase_subject(phrase, 0.75)


def _among(row: Sequence[Token], begin: int) -> Argument | None:
    """在开工项目中, 产业项目20个: the whole that a clause in front names."""
    if begin < 3 or row[begin - 1].text != "," or row[begin - 2].text not in ("中", "里", "当中", "之中"):
        return None
    phrase = left_phrase(row, begin - 2)
    if phrase is None:
        return None
    if phrase.first > 1 and row[phrase.first - 1].kind == k.STOP and row[phrase.first - 2].text == "在":
        phrase = Phrase(row[phrase.first - 1].start, phrase.end, phrase.first - 1, phrase.last)
    return phrase_subject(phrase, 0.75)


def _whole(row: Sequence[Token], slot: Slot, memory: Memory) -> Argument | None:
    """签约项目28个。其中,产业项目9个: what an earlier sentence counted, where the same is counted in parts."""
    if memory.counted is None or slot.figure.dimension != "count" or slot.indicator is None or row[0].text != PART:
        return None
    whole, head = memory.counted
    return whole if row[slot.indicator.phrase.last - 1].text == head else None


def _prefix(row: Sequence[Token], indicator: Indicator | None, memory: Memory) -> Argument | None:
    """制造业[民间投资]: who is measured inside a long indicator, where nobody was named for some sentences."""
    if indicator is None or (memory.age < 2 and memory.subject is not None):
        return None
    phrase = indicator.phrase
    last = phrase.last
    while last > phrase.first and row[last - 1].kind == k.MEASURE:
        last -= 1
    if last in (phrase.first, phrase.last):
        return None
    return phrase_subject(Phrase(phrase.start, row[last - 1].end, phrase.first, last), 0.45)


def _modified(row: Sequence[Token], slot: Slot) -> Argument | None:
    """年产值20亿元的产业园: the noun that the figure's phrase modifies."""
    behind = slot.index + 1
    if slot.indicator is None or slot.indicator.side != "left" or behind + 1 >= len(row) or row[behind].kind != k.DE:
        return None
    found = clause_subject(row, behind + 1, behind + 2)
    if found is not None:
        return found
    phrase = right_phrase(row, behind + 1)
    return None if phrase is None else phrase_subject(phrase, 0.7)


def relation_of(row: Sequence[Token], slot: Slot, live: list[Slot]) -> Argument | None:
    """What was counted before, where the indicator is an attribute of it: 项目20个,总投资5亿元."""
    if slot.indicator is None:
        return None
    phrase = slot.indicator.phrase
    begin = clause_start(row, phrase.first)
    if clause_subject(row, begin, phrase.first) is not None or _stands_before(row, slot):
        return None
    measure = row[phrase.last - 1]
    attribute = measure.text.endswith(endings("attribute"))
    if slot.indicator.side == "share":
        before = live[-1].indicator if live else None
        if before is not None and row[before.phrase.last - 1].kind == k.MEASURE and slot.owner is not None:
            return None
        return phrase_subject(before.phrase, 0.7) if before is not None and before.side != "share" else None
    for other in reversed(live[-4:]):
        counted = other.indicator
        if other.figure.dimension != "count" or counted is None or counted.side not in ("left", "right"):
            continue
        part = measure.kind == k.MEASURE and row[counted.phrase.last - 1].text.endswith(endings("attribute", "parts"))
        return phrase_subject(counted.phrase, 0.7) if attribute or part else None
    return None


def _stands_before(row: Sequence[Token], slot: Slot) -> bool:
    """Whether a share has its own subject in front of it: 企业数量占全省20%."""
    indicator = slot.indicator
    return indicator is not None and indicator.side == "share" and left_phrase(row, indicator.phrase.first) is not None
