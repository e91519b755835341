"""What every component of parkie shares: a name, and how it is saved if it has weights."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from spacy.tokens import Doc

__all__ = ["Pipe"]


class Pipe:
    """A component that adds readings to a Doc and has no state of its own but weights, if any.

    ``READS`` and ``WRITES`` name the keys of ``parkie.pipes.state`` that it uses; a test holds the order of the
    pipeline against them. ``WEIGHTS`` is the file that weights are saved in.
    """

    READS: tuple[str, ...] = ()
    WRITES: tuple[str, ...] = ()
    WEIGHTS = "weights.npz"

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Add this component's readings to the Doc."""
        raise NotImplementedError

    def packed(self) -> bytes:
        """The weights; nothing where there are none: the component is its configuration."""
        return b""

    def unpack(self, data: bytes) -> None:
        """Take the weights that ``packed`` gave."""

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The weights; nothing where there are none."""
        return self.packed()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:
        """Take the weights that ``to_bytes`` gave."""
        self.unpack(data)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Save the weights as a folder with one file; nothing where there are none."""
        data = self.packed()
        if data:
            folder = Path(path)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / self.WEIGHTS).write_bytes(data)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        """Take the weights that ``to_disk`` saved."""
        file = Path(path) / self.WEIGHTS
        self.unpack(file.read_bytes() if file.is_file() else b"")
        return self

    def __reduce__(self) -> Any:
        """A component crosses a process border as its class and its name."""
        return type(self), (self.name,)
