"""Which names of the gazetteer the text means: not 创|新平|台, not 中国 before a noun, not 河北|日报."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from parkie import lexicon
from parkie.matchers.names.tables import table
from parkie.matchers.names.words import NAME, Word, words_of
from parkie.matchers.reading import NameMatch

__all__ = ["standing_names"]

_SOURCES = frozenset({"divisions", "parks", "regions", "organs", "institutions", "companies"})
_KINDS = frozenset("市县旗")
_SURE = 0.8
_MARK = Word(0, 0, "p")
_STOP_RE = re.compile("[,、。;:!?\n]")
"""What no word runs across, so that the words of a stretch between two of these are the same without the rest."""


@dataclass(frozen=True, slots=True)
class _Tables:
    zones: tuple[str, ...]
    offices: tuple[str, ...]
    torn: frozenset[str]
    torn_kinds: frozenset[str]
    unlabelled: re.Pattern[str]
    outlets: frozenset[str]
    before: tuple[str, ...]
    countries: frozenset[str]


@cache
def _tables() -> _Tables:
    rows = table("places")
    far = "|".join(rows["unlabelled_far"])
    near = "|".join(rows["unlabelled"])
    countries = [row for row in lexicon.divisions() if row.level == "country"]
    return _Tables(
        tuple(rows["zones"]),
        tuple(rows["offices"]),
        frozenset(rows["torn"]),
        frozenset(rows["torn_kinds"]),
        re.compile(rf"[\u4e00-\u9fff]{{0,2}}(?:{far})|(?:{near})"),
        frozenset(table("documents")["outlets"]["words"]),
        tuple(rows["before"]),
        frozenset(form for row in countries for form in (row.name, row.short, *row.aliases) if form),
    )


def standing_names(folded: str, candidates: Sequence[NameMatch]) -> list[NameMatch]:
    """The candidates without the names of the gazetteer that the text does not mean.

    Out go names that the words of the text run across, countries right before a noun (中国企业), outlets, and
    places in the name of a paper, an airport, a river.
    """
    words = list(_words_around(folded, [match for match in candidates if match.source in _SOURCES]))
    standing = {(word.start, word.end): index for index, word in enumerate(words) if word.kind == NAME}
    known = frozenset(start for start, _ in standing)
    out = []
    for match in candidates:
        if match.source in _SOURCES:
            index = standing.get((match.start, match.end))
            if index is None:
                continue
            before = words[index - 1] if index else _MARK
            after = words[index + 1] if index + 1 < len(words) else _MARK
            if _means_other(folded, match, before, after):
                continue
            match = _fitted(folded, match, after, known)
            if match.score < _SURE and folded[match.start : match.end] == "中国" and _stands_alone(before, after):
                match = replace(match, score=_SURE)
        out.append(match)
    return out


def _words_around(folded: str, names: Sequence[NameMatch]) -> Iterator[Word]:
    """The words of the stretches that the names stand in, in text order."""
    bounds = [0, *(stop.end() for stop in _STOP_RE.finditer(folded)), len(folded)]
    stretches: list[tuple[int, int, list[NameMatch]]] = []
    for name in sorted(names, key=lambda name: name.start):
        start, end, known = bounds[bisect_right(bounds, name.start) - 1], bounds[bisect_left(bounds, name.end)], [name]
        if stretches and start < stretches[-1][1]:  # a name may itself hold such a mark, and join two stretches
            start, before, known = stretches.pop()
            end = max(before, end)
            known.append(name)
        stretches.append((start, end, known))
    for start, end, known in stretches:
        moved = [replace(name, start=name.start - start, end=name.end - start) for name in known]
        for word in words_of(folded[start:end], moved):
            yield Word(start + word.start, start + word.end, word.kind, word.label)


def _means_other(folded: str, match: NameMatch, before: Word, after: Word) -> bool:
    """True where the name is part of something without a label, or only says of what country something is."""
    tables = _tables()
    name = folded[match.start : match.end]
    area = match.label in {"DISTRICT", "REGION"} and after.kind != NAME
    if area and folded.endswith(tables.before, 0, match.start):
        return True
    if area and tables.unlabelled.match(folded, match.end):
        return True
    if folded[match.end - 1 : match.end + 1] in tables.torn or name in tables.outlets:
        return True
    if name == "中国" and before.kind in "ux":
        return True
    return name in tables.countries and after.kind in "ngaux"


def _stands_alone(before: Word, after: Word) -> bool:
    """True where 中国 is the place and no attribute: 在|中国|设立."""
    return before.kind == "h" and after.kind in "hvp"


def _fitted(folded: str, match: NameMatch, after: Word, known: frozenset[int]) -> NameMatch:
    """The match with the label and the end that the text asks for: 江阴|市长, 苏州工业园区 (PARK)."""
    tables = _tables()
    if match.source != "divisions":
        return match
    if folded.endswith(tables.zones, match.start, match.end):
        return replace(match, label="PARK")
    if folded[match.end : match.end + 1] in _KINDS and match.score < 1 and after.start == match.end:
        torn = folded[match.end + 1 : match.end + 2] in tables.torn_kinds and match.end + 1 not in known
        return match if torn else replace(match, end=match.end + 1)
    long = match.end - match.start > 2 and folded[match.end - 1] in "省市区县镇"
    return replace(match, end=match.end - 1) if long and folded.startswith(tables.offices, match.end) else match
