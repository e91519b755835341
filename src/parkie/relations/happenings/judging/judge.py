"""How likely a word tells an event and a filler takes a role: two small networks with one hidden layer of maxouts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Final, Self
from zipfile import BadZipFile

import numpy as np

from parkie.errors import PipelineError
from parkie.labels import TRIGGERED_TYPES
from parkie.relations.happenings.judging import of_fillers, of_triggers
from parkie.relations.happenings.judging.rows import Row, as_matrix

__all__ = ["Judge"]

_PACKAGED: Final = "data/judge.npz"
_PARTS: Final = {"fillers": of_fillers.columns, "triggers": of_triggers.columns}


class Judge:
    """The weights of both networks, by name, and what they say of rows.

    Each network: ``{part}_hidden`` (columns of a row, 2 x units), ``{part}_bias``, ``{part}_output`` (units,) and
    ``{part}_rest``, a number. What a row is scaled by is part of them. ``types`` are the event types that they were
    learnt for; of others the judge says nothing.
    """

    def __init__(self, weights: Mapping[str, Any], types: Iterable[str] = TRIGGERED_TYPES) -> None:
        self.types = frozenset(types)
        self.weights = {name: np.ascontiguousarray(array, np.float32) for name, array in weights.items()}

    @classmethod
    @cache
    def packaged(cls) -> Self:
        """The one that comes with parkie; read once."""
        return cls.from_bytes(files("parkie.relations.happenings.judging").joinpath(_PACKAGED).read_bytes())

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The judge that ``to_bytes`` gave.

        Raises:
            PipelineError: the bytes are not those of a judge.
        """
        try:
            with np.load(BytesIO(data), allow_pickle=False) as arrays:
                weights = {name: arrays[name] for name in arrays.files}
            types: set[str] = set()
            for part, columns in _PARTS.items():
                saved = weights.pop(f"{part}_columns")
                weights[f"{part}_hidden"] = _ordered(weights[f"{part}_hidden"], saved, columns())
                types = {str(name) for name in saved}.intersection(TRIGGERED_TYPES)
            return cls(weights, types)
        except (KeyError, ValueError, OSError, EOFError, BadZipFile) as error:
            raise PipelineError(f"expected the weights of a judge, found something else ({error})") from error

    def to_bytes(self) -> bytes:
        """The weights in half precision, and what each column of a row is."""
        stream = BytesIO()
        arrays: dict[str, Any] = {name: array.astype(np.float16) for name, array in self.weights.items()}
        arrays |= {f"{part}_columns": np.array(columns()) for part, columns in _PARTS.items()}
        np.savez_compressed(stream, **arrays)
        return stream.getvalue()

    def likelihoods(self, part: str, rows: Sequence[Row]) -> list[float]:
        """Of each row, from 0 to 1; ``part`` is ``fillers`` or ``triggers``."""
        if not rows:
            return []
        weights = self.weights
        pieces = as_matrix(rows, len(_PARTS[part]())) @ weights[f"{part}_hidden"] + weights[f"{part}_bias"]
        units = pieces.shape[1] // 2
        scores = np.maximum(pieces[:, :units], pieces[:, units:]) @ weights[f"{part}_output"] + weights[f"{part}_rest"]
        found: list[float] = (1 / (1 + np.exp(-scores))).tolist()
        return found


def _ordered(hidden: Any, saved: Any, columns: Sequence[str]) -> Any:
    """Weights in the order of today's columns; what has come since, such as a new event type, weighs nothing."""
    places = {str(name): place for place, name in enumerate(saved)}
    rows = np.zeros((len(columns), hidden.shape[1]), np.float32)
    for number, name in enumerate(columns):
        if name in places:
            rows[number] = hidden[places[name]]
    return rows
