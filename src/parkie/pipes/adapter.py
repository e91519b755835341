"""What every component of parkie shares: a name, no weights, nothing to save."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

__all__ = ["Pipe"]


class Pipe:
    """A component that adds readings to a Doc and has no state of its own.

    ``READS`` and ``WRITES`` name the keys of ``parkie.pipes.state`` that it uses; a test holds the order of the
    pipeline against them.
    """

    READS: tuple[str, ...] = ()
    WRITES: tuple[str, ...] = ()

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Add this component's readings to the Doc."""
        raise NotImplementedError

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Nothing to save: the component is its configuration."""

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Pipe:
        """Nothing to load."""
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Nothing to save."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Pipe:
        """Nothing to load."""
        return self

    def __reduce__(self) -> Any:
        """A component crosses a process border as its class and its name."""
        return type(self), (self.name,)
