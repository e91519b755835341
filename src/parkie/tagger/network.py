"""The network: embeddings added up, residual layers of dilated windows, and scores of tags.

Every layer looks at a character and at one before and one behind it, at growing distance; maxout of two pieces, layer
normalisation and a residual connection (as in spaCy's own window encoder, with the dilations of Strubell et al.,
"Fast and accurate entity recognition with iterated dilated convolutions", 2017). Plain numpy: a page is read a
chunk at a time, so that memory is bounded and all of it stays in the cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from parkie.tagger.features import Features
from parkie.tagger.heads import ARGUMENTS, HEADS
from parkie.threads import on_one_thread

__all__ = ["DILATIONS", "Network"]

DILATIONS: Final = (1, 2, 4, 8)
_REACH: Final = sum(DILATIONS)
_CHUNK: Final = 1024
_EPSILON: Final = np.float32(1e-5)
_EMBEDDED: Final = ("characters", "pairs", "kinds", "rules", "gazetteer", "quantities")


class Network:
    """The weights, by name, in float32, and what they say of a text."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self.weights: Mapping[str, Any] = {n: np.ascontiguousarray(a, np.float32) for n, a in weights.items()}
        self.width = self.weights["characters"].shape[1]

    @property
    def heads(self) -> tuple[str, ...]:
        """What is told of each character: its tag of a name, and of triggers and arguments, if that was learnt."""
        return tuple(head for head in HEADS if head in self.weights)

    def scores(self, features: Features) -> dict[str, Any]:
        """By head, of each tag (columns) at each character (rows): log probabilities, and log odds of arguments."""
        with on_one_thread():
            return self._scores(features)

    def _scores(self, features: Features) -> dict[str, Any]:
        length = len(features.characters)
        matrix = np.concatenate([self.weights[head] for head in self.heads], axis=1)
        bias = np.concatenate([self.weights[f"{head}_bias"] for head in self.heads])
        parts = [np.zeros((0, len(bias)), np.float32)]
        for start in range(0, length, _CHUNK):
            first, last = max(0, start - _REACH), min(length, start + _CHUNK + _REACH)
            state = self._state(features.part(first, last))[start - first :][: min(_CHUNK, length - start)]
            parts.append(state @ matrix + bias)
        scores = np.concatenate(parts)
        bounds = np.cumsum([self.weights[head].shape[1] for head in self.heads])[:-1]
        told = dict(zip(self.heads, np.split(scores, bounds, axis=1), strict=True))
        return {head: part if head == ARGUMENTS else _normal(part) for head, part in told.items()}

    def _state(self, features: Features) -> Any:
        weights = self.weights
        state = weights["characters"].take(features.characters, axis=0)
        for name in _EMBEDDED[1:]:
            state += weights[name].take(getattr(features, name), axis=0)
        width = self.width
        windows = np.zeros((len(state), 3 * width), np.float32)
        share = np.full((width, 1), 1 / width, np.float32)
        for layer, distance in enumerate(DILATIONS):
            windows[:distance, :width] = 0
            windows[distance:, :width] = state[:-distance]
            windows[:, width : 2 * width] = state
            windows[-distance:, 2 * width :] = 0
            windows[:-distance, 2 * width :] = state[distance:]
            pieces = windows @ weights[f"window{layer}"]
            pieces += weights[f"bias{layer}"]
            found = np.maximum(pieces[:, :width], pieces[:, width:])
            found -= found @ share  # the mean of each row
            spread = np.einsum("ij,ij->i", found, found)[:, None]
            spread /= width
            spread += _EPSILON
            np.sqrt(spread, out=spread)
            found /= spread
            found *= weights[f"gain{layer}"]
            found += weights[f"shift{layer}"]
            state += found
        return state


def _normal(scores: Any) -> Any:
    """Scores as logarithms of probabilities."""
    scores = scores - scores.max(axis=1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return scores
