"""What is wrong with labelled articles that are read or written, each thing with its place, told all at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from parkie.errors import InputError

__all__ = ["Place", "Problem", "Problems"]

_SHOWN: Final = 100
_LONGEST: Final = 40  # characters of a quotation


class Place(NamedTuple):
    """A record of a file: ``record`` is its number, from 1, or where a file is one record, nothing."""

    file: str
    record: int | None = None

    def __str__(self) -> str:
        return self.file if self.record is None else f"{self.file}, record {self.record}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be taken over: where it is, what was marked there, and what was expected instead."""

    place: Place
    message: str
    start: int | None = None
    text: str = ""

    def __str__(self) -> str:
        at = "" if self.start is None else f", at {self.start}"
        quoted = f" {self.text[:_LONGEST]!r}" if self.text else ""
        return f"{self.place}{at}{quoted}: {self.message}"


@dataclass(slots=True)
class Problems:
    """All problems of one conversion.

    ``left_out`` counts what is no fault and is not taken over all the same, by what it is: records that an annotator
    has rejected, relations between names.
    """

    found: list[Problem] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def add(self, place: Place, message: str, start: int | None = None, text: str = "") -> None:
        """Keep a problem; the record or label that it is about is not taken over."""
        self.found.append(Problem(place, message, start, text))

    def check(self) -> None:
        """Complain of all that was found.

        Raises:
            InputError: something was; the message has a line for each, up to a hundred.
        """
        if not self.found:
            return
        told = [f"  {problem}" for problem in self.found[:_SHOWN]]
        if (more := len(self.found) - _SHOWN) > 0:
            told.append(f"  and {more} more")
        raise InputError(
            f"expected labels that can be taken over, found {len(self.found)} that cannot; "
            "mend them, or leave them out with parkie convert --skip-bad (skip_bad=True):\n" + "\n".join(told)
        )
