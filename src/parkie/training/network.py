"""The network of ``parkie.tagger.network`` with its gradients, and the steps of Adam (Kingma and Ba, 2015)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from thinc.api import NumpyOps

from parkie.tagger.features import HINTS, KINDS, QUANTITIES, Alphabet, Features
from parkie.tagger.labels import TAGS
from parkie.tagger.network import DILATIONS

__all__ = ["Gradients", "Learner", "new_weights"]

Gradients = dict[str, Any]

_EPSILON: Final = np.float32(1e-5)
_MOMENTUM, _MEMORY = 0.9, 0.98
_CLIP: Final = 1.0
_SLOW: Final = frozenset({"characters", "pairs", "kinds"})  # what is learnt of characters changes at half the rate
_F32 = np.float32
_OPS: Final = NumpyOps()


def new_weights(alphabet: Alphabet, width: int, rng: np.random.Generator) -> dict[str, Any]:
    """Random weights for a network that knows nothing yet."""
    sizes = {"characters": len(alphabet.characters) + 1, "pairs": len(alphabet.pairs) + 1, "kinds": KINDS}
    hints = {"rules": HINTS, "gazetteer": HINTS, "quantities": QUANTITIES}
    weights = {name: rng.normal(0, 0.1, (size, width)) for name, size in sizes.items()}
    weights |= {name: rng.normal(0, 0.02, (size, width)) for name, size in hints.items()}
    for layer in range(len(DILATIONS)):
        weights[f"window{layer}"] = rng.normal(0, (1.5 / (3 * width)) ** 0.5, (3 * width, 2 * width))
        weights[f"bias{layer}"] = np.zeros(2 * width)
        weights[f"gain{layer}"] = np.ones(width)
        weights[f"shift{layer}"] = np.zeros(width)
    weights |= {"output": np.zeros((width, TAGS)), "output_bias": np.zeros(TAGS)}
    return {name: array.astype(np.float32) for name, array in weights.items()}


@dataclass(slots=True)
class _Layer:
    """What a layer keeps for the way back."""

    windows: Any
    first_won: Any
    normal: Any
    scale: Any
    mask: Any


class Learner:
    """Weights that change: the way forward, the way back, and a step."""

    def __init__(self, weights: dict[str, Any], dropout: float, rng: np.random.Generator) -> None:
        self.weights = {name: array.copy() for name, array in weights.items()}
        self._dropout, self._rng = dropout, rng
        self._mean = {name: np.zeros_like(array) for name, array in weights.items()}
        self._square = {name: np.zeros_like(array) for name, array in weights.items()}
        self._steps = 0

    def gradients(self, features: Features, tags: Any, weight: Any, head: str = "output") -> tuple[float, Gradients]:
        """Loss and gradients of a batch: features and tags are (rows, characters), as is the weight of each tag.

        ``head`` names the weights that turn what is seen into scores of tags; pretraining has one of its own.
        """
        state, first_mask, layers = self._forward(features)
        width = state.shape[-1]
        flat = state.reshape(-1, width)
        scores = flat @ self.weights[head] + self.weights[f"{head}_bias"]
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        gold, counts = tags.ravel(), weight.ravel()
        total = max(1.0, float(counts.sum()))
        rows = np.arange(len(gold))
        loss = float(-(np.log(scores[rows, gold] + 1e-9) * counts).sum() / total)
        scores[rows, gold] -= 1
        scores *= (counts / total)[:, None].astype(np.float32)
        found: Gradients = {head: flat.T @ scores, f"{head}_bias": scores.sum(axis=0)}
        change = (scores @ self.weights[head].T).reshape(state.shape)
        for layer in reversed(range(len(DILATIONS))):
            change = self._back(layer, layers[layer], change, found)
        change = np.ascontiguousarray((change * first_mask).reshape(-1, width))
        for name in Features.__slots__:
            found[name] = np.zeros_like(self.weights[name])
            _OPS.scatter_add(found[name], np.ascontiguousarray(getattr(features, name).ravel(), np.int32), change)
        return loss, found

    def _forward(self, features: Features) -> tuple[Any, Any, list[_Layer]]:
        weights = self.weights
        state = weights["characters"][features.characters]
        for name in Features.__slots__[1:]:
            state += weights[name][getattr(features, name)]
        first_mask = self._mask(state.shape, self._dropout)
        state *= first_mask
        rows, length, width = state.shape
        layers = []
        for layer, distance in enumerate(DILATIONS):
            windows = np.zeros((rows, length, 3 * width), np.float32)
            windows[:, distance:, :width] = state[:, :-distance]
            windows[:, :, width : 2 * width] = state
            windows[:, :-distance, 2 * width :] = state[:, distance:]
            pieces = (windows.reshape(-1, 3 * width) @ weights[f"window{layer}"]).reshape(rows, length, 2 * width)
            pieces += weights[f"bias{layer}"]
            first, second = pieces[..., :width], pieces[..., width:]
            normal = np.maximum(first, second)
            normal -= normal.mean(axis=-1, keepdims=True)
            scale = 1 / np.sqrt(np.einsum("btd,btd->bt", normal, normal)[..., None] / width + _EPSILON)
            normal *= scale
            mask = self._mask(state.shape, self._dropout / 2)
            layers.append(_Layer(windows, first > second, normal, scale, mask))
            state = state + (normal * weights[f"gain{layer}"] + weights[f"shift{layer}"]) * mask
        return state, first_mask, layers

    def _mask(self, shape: tuple[int, ...], share: float) -> Any:
        """Whole columns of a row go, so that a name does not lose a feature at one character and keep it at another."""
        kept = self._rng.random((shape[0], 1, shape[2])) >= share
        return kept.astype(np.float32) / _F32(1 - share)

    def _back(self, layer: int, kept: _Layer, change: Any, found: Gradients) -> Any:
        weights, distance = self.weights, DILATIONS[layer]
        rows, length, width = change.shape
        inner = change * kept.mask
        found[f"shift{layer}"] = inner.sum(axis=(0, 1))
        found[f"gain{layer}"] = np.einsum("btd,btd->d", inner, kept.normal)
        inner *= weights[f"gain{layer}"]
        along = np.einsum("btd,btd->bt", inner, kept.normal)[..., None] / width
        best = (inner - inner.mean(axis=-1, keepdims=True) - kept.normal * along) * kept.scale
        pieces = np.empty((rows, length, 2 * width), np.float32)
        np.multiply(best, kept.first_won, out=pieces[..., :width])
        np.subtract(best, pieces[..., :width], out=pieces[..., width:])
        flat = pieces.reshape(-1, 2 * width)
        found[f"window{layer}"] = kept.windows.reshape(-1, 3 * width).T @ flat
        found[f"bias{layer}"] = flat.sum(axis=0)
        windows = (flat @ weights[f"window{layer}"].T).reshape(rows, length, 3 * width)
        out = change + windows[..., width : 2 * width]
        out[:, :-distance] += windows[:, distance:, :width]
        out[:, distance:] += windows[:, :-distance, 2 * width :]
        return out

    def step(self, gradients: Gradients, rate: float) -> None:
        """Move the weights a little; the gradients are clipped together."""
        self._steps += 1
        norm = sum(float(np.vdot(array, array)) for array in gradients.values()) ** 0.5
        clip = _F32(min(1.0, _CLIP / (norm + 1e-9)))
        mean_bias, square_bias = 1 - _MOMENTUM**self._steps, 1 - _MEMORY**self._steps
        for name, array in gradients.items():
            array *= clip
            mean, square = self._mean[name], self._square[name]
            mean *= _F32(_MOMENTUM)
            mean += _F32(1 - _MOMENTUM) * array
            square *= _F32(_MEMORY)
            square += _F32(1 - _MEMORY) * array * array
            size = rate / 2 if name in _SLOW else rate
            self.weights[name] -= _F32(size / mean_bias) * mean / (np.sqrt(square / _F32(square_bias)) + _F32(1e-8))
