"""The tokenizer cuts as spaCy does, and in linear time."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

import parkie
from parkie.pipes.tokenizer import TOKENIZER, CharacterTokenizer

SPACY = spacy.blank("zh")
OURS = CharacterTokenizer(SPACY.vocab)


@given(st.text(alphabet="园区A1 \n\t\r\x1c\x85\u2028\u3000\xa0\u200b\ufeff😀𠮷，"))
@pytest.mark.filterwarnings("ignore:\\[W033\\]")
def test_it_cuts_as_spacy_does_but_for_runs_of_white_space(text: str) -> None:
    doc = OURS(text)
    assert doc.text == text
    assert [t.text for t in doc if not t.is_space] == [t.text for t in SPACY.make_doc(text) if not t.is_space]


@given(st.text(alphabet=" \n\t\u3000\xa0园", max_size=40))
def test_a_token_is_one_character_so_that_the_vocabulary_has_an_end(text: str) -> None:
    doc = OURS(text)
    assert doc.text == text
    assert all(len(token.text) == 1 for token in doc)


def test_a_saved_pipeline_keeps_it(tmp_path: Path) -> None:
    nlp = parkie.load()
    nlp.to_disk(tmp_path)
    assert type(spacy.load(tmp_path).tokenizer) is type(nlp.tokenizer) is CharacterTokenizer
    assert nlp.config["nlp"]["tokenizer"] == {"@tokenizers": TOKENIZER}


def test_a_long_line_is_cut_in_linear_time() -> None:
    assert len(OURS("园" * 1_000_000)) == 1_000_000
