"""Many thousands of strings, found by leftmost-longest match with an automaton that is built quickly.

Of 62,000 surface forms of the gazetteer, the library's own automaton for leftmost-longest match takes 0.3 s to build,
a sixth of the time of a first page; that for all matches takes 0.1 s, and looks through text as quickly.
"""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation

__all__ = ["Surfaces"]


class Surfaces:
    """Strings that are looked for in a text.

    >>> Surfaces(["松江", "松江区", "江区"]).find("在松江区和松江")
    [(1, 4), (5, 7)]
    """

    def __init__(self, strings: Iterable[str]) -> None:
        self._automaton = AhoCorasick(strings, implementation=Implementation.ContiguousNFA)

    def find(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each string in ``text``, from left to right, of two that begin alike the longer."""
        # matches come by their ends, so that of those that begin alike the longest stays
        ends = {start: end for _, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)}
        taken = []
        behind = 0
        for start in sorted(ends):
            if start >= behind:
                behind = ends[start]
                taken.append((start, behind))
        return taken
