"""Events as the linker reads them: plain, frozen, with absolute character offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

__all__ = ["Argument", "EventReading"]


@dataclass(frozen=True, slots=True)
class Argument:
    """One filled role.

    ``kind`` says what fills it: ``entity``, ``figure``, ``date`` (found by its offsets among the mentions), or
    ``span`` (a common noun). ``label``, ``name`` and ``adcode`` are set for an anaphor, which is no mention of
    its own; ``negative`` is set for a change that the words call a decline.
    """

    role: str
    start: int
    end: int
    kind: str
    label: str | None = None
    name: str | None = None
    adcode: str | None = None
    negative: bool = False
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class EventReading:
    """One event: its trigger's offsets, type, realis, arguments and the sentence that tells it."""

    start: int
    end: int
    type: str
    realis: str
    section: str
    evidence: tuple[int, int]
    confidence: float
    arguments: tuple[Argument, ...] = ()
    stage: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The reading as plain data."""
        data = {name: getattr(self, name) for name in self.__slots__}
        data["evidence"] = list(self.evidence)
        data["arguments"] = [{name: getattr(a, name) for name in a.__slots__} for a in self.arguments]
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The reading that ``to_dict`` gave."""
        arguments = tuple(Argument(**argument) for argument in data["arguments"])
        return cls(**{**data, "arguments": arguments, "evidence": tuple(data["evidence"])})
