"""What may stand before an amount: a currency sign (￥5亿, 人民币3万元) or a measure (每亩500万元)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from parkie.matchers.figures.numbers import Number
from parkie.matchers.figures.units import Unit, read_per

__all__ = ["Currency", "read_currency_before", "read_per_before"]

_SIGNS: Final = {
    "US$": "USD", "HK$": "HKD", "$": "USD", "¥": "CNY", "￥": "CNY", "€": "EUR", "£": "GBP", "RMB": "CNY",
    "USD": "USD", "CNY": "CNY", "EUR": "EUR", "HKD": "HKD", "人民币": "CNY",
    "新台币": "TWD", "港币": "HKD",
}  # fmt: skip
_SIGN_RE: Final = re.compile(f"({'|'.join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))}) ?$")
_LAST: Final = frozenset("$¥￥€£BDYR币")
_MEASURES: Final = frozenset({"area", "mass", "energy", "power", "length"})
_PARTS: Final = {"层": "area", "间": "money"}  # 每层950平方米, 每间380元


@dataclass(frozen=True, slots=True)
class Currency(Unit):
    """A currency sign before a number; ``start`` is where it begins, ``end`` the end of the number."""

    start: int = 0


def read_currency_before(folded: str, number: Number) -> Currency | None:
    """The currency sign right before ``number``, or None."""
    at = number.start
    last = folded[at - 2 : at - 1] if at > 1 and folded[at - 1] == " " else folded[max(0, at - 1) : at]
    if last not in _LAST or not last:
        return None
    match = _SIGN_RE.search(folded, max(0, at - 5), at)
    if match is None:
        return None
    return Currency(number.end, _SIGNS[match.group(1)], "money", start=match.start())


def read_per_before(folded: str, start: int, number: Number, dimension: str) -> tuple[int, Unit] | None:
    """每亩, 每平方米, 每吨 right before ``start``: where it begins and what it counts per; or None.

    Measures, and the parts of a building for a figure of ``dimension``: 每年5000万元 and 每户2000元 are amounts.
    """
    floor = max(0, start - 6)
    at = folded.rfind("每", floor, start)
    if at < 0:
        return None
    per = read_per(folded, at + 1, number)
    if per is None or folded[per.end : start].strip():
        return None
    measures = per.dimension in _MEASURES or per.name == "kWh"
    fits = measures and dimension != "area"
    return (at, per) if fits or _PARTS.get(per.word) == dimension else None
