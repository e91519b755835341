"""The sources of the table of divisions, read into rows; part of the build."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from parkie.errors import LexiconError
from parkie.lexicon.rows import Division
from parkie.lexicon.short_forms import division_short
from parkie.lexicon.sources import plain, several, source_rows

__all__ = ["build_divisions"]

_TOWNS = ("街道", "镇", "乡", "苏木")
_WHOLE_CODES = {"香港特别行政区": "810000", "澳门特别行政区": "820000", "台湾省": "710000"}
_BRACKETS_RE = re.compile(r"\([^()]{0,20}\)")
_NO_CITIES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def build_divisions(sources: Path) -> list[Division]:
    """Every division, sorted by code, name and level."""
    tree = json.loads(gzip.decompress((sources / "divisions.pcas-code.json.gz").read_bytes()))
    isles = json.loads(gzip.decompress((sources / "divisions.hk-mo-tw.json.gz").read_bytes()))
    shorts = {row[0]: row[1] for row in source_rows(sources / "divisions.town_shorts.tsv", 2)}
    current = [*_mainland(tree, shorts), *_islands(isles)]
    rows = {*_former(sources / "divisions.former.tsv", current), *_abroad(sources / "divisions.abroad.tsv")}
    return sorted(rows)


def _mainland(tree: list[dict[str, Any]], shorts: dict[str, str]) -> Iterator[Division]:
    """The divisions of the statistical code tree: provinces, cities, counties, townships.

    Among the counties the tree also counts development zones, with codes whose fifth digit is 7; these are parks.
    ``shorts`` are the townships that have a short form, by code.
    """
    for province in tree:
        code = province["code"] + "0000"
        yield _division(code, province["name"], "province", "")
        for city in province["children"]:
            upper = code
            if city["name"] not in _NO_CITIES:
                upper = city["code"] + "00"
                yield _division(upper, city["name"], "city", code)
            for county in city.get("children", ()):
                yield from _county(county, upper, city["name"], shorts)


def _county(county: dict[str, Any], upper: str, city: str, shorts: dict[str, str]) -> Iterator[Division]:
    """A county and its townships; those of a development zone lie in the city."""
    code = county["code"]
    if county["name"] == city or code[4] == "7":  # 东莞 and other cities without counties repeat themselves
        code = upper
    else:
        yield _division(code, county["name"], "county", upper)
    for town in county.get("children", ()):
        name = _BRACKETS_RE.sub("", plain(town["name"]))
        if name.endswith(_TOWNS) and not name.endswith("乡镇"):  # 特殊乡镇: what belongs to no township
            row = _division(town["code"], name, "town", code)
            yield row._replace(short=shorts.get(town["code"], ""))


def _division(code: str, name: str, level: str, parent: str) -> Division:
    short = "" if level == "town" else division_short(name, level)
    extra: tuple[str, ...] = ()
    if level == "city" and name.endswith("自治州"):
        extra = (short + "州",)
    return Division(code, name, level, parent, short, extra, "")


def _islands(tree: dict[str, Any]) -> Iterator[Division]:
    """Hong Kong, Macao and Taiwan with their districts and cities; these carry the code of the whole."""
    for whole, areas in tree.items():
        code = _WHOLE_CODES[whole]
        yield _division(code, whole, "province", "")
        for area, names in areas.items():
            if whole == "台湾省":
                yield _division(code, area, "city" if area.endswith("市") else "county", code)
            for name in names:
                name = plain(name).partition("(")[0]
                row = _division(code, name, "county" if name.endswith(("市", "区")) else "town", code)
                yield row if whole.startswith("香港") else row._replace(short="")  # 三峡, 太平, 信义 of Taiwan


def _abroad(path: Path) -> Iterator[Division]:
    for level, name, aliases in source_rows(path, 3):
        yield Division("", name, level, "", "", several(aliases), "")


def _former(path: Path, current: list[Division]) -> Iterator[Division]:
    """The current divisions with the old names of renamed ones, and a row for each that was merged away."""
    taken = {form for row in current for form in (row.name, row.short)}
    by_code = {row.adcode: row for row in reversed(current) if row.level != "town"}
    old: dict[str, list[str]] = {}
    for name, level, code, kind in source_rows(path, 4):
        if code not in by_code:
            raise LexiconError(f"expected the code of a current division in {path.name}, found {code} for {name}")
        short = division_short(name, level)
        short = "" if short in taken else short
        if kind == "renamed":
            old.setdefault(code, []).extend(filter(None, (name, short)))
        else:
            yield Division(code, name, level, by_code[code].parent, short, (), "former")
    for row in current:
        known = row == by_code.get(row.adcode)
        fresh = [form for form in old.get(row.adcode, ()) if form not in (row.name, row.short)]
        yield row._replace(aliases=(*row.aliases, *fresh)) if known else row
