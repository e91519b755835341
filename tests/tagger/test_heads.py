"""Heads of weights that were made for other event types, roles or labels than today's."""

from __future__ import annotations

import numpy as np
import pytest

from parkie.tagger.heads import ARGUMENTS, COLUMNS, OUTPUT, TRIGGERS, grown, in_order, with_events
from parkie.tagger.network import Network
from parkie.tagger.tagger import Seen, Tagger

TAGGER = Tagger.packaged()


@pytest.mark.parametrize("head", [TRIGGERS, ARGUMENTS])
def test_columns_are_found_by_their_names(head: str) -> None:
    """One that is no longer known goes, one that has come since is never likely."""
    first, second, *others = COLUMNS[head]
    weights = {head: np.array([[3.0, 2.0, 1.0]]), f"{head}_bias": np.array([0.3, 0.2, 0.1])}
    told = in_order(weights, head, ["long.gone", second, first])
    assert told[head][0, :2].tolist() == [1.0, 2.0]
    assert not told[head][0, 2:].any()
    assert told[f"{head}_bias"][:2] == pytest.approx([0.1, 0.2])
    assert (told[f"{head}_bias"][2:] < -20).all()
    assert told[head].shape[1] == 2 + len(others)


def test_a_head_that_is_there_is_kept() -> None:
    weights = with_events(TAGGER.network.weights)
    assert {name: array is weights[name] for name, array in TAGGER.network.weights.items()} == dict.fromkeys(
        TAGGER.network.weights, True
    )


def test_a_tagger_that_never_learnt_of_events_says_nothing_of_them() -> None:
    names = {n: a for n, a in TAGGER.network.weights.items() if not n.startswith((TRIGGERS, ARGUMENTS))}
    text = "泽远精密与海盐经济开发区签约。"
    read = Tagger(TAGGER.alphabet, Network(names)).read(Seen(text))
    assert read.names == TAGGER.read(Seen(text)).names
    assert (read.triggers, read.arguments) == (None, None)
    new = Tagger(TAGGER.alphabet, Network(with_events(names))).read(Seen(text))
    assert new.arguments == []


def test_a_new_label_is_never_more_likely_than_all_that_are_known() -> None:
    rng = np.random.default_rng(5)
    weights = {OUTPUT: rng.normal(size=(3, 9)), f"{OUTPUT}_bias": rng.normal(size=9)}
    more = grown(weights, 1)
    for _ in range(50):
        scores = rng.normal(size=3) @ more[OUTPUT] + more[f"{OUTPUT}_bias"]
        known = scores[1:9].reshape(2, 4).max(axis=0)
        assert (scores[9:] <= known + 1e-6).all()
