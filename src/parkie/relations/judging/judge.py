"""How likely something is, by what is seen of it: a small network with one hidden layer of maxouts for each question.

A question is a *part* of the judge: whether a filler takes a role (``fillers``), a word tells an event
(``triggers``), a figure is told for its own sake (``figures``). Who asks says what the columns of the rows are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Final, NamedTuple, Self
from zipfile import BadZipFile

import numpy as np

from parkie.errors import PipelineError
from parkie.labels import EVENT_TYPES
from parkie.relations.judging.rows import Row, as_matrix
from parkie.threads import on_one_thread

__all__ = ["Judge", "Network"]

_PACKAGED: Final = "data/judge.npz"


class Network(NamedTuple):
    """The weights of one part.

    ``hidden`` (columns of a row, 2 x units), ``bias``, ``output`` (units, answers) and ``rest``; what a row is scaled
    by is part of them.
    """

    columns: tuple[str, ...]
    hidden: Any
    bias: Any
    output: Any
    rest: Any

    def __call__(self, matrix: Any) -> Any:
        """The probability of each answer (columns) for each row."""
        seen = np.flatnonzero(matrix.any(axis=0))  # of hundreds of slots a page has some tens
        pieces = matrix[:, seen] @ self.hidden[seen] + self.bias
        units = pieces.shape[1] // 2
        scores = np.maximum(pieces[:, :units], pieces[:, units:]) @ self.output + self.rest
        return 1 / (1 + np.exp(-scores))

    def ordered(self, columns: Sequence[str]) -> Network:
        """The same for rows of these columns; what has come since, such as a new event type, weighs nothing."""
        if self.columns == tuple(columns):
            return self
        places = {name: place for place, name in enumerate(self.columns)}
        rows = np.zeros((len(columns), self.hidden.shape[1]), np.float32)
        for number, name in enumerate(columns):
            if name in places:
                rows[number] = self.hidden[places[name]]
        return self._replace(columns=tuple(columns), hidden=rows)


class Judge:
    """The networks by their part.

    ``types`` are the event types that they were learnt for; of others the judge says nothing.
    """

    def __init__(self, networks: Mapping[str, Network], types: Iterable[str] = EVENT_TYPES) -> None:
        self.networks = dict(networks)
        self.types = frozenset(types)

    @classmethod
    @cache
    def packaged(cls) -> Self:
        """The one that comes with parkie; read once."""
        return cls.from_bytes(files("parkie.relations.judging").joinpath(_PACKAGED).read_bytes())

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The judge that ``to_bytes`` gave.

        Raises:
            PipelineError: the bytes are not those of a judge.
        """
        try:
            with np.load(BytesIO(data), allow_pickle=False) as arrays:
                parts = [str(part) for part in arrays["parts"]]
                types = [str(name) for name in arrays["types"]]
                return cls({part: _read(arrays, part) for part in parts}, types)
        except (KeyError, ValueError, OSError, EOFError, BadZipFile) as error:
            raise PipelineError(f"expected the weights of a judge, found something else ({error})") from error

    def to_bytes(self) -> bytes:
        """The weights in half precision, and what each column of a row is."""
        stream = BytesIO()
        arrays: dict[str, Any] = {"parts": np.array(list(self.networks)), "types": np.array(sorted(self.types))}
        for part, network in self.networks.items():
            arrays[f"{part}_columns"] = np.array(network.columns)
            arrays |= {f"{part}_{name}": getattr(network, name).astype(np.float16) for name in _WEIGHTS}
        np.savez_compressed(stream, **arrays)
        return stream.getvalue()

    def likelihoods(self, part: str, rows: Sequence[Row], columns: Sequence[str]) -> list[list[float]]:
        """Of each answer for each row, from 0 to 1.

        Args:
            part: what is asked.
            rows: what is seen of each.
            columns: what each number of a row is, by name.
        """
        if not rows:
            return []
        network = self.networks[part] = self.networks[part].ordered(columns)
        with on_one_thread():
            found: list[list[float]] = network(as_matrix(rows, len(columns))).tolist()
        return found


_WEIGHTS: Final = ("hidden", "bias", "output", "rest")


def _read(arrays: Any, part: str) -> Network:
    columns = tuple(str(name) for name in arrays[f"{part}_columns"])
    weights = [np.ascontiguousarray(arrays[f"{part}_{name}"], np.float32) for name in _WEIGHTS]
    if weights[0].shape[0] != len(columns):
        raise ValueError(f"weights of {weights[0].shape[0]} columns for {len(columns)} names")
    return Network(columns, *weights)
