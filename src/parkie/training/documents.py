"""Labelled articles as spaCy's training data: Docs with ``doc.ents``, and ``.spacy`` files of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from parkie.errors import InputError
from parkie.formats.labelled import Labelled
from parkie.pipes.tokenizer import TOKENIZER
from parkie.tagger.labels import LABELS
from parkie.training.examples import checked_marks

__all__ = ["make_document", "write_documents"]


def make_document(nlp: Language, article: Labelled, labels: Sequence[str] = LABELS) -> Doc:
    """The text with its names as ``doc.ents``; what lies outside the marked sections is missing, not "no entity".

    Raises:
        InputError: a mark has a label that is not among ``labels``, overlaps another, or cuts a token of ``nlp``.
    """
    doc = nlp.make_doc(article.text)
    spans = []
    for start, end, label in checked_marks(article, labels):
        span = doc.char_span(start, end, label=label)
        if span is None:
            words = article.text[start:end]
            raise InputError(f"{article.id}: expected a mark of whole tokens, found {words!r} at {start}")
        spans.append(span)
    named = {at for start, end, _ in checked_marks(article, labels) for at in range(start, end)}
    inside = {at for section in article.sections for at in range(section.start, section.end)}
    unread = [t for t in doc if article.sections and t.idx not in inside and t.idx not in named]
    doc.set_ents(spans, missing=[doc[token.i : token.i + 1] for token in unread], default="outside")
    return doc


def write_documents(articles: Iterable[Labelled], path: str | Path, labels: Sequence[str] = LABELS) -> None:
    """A ``.spacy`` file of the articles, one token a character, as ``spacy train`` reads it.

    Raises:
        InputError: as ``make_document``.
    """
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    docs = (make_document(nlp, article, labels) for article in articles)
    DocBin(attrs=["ENT_IOB", "ENT_TYPE"], docs=docs).to_disk(path)
