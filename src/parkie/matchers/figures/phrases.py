"""Fixed forms whose number is not written as numeral + unit: 百分之五, 三分之一, 一半, 翻一番, 半年, 两年半."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from parkie.matchers.figures.numbers import Number
from parkie.matchers.figures.units import Unit
from parkie.text.numerals import read_numeral

__all__ = ["read_extra_time", "read_half_after", "read_phrase", "read_tenth_after"]

_N: Final = (
    r"(?:\d{1,9}(?:\.\d{1,6})?|[零一二两三四五六七八九十百]{1,8}(?:点[零一二三四五六七八九]{1,6})?)"
)
_PER_RE: Final = re.compile(rf"(?P<base>[百千万])分之(?P<n>{_N})")
_FRACTION_RE: Final = re.compile(rf"(?P<d>\d{{1,4}}|[一二三四五六七八九十百]{{1,5}})分之(?P<n>{_N})")
_SLASH_RE: Final = re.compile(r"(?P<n>\d) ?/ ?(?P<d>\d{1,2})(?![\d/.:年月日-]| ?[A-Za-z])")
_SLASH_AFTER: Final = tuple("的占近约超过到有足达")
_SHARE_BEFORE_RE: Final = re.compile(r"占[^,，。;；、\d]{1,8}$")
_WHOLE_HALF_RE: Final = re.compile(r"一半(?!是)|半数")
_BARE_HALF_RE: Final = re.compile(r"半数?(?![年个天小月径导程山岛夜空壁价百途球场路生边辈成])")
_SLOGAN_RE: Final = re.compile(r"(?<!双)双过$")  # 双过半, but 双双过半
_HALF_AFTER: Final = tuple("过近超逾约")
_DOUBLE_RE: Final = re.compile(r"翻了?(?P<n>[一两二三四五])?番")
_HALF_TIME_RE: Final = re.compile(r"半(?:(?P<more>个多)|个)?(?P<unit>年|月|天(?![然津])|小时|钟头|世纪)")
_HALF_TIME_AFTER: Final = frozenset("上下前后今大每近这本全度整头年首老小好")
_HALF_TIME_BEFORE_RE: Final = re.compile(
    r"[报度之“]|工作|经济|以来|来|前|总结|会议|成绩|答卷|全[省市区]|考|评估|业绩|两位数|营收|净利"
)
_EXTRA_RE: Final = re.compile(r"个(?P<more>多)?(?P<half>半)?(?P<unit>月|小时|星期|钟头)")
_YEAR_AND_HALF_RE: Final = re.compile(r"半(?=[的时,，。、；;)）内后以]|$|[^年个])")
_TIMES: Final = {
    "年": "year", "月": "month", "天": "day", "小时": "hour", "钟头": "hour", "世纪": "century", "星期": "week",
}  # fmt: skip
_TENTH_RE: Final = re.compile(r"[一二三四五六七八九半](?![一二三四五六七八九十百千万亿几个家成天年月])")
_HALF: Final = Decimal("0.5")
_CENT: Final = Decimal("0.01")
_PERCENT: Final = ("%", "percent")

Found = tuple[Number, Unit]


def read_phrase(folded: str, start: int) -> Found | None:
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


def _made(match: re.Match[str], value: Decimal, unit: tuple[str, str]) -> Found:
    start, end = match.span()
    return Number(start, end, value, value, value, match.group(), digits=True), Unit(end, *unit)


def _fraction(folded: str, start: int) -> Found | None:
    if folded.find("分之", start, start + 8) < 0:
        return _slashed(folded, start)
    match = _PER_RE.match(folded, start)
    if match is not None:
        part = read_numeral(match["n"])
        base = {"百": 1, "千": 10, "万": 100}[match["base"]]
        return None if part is None else _made(match, part / base, _PERCENT)
    match = _FRACTION_RE.match(folded, start)
    return None if match is None else _share(match)


def _slashed(folded: str, start: int) -> Found | None:
    """A fraction with a slash (约占全国的1/4), only behind a word that takes a share."""
    match = _SLASH_RE.match(folded, start)
    if match is None:
        return None
    taken = folded[max(0, start - 2) : start].rstrip().endswith(_SLASH_AFTER)
    return _share(match) if taken or _SHARE_BEFORE_RE.search(folded, max(0, start - 9), start) else None


def _share(match: re.Match[str]) -> Found | None:
    part, whole = read_numeral(match["n"]), read_numeral(match["d"])
    if part is None or not whole or part > whole:
        return None
    return _made(match, (part / whole * 100).quantize(_CENT, rounding=ROUND_HALF_UP), _PERCENT)


def _half(folded: str, start: int) -> Found | None:
    match = _WHOLE_HALF_RE.match(folded, start)
    slogan = _SLOGAN_RE.search(folded, max(0, start - 3), start)
    if match is None and folded.endswith(_HALF_AFTER, 0, start) and not slogan:
        match = _BARE_HALF_RE.match(folded, start)
    return _half_time(folded, start) if match is None else _made(match, Decimal(50), _PERCENT)


def _half_time(folded: str, start: int) -> Found | None:
    match = _HALF_TIME_RE.match(folded, start)
    if match is None or match.group() == "半月":
        return None
    if start and folded[start - 1] in _HALF_TIME_AFTER and not folded.endswith("提前", 0, start):
        return None
    if _HALF_TIME_BEFORE_RE.match(folded, match.end()):
        return None
    number, unit = _made(match, _HALF, (_TIMES[match["unit"]], "duration"))
    return replace(number, over=match["more"] is not None), unit


def _double(folded: str, start: int) -> Found | None:
    match = _DOUBLE_RE.match(folded, start)
    if match is None:
        return None
    times = read_numeral(match["n"] or "一") or Decimal(1)
    return _made(match, Decimal(2) ** int(times), ("x", "ratio"))


_READERS: Final[tuple[tuple[str, Callable[[str, int], Found | None]], ...]] = (
    ("翻", _double),
    ("一半", _half),
    ("0123456789一二三四五六七八九十百千万", _fraction),
)


def read_extra_time(folded: str, number: Number) -> Found | None:
    """``number`` with 个多月, 个半小时 behind it, 多 or 半 taken into the number; None where there is no such thing."""
    match = _EXTRA_RE.match(folded, number.end)
    if match is None or not (match["more"] or match["half"]):
        return None
    unit = Unit(match.end(), _TIMES[match["unit"]], "duration", word=f"个{match['unit']}")
    larger = number.plus(_HALF) if match["half"] else number
    return replace(larger, over=match["more"] is not None, core=f"{number.core}个"), unit


def read_half_after(folded: str, end: int, unit: Unit) -> Decimal | None:
    """The half that stands at ``end`` behind a figure of years or days (两年半), or None."""
    return _HALF if unit.word in ("年", "天") and _YEAR_AND_HALF_RE.match(folded, end) else None


def read_tenth_after(folded: str, end: int, unit: Unit) -> Decimal | None:
    """The tenths that stand at ``end`` behind a share in 成 (七成五, 三成半), or None."""
    match = _TENTH_RE.match(folded, end) if unit.word == "成" else None
    if match is None:
        return None
    return _HALF if match.group() == "半" else (read_numeral(match.group()) or Decimal(0)) / 10
