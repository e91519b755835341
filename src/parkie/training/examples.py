"""Labelled articles as numbers: the features that the tagger sees, the tags that it should give, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final

import numpy as np
from spacy.language import Language

from parkie.api import make_doc
from parkie.errors import InputError
from parkie.formats.labelled import Labelled
from parkie.labels import EVENT_TYPES
from parkie.pipes.entities import EntityPipe
from parkie.pipes.seen import see
from parkie.tagger.backprop import Target
from parkie.tagger.features import Alphabet
from parkie.tagger.heads import ARGUMENTS, COLUMNS, TRIGGERS
from parkie.tagger.labels import LABELS, UNLEARNED, tags_of
from parkie.tagger.silver import Silver
from parkie.tagger.tagger import Tagger
from parkie.tagger.windows import Sample

__all__ = ["Example", "checked_marks", "make_examples"]

_NEAR: Final = 120  # characters; what is named farther away is named there for something else


@dataclass(frozen=True, kw_only=True)
class Example(Sample):
    """An article as it is learnt from."""

    article: Labelled


def make_examples(
    nlp: Language,
    alphabet: Alphabet,
    articles: Iterable[Labelled],
    labels: Sequence[str] = LABELS,
    silver: Silver | None = None,
    base: Tagger | None = None,
) -> Iterator[Example]:
    """What the tagger sees of each article behind the rules of ``nlp``; only marked sections count.

    An article without sections is one body. ``labels`` are those of the tagger that learns, ``silver`` stands in for
    those that are not marked, and what ``base`` tells of
    triggers, and of arguments, where an article has none marked.

    Raises:
        InputError: a mark has a label that the tagger does not know, or two marks overlap.
    """
    numbers = {label: number for number, label in enumerate(labels)}
    before = [name for name, _ in takewhile(lambda named: not isinstance(named[1], EntityPipe), nlp.pipeline)]
    for article in articles:
        spans = [(start, end, numbers[label]) for start, end, label in checked_marks(article, labels)]
        day = article.meta.get("published", "-")
        doc = make_doc(nlp, article.text, None if day == "-" else day, html=False)
        with nlp.select_pipes(enable=before):
            seen = see(nlp(doc))
        if silver is not None:
            found = silver.names(seen, [(start, end) for start, end, _ in spans])
            spans += [(match.start, match.end, numbers[match.label]) for match in found]
        weight = np.zeros(len(article.text), np.float32)
        for start, end in [(s.start, s.end) for s in article.sections] or [(0, len(article.text))]:
            weight[start:end] = 1.0
        features = seen.features(alphabet)
        heads = base.remembered(features, weight) if base is not None else {}
        if article.events:
            heads[TRIGGERS] = _triggers(article, weight)
        if any(event.arguments for event in article.events):  # else it is triggers alone that were marked
            heads[ARGUMENTS] = _arguments(article, weight)
        tags = tags_of(len(article.text), spans)
        yield Example(features=features, tags=tags, weight=weight, heads=heads, article=article)


def _triggers(article: Labelled, weight: Any) -> Target:
    """The triggers of the events that are marked."""
    tags = np.zeros(len(article.text), np.int32)
    for event in article.events:
        if event.type in EVENT_TYPES:
            tags[slice(*event.trigger)] = 1 + EVENT_TYPES.index(event.type)
    return Target(tags, weight)


def _arguments(article: Labelled, weight: Any) -> Target:
    """The arguments of the events that are marked, wherever they are named near the trigger."""
    tags = np.zeros((len(article.text), len(COLUMNS[ARGUMENTS])), np.int8)
    columns = {name: number for number, name in enumerate(COLUMNS[ARGUMENTS])}
    for event in article.events:
        for role, alternatives in event.arguments:
            column = columns.get(f"{event.type}.{role}")
            for start, end in alternatives:
                if column is not None and abs(start - event.trigger[0]) < _NEAR:
                    tags[start:end, column] = 1
    return Target(tags, weight)


def checked_marks(article: Labelled, labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """The marks that are learnt from, by start.

    Raises:
        InputError: a mark has another label than these, or two marks overlap.
    """
    spans: list[tuple[int, int, str]] = []
    for mark in sorted(article.entities):
        if mark.label in UNLEARNED:
            continue
        if mark.label not in labels:
            raise InputError(
                f"{article.id}: expected a label of {', '.join(labels)}, found {mark.label}; "
                "a label of your own has to be named (--label)"
            )
        if spans and mark.start < spans[-1][1]:
            raise InputError(f"{article.id}: expected marks without overlap, found one at {mark.start}")
        spans.append((mark.start, mark.end, mark.label))
    return spans
