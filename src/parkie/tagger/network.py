"""The network: embeddings added up, residual layers of dilated windows, and one score per tag.

Every layer looks at a character and at one before and one behind it, at growing distance; maxout of two pieces, layer
normalisation and a residual connection (as in spaCy's own window encoder, with the dilations of Strubell et al.,
"Fast and accurate entity recognition with iterated dilated convolutions", 2017). Plain numpy: a page is read a
chunk at a time, so that memory is bounded and all of it stays in the cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import numpy as np
from threadpoolctl import ThreadpoolController

from parkie.tagger.features import Features

__all__ = ["DILATIONS", "Network"]

DILATIONS: Final = (1, 2, 4, 8)
_REACH: Final = sum(DILATIONS)
_CHUNK: Final = 1024
_EPSILON: Final = np.float32(1e-5)
_EMBEDDED: Final = ("characters", "pairs", "kinds", "rules", "gazetteer", "quantities")


@cache
def _threads() -> ThreadpoolController:
    """What holds the threads of the linear algebra library; looked up once."""
    return ThreadpoolController()


class Network:
    """The weights, by name, in float32, and what they say of a text."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self.weights: Mapping[str, Any] = {n: np.ascontiguousarray(a, np.float32) for n, a in weights.items()}
        self.width = self.weights["characters"].shape[1]

    def log_probabilities(self, features: Features) -> Any:
        """Of each tag (columns) at each character (rows).

        On one thread: the matrices are small, and where several processes read pages their threads would fight.
        """
        with _threads().limit(limits=1, user_api="blas"):
            return self._log_probabilities(features)

    def _log_probabilities(self, features: Features) -> Any:
        length = len(features.characters)
        parts = []
        for start in range(0, length, _CHUNK):
            first, last = max(0, start - _REACH), min(length, start + _CHUNK + _REACH)
            scores = self._scores(features.part(first, last))
            parts.append(scores[start - first : start - first + min(_CHUNK, length - start)])
        scores = np.concatenate(parts) if parts else np.zeros((0, self.weights["output"].shape[1]), np.float32)
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return scores

    def _scores(self, features: Features) -> Any:
        weights = self.weights
        state = weights["characters"][features.characters]
        for name in _EMBEDDED[1:]:
            state += weights[name][getattr(features, name)]
        width = self.width
        windows = np.zeros((len(state), 3 * width), np.float32)
        for layer, distance in enumerate(DILATIONS):
            windows[:distance, :width] = 0
            windows[distance:, :width] = state[:-distance]
            windows[:, width : 2 * width] = state
            windows[-distance:, 2 * width :] = 0
            windows[:-distance, 2 * width :] = state[distance:]
            pieces = windows @ weights[f"window{layer}"]
            pieces += weights[f"bias{layer}"]
            found = np.maximum(pieces[:, :width], pieces[:, width:])
            found -= found.mean(axis=1, keepdims=True)
            spread = np.einsum("ij,ij->i", found, found)[:, None]
            spread /= width
            spread += _EPSILON
            np.sqrt(spread, out=spread)
            found /= spread
            found *= weights[f"gain{layer}"]
            found += weights[f"shift{layer}"]
            state += found
        return state @ weights["output"] + weights["output_bias"]
