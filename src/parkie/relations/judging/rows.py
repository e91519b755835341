"""What a trained scorer sees, as numbers: measures, and slots that are on or off.

A row is a list of measures and a list of slots; a slot is a place of the vector behind the measures that is 1.
Rows are put together for a whole section, so that they are scored in one multiplication.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple
from zlib import crc32

import numpy as np

__all__ = ["BUCKETS", "Row", "as_matrix", "buckets"]

BUCKETS: Final = 256


class Row(NamedTuple):
    """Measures in a fixed order, and slots, counted from 0 behind them."""

    measures: list[float]
    slots: list[int]


def as_matrix(rows: Sequence[Row], width: int) -> Any:
    """The rows, which have the same measures, as an array of float32, ``width`` columns wide."""
    matrix = np.zeros((len(rows), width), np.float32)
    if not rows:
        return matrix
    size = len(rows[0].measures)
    matrix[:, :size] = [row.measures for row in rows]
    places = np.array([slot for row in rows for slot in row.slots], np.intp) + size
    matrix[np.repeat(np.arange(len(rows)), [len(row.slots) for row in rows]), places] = 1.0
    return matrix


def buckets(words: Iterable[str], first: int) -> list[int]:
    """The slot of each word: one of ``BUCKETS`` from ``first`` on, by a checksum that is the same everywhere."""
    return [first + crc32(word.encode()) % BUCKETS for word in words]
