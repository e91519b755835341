"""From scores to suspicions: runs of characters at which a trigger or an argument is not unlikely."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from parkie.matchers.reading import Sighting
from parkie.tagger.heads import ARGUMENTS, COLUMNS, TRIGGERS

__all__ = ["find_arguments", "find_triggers"]

_LEAST: Final = 0.1
_LOG: Final = np.float32(np.log(_LEAST))
_LOG_ODDS: Final = np.float32(np.log(_LEAST / (1 - _LEAST)))


def find_triggers(scores: Any, places: Any) -> list[Sighting]:
    """The runs by start, each with the highest probability in it; runs of different types may overlap.

    Args:
        scores: log probability of no trigger and of each event type (columns) at each character that was read (rows).
        places: where these characters stand in the text, growing.
    """
    found = [
        Sighting(start, end, COLUMNS[TRIGGERS][column + 1], round(float(np.exp(highest)), 4))
        for start, end, column, highest in _runs(scores[:, 1:], _LOG, places)
    ]
    return sorted(found, key=lambda sighting: (sighting.start, sighting.end))


def find_arguments(scores: Any, places: Any) -> list[Sighting]:
    """The same of each role of each event type, whose log odds the columns are."""
    found = []
    for start, end, column, highest in _runs(scores, _LOG_ODDS, places):
        name, role = COLUMNS[ARGUMENTS][column].split(".")
        found.append(Sighting(start, end, name, round(float(1 / (1 + np.exp(-highest))), 4), role))
    return sorted(found, key=lambda sighting: (sighting.start, sighting.end))


def _runs(scores: Any, least: Any, places: Any) -> Iterator[tuple[int, int, int, float]]:
    """Start, end, column and highest score of the runs of characters that a column gives at least so much."""
    columns, rows = np.nonzero(scores.transpose() >= least)
    if not len(rows):
        return
    at = places[rows]
    begins = np.concatenate([[0], np.flatnonzero((np.diff(at) != 1) | (np.diff(columns) != 0)) + 1])
    ends = np.append(begins[1:], len(rows)) - 1
    highest = np.maximum.reduceat(scores[rows, columns], begins)
    yield from zip(
        at[begins].tolist(), (at[ends] + 1).tolist(), columns[begins].tolist(), highest.tolist(), strict=True
    )
