"""Events of many articles -> happenings, each with all its tellings.

Articles come one by one. A telling is compared with the happenings that share a name with it, a bounded number of
them, and joins the one that is most like it, if none of that happening's tellings rules it out. So one pass is
enough and the cost is linear in the number of events; what is kept are the tellings.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from parkie.corpus.sameness import agree, enough, likeness, lookup_keys
from parkie.corpus.sources import Source, Telling, Value
from parkie.labels import ROLES

__all__ = ["Happening", "Happenings", "Told"]

_CANDIDATES: Final = 24
"""How many happenings of one key are kept in reach, the latest ones: what is told again is told soon."""
_COMPARED: Final = 6
"""With how many tellings of a happening a new one is compared."""


@dataclass(frozen=True, slots=True)
class Told:
    """One filler of a role of a happening and the articles that tell it; ``count`` is without those that are copies."""

    value: Value
    sources: tuple[str, ...]
    count: int
    disputed: bool


@dataclass(slots=True)
class Happening:
    """What one or more articles tell; ``number`` counts from 0 in the order of the first tellings."""

    number: int
    tellings: list[Telling] = field(default_factory=list)
    copied: list[bool] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The type of its events."""
        return self.tellings[0].type

    @property
    def realis(self) -> str:
        """``actual`` as soon as one article says so, else what most say."""
        told = [telling.realis for telling in self.tellings]
        return "actual" if "actual" in told else max(told, key=told.count)

    @property
    def sources(self) -> list[str]:
        """The articles, each once, in the order of the input."""
        return list(dict.fromkeys(telling.source for telling in self.tellings))

    def roles(self) -> dict[str, list[Told]]:
        """Each role with its different fillers, the one that most independent articles tell first.

        Fillers that agree are one, given by the longest of its names. Where a role takes one filler, those that do not
        agree are disputed: all are there, with who says it.
        """
        found: dict[str, list[list[tuple[Value, int]]]] = {}
        for number, telling in enumerate(self.tellings):
            for role, values in telling.roles.items():
                groups = found.setdefault(role, [])
                for value in values:
                    group = next((g for g in groups if agree(g[0][0], value)), None)
                    if group is None:
                        groups.append([(value, number)])
                    else:
                        group.append((value, number))
        lists = {role.name for role in ROLES[self.type] if role.many}
        return {
            role: sorted(
                (self._told(group, role not in lists and len(groups) > 1) for group in groups), key=lambda t: -t.count
            )
            for role, groups in found.items()
        }

    def _told(self, group: list[tuple[Value, int]], disputed: bool) -> Told:
        fullest = max((value for value, _ in group), key=lambda value: len(value.name))
        numbers = sorted({number for _, number in group})
        count = len({self.tellings[n].source for n in numbers if not self.copied[n]})
        return Told(fullest, tuple(dict.fromkeys(self.tellings[n].source for n in numbers)), count, disputed)


class Happenings:
    """Collects happenings from articles that come one by one."""

    def __init__(self) -> None:
        self._all: list[Happening] = []
        self._by_key: defaultdict[tuple[str, str], deque[int]] = defaultdict(lambda: deque(maxlen=_CANDIDATES))

    def __iter__(self) -> Iterator[Happening]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def add(self, source: Source, *, copied: bool = False) -> None:
        """Take the events of an article; of its teasers, which are about other articles, none."""
        for telling in source.tellings:
            if telling.section != "teaser":
                self._add(telling, copied)

    def _add(self, telling: Telling, copied: bool) -> None:
        keys = lookup_keys(telling)
        near = {number for key in keys for number in self._by_key.get(key, ())}
        scored = [(self._likeness(telling, self._all[number]), -number) for number in near]
        score, number = max(scored, default=(0.0, 0))
        if score >= enough():
            happening = self._all[-number]
        else:
            happening = Happening(len(self._all))
            self._all.append(happening)
        happening.tellings.append(telling)
        happening.copied.append(copied)
        for key in keys:
            if happening.number not in self._by_key[key]:
                self._by_key[key].append(happening.number)

    @staticmethod
    def _likeness(telling: Telling, happening: Happening) -> float:
        """The likeness to the most similar telling, 0 where one rules it out."""
        best = 0.0
        for other in happening.tellings[-_COMPARED:]:
            if (other.page, other.section) == (telling.page, telling.section):
                return 0.0  # an article tells two happenings apart
            like = likeness(telling, other)
            if not like:
                return 0.0
            best = max(best, like)
        return best
