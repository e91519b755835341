"""What the page reader hands on: the text, its sections, and what the page says about itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

__all__ = ["Page", "Section", "Stretch"]


class Stretch(NamedTuple):
    """A stretch of the page's text, 0-based and end-exclusive."""

    start: int
    end: int


class Section(NamedTuple):
    """A stretch of one kind: ``title``, ``body``, ``teaser`` or ``boilerplate``."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page that has been read.

    ``text`` is what every offset points into. ``sections`` are in text order and do not overlap; together they
    cover every character that is not white space once folded (a zero-width space is white space too).
    ``published`` is the publication day of the article itself where the page gives a whole date,
    ``published_year`` its year where no more is known, ``published_at`` where the page says it (also for a date
    without a year).
    """

    text: str
    sections: tuple[Section, ...] = ()
    title: Stretch | None = None
    outlet: Stretch | None = None
    published: date | None = None
    published_year: int | None = None
    published_at: Stretch | None = None
    url: str | None = None
    warnings: tuple[str, ...] = field(default=())
