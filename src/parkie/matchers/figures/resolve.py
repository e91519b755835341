"""Numbers, unit and bounding words -> value, low, high, modifier in base units."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from parkie.matchers.figures.numbers import Number
from parkie.matchers.figures.units import Unit
from parkie.matchers.reading import FigureMatch

__all__ = ["pick_modifier", "resolve", "resolve_range", "to_base"]

# Exact for the longest numeral that is read, times the largest scale and unit: the default 28 digits are not.
_EXACT: Final = Context(prec=80)
_CENT: Final = Decimal("0.01")
_FINE: Final = Decimal("1E-8")
_OPEN_ABOVE: Final = frozenset({"over", "at_least", "magnitude"})
_OPEN_BELOW: Final = frozenset({"under", "at_most"})


def _plain(value: Decimal) -> Decimal:
    short = value.normalize(_EXACT)
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1), context=_EXACT) if isinstance(exponent, int) and exponent > 0 else short


def to_base(value: Decimal, unit: Unit) -> Decimal:
    """``value`` in base units; an inexact quotient (74亩) is rounded to two decimals, a small rate to eight."""
    numerator, denominator = unit.factor
    product = _EXACT.multiply(value, numerator)
    if denominator == 1:
        return _plain(product)
    quotient = _EXACT.divide(product, denominator)
    places = _FINE if unit.dimension == "rate" and abs(quotient) < 1 else _CENT
    return _plain(quotient.quantize(places, rounding=ROUND_HALF_UP, context=_EXACT))


def pick_modifier(prefix: str | None, suffix: str | None, number: Number, *, magnitude: bool) -> str:
    """The one modifier that the bounding words before, behind and inside a figure come to.

    Words that open one side win over 级, and 级 over 约: 超10亿元以上, 约6000余元 and 突破千亿级 are over.
    """
    if prefix == "over" or number.over:
        return "over"
    for said in (prefix, suffix):
        if said is not None and said != "about":
            return said
    if magnitude:
        return "magnitude"
    return "about" if number.about or "about" in (prefix, suffix) else "exact"


def resolve(start: int, end: int, number: Number, unit: Unit, modifier: str) -> FigureMatch:
    """The figure of one number phrase; an interval numeral (十几, 数十) keeps its ends and has no value."""
    low, high = to_base(number.low, unit), to_base(number.high, unit)
    value = None if number.value is None else low
    if modifier in _OPEN_ABOVE:
        return FigureMatch(start, end, value, low, None, modifier, unit.name, unit.dimension)
    if modifier in _OPEN_BELOW:
        return FigureMatch(start, end, value, None, high, modifier, unit.name, unit.dimension)
    if value is None:
        modifier = "range"
    return FigureMatch(start, end, value, low, high, modifier, unit.name, unit.dimension)


def resolve_range(start: int, end: int, ends: tuple[Decimal, Decimal], unit: Unit) -> FigureMatch:
    """The figure of two ends, as stated in ``unit``: no value, both bounds."""
    low, high = sorted(to_base(number, unit) for number in ends)
    return FigureMatch(start, end, None, low, high, "range", unit.name, unit.dimension)
