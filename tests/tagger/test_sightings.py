"""Suspected triggers and arguments: runs of characters, by type and role, with their highest probability."""

from __future__ import annotations

import numpy as np
import pytest

from parkie.labels import EVENT_TYPES
from parkie.tagger.heads import COLUMNS
from parkie.tagger.sightings import find_arguments, find_triggers

SIGNING, AWARD = (1 + EVENT_TYPES.index(name) for name in ("signing", "award"))


def scores(length: int, *told: tuple[int, int, float]) -> np.ndarray:
    """Log probabilities: (character, column, probability), the rest no trigger."""
    table = np.full((length, 1 + len(EVENT_TYPES)), 1e-6)
    for at, column, probability in told:
        table[at, column] = probability
    table[:, 0] = 1 - table[:, 1:].sum(axis=1)
    return np.log(table)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([], []),
        ([(2, SIGNING, 0.7), (3, SIGNING, 0.9)], [(2, 4, "signing", 0.9)]),
        ([(2, SIGNING, 0.04)], []),
        ([(1, SIGNING, 0.5), (3, SIGNING, 0.6)], [(1, 2, "signing", 0.5), (3, 4, "signing", 0.6)]),
        ([(2, SIGNING, 0.3), (2, AWARD, 0.4)], [(2, 3, "award", 0.4), (2, 3, "signing", 0.3)]),
    ],
)
def test_runs(told: list[tuple[int, int, float]], found: list[tuple[int, int, str, float]]) -> None:
    sightings = find_triggers(scores(6, *told), np.arange(6))
    assert sorted((s.start, s.end, s.type, s.score) for s in sightings) == found


def test_a_run_does_not_go_on_over_what_was_not_read() -> None:
    places = np.array([0, 1, 10, 11])
    sightings = find_triggers(scores(4, (1, SIGNING, 0.8), (2, SIGNING, 0.8)), places)
    assert [(s.start, s.end) for s in sightings] == [(1, 2), (10, 11)]


def test_a_character_may_fill_several_roles() -> None:
    columns = [COLUMNS["arguments"].index(name) for name in ("signing.parties", "settlement.entrants")]
    odds = np.full((5, len(COLUMNS["arguments"])), -6.0)
    odds[1:4, columns[0]] = [0.0, 2.0, 1.0]
    odds[2:3, columns[1]] = -1.0
    found = [(s.start, s.end, s.type, s.role, round(s.score, 2)) for s in find_arguments(odds, np.arange(5))]
    assert found == [(1, 4, "signing", "parties", 0.88), (2, 3, "settlement", "entrants", 0.27)]
