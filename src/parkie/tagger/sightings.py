"""From scores to suspected triggers: runs of characters that one event type is not unlikely at."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from parkie.labels import EVENT_TYPES
from parkie.matchers.reading import Sighting

__all__ = ["find_sightings"]

_LEAST: Final = np.float32(np.log(0.1))


def find_sightings(scores: Any, places: Any) -> list[Sighting]:
    """The runs by start, each with the highest probability in it; runs of different types may overlap.

    Args:
        scores: log probability of no trigger and of each event type (columns) at each character that was read (rows).
        places: where these characters stand in the text, growing.
    """
    types, rows = np.nonzero(scores[:, 1:].T >= _LEAST)
    if not len(rows):
        return []
    at = places[rows]
    begins = np.concatenate([[0], np.flatnonzero((np.diff(at) != 1) | (np.diff(types) != 0)) + 1])
    ends = np.append(begins[1:], len(rows)) - 1
    highest = np.maximum.reduceat(np.exp(scores[rows, 1 + types]), begins)
    runs = zip(at[begins].tolist(), at[ends].tolist(), types[begins].tolist(), highest.tolist(), strict=True)
    found = [Sighting(first, last + 1, EVENT_TYPES[number], round(score, 4)) for first, last, number, score in runs]
    return sorted(found, key=lambda sighting: (sighting.start, sighting.end))
