"""Labelled articles as numbers: the features that the tagger sees, the tags that it should give, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from spacy.language import Language

from parkie.api import make_doc
from parkie.errors import InputError
from parkie.formats.labelled import Labelled
from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch
from parkie.pipes import state
from parkie.tagger.features import Alphabet, Features, find_features
from parkie.tagger.labels import LABELS, tags_of

__all__ = ["Example", "Pool", "make_examples"]

_MARGIN: Final = 16  # characters between two articles, so that no window reaches from one into the other
_UNLEARNED: Final = frozenset({"INDUSTRY"})  # comes from a list


@dataclass(frozen=True, slots=True)
class Example:
    """An article: its features, the tag of every character, and 1.0 where the tag counts, 0.0 elsewhere."""

    article: Labelled
    features: Features
    tags: Any
    weight: Any


def make_examples(nlp: Language, alphabet: Alphabet, articles: Iterable[Labelled]) -> Iterator[Example]:
    """What the tagger sees of each article behind the rules of ``nlp``; only marked sections count.

    An article without sections is one body.

    Raises:
        InputError: a mark has a label that the tagger does not know, or two marks overlap.
    """
    numbers = {label: number for number, label in enumerate(LABELS)}
    for article in articles:
        spans: list[tuple[int, int, int]] = []
        for mark in sorted(article.entities):
            if mark.label in _UNLEARNED:
                continue
            if mark.label not in numbers:
                raise InputError(f"{article.id}: expected a label of {', '.join(LABELS)}, found {mark.label}")
            if spans and mark.start < spans[-1][1]:
                raise InputError(f"{article.id}: expected marks without overlap, found one at {mark.start}")
            spans.append((mark.start, mark.end, numbers[mark.label]))
        day = article.meta.get("published", "-")
        doc = nlp(make_doc(nlp, article.text, None if day == "-" else day, html=False))
        entities, known = (state.get(doc, key, NameMatch) for key in (state.ENTITIES, state.GAZETTEER))
        figures, dates = state.get(doc, state.FIGURES, FigureMatch), state.get(doc, state.DATES, DateMatch)
        features = find_features(alphabet, state.live_text(doc), entities, known, [*figures, *dates])
        weight = np.zeros(len(article.text), np.float32)
        for start, end in [(s.start, s.end) for s in article.sections] or [(0, len(article.text))]:
            weight[start:end] = 1.0
        yield Example(article, features, tags_of(len(article.text), spans), weight)


class Pool:
    """All examples end to end, from which windows of one length are taken."""

    def __init__(self, examples: Sequence[Example], length: int) -> None:
        self._length = length
        parts = {name: [getattr(e.features, name) for e in examples] for name in Features.__slots__}
        self._features = Features(*(_joined(arrays) for arrays in parts.values()))
        self._tags = _joined([example.tags for example in examples])
        self._weight = _joined([example.weight for example in examples])

    def starts(self, rng: np.random.Generator) -> Any:
        """Where the windows of one epoch start: another partition each time, in random order."""
        size = len(self._tags)
        starts = np.arange(-int(rng.integers(self._length)), size - 1, self._length)
        starts = np.clip(starts, 0, max(0, size - self._length))
        rng.shuffle(starts)
        return starts

    def take(self, starts: Any) -> tuple[Features, Any, Any]:
        """Features, tags and weights of the windows, one row each."""
        index = np.minimum(starts[:, None] + np.arange(self._length), len(self._tags) - 1)
        features = Features(*(getattr(self._features, name)[index] for name in Features.__slots__))
        return features, self._tags[index], self._weight[index]


def _joined(arrays: Sequence[Any]) -> Any:
    margin = np.zeros(_MARGIN, arrays[0].dtype)
    return np.concatenate([piece for array in arrays for piece in (array, margin)])
