"""The tokenizer of the packaged pipeline: one token a character, in linear time.

The tokens are those of spaCy's own character segmentation of Chinese, which copies the rest of the text for each
token and so takes quadratic time on long lines.
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
_TOKEN_RE = re.compile(r"\s+|\S")


class CharacterTokenizer(DummyTokenizer):
    """Cuts a text into characters; white space between them is a token, but for one space behind a character."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The Doc of the text, whose tokens joined are the text."""
        words: list[str] = []
        spaces: list[bool] = []
        for token in _TOKEN_RE.findall(text):
            if token[0] == " " and words:
                spaces[-1] = True
                token = token[1:]
            if token:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


def create_tokenizer() -> Callable[[Language], CharacterTokenizer]:
    """What makes the tokenizer of a pipeline, over the pipeline's vocabulary."""
    return lambda nlp: CharacterTokenizer(nlp.vocab)


registry.tokenizers(TOKENIZER, func=create_tokenizer)
