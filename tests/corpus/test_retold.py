"""On labelled sets of retold news: what is merged is the same happening, and reprints are found."""

from __future__ import annotations

import pytest

from .retold import HARD_REPRINTS, Score, score


@pytest.fixture(scope="module", params=[True, False], ids=["odd", "even"])
def retold(request: pytest.FixtureRequest) -> Score:
    return score(odd=request.param)


def test_what_is_merged_is_one_happening(retold: Score) -> None:
    assert retold.precision >= 0.97
    assert retold.recall >= 0.5


def test_reprints_are_copies_and_nothing_else_is(retold: Score) -> None:
    found = {(copy.original, copy.source) for copy in retold.merged.copies}
    sets = {happening.tellings[0].source[:2] for happening in retold.merged.happenings}
    light = {(f"{number}-a", f"{number}-b") for number in sets}
    hard = {(f"{number}-{first}", f"{number}-e") for number in sets & HARD_REPRINTS for first in "ab"}
    assert len(found & light) >= 0.9 * len(light)
    assert found <= light | hard


def test_what_copies_say_counts_once(retold: Score) -> None:
    copies = {copy.source for copy in retold.merged.copies}
    for happening in retold.merged.happenings:
        for fillers in happening.roles().values():
            for told in fillers:
                assert told.count == len(set(told.sources) - copies)
                assert set(told.sources) <= set(happening.sources)
