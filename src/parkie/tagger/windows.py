"""What is learnt from: labelled text as windows of one length, with some of what they show taken away.

What keeps the tagger from leaning on the rules alone, which are better on articles that rules were written for than
on others: in a share of the windows it does not see what rules or gazetteer found, in the others some of their
names are missing, and some characters are unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from parkie.tagger.backprop import Target
from parkie.tagger.features import HINTS, Features

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

    ``triggers`` are the same for triggers, None where nothing is known of them.
    """

    features: Features
    tags: Any
    weight: Any
    triggers: Target | None = None


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
        self._targets = {"output": Target(*(_joined([getattr(s, n) for s in samples]) for n in ("tags", "weight")))}
        if any(sample.triggers is not None for sample in samples):
            known = [sample.triggers or Target(*[np.zeros_like(sample.tags)] * 2) for sample in samples]
            tags, weight = _joined([t.tags for t in known]), _joined([t.weight.astype(np.float32) for t in known])
            self._targets["triggers"] = Target(tags, weight)
        self._size = len(self._targets["output"].tags)

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


def _joined(arrays: Sequence[Any]) -> Any:
    margin = np.zeros(_MARGIN, arrays[0].dtype)
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
