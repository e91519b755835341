"""The spaCy room: thin components around the matchers, and the one order in which they run."""

from __future__ import annotations

from typing import Final

__all__ = ["PIPELINE", "WORDS"]

PIPELINE: Final = (
    "parkie_sections",
    "parkie_dates",
    "parkie_figures",
    "parkie_gazetteer",
    "parkie_names",
    "parkie_entities",
    "parkie_linker",
)
"""The factories of the packaged pipeline, in the order in which each finds what it reads."""

WORDS: Final = "parkie_words"
"""The factory of the component that may come last and makes tokens of words."""
