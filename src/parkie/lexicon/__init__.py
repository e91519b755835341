"""What names we know: typed tables, read on first use and kept. Importing this module reads no file."""

from __future__ import annotations

from functools import cache

from parkie.lexicon.rows import Company, Division, Industry, Institution, Organ, Park, Region, Suffix
from parkie.lexicon.store import read_rows

__all__ = [
    "companies",
    "divisions",
    "industries",
    "institutions",
    "organ_suffixes",
    "organs",
    "parks",
    "regions",
    "weak_forms",
]


def _several(field: str) -> tuple[str, ...]:
    """The forms that a ``|``-joined field holds."""
    return tuple(field.split("|")) if field else ()


@cache
def divisions() -> tuple[Division, ...]:
    """All administrative divisions down to townships, countries, and well-known cities abroad."""
    rows = read_rows("divisions.tsv.gz", Division._fields)
    return tuple(Division(a, n, lv, p, s, _several(al), f) for a, n, lv, p, s, al, f in rows)


@cache
def parks() -> tuple[Park, ...]:
    """Development zones and named parks."""
    return tuple(Park(n, _several(al), c, k) for n, al, c, k in read_rows("parks.tsv.gz", Park._fields))


@cache
def regions() -> tuple[Region, ...]:
    """Named areas that are neither divisions nor parks."""
    return tuple(Region(n, _several(al), c) for n, al, c in read_rows("regions.tsv", Region._fields))


@cache
def organs() -> tuple[Organ, ...]:
    """Bodies of state and party whose name needs no division in front."""
    return tuple(Organ(n, _several(al), c) for n, al, c in read_rows("organs.tsv", Organ._fields))


@cache
def organ_suffixes() -> tuple[Suffix, ...]:
    """What names of local bodies end in: 经信委, 人民政府, 管委会 …"""
    return tuple(Suffix(*row) for row in read_rows("organ_suffixes.tsv", Suffix._fields))


@cache
def institutions() -> tuple[Institution, ...]:
    """Universities, hospitals, institutes, laboratories, associations."""
    rows = read_rows("institutions.tsv.gz", Institution._fields)
    return tuple(Institution(n, _several(al), c) for n, al, c in rows)


@cache
def companies() -> tuple[Company, ...]:
    """Listed companies, central enterprises, banks and well-known brands."""
    rows = read_rows("companies.tsv.gz", Company._fields)
    return tuple(Company(n, _several(al), c) for n, al, c in rows)


@cache
def industries() -> tuple[Industry, ...]:
    """The controlled list of sectors."""
    rows = read_rows("industries.tsv", Industry._fields)
    return tuple(Industry(n, _several(al), p) for n, al, p in rows)


@cache
def weak_forms() -> dict[tuple[str, str], float]:
    """(table, surface form) -> how sure that form is on its own, for forms that are also words.

    A form that is not here is as sure as its kind allows (``parkie.matchers.gazetteer``).
    """
    return {(t, f): float(s) for t, f, s in read_rows("weak_forms.tsv", ("table", "form", "score"))}
