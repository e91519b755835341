"""How sure the tagger is of a mention, against the sum over every sequence of tags."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from parkie.api import load, make_doc
from parkie.matchers.reading import NameMatch
from parkie.pipes import state
from parkie.tagger.certainty import certainties
from parkie.tagger.decoding import decode
from parkie.tagger.labels import LABELS, TAGS, tags_of

SHOWN = (3, 7)  # labels with any probability, so that all sequences can be written down


def scores_of(length: int, seed: int) -> np.ndarray:
    """Log probabilities of the tags, of two labels only."""
    random = np.random.default_rng(seed)
    logits = np.full((length, TAGS), -40.0)
    columns = [0, *(4 * label + kind for label in SHOWN for kind in (1, 2, 3, 4))]
    logits[:, columns] = random.normal(0, 2, (length, len(columns)))
    return np.asarray(logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)), np.float32)


def all_mentions(length: int) -> list[list[tuple[int, int, int]]]:
    """Every set of mentions that do not overlap."""
    if not length:
        return [[]]
    found = [[*before] for before in all_mentions(length - 1)]
    for start, label in product(range(length), SHOWN):
        found += [[*before, (start, length, label)] for before in all_mentions(start)]
    return found


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_share_of_all_whole_sequences(seed: int) -> None:
    length = 5
    scores = scores_of(length, seed)
    ways = all_mentions(length)
    weights = [np.exp(scores[range(length), tags_of(length, way)].sum()) for way in ways]
    mentions = sorted({mention for way in ways for mention in way})
    expected = [
        sum(weight for way, weight in zip(ways, weights, strict=True) if mention in way) / sum(weights)
        for mention in mentions
    ]
    assert certainties(scores, np.zeros(length, bool), mentions) == pytest.approx(expected, abs=1e-5)


def test_sentences_do_not_know_each_other() -> None:
    scores, ends = scores_of(8, 1), np.zeros(8, bool)
    ends[4] = True
    one = certainties(scores[:5], ends[:5], [(1, 3, 3)])
    other = certainties(scores[5:], ends[5:], [(0, 2, 7)])
    assert certainties(scores, ends, [(5, 7, 7), (1, 3, 3), (3, 6, 3)]) == [*other, *one, 0.0]


def test_what_is_decoded_is_likely() -> None:
    scores, ends = scores_of(300, 2), np.zeros(300, bool)
    found = certainties(scores, ends, decode(scores, ends))
    assert min(found) > 0.0
    assert max(found) <= 1.0
    assert float(np.mean(found)) > 0.4


def test_the_component_tells_it_only_when_asked() -> None:
    nlp = load()
    text = "泽远精密有限公司落户海盐县生物医药产业园。"
    before = nlp(make_doc(nlp, text))
    assert state.get_certainties(before) == {}
    nlp.get_pipe("parkie_entities").tells_certainty = True
    doc = nlp(make_doc(nlp, text))
    names = state.get(doc, state.ENTITIES, NameMatch)
    assert names == state.get(before, state.ENTITIES, NameMatch)
    told = state.get_certainties(doc)
    assert {(m.start, m.end) for m in names} == set(told)
    for name in names:
        certainty = told[name.start, name.end]
        assert (certainty is None) == (name.label not in LABELS)
        assert certainty is None or 0.0 < certainty <= 1.0
