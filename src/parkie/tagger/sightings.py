"""From scores to suspected triggers: runs of characters that one event type is not unlikely at."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from parkie.labels import TRIGGERED_TYPES
from parkie.matchers.reading import Sighting

__all__ = ["find_sightings"]

_LEAST: Final = np.float32(np.log(0.05))


def find_sightings(scores: Any, places: Any) -> list[Sighting]:
    """The runs by start, each with the highest probability in it; runs of different types may overlap.

    Args:
        scores: log probability of no trigger and of each event type (columns) at each character that was read (rows).
        places: where these characters stand in the text, growing.
    """
    found = []
    for number, event_type in enumerate(TRIGGERED_TYPES, start=1):
        on = np.flatnonzero(scores[:, number] >= _LEAST)
        if not len(on):
            continue
        for run in np.split(on, np.flatnonzero(np.diff(places[on]) != 1) + 1):
            score = round(float(np.exp(scores[run, number].max())), 4)
            found.append(Sighting(int(places[run[0]]), int(places[run[-1]]) + 1, event_type, score))
    return sorted(found, key=lambda sighting: (sighting.start, sighting.end))
