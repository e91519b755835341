"""The tokenizer of the packaged pipeline: one token a character, in linear time.

The characters are cut as spaCy's own segmentation of Chinese cuts them, which copies the rest of the text for each
token and so takes quadratic time on long lines. White space is cut by characters too, where spaCy makes a token of each
run: a vocabulary keeps every token for good, and pages have ever new runs, as long as they like.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

__all__ = ["TOKENIZER", "CharacterTokenizer", "create_tokenizer"]

TOKENIZER = "parkie.CharacterTokenizer.v1"
_PIECE_RE = re.compile(". ?", re.DOTALL)


class CharacterTokenizer(DummyTokenizer):
    """Cuts a text into characters; one space behind a character belongs to it."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The Doc of the text, whose tokens joined are the text."""
        pieces = _PIECE_RE.findall(text)
        return Doc(self.vocab, words=[piece[0] for piece in pieces], spaces=[len(piece) > 1 for piece in pieces])


def create_tokenizer() -> Callable[[Language], CharacterTokenizer]:
    """What makes the tokenizer of a pipeline, over the pipeline's vocabulary."""
    return lambda nlp: CharacterTokenizer(nlp.vocab)


registry.tokenizers(TOKENIZER, func=create_tokenizer)
