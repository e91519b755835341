"""The reader of names: what it is given it keeps, what it says is whole, and no text costs more than another."""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import parkie
from parkie.errors import PipelineError
from parkie.labels import ENTITY_LABELS
from parkie.matchers.reading import FigureMatch, NameMatch
from parkie.pipes import state
from parkie.tagger.decoding import decode
from parkie.tagger.features import Alphabet, find_features
from parkie.tagger.labels import BEGIN, INSIDE, LABELS, LAST, TAGS, UNIT, tags_of
from parkie.tagger.tagger import SOURCE, Seen, Tagger

TAGGER = Tagger.packaged()


def test_the_labels_are_those_of_the_record_but_for_the_one_from_a_list() -> None:
    assert set(LABELS) == set(ENTITY_LABELS) - {"INDUSTRY"}


# -- decoding --------------------------------------------------------------------------------------


def brute_force(scores: Any, ends: list[bool]) -> float:
    """The score of the best sequence of whole mentions, by trying all, over the tags of two labels."""
    best = -np.inf
    for tags in itertools.product(range(9), repeat=len(scores)):
        inside = None
        for at, tag in enumerate(tags):
            label, kind = divmod(tag - 1, 4) if tag else (None, UNIT - 1)
            if inside is None and tag and kind + 1 in (INSIDE, LAST):
                break
            if inside is not None and (not tag or label != inside or kind + 1 in (BEGIN, UNIT)):
                break
            inside = label if tag and kind + 1 in (BEGIN, INSIDE) else None
            if inside is not None and (ends[at] or at == len(tags) - 1):
                break
        else:
            best = max(best, sum(scores[at, tag] for at, tag in enumerate(tags)))
    return float(best)


@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(0, 15))
def test_the_best_sequence_is_found(seed: int, length: int, cuts: int) -> None:
    scores = np.full((length, TAGS), -50.0, np.float32)
    scores[:, :9] = np.random.default_rng(seed).normal(0, 3, (length, 9))
    scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
    ends = [bool(cuts >> at & 1) for at in range(length)]
    spans = decode(scores, np.array(ends))
    tags = tags_of(length, spans)
    found = sum(float(scores[at, tag]) for at, tag in enumerate(tags))
    assert found == pytest.approx(brute_force(scores, ends), abs=1e-3)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 3), st.integers(0, 11)), max_size=8))
def test_tags_and_mentions_are_the_same(pieces: list[tuple[int, int, int]]) -> None:
    spans, at = [], 0
    for size, gap, label in pieces:
        spans.append((at + gap, at + gap + size, label))
        at += gap + size
    tags = tags_of(at + 1, spans)
    scores = np.full((at + 1, TAGS), -20.0, np.float32)
    scores[np.arange(at + 1), tags] = 0.0
    assert decode(scores, np.zeros(at + 1, bool)) == spans


# -- the tagger ------------------------------------------------------------------------------------

TEXT = "9月20日,青澜湾产业园与泽远精密签约,海盐县副县长周以宁出席。"


def test_it_finds_names_that_no_rule_told() -> None:
    found = {(TEXT[m.start : m.end], m.label) for m in TAGGER.find(Seen(TEXT))}
    assert {("泽远精密", "COMPANY"), ("周以宁", "PERSON"), ("副县长", "POSITION")} <= found


def test_what_rules_found_keeps_their_reading() -> None:
    rule = NameMatch(TEXT.index("海盐县"), TEXT.index("海盐县") + 3, "DISTRICT", "海盐县", "330424", "gazetteer", 0.9)
    found = TAGGER.find(Seen(TEXT, [rule], [rule]))
    assert rule in found
    assert all(match.source == SOURCE for match in found if match != rule)


def test_names_of_the_user_stand() -> None:
    given_name = NameMatch(8, 10, "REGION", "澜湾", None, "added")
    found = TAGGER.find(Seen(TEXT, [given_name]))
    assert given_name in found
    assert sum(match.start < 10 and match.end > 8 for match in found) == 1


def test_other_labels_stay_where_nothing_else_is() -> None:
    text = "园区主导产业为生物医药。"
    sector = NameMatch(text.index("生物"), len(text) - 1, "INDUSTRY")
    assert sector in TAGGER.find(Seen(text, [sector]))


@given(st.text(max_size=200))
def test_any_text_gives_whole_names_in_order(text: str) -> None:
    found = TAGGER.find(Seen(text))
    assert all(0 <= match.start < match.end <= len(text) for match in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert not any("\n" in text[match.start : match.end - 1] for match in found)


def test_a_text_is_read_the_same_in_chunks() -> None:
    long = (TEXT + "\n") * 120  # several chunks
    features = find_features(TAGGER.alphabet, long, [], [], [])
    whole = TAGGER.network.scores(features)["output"]
    size = len(TEXT) + 1
    np.testing.assert_allclose(whole[size : 2 * size], whole[60 * size : 61 * size], atol=1e-4)
    assert len(TAGGER.find(Seen(long))) == 120 * len(TAGGER.find(Seen(TEXT + "\n" + TEXT))) // 2


def test_what_is_left_out_costs_nothing_and_moves_nothing() -> None:
    alone = [(m.start, m.end, m.label) for m in TAGGER.find(Seen(TEXT))]
    apart = TAGGER.find(Seen("\n" * 5000 + TEXT + "\n" * 9000))
    assert [(m.start - 5000, m.end - 5000, m.label) for m in apart] == alone
    assert TAGGER.find(Seen("\n" * 100)) == []
    assert TAGGER.find(Seen("")) == []


def test_time_is_linear_in_the_length() -> None:
    spent = []
    for text in (TEXT * 200, TEXT.replace("。", "") * 2000):  # the second has no end of a sentence
        started = time.process_time()
        TAGGER.find(Seen(text))
        spent.append((time.process_time() - started) / len(text))
    assert spent[1] < 4 * spent[0]


def test_features_show_what_rules_found() -> None:
    figure = FigureMatch(2, 5, None, None, None, "exact", "家", "count")
    names = [NameMatch(0, 2, "PARK"), NameMatch(0, 1, "REGION")]
    features = find_features(Alphabet(np.array([ord("云")]), np.array([0])), "云谷20家云", names[:1], names, [figure])
    assert features.characters.tolist() == [1, 0, 0, 0, 0, 1]
    assert features.rules.tolist() == [BEGIN, LAST, 0, 0, 0, 0]
    assert features.gazetteer.tolist() == [BEGIN, LAST, 0, 0, 0, 0]
    assert features.quantities.tolist() == [0, 0, 2, 1, 1, 0]
    assert features.kinds.tolist() == [0, 0, 1, 1, 0, 0]


# -- saved and loaded ------------------------------------------------------------------------------


def test_weights_survive_being_saved(tmp_path: Path) -> None:
    again = Tagger.from_bytes(TAGGER.to_bytes())
    packed = Tagger(TAGGER.alphabet, TAGGER.network).to_bytes()  # rounded anew, not as it was read
    anew = Tagger.from_bytes(packed)
    assert anew.to_bytes() == packed
    assert anew.find(Seen(TEXT)) == TAGGER.find(Seen(TEXT))
    assert again.find(Seen(TEXT)) == TAGGER.find(Seen(TEXT))
    nlp = parkie.load()
    nlp.to_disk(tmp_path / "saved")
    loaded = parkie.load(tmp_path / "saved")
    assert parkie.extract(TEXT, nlp=loaded) == parkie.extract(TEXT)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x80\x04pickle", TAGGER.to_bytes()[:5000]])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(PipelineError, match="expected the weights of a tagger"):
        Tagger.from_bytes(data)


def test_a_pipeline_without_tagger_is_rules_alone(tmp_path: Path) -> None:
    nlp = parkie.load(tagger=False)
    doc = nlp(TEXT)
    assert state.get(doc, state.ENTITIES, NameMatch) == state.get(doc, state.RULED, NameMatch)
    nlp.to_disk(tmp_path / "rules")
    assert parkie.load(tmp_path / "rules").get_pipe("parkie_entities").tagger is None


def test_what_the_rules_said_is_kept_beside_it() -> None:
    doc = parkie.load()(TEXT)
    ruled = parkie.load(tagger=False)(TEXT)
    assert state.get(doc, state.RULED, NameMatch) == state.get(ruled, state.ENTITIES, NameMatch)


@given(st.text(" \u3000\u00a0\t", max_size=4), st.text(" \u3000\u00a0\t", max_size=4))
def test_indents_and_trailing_blanks_change_nothing_of_what_is_read(before: str, behind: str) -> None:
    lines = TEXT.replace("。", "。\n").split("\n")
    texts = ["\n".join(lines), "\n".join(before + line + behind for line in lines)]
    told = [[(n.label, n.score, text[n.start : n.end]) for n in TAGGER.find(Seen(text))] for text in texts]
    assert told[0] == told[1] != []
