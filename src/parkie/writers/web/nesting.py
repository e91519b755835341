"""Marks that overlap in any way, as tags that nest.

HTML is a tree, and marks are not: an evidence sentence may begin inside one name and end inside another. Where two
marks cross, the one that was opened later is closed and opened again, so that it comes in pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

__all__ = ["Close", "Mark", "Open", "Text", "cut", "nest"]


class Mark(NamedTuple):
    """A stretch of text; of two with the same extent the one of lower ``rank`` is the outer one."""

    start: int
    end: int
    rank: int
    key: int
    first: bool = True
    """Whether this is the piece with which the mark begins."""


class Open(NamedTuple):
    """A tag opens; ``first`` is whether the mark begins here, and does not go on."""

    key: int
    first: bool


class Close(NamedTuple):
    """The tag that was opened last closes."""

    key: int


class Text(NamedTuple):
    """The characters from ``start`` to ``end``."""

    start: int
    end: int


def cut(marks: Iterable[Mark], edges: list[int]) -> list[list[Mark]]:
    """The marks of each block between two neighbouring ``edges`` (ascending), cut where they cross one.

    >>> cut([Mark(2, 9, 0, 7)], [0, 5, 12])
    [[Mark(start=2, end=5, rank=0, key=7, first=True)], [Mark(start=5, end=9, rank=0, key=7, first=False)]]
    """
    blocks: list[list[Mark]] = [[] for _ in edges[1:]]
    block = 0
    for mark in sorted(marks):
        while block < len(blocks) - 1 and edges[block + 1] <= mark.start:
            block += 1
        at = block
        while at < len(blocks) and edges[at] < mark.end:
            start, end = max(mark.start, edges[at]), min(mark.end, edges[at + 1])
            if start < end:
                blocks[at].append(mark._replace(start=start, end=end, first=start == mark.start))
            at += 1
    return blocks


def nest(marks: Iterable[Mark], start: int, end: int) -> Iterator[Open | Close | Text]:
    """The text from ``start`` to ``end`` with the marks in it, which must lie inside, as a properly nested stream.

    The cost is that of the marks times how many of them lie over one character.
    """
    waiting = sorted(
        (m for m in marks if m.start < m.end), key=lambda m: (m.start, -m.end, m.rank), reverse=True
    )
    open_now: list[Mark] = []
    at = start
    while at < end or open_now:
        yield from _close_ended(open_now, at)
        while waiting and waiting[-1].start <= at:
            mark = waiting.pop()
            open_now.append(mark)
            yield Open(mark.key, mark.first)
        if at >= end:
            return
        until = min((mark.end for mark in open_now), default=end)
        until = min(until, waiting[-1].start if waiting else end, end)
        yield Text(at, until)
        at = until


def _close_ended(open_now: list[Mark], at: int) -> Iterator[Open | Close]:
    """Close what ends here and what lies in it, and open again what does not end here."""
    ended = next((i for i, mark in enumerate(open_now) if mark.end <= at), None)
    if ended is None:
        return
    closed = open_now[ended:]
    for mark in reversed(closed):
        yield Close(mark.key)
    del open_now[ended:]
    for mark in closed:
        if mark.end > at:
            open_now.append(mark)
            yield Open(mark.key, False)
