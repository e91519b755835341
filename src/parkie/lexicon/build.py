"""``python -m parkie.lexicon.build --sources corpus/lexicon``: the source tables become the files of ``data/``.

The build is deterministic: rows are sorted and unique, gzip carries no time, so that the same sources give the
same bytes. A test compares the shipped files with what :func:`build` gives.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from parkie.errors import LexiconError
from parkie.lexicon.rows import Division
from parkie.lexicon.short_forms import division_short

__all__ = ["build", "main"]

_NON_TOWNS = ("街道", "镇", "乡", "苏木")
_WHOLE_CODES = {"香港特别行政区": "810000", "澳门特别行政区": "820000", "台湾省": "710000"}


def source_rows(path: Path) -> Iterator[tuple[str, ...]]:
    """The tab-separated rows of a source table without its comments and blank lines."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(line.split("\t"))


def _mainland(tree: list[dict[str, Any]]) -> Iterator[Division]:
    """The divisions of the statistical code tree: provinces, cities, counties, townships."""
    for province in tree:
        code = province["code"] + "0000"
        yield _division(code, province["name"], "province", "")
        for city in province["children"]:
            upper = code
            if city["name"] not in {"市辖区", "县"} and "直辖" not in city["name"]:
                upper = city["code"] + "00"
                yield _division(upper, city["name"], "city", code)
            yield from _counties(city, upper)


def _counties(city: dict[str, Any], upper: str) -> Iterator[Division]:
    for county in city.get("children", ()):
        nested = county["name"] == city["name"]  # 东莞 and other cities without counties repeat themselves
        code = upper if nested else county["code"]
        if not nested:
            yield _division(code, county["name"], "county", upper)
        for town in county.get("children", ()):
            if town["name"].endswith(_NON_TOWNS):
                yield _division(town["code"], town["name"], "town", code)


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
                plain = name.partition("（")[0]
                yield _division(code, plain, "county" if plain.endswith(("市", "区")) else "town", code)


def _abroad(path: Path) -> Iterator[Division]:
    for level, name, aliases in source_rows(path):
        yield Division("", name, level, "", "", tuple(filter(None, aliases.split("|"))), "")


def _former(path: Path, current: list[Division]) -> Iterator[Division]:
    """The current divisions with the old names of renamed ones, and a row for each that was merged away."""
    taken = {form for row in current for form in (row.name, row.short)}
    by_code = {row.adcode: row for row in current if row.level != "town"}
    old: dict[str, list[str]] = {}
    for name, level, code, kind in source_rows(path):
        if code not in by_code:
            raise LexiconError(f"expected the code of a current division in {path.name}, found {code!r} for {name}")
        short = division_short(name, level)
        short = "" if short in taken else short
        if kind == "renamed":
            old.setdefault(code, []).extend(filter(None, (name, short)))
        else:
            yield Division(code, name, level, by_code[code].parent, short, (), "former")
    for row in current:
        if row.level != "town" and row.adcode in old:
            yield row._replace(aliases=(*row.aliases, *old[row.adcode]))
        else:
            yield row


def build_divisions(sources: Path) -> list[Division]:
    """Every division, sorted by code, level and name."""
    tree = json.loads(gzip.decompress((sources / "divisions.pcas-code.json.gz").read_bytes()))
    isles = json.loads(gzip.decompress((sources / "divisions.hk-mo-tw.json.gz").read_bytes()))
    current = [*_mainland(tree), *_islands(isles)]
    rows = {*_former(sources / "divisions.former.tsv", current), *_abroad(sources / "divisions.abroad.tsv")}
    return sorted(rows)


def build(sources: Path) -> dict[str, bytes]:
    """File name -> bytes of every generated file of ``data/``."""
    return {"divisions.tsv.gz": table(Division._fields, build_divisions(sources))}


def table(columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> bytes:
    """A TSV with its header; several forms in one field are joined by ``|``."""
    lines = ["\t".join(columns)]
    lines += ["\t".join("|".join(f) if isinstance(f, tuple) else f for f in row) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def main(arguments: list[str] | None = None) -> None:
    """Write the files of ``data/``."""
    parser = argparse.ArgumentParser(prog="python -m parkie.lexicon.build", description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="the folder of source tables")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "data")
    options = parser.parse_args(arguments)
    for name, content in build(options.sources).items():
        packed = gzip.compress(content, 9, mtime=0) if name.endswith(".gz") else content
        (options.output / name).write_bytes(packed)


if __name__ == "__main__":
    main()
