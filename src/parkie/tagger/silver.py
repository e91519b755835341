"""What keeps a tagger from forgetting: names of labels that nobody has marked, as it read them before.

Articles in which a user has marked products alone say of no company that it is one. Learnt from as they are, they
would teach that there are none. So what the tagger found before training stands for the labels that are not marked
(as in Li and Hoiem, "Learning without forgetting", 2016, with whole names in the place of probabilities).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parkie.matchers.reading import NameMatch
from parkie.tagger.tagger import Seen, Tagger

__all__ = ["Silver"]


@dataclass(frozen=True, slots=True)
class Silver:
    """The tagger as it was, and the labels that are not marked in the articles."""

    tagger: Tagger
    labels: frozenset[str]

    def names(self, seen: Seen, marked: Sequence[tuple[int, int]]) -> list[NameMatch]:
        """The names of these labels in a text that overlap nothing marked there."""
        covered = {at for start, end in marked for at in range(start, end)}
        found = self.tagger.find(seen)
        return [m for m in found if m.label in self.labels and covered.isdisjoint(range(m.start, m.end))]
