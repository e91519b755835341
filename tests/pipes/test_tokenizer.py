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
def test_it_cuts_as_spacy_does(text: str) -> None:
    doc = OURS(text)
    assert doc.text == text
    assert [token.text_with_ws for token in doc] == [token.text_with_ws for token in SPACY.make_doc(text)]


def test_a_saved_pipeline_keeps_it(tmp_path: Path) -> None:
    nlp = parkie.load()
    nlp.to_disk(tmp_path)
    assert type(spacy.load(tmp_path).tokenizer) is type(nlp.tokenizer) is CharacterTokenizer
    assert nlp.config["nlp"]["tokenizer"] == {"@tokenizers": TOKENIZER}


def test_a_long_line_is_cut_in_linear_time() -> None:
    assert len(OURS("园" * 1_000_000)) == 1_000_000
