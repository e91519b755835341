"""Fixed forms whose number is not written as numeral + unit: 百分之五, 三分之一, 一半, 翻一番, 半年."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from parkie.matchers.figures.numbers import Number
from parkie.matchers.figures.units import Unit
from parkie.text.numerals import read_numeral

__all__ = ["read_phrase"]

_N: Final = r"(?:\d{1,9}(?:\.\d{1,6})?|[零一二两三四五六七八九十百]{1,8}(?:点[零一二三四五六七八九]{1,6})?)"
_PER_RE: Final = re.compile(rf"(?P<base>[百千万])分之(?P<n>{_N})")
_FRACTION_RE: Final = re.compile(rf"(?P<d>\d{{1,4}}|[一二三四五六七八九十百]{{1,5}})分之(?P<n>{_N})")
_HALF_RE: Final = re.compile(r"一半(?![是的]?海水)|半数|(?<=[过近超逾约])半(?=[数，。；、,;)）\s]|以上|[\u4e00-\u9fff])(?![年个天小月径导程山岛夜空壁价百途球场路生边辈])")
_DOUBLE_RE: Final = re.compile(r"翻了?(?P<n>[一两二三四五])?番")
_HALF_TIME_RE: Final = re.compile(r"(?P<n>半)(?:(?P<more>个多)|个)?(?P<unit>年|月|小时|钟头|世纪)")
_HALF_NOT_AFTER: Final = frozenset("上下前后今大每近这本全度整头年首")
_HALF_NOT_BEFORE_RE: Final = re.compile(r"[报度之]|工作|经济|以来|来|前|总结|会议|成绩|答卷|全(?:省|市|区)|考")
_HALF_TIMES: Final = {"年": "year", "月": "month", "小时": "hour", "钟头": "hour", "世纪": "century"}
_FIRST: Final = frozenset("0123456789一二两三四五六七八九十百千万半翻")


def read_phrase(folded: str, start: int) -> tuple[Number, Unit] | None:
    """The fixed form that begins at ``start`` as a number and its unit, or None.

    >>> number, unit = read_phrase("百分之五", 0)
    >>> number.value, unit.name, unit.end
    (Decimal('5'), '%', 4)
    """
    for head, read in _READERS:
        if folded[start] in head:
            found = read(folded, start)
            if found is not None:
                return found
    return None


def _made(start: int, end: int, value: Decimal, unit: tuple[str, str], core: str, *, over: bool = False) -> tuple[Number, Unit]:
    return Number(start, end, value, value, value, core, over=over, digits=True), Unit(end, *unit)


def _fraction(folded: str, start: int) -> tuple[Number, Unit] | None:
    match = _PER_RE.match(folded, start)
    if match is not None:
        part = read_numeral(match.group("n"))
        base = {"百": 1, "千": 10, "万": 100}[match.group("base")]
        return None if part is None else _made(start, match.end(), part / base, ("%", "percent"), match.group())
    match = _FRACTION_RE.match(folded, start)
    if match is None:
        return None
    part, whole = read_numeral(match.group("n")), read_numeral(match.group("d"))
    if part is None or not whole:
        return None
    share = (part / whole * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return _made(start, match.end(), share, ("%", "percent"), match.group())


def _half(folded: str, start: int) -> tuple[Number, Unit] | None:
    match = _HALF_RE.match(folded, start)
    if match is None:
        return _half_time(folded, start)
    end = match.end() + (folded[match.end() : match.end() + 1] == "数" and match.group() == "半")
    return _made(start, end, Decimal(50), ("%", "percent"), match.group())


def _half_time(folded: str, start: int) -> tuple[Number, Unit] | None:
    match = _HALF_TIME_RE.match(folded, start)
    if match is None:
        return None
    if start and folded[start - 1] in _HALF_NOT_AFTER and not folded.endswith("提前", 0, start):
        return None
    if _HALF_NOT_BEFORE_RE.match(folded, match.end()) or (match.group() == "半月"):
        return None
    unit = (_HALF_TIMES[match.group("unit")], "duration")
    return _made(start, match.end(), Decimal("0.5"), unit, match.group(), over=match.group("more") is not None)


def _double(folded: str, start: int) -> tuple[Number, Unit] | None:
    match = _DOUBLE_RE.match(folded, start)
    if match is None:
        return None
    times = read_numeral(match.group("n") or "一") or Decimal(1)
    return _made(start, match.end(), Decimal(2) ** int(times), ("x", "ratio"), match.group())


_READERS: Final[tuple[tuple[str, Callable[[str, int], tuple[Number, Unit] | None]], ...]] = (
    ("翻", _double),
    ("一半", _half),
    ("0123456789一二三四五六七八九十百千万", _fraction),
)
