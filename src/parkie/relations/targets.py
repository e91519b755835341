"""Whether a figure holds already or is what somebody expects, plans or wants to reach."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import NamedTuple

from parkie.lexicon.store import read_toml
from parkie.relations.scene import Sentence

__all__ = ["Cue", "Outlook"]

SCOPE = 160
"""Characters that the scope of an intention reaches at most."""
NEAR = 40


class Cue(NamedTuple):
    """A word that opens (``open``) or closes (``closed``) the scope of an intention, or asks to build (``build``)."""

    start: int
    end: int
    kind: str


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    data = read_toml("frames/target.toml")
    kinds = {word: section for section in ("build", "closed", "open", "none") for word in data[section]["words"]}
    words = sorted(kinds, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words))), kinds


class Outlook:
    """The cues of a sentence; asked in text order or not, each answer costs one bisection."""

    def __init__(self, sentence: Sentence) -> None:
        pattern, kinds = _pattern()
        cues = [Cue(m.start(), m.end(), kinds[m.group()])
                for m in pattern.finditer(sentence.text, sentence.start, sentence.end)]  # fmt: skip
        self._scope = [cue for cue in cues if cue.kind in ("open", "closed")]
        self._starts = [cue.start for cue in self._scope]
        self._builds = [cue.end for cue in cues if cue.kind == "build"]

    def is_target(self, start: int, modifier: str) -> bool:
        """Whether the figure at ``start`` lies in the scope of an intention."""
        index = bisect_left(self._starts, start)
        if index and self._scope[index - 1].kind == "open" and start - self._scope[index - 1].end <= SCOPE:
            return True
        build = bisect_right(self._builds, start)
        return modifier == "magnitude" and build > 0 and start - self._builds[build - 1] <= NEAR
