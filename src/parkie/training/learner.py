"""The network with its gradients, and the steps of Adam (Kingma and Ba, 2015)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from parkie.tagger.backprop import Backprop, Gradients

__all__ = ["Learner"]

_MOMENTUM, _MEMORY = 0.9, 0.98
_CLIP: Final = 1.0
_SLOW: Final = frozenset({"characters", "pairs", "kinds"})  # what is learnt of characters changes at half the rate
_F32 = np.float32


class Learner(Backprop):
    """Weights of its own, that change step by step."""

    def __init__(self, weights: Mapping[str, Any], dropout: float, rng: np.random.Generator) -> None:
        super().__init__({name: array.copy() for name, array in weights.items()}, dropout, rng)
        self._mean = {name: np.zeros_like(array) for name, array in weights.items()}
        self._square = {name: np.zeros_like(array) for name, array in weights.items()}
        self._steps = 0

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
            weights = self.weights[name]
            weights -= _F32(size / mean_bias) * mean / (np.sqrt(square / _F32(square_bias)) + _F32(1e-8))
