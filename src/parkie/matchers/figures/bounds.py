"""Bounding words before and behind a figure: 超 近 约 不低于 … 以上 以内 左右 级."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from parkie.lexicon.store import read_toml

__all__ = ["Bound", "read_prefix", "read_suffix"]

_LARGE: Final = frozenset("十百千万亿半")
_MEASURES: Final = frozenset({"duration", "length", "mass", "area", "ratio", "percent"})


@dataclass(frozen=True, slots=True)
class Bound:
    """A bounding word: where the figure begins (or ends) with it, and the modifier it stands for."""

    at: int
    modifier: str


@dataclass(frozen=True, slots=True)
class _Row:
    word: str
    modifier: str
    not_after: frozenset[str] = frozenset()
    not_before: re.Pattern[str] | None = None
    large: bool = False
    measures: bool = False


def _rows(entry: dict[str, Any]) -> list[_Row]:
    guard = entry.get("not_before")
    return [
        _Row(
            word,
            entry["modifier"],
            frozenset(entry.get("not_after", "")),
            re.compile(guard) if guard else None,
            entry.get("large", False),
            entry.get("measures", False),
        )
        for word in entry["words"]
    ]


@cache
def _prefixes() -> dict[str, tuple[_Row, ...]]:
    return _table("prefix", -1)


@cache
def _suffixes() -> dict[str, tuple[_Row, ...]]:
    return _table("suffix", 0)


def _table(kind: str, key: int) -> dict[str, tuple[_Row, ...]]:
    rows = [row for entry in read_toml("bounds.toml")[kind] for row in _rows(entry)]
    out: dict[str, list[_Row]] = {}
    for row in sorted(rows, key=lambda row: -len(row.word)):
        out.setdefault(row.word[key], []).append(row)
    return {char: tuple(found) for char, found in out.items()}


def read_prefix(folded: str, start: int, *, money: bool = False) -> Bound | None:
    """The bounding word that ends right before ``start`` (one space may stand between), or None.

    >>> read_prefix("占地约120亩", 3)
    Bound(at=2, modifier='about')
    >>> read_prefix("签约15个项目", 2) is None
    True
    """
    end = start - 1 if start and folded[start - 1] == " " else start
    if not end:
        return None
    large = money or folded[start : start + 1] in _LARGE
    for row in _prefixes().get(folded[end - 1], ()):
        at = end - len(row.word)
        if at < 0 or not folded.startswith(row.word, at) or (row.large and not large):
            continue
        if row.word in ("上",) and folded[start] not in _LARGE:
            continue
        if at and folded[at - 1] in row.not_after:
            continue
        return Bound(at, row.modifier)
    return None


def read_suffix(folded: str, end: int, dimension: str) -> Bound | None:
    """The bounding word that begins at ``end`` (one space may stand between), or None.

    >>> read_suffix("10亿元以上", 4, "money")
    Bound(at=6, modifier='at_least')
    """
    start = end + 1 if folded[end : end + 1] == " " else end
    for row in _suffixes().get(folded[start : start + 1], ()):
        stop = start + len(row.word)
        if not folded.startswith(row.word, start) or (row.measures and dimension not in _MEASURES):
            continue
        if row.not_before is not None and row.not_before.match(folded, stop):
            continue
        return Bound(stop, row.modifier)
    return None
