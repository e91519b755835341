"""A page while its lines are being sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parkie.page.blocks import Line, is_prose

__all__ = ["BODY", "BOILERPLATE", "TEASER", "TITLE", "Draft"]

TITLE, BODY, TEASER, BOILERPLATE = "title", "body", "teaser", "boilerplate"


@dataclass(slots=True)
class Draft:
    """A page being sorted: its lines, their roles, whether each is running text, and the kind found so far."""

    lines: Sequence[Line]
    roles: list[str | None]
    prose: list[bool] = field(init=False)
    kinds: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.prose = [is_prose(line.text) for line in self.lines]
        self.kinds = [BOILERPLATE] * len(self.lines)

    def own(self, number: int) -> bool:
        """Whether no cue says that the line is furniture."""
        return self.roles[number] is None

    def running(self, number: int) -> bool:
        """Whether the line is running text and no furniture."""
        return self.prose[number] and self.roles[number] is None

    def weight(self, stretch: range) -> float:
        """How much of an article the stretch holds."""
        return sum(len(self.lines[n].text) * (1.0 if self.prose[n] else 0.3) for n in stretch if self.own(n))

    def running_length(self, stretch: range) -> int:
        """Characters of running text in the stretch."""
        return sum(len(self.lines[n].text) for n in stretch if self.running(n))
