"""The network of ``parkie.tagger.network`` with its gradients: what training needs beside what reading needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from thinc.api import NumpyOps

from parkie.tagger.features import HINTS, KINDS, QUANTITIES, Alphabet, Features
from parkie.tagger.heads import ARGUMENTS
from parkie.tagger.labels import LABELS
from parkie.tagger.network import DILATIONS

__all__ = ["WIDTH", "Backprop", "Gradients", "Target", "new_weights"]

Gradients = dict[str, Any]

WIDTH: Final = 80
"""Of the packaged network."""

_EPSILON: Final = np.float32(1e-5)
_SHARE: Final = 0.4  # how much the loss of arguments counts: a character has some eighty questions there
_F32 = np.float32
_OPS: Final = NumpyOps()


def new_weights(alphabet: Alphabet, width: int, rng: np.random.Generator, labels: int = len(LABELS)) -> dict[str, Any]:
    """Random weights for a network that knows nothing yet and tells so many labels apart."""
    sizes = {"characters": len(alphabet.characters) + 1, "pairs": len(alphabet.pairs) + 1, "kinds": KINDS}
    hints = {"rules": HINTS, "gazetteer": HINTS, "quantities": QUANTITIES}
    weights = {name: rng.normal(0, 0.1, (size, width)) for name, size in sizes.items()}
    weights |= {name: rng.normal(0, 0.02, (size, width)) for name, size in hints.items()}
    for layer in range(len(DILATIONS)):
        weights[f"window{layer}"] = rng.normal(0, (1.5 / (3 * width)) ** 0.5, (3 * width, 2 * width))
        weights[f"bias{layer}"] = np.zeros(2 * width)
        weights[f"gain{layer}"] = np.ones(width)
        weights[f"shift{layer}"] = np.zeros(width)
    weights |= {"output": np.zeros((width, 1 + 4 * labels)), "output_bias": np.zeros(1 + 4 * labels)}
    return {name: array.astype(np.float32) for name, array in weights.items()}


class Target(NamedTuple):
    """What a head should tell of every character, and how much it counts there.

    ``tags`` is the number of a tag for each, or of arguments a column of zeros and ones for each role.
    """

    tags: Any
    weight: Any


@dataclass(slots=True)
class _Layer:
    """What a layer keeps for the way back."""

    windows: Any
    first_won: Any
    normal: Any
    scale: Any
    mask: Any


class Backprop:
    """Weights, the way forward through them, and the way back; ``dropout`` is the share of columns that go."""

    def __init__(self, weights: Mapping[str, Any], dropout: float, rng: np.random.Generator) -> None:
        self.weights, self.dropout = weights, dropout
        self._rng = rng

    def gradients(self, features: Features, targets: Mapping[str, Target]) -> tuple[float, Gradients]:
        """Loss, summed over the targets, and gradients of a batch; features and targets are (rows, characters).

        Targets are told by their head, the weights that turn what is seen into scores of tags; pretraining has one of
        its own. Those of a head that the network does not have are left out.
        """
        state, first_mask, layers = self._forward(features)
        width = state.shape[-1]
        flat = state.reshape(-1, width)
        found: Gradients = {}
        loss, change = 0.0, np.zeros_like(flat)
        for head, target in targets.items():
            if head not in self.weights:
                continue
            own, wrong = self._wrong(head, flat, target)
            loss += own
            found |= {head: flat.T @ wrong, f"{head}_bias": wrong.sum(axis=0)}
            change += wrong @ self.weights[head].T
        change = change.reshape(state.shape)
        for layer in reversed(range(len(DILATIONS))):
            change = self._back(layer, layers[layer], change, found)
        change = np.ascontiguousarray((change * first_mask).reshape(-1, width))
        for name in Features.__slots__:
            found[name] = np.zeros_like(self.weights[name])
            _OPS.scatter_add(found[name], np.ascontiguousarray(getattr(features, name).ravel(), np.int32), change)
        return loss, found

    def _wrong(self, head: str, flat: Any, target: Target) -> tuple[float, Any]:
        """The loss of a head, and how far its scores are off."""
        scores = flat @ self.weights[head] + self.weights[f"{head}_bias"]
        counts = target.weight.ravel()
        counts = (counts / max(1.0, float(counts.sum()))).astype(np.float32)
        if head == ARGUMENTS:
            return _several(scores, target.tags.reshape(scores.shape), counts * _F32(_SHARE))
        return _one_of(scores, target.tags.ravel(), counts)

    def _forward(self, features: Features) -> tuple[Any, Any, list[_Layer]]:
        weights = self.weights
        state = weights["characters"][features.characters]
        for name in Features.__slots__[1:]:
            state += weights[name][getattr(features, name)]
        first_mask = self._mask(state.shape, self.dropout)
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
            mask = self._mask(state.shape, self.dropout / 2)
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


def _one_of(scores: Any, gold: Any, counts: Any) -> tuple[float, Any]:
    """Loss and error where one column of each row is right."""
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    rows = np.arange(len(gold))
    loss = float(-(np.log(scores[rows, gold] + 1e-9) * counts).sum())
    scores[rows, gold] -= 1
    scores *= counts[:, None]
    return loss, scores


def _several(scores: Any, gold: Any, counts: Any) -> tuple[float, Any]:
    """The same where each column is right or wrong by itself."""
    likely = 1 / (1 + np.exp(-scores))
    missed = np.log(np.where(gold, likely, 1 - likely) + 1e-9).sum(axis=1)
    return float(-(missed * counts).sum()), (likely - gold) * counts[:, None]
