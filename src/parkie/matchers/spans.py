"""Which readings lie clear of others, in linear time over sorted spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

__all__ = ["lies_in", "merged", "outside", "trimmed"]


class HasBounds(Protocol):
    """Anything with character offsets."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=HasBounds)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds without the white space at both ends.

    >>> trimmed("与 云栖谷 签约", 1, 6)
    (2, 5)
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def lies_in(stretches: Sequence[tuple[int, int]], place: int) -> bool:
    """Whether one of the stretches, which are in text order and apart, holds the character at ``place``.

    >>> [lies_in([(2, 4), (6, 9)], place) for place in (1, 2, 4, 8)]
    [False, True, False, True]
    """
    number = bisect_right(stretches, place, key=lambda stretch: stretch[0]) - 1
    return number >= 0 and place < stretches[number][1]


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans sorted, with overlapping ones joined.

    >>> merged([(4, 6), (0, 2), (1, 3)])
    [(0, 3), (4, 6)]
    """
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def outside(readings: Sequence[S], taken: Iterable[tuple[int, int]]) -> list[S]:
    """The readings that overlap none of the taken spans, in their order."""
    blocks = merged(taken)
    starts = [start for start, _ in blocks]
    out = []
    for reading in readings:
        before = bisect_right(starts, reading.end - 1) - 1
        if before < 0 or blocks[before][1] <= reading.start:
            out.append(reading)
    return out
