"""Names that the lexicon knows, found by leftmost-longest match in linear time.

A surface form may stand in several rows (鼓楼区 is a division of five cities, 东方 a city and part of many other
names). The match says what can be said of the form alone: label, canonical name, a code when all rows agree, and as
``score`` how safe the form is without context. :mod:`parkie.matchers.places` decides between the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from parkie import lexicon
from parkie.lexicon.rows import Company, Division, Industry, Institution, Organ, Park, Region
from parkie.lexicon.store import read_toml
from parkie.matchers.reading import NameMatch
from parkie.matchers.surfaces import Surfaces

__all__ = ["TABLES", "Form", "Gazetteer", "LexiconRow", "dominant"]

LexiconRow = Division | Park | Region | Organ | Institution | Company | Industry

# Row type -> label, name of the table (``NameMatch.source``). The order breaks ties between equal scores.
_TABLES: dict[type, tuple[str, str]] = {
    Division: ("DISTRICT", "divisions"),
    Park: ("PARK", "parks"),
    Region: ("REGION", "regions"),
    Organ: ("GOVERNMENT", "organs"),
    Institution: ("INSTITUTION", "institutions"),
    Company: ("COMPANY", "companies"),
    Industry: ("INDUSTRY", "industries"),
}
TABLES = frozenset(table for _, table in _TABLES.values())
"""What ``NameMatch.source`` says of names that a packaged table knows."""
# How safe a short form of a division is, by level; measured on news pages, see corpus/lexicon/README.md.
_SHORT_SCORES = {"country": 0.95, "foreign": 0.9, "province": 0.95, "city": 0.9, "county": 0.8, "town": 0.5}
_ABROAD = frozenset({"country", "foreign"})
_LEVELS = ("country", "province", "city", "county", "town", "foreign")
_ALIAS_SCORE = 0.9
_SMALL_NAME_SCORE = 0.6  # a full name of two characters: 和县, 赵县
_WORD_SCORE = 0.1
"""A form weaker than this is a word and not looked for: 比如 (a county) would hide 如东 in 比如东县."""


class Form(NamedTuple):
    """A surface form and one reading of it."""

    form: str
    label: str
    name: str
    adcode: str
    source: str
    score: float
    level: str
    """The level of a division, else empty."""
    short: bool
    """True for a form that is not the full name."""


class _Sense(NamedTuple):
    """What a surface form can mean: a match without its place."""

    label: str
    name: str | None
    adcode: str | None
    source: str
    score: float
    bare: bool
    """True for the short form of a division, which the next word can make unsafe."""


@dataclass(frozen=True, slots=True)
class _Tail:
    """Characters after a name that take its last character away."""

    taking: tuple[str, ...]
    keeping: tuple[str, ...]


def _surfaces(row: LexiconRow) -> tuple[str, ...]:
    """The surface forms of ``row``, the full name first."""
    if isinstance(row, Division) and row.short:
        return (row.name, row.short, *row.aliases)
    return (row.name, *row.aliases)


def _safety(row: LexiconRow, *, short: bool) -> float:
    """How safe a form of ``row`` is, its full name or a short one."""
    if not isinstance(row, Division):
        return _ALIAS_SCORE if short else 1.0
    if short or row.level in _ABROAD:
        return _SHORT_SCORES[row.level]
    return 1.0 if len(row.name) > 2 else _SMALL_NAME_SCORE


def _chains(rows: Sequence[LexiconRow]) -> Iterator[tuple[str, int]]:
    """枣庄市中区: the short form of a city and a district that begins with 市, which would be read as 枣庄市."""
    divisions = [(number, row) for number, row in enumerate(rows) if isinstance(row, Division)]
    shorts = {row.adcode: row.short for _, row in divisions if row.level == "city" and not row.former}
    for number, row in divisions:
        if row.level == "county" and row.name.startswith("市") and shorts.get(row.parent):
            yield shorts[row.parent] + row.name, number


class Gazetteer:
    """All surface forms of some lexicon rows.

    >>> from parkie.lexicon.rows import Division
    >>> songjiang = Division("310117", "松江区", "county", "310000", "松江", (), "")
    >>> [(m.start, m.end, m.name, m.adcode) for m in Gazetteer([songjiang]).find("在松江区和松江")]
    [(1, 4, '松江区', '310117'), (5, 7, '松江区', '310117')]
    """

    def __init__(self, rows: Iterable[LexiconRow], weak: dict[tuple[str, str], float] | None = None) -> None:
        """``weak`` gives (table, form) -> score for forms that are not safe on their own."""
        self._rows = tuple(rows)
        self._weak = weak or {}
        self._seen: dict[str, tuple[_Sense, ...]] = {}
        # Of each form the rows that have it, by their numbers. Numbers, because the collector of garbage walks over
        # everything else that is kept, again and again, and there are 71,000 of these.
        self._known: dict[str, int | tuple[int, ...]] = {}
        words = {key for key, score in self._weak.items() if score < _WORD_SCORE}
        wordy = {form for _, form in words}
        for number, row in enumerate(self._rows):
            for surface in _surfaces(row):
                if surface not in wordy or (_TABLES[type(row)][1], surface) not in words:
                    self._learn(surface, number)
        self._chained = dict(_chains(self._rows))
        for surface, number in self._chained.items():
            self._learn(surface, number)
        self._surfaces = Surfaces(self._known)
        rules = read_toml("gazetteer.toml")
        self._tails = {r["last"]: _Tail(tuple(r["next"]), tuple(r["unless"])) for r in rules["tails"]}
        self._followers = tuple((tuple(r["next"]), tuple(r["unless"]), r["score"]) for r in rules["followers"])

    @classmethod
    @cache
    def packaged(cls) -> Gazetteer:
        """The gazetteer of all tables that the package ships; built once."""
        tables = (
            lexicon.divisions(), lexicon.parks(), lexicon.regions(), lexicon.organs(),
            lexicon.institutions(), lexicon.companies(), lexicon.industries(),
        )  # fmt: skip
        return cls((row for table in tables for row in table), lexicon.weak_forms())

    def _learn(self, surface: str, number: int) -> None:
        known = self._known.get(surface)
        self._known[surface] = number if known is None else (*self._numbers(surface), number)

    def _numbers(self, surface: str) -> tuple[int, ...]:
        """The numbers of the rows that have the form ``surface``."""
        known = self._known.get(surface, ())
        return (known,) if isinstance(known, int) else known

    def forms(self, surface: str) -> tuple[Form, ...]:
        """Every reading of ``surface``, of all rows that have it."""
        found = []
        for number in self._numbers(surface):
            row = self._rows[number]
            label, table = _TABLES[type(row)]
            short = surface != row.name and self._chained.get(surface) != number
            score = _safety(row, short=short)
            code = "" if isinstance(row, Industry) else row.adcode
            level = row.level if isinstance(row, Division) else ""
            score = min(score, self._weak.get((table, surface), score))
            found.append(Form(surface, label, row.name, code, table, score, level, short))
        return tuple(found)

    def find(self, folded: str) -> list[NameMatch]:
        """The known names in ``folded``, leftmost-longest; one match per label that the form can have.

        Offsets are characters of ``folded``. Matches over the same characters come best first; otherwise they
        do not overlap. ``adcode`` is None where the form alone does not decide it.
        """
        matches: list[NameMatch] = []
        for start, end in self._surfaces.find(folded):
            surface = folded[start:end]
            if surface[-1] in self._tails and self._overreaches(surface, folded, end):
                surface = self._shorter(surface)
                end = start + len(surface)
            for label, name, adcode, source, score, bare in self._senses(surface):
                if bare:
                    score = min(score, self._penalty(folded, end))
                matches.append(NameMatch(start, end, label, name, adcode, source, score))
        return matches

    def _senses(self, surface: str) -> tuple[_Sense, ...]:
        """The readings of ``surface``, one per label, best first; computed when it is first seen."""
        senses = self._seen.get(surface)
        if senses is None:
            groups: dict[str, list[Form]] = {}
            for form in self.forms(surface):
                groups.setdefault(form.label, []).append(form)
            senses = tuple(sorted(map(_sense, groups.values()), key=lambda sense: -sense.score))
            self._seen[surface] = senses
        return senses

    def _overreaches(self, surface: str, folded: str, end: int) -> bool:
        """True where the last character of the name belongs to the next word: 上海市|场 is 上海|市场."""
        tail = self._tails[surface[-1]]
        return folded.startswith(tail.taking, end) and not folded.startswith(tail.keeping, end)

    def _shorter(self, surface: str) -> str:
        """The longest name that ``surface`` begins with and that is shorter, or ""."""
        return next((surface[:size] for size in range(len(surface) - 1, 1, -1) if surface[:size] in self._known), "")

    def _penalty(self, folded: str, end: int) -> float:
        """How safe a short form can be at most before the text that follows it."""
        for taking, keeping, score in self._followers:
            if folded.startswith(taking, end) and not folded.startswith(keeping, end):
                return float(score)
        return 1.0


def _sense(forms: list[Form]) -> _Sense:
    """What a surface form means by all rows of one label."""
    best = max(forms, key=lambda form: form.score)
    chosen = dominant(forms)
    names = {form.name for form in ([chosen] if chosen else forms)}
    name = names.pop() if len(names) == 1 else None
    adcode = (chosen.adcode or None) if chosen else None
    return _Sense(best.label, name, adcode, best.source, best.score, bool(best.level) and best.short)


def dominant(forms: Iterable[Form]) -> Form | None:
    """The one row that a form means without any context, or None.

    A province before a city before a county: 海南 is the province and not the prefecture in Qinghai, 中山 the city
    and not a district of Dalian. Two rows of the same level leave it open.
    """
    ranked = sorted(forms, key=lambda form: (form.short, _LEVELS.index(form.level) if form.level else 0))
    best = [f for f in ranked if (f.short, f.level) == (ranked[0].short, ranked[0].level)]
    codes = {form.adcode for form in best}
    return best[0] if len(codes) == 1 and len({form.name for form in best}) == 1 else None
