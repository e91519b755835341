"""A labelled article: a text and what a person has marked in it, whatever file it came from.

Offsets are 0-based, end-exclusive character offsets into ``text``. Nothing is resolved or normalised here: the
marks are as they were given, so that a file that is read and written again is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Labelled", "LabelledEvent", "Mark"]


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A marked stretch of the text.

    ``label``: an entity label, ``FIG``, ``DATE``, or for a section its kind. ``values``: what was said of it, in
    the order of the form (figures: value, low, high, modifier, unit; dates: earliest, latest, granularity); None
    where it is open, and empty where nothing was said.
    """

    start: int
    end: int
    label: str
    values: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledEvent:
    """An event: ``arguments`` holds role and argument, an argument being its alternatives, any of which is right.

    A stretch of the text is (start, end). ``section`` is the index of the section that the trigger stands in.
    """

    type: str
    trigger: tuple[int, int]
    section: int
    realis: str = "actual"
    stage: str | None = None
    arguments: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Labelled:
    """One article with its marks; ``meta`` is what else is known of it (published, site, kind, …)."""

    id: str
    text: str
    entities: tuple[Mark, ...] = ()
    figures: tuple[Mark, ...] = ()
    dates: tuple[Mark, ...] = ()
    sections: tuple[Mark, ...] = ()
    events: tuple[LabelledEvent, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
