"""What is learnt from: labelled text as windows of one length, with some of what they show taken away.

What keeps the tagger from leaning on the rules alone, which are better on articles that rules were written for than
on others: in a share of the windows it does not see what rules or gazetteer found, in the others some of their
names are missing, and some characters are unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from parkie.tagger.backprop import Target
from parkie.tagger.features import HINTS, Features
from parkie.tagger.heads import ARGUMENTS, COLUMNS, OUTPUT

__all__ = ["LENGTH", "ROWS", "Noise", "Pool", "Sample", "with_noise"]

LENGTH: Final = 160
"""Characters of a window."""
ROWS: Final = 16
"""Windows that are looked at together."""
_UNKNOWN: Final = HINTS - 1
_MARGIN: Final = 16  # characters between two texts, so that no window reaches from one into the other


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A text: its features, the tag of every character, and 1.0 where the tag counts, 0.0 elsewhere.

    ``heads`` are what other heads should tell; one that is not there is not learnt of this text.
    """

    features: Features
    tags: Any
    weight: Any
    heads: Mapping[str, Target] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Noise:
    """What is taken away.

    ``no_rules`` and ``no_gazetteer`` are the shares of windows that do not see these, ``lost`` the share of their
    names that is missing elsewhere, ``unknown`` that of characters.
    """

    no_rules: float = 0.15
    no_gazetteer: float = 0.15
    lost: float = 0.08
    unknown: float = 0.03


class Pool:
    """All samples end to end, from which windows of one length are taken."""

    def __init__(self, samples: Sequence[Sample], length: int = LENGTH) -> None:
        self._length = length
        parts = {name: [getattr(e.features, name) for e in samples] for name in Features.__slots__}
        self._features = Features(*(_joined(arrays) for arrays in parts.values()))
        self._targets = {OUTPUT: Target(*(_joined([getattr(s, n) for s in samples]) for n in ("tags", "weight")))}
        for head in sorted({head for sample in samples for head in sample.heads}):
            known = [sample.heads.get(head) or _unknown(head, len(sample.tags)) for sample in samples]
            self._targets[head] = Target(*(_joined([getattr(t, n) for t in known]) for n in ("tags", "weight")))
        self._size = len(self._targets[OUTPUT].tags)

    def starts(self, rng: np.random.Generator) -> Any:
        """Where the windows of one epoch start: another partition each time, in random order."""
        size = self._size
        starts = np.arange(-int(rng.integers(self._length)), size - 1, self._length)
        starts = np.clip(starts, 0, max(0, size - self._length))
        rng.shuffle(starts)
        return starts

    def take(self, starts: Any) -> tuple[Features, dict[str, Target]]:
        """Features of the windows, one row each, and what each head should tell of them."""
        index = np.minimum(starts[:, None] + np.arange(self._length), self._size - 1)
        features = Features(*(getattr(self._features, name)[index] for name in Features.__slots__))
        return features, {head: Target(t.tags[index], t.weight[index]) for head, t in self._targets.items()}


def _unknown(head: str, length: int) -> Target:
    """Where nothing is known of a head, nothing counts."""
    tags = np.zeros((length, len(COLUMNS[head])), np.int8) if head == ARGUMENTS else np.zeros(length, np.int32)
    return Target(tags, np.zeros(length, np.float32))


def _joined(arrays: Sequence[Any]) -> Any:
    margin = np.zeros((_MARGIN, *arrays[0].shape[1:]), arrays[0].dtype)
    return np.concatenate([piece for array in arrays for piece in (array, margin)])


def with_noise(features: Features, noise: Noise, rng: np.random.Generator) -> Features:
    """The windows with some of what they show taken away."""
    rows, length = features.characters.shape
    rules, gazetteer = features.rules.copy(), features.gazetteer.copy()
    for hints in (rules, gazetteer):
        begins = (hints > 0) & np.isin((hints - 1) % 4, (0, 3))
        name = np.cumsum(begins, axis=1)  # which name of its row a character belongs to
        lost = np.take_along_axis(rng.random((rows, length + 1)) < noise.lost, name, axis=1)
        hints[lost & (hints > 0)] = 0
    blind = rng.random(rows) < noise.no_rules
    rules[blind] = _UNKNOWN
    gazetteer[rng.random(rows) < np.where(blind, 2 * noise.no_gazetteer, noise.no_gazetteer)] = _UNKNOWN
    characters = np.where(rng.random((rows, length)) < noise.unknown, 0, features.characters).astype(np.int32)
    pairs = np.where(rng.random((rows, length)) < 2 * noise.unknown, 0, features.pairs).astype(np.int32)
    return Features(characters, pairs, features.kinds, rules, gazetteer, features.quantities)
