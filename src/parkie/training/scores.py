"""How well names are found: exact and partial, label by label, with intervals, confusions and the errors themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from parkie.formats.labelled import Labelled
from parkie.matchers.reading import NameMatch
from parkie.tagger.labels import UNLEARNED

__all__ = ["Counts", "Mistake", "Scores", "score"]

_SAMPLES: Final = 1_000
_AROUND: Final = 12  # characters of context


class Counts(NamedTuple):
    """Names that were found, that were found wrongly, and that were missed."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what was found."""
        return self.hits / max(1, self.hits + self.wrong)

    @property
    def recall(self) -> float:
        """Of what is there."""
        return self.hits / max(1, self.hits + self.missed)

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.hits / max(1, 2 * self.hits + self.wrong + self.missed)


class Mistake(NamedTuple):
    """A name that was missed (``found`` is None), made up (``gold`` is None), or read with another label."""

    article: str
    start: int
    text: str
    gold: str | None
    found: str | None
    context: str


@dataclass(slots=True)
class Scores:
    """``exact`` counts names with the same bounds and label, ``partial`` those that overlap one of the same label.

    ``interval`` is where 95 of 100 samples of as many articles, drawn with replacement, have their exact F1.
    ``confusion`` counts (gold label, found label) of names with the same bounds.
    """

    exact: Counts = field(default_factory=Counts)
    partial: Counts = field(default_factory=Counts)
    labels: dict[str, Counts] = field(default_factory=dict)
    interval: tuple[float, float] = (0.0, 0.0)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)


def score(
    pairs: Iterable[tuple[Labelled, Sequence[NameMatch]]], labels: Collection[str] | None = None
) -> Scores:
    """The scores of the names found in articles; what is found outside their sections does not count.

    ``labels`` are those that count, by default all but INDUSTRY, which comes from a list and is not labelled.
    """

    def counts(label: str) -> bool:
        return label not in UNLEARNED and (labels is None or label in labels)

    result = Scores()
    by_label: defaultdict[str, Counts] = defaultdict(Counts)
    by_article: list[Counts] = []
    for article, found in pairs:
        gold = {(m.start, m.end): m.label for m in article.entities if counts(m.label)}
        told = {(m.start, m.end): m.label for m in found if counts(m.label) and _inside(article, m)}
        own = Counts()
        for span in sorted(gold.keys() | told.keys()):
            here, there = gold.get(span), told.get(span)
            for label in {here, there} - {None}:
                one = Counts(here == there, there == label != here, here == label != there)
                by_label[str(label)] = _sum(by_label[str(label)], one)
                own = _sum(own, one)
            if here != there:
                result.mistakes.append(_mistake(article, span, here, there))
            if here and there and here != there:
                result.confusion[here, there] += 1
        by_article.append(own)
        result.partial = _sum(result.partial, _overlaps(gold, told))
    result.labels = dict(sorted(by_label.items()))
    result.exact = _sum(*by_article) if by_article else Counts()
    result.interval = _interval(by_article)
    return result


def _inside(article: Labelled, match: NameMatch) -> bool:
    return not article.sections or any(s.start <= match.start and match.end <= s.end for s in article.sections)


def _sum(*counts: Counts) -> Counts:
    return Counts(*(sum(column) for column in zip(*counts, strict=True)))


Spans = dict[tuple[int, int], str]


def _overlaps(gold: Spans, told: Spans) -> Counts:
    def near(spans: Spans, others: Spans) -> int:
        return sum(
            any(start < end2 and start2 < end and label == label2 for (start2, end2), label2 in others.items())
            for (start, end), label in spans.items()
        )

    hits = near(told, gold)
    return Counts(hits, len(told) - hits, len(gold) - near(gold, told))


def _mistake(article: Labelled, span: tuple[int, int], gold: str | None, found: str | None) -> Mistake:
    start, end = span
    context = article.text[max(0, start - _AROUND) : end + _AROUND].replace("\n", " ")
    return Mistake(article.id, start, article.text[start:end], gold, found, context)


def _interval(by_article: Sequence[Counts]) -> tuple[float, float]:
    if not by_article:
        return 0.0, 0.0
    table = np.array(by_article)
    draws = np.random.default_rng(0).integers(0, len(table), (_SAMPLES, len(table)))
    hits, wrong, missed = table[draws].sum(axis=1).T
    low, high = np.percentile(2 * hits / np.maximum(1, 2 * hits + wrong + missed), [2.5, 97.5])
    return float(low), float(high)
