"""Unit phrases: what stands behind a number -> unit of the record, factor to base units, dimension."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, Final

from parkie.errors import LexiconError
from parkie.lexicon.store import read_toml
from parkie.matchers.figures.numbers import Number

__all__ = ["Unit", "find_noun", "per_unit", "read_per", "read_price", "read_unit"]

_SLASH_RE: Final = re.compile(r" ?(?:\\?/每?|每|·) ?")
_GAP_RE: Final = re.compile(r" {0,2}")
_SLASH: Final = "/每·\\"
_CLAUSE_RE: Final = re.compile(r"[,，。;；、\n]")
_NEAR: Final = 8


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit at ``[start, end)``: ``factor`` is a pair, numerator and denominator, so that 亩 stays exact."""

    end: int
    name: str
    dimension: str
    factor: tuple[Decimal, Decimal] = (Decimal(1), Decimal(1))
    word: str = ""
    calendar: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    word: str
    unit: str
    dimension: str
    factor: tuple[Decimal, Decimal]
    not_before: re.Pattern[str] | None
    digits: bool
    scaled: bool
    calendar: bool


def _factor(text: str) -> tuple[Decimal, Decimal]:
    numerator, _, denominator = text.partition("/")
    return Decimal(numerator), Decimal(denominator or 1)


def _rows(entry: dict[str, Any]) -> list[_Row]:
    try:
        guard = entry.get("not_before")
        return [
            _Row(
                word,
                word if entry["unit"] == "=" else entry["unit"],
                entry["dimension"],
                _factor(entry.get("factor", "1")),
                re.compile(guard) if guard else None,
                entry.get("digits", False),
                entry.get("scaled", False),
                entry.get("calendar", False),
            )
            for word in entry["words"]
        ]
    except KeyError as error:
        msg = f"expected the key {error} in every [[unit]] of 'units.toml', missing in {entry}"
        raise LexiconError(msg) from error


def _classifier_rows() -> list[_Row]:
    table = read_toml("classifiers.toml")
    guards = table["guard"]
    return [
        _Row(
            word,
            word,
            "count",
            (Decimal(1), Decimal(1)),
            re.compile(guards[word]) if word in guards else None,
            kind == "digits",
            False,
            False,
        )
        for kind in ("any", "digits")
        for word in table[kind]["words"]
    ]


def _by_first(rows: list[_Row]) -> dict[str, tuple[_Row, ...]]:
    out: dict[str, list[_Row]] = {}
    for row in sorted(rows, key=lambda row: -len(row.word)):
        out.setdefault(row.word[0], []).append(row)
    return {first: tuple(found) for first, found in out.items()}


@cache
def _units() -> dict[str, tuple[_Row, ...]]:
    measures = [row for entry in read_toml("units.toml")["unit"] for row in _rows(entry)]
    return _by_first(measures + _classifier_rows())


@cache
def _nouns() -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for noun in sorted(read_toml("classifiers.toml")["nouns"]["words"], key=lambda noun: -len(noun)):
        out.setdefault(noun[0], []).append(noun)
    return {first: tuple(found) for first, found in out.items()}


def find_noun(folded: str, start: int) -> str | None:
    """The noun at ``start`` that is counted without a classifier (七|部门), or None."""
    for noun in _nouns().get(folded[start : start + 1], ()):
        if folded.startswith(noun, start):
            return noun
    return None


def _fits(row: _Row, folded: str, end: int, number: Number) -> bool:
    if row.scaled and not number.big:
        return False
    if row.word == "起" and number.big:  # 总价520万|起: no cases
        return False
    if row.digits and not number.digits and len(number.core) == 1 and number.core not in "十百千万亿":
        return False
    if row.word[-1].isascii() and row.word[-1].isalnum() and folded[end : end + 1].isalnum():
        follower = folded[end]
        if follower.isascii():
            return False
    return row.not_before is None or row.not_before.match(folded, end) is None


def _lookup(folded: str, start: int, number: Number) -> tuple[_Row, int] | None:
    for row in _units().get(folded[start : start + 1], ()):
        end = start + len(row.word)
        if folded.startswith(row.word, start) and _fits(row, folded, end, number):
            return row, end
    return None


def read_unit(folded: str, start: int, number: Number) -> Unit | None:
    """The unit or classifier at ``start`` behind ``number``, with what it is counted per; or None."""
    gap = _GAP_RE.match(folded, start) if number.digits else None
    at = start if gap is None else gap.end()
    found = _lookup(folded, at, number)
    if found is None:
        return None
    row, end = found
    unit = Unit(end, row.unit, row.dimension, row.factor, row.word, row.calendar)
    if row.word == "方" and number.big and _is_floor(folded, number.start, end):
        unit = replace(unit, name="m2", dimension="area")
    if folded[end : end + 1] in _SLASH or folded[end : end + 2] in (" /",):
        return _rate(folded, unit, number)
    return unit


def _is_floor(folded: str, start: int, end: int) -> bool:
    """Whether a word of buildings beside an amount in 万方 makes it square metres."""
    words: dict[str, list[str]] = read_toml("units.toml")["square"]
    before = _CLAUSE_RE.split(folded[max(0, start - _NEAR) : start])[-1]
    return any(word in before for word in words["before"]) or folded.startswith(tuple(words["after"]), end)


def _rate(folded: str, unit: Unit, number: Number) -> Unit:
    for _ in range(2):
        slash = _SLASH_RE.match(folded, unit.end)
        if slash is None:
            break
        per = read_per(folded, slash.end(), number)
        if per is None or (unit.dimension != "rate" and slash.group().strip() == "·"):
            break
        unit = per_unit(unit, per)
    return unit


def read_price(folded: str, number: Number) -> Unit | None:
    """The unit of a price without 元 behind ``number``: 2.5万/平, 30万/亩; None where it is no price."""
    if not number.digits or folded[number.end : number.end + 1] != "/":
        return None
    per = read_per(folded, number.end + 1, number)
    if per is None or per.dimension != "area":
        return None
    return _rate(folded, Unit(number.end, "CNY", "money"), number)


def per_unit(unit: Unit, per: Unit) -> Unit:
    """The rate of ``unit`` per ``per``; its end is the end of ``per``.

    The name is built from base names (CNY/m2/day) and the factor is the quotient of the two.
    """
    (a, b), (c, d) = unit.factor, per.factor
    return Unit(per.end, f"{unit.name}/{per.name}", "rate", (a * d, b * c), unit.word)


def read_per(folded: str, start: int, number: Number) -> Unit | None:
    """What a rate is counted per, at ``start`` (亩, 平方米, 天, 吨, 台), or None."""
    denominators: dict[str, str] = read_toml("units.toml")["denominators"]
    for size in (2, 1):
        word = folded[start : start + size]
        if len(word) == size and word in denominators:
            if word.isascii() and folded[start + size : start + size + 1].isalpha():
                continue
            return Unit(start + size, denominators[word], "duration", word=word)
    found = _lookup(folded, start, number)
    if found is None or found[0].dimension in ("percent", "money"):
        return None
    row, end = found
    return Unit(end, row.unit, row.dimension, row.factor, row.word)
