"""Number phrases: a numeral as written, 汉字 or digits, with 余 or 多 inside it -> value or interval."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from parkie.text.numerals import LONGEST_NUMERAL, SCALES, read_approximate, read_numeral

__all__ = ["START_RE", "Number", "read_number", "skip_run"]

START_RE: Final = re.compile(r"[0-9〇零一二两三四五六七八九十百千万亿几数半翻]")
"""Where a figure can begin (its bounding words and currency signs are found looking back)."""

_HAN: Final = "零〇一二两三四五六七八九十百千万亿几"
_PREFIXED: Final = "瓦米克伏卡帕赫焦升牛"  # 千 before these is the prefix of a unit
_SCALE: Final = (
    r"(?:[十百千]?(?:万亿|亿|万(?!方数据|达|华|科|向))"
    rf"|千(?![{_PREFIXED}])|百(?![分强佳度万亿]))"
)
_DIGITS_RE: Final = re.compile(
    r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?"
    rf"(?:(?P<inner> ?(?:[余多来几]|个[余多])(?= ?[十百千]?[万亿])) ?{_SCALE}"
    rf"| {{0,2}}{_SCALE}(?:\d{{1,4}}(?:\.\d{{1,4}})?{_SCALE})?)?"
)
# 12. 5亿元, 1 860万元, 9 7座: digits that the page sets apart, only in front of what they measure.
_APART_RE: Final = re.compile(
    r"(?:[1-9]\d{0,2}(?: \d{3}){1,3}(?:\.\d{1,2})?|[1-9](?: \d){1,4}(?:\.\d{1,2})?|\d{1,4}(?: \. ?|\. )\d{1,3})"
    rf"(?: ?{_SCALE})?(?= ?(?:[余多]?[元家个座亩平㎡吨名人户项位%美公千]))"
)
_HAN_RE: Final = re.compile(
    rf"数?[{_HAN}]{{1,{LONGEST_NUMERAL}}}(?:点[零一二三四五六七八九]{{1,6}}[十百千万亿]{{0,3}})?"
)
_MORE_RE: Final = re.compile(
    r" ?(?P<word>[余多来])(?![余多])"
    rf"(?P<scale>[十百千]?[万亿]{{1,2}}|[百千](?![{_PREFIXED}分度]))?"
    r"|(?<=[\d万亿千百][\d万亿千百])\+(?=[\u4e00-\u9fff])"
)
_PIECES_RE: Final = re.compile(r"个(?P<more>[余多])?(?P<scale>亿|百万|千万)")
_RUN_RE: Final = re.compile(rf"[0-9][0-9.,]*|[{_HAN}数]+|.", re.DOTALL)
_PLAIN: Final = frozenset("零〇一二两三四五六七八九")
_COUNTED: Final = tuple("总户人个指参函次多少位件台")
_LONGEST_DIGITS: Final = 24


@dataclass(frozen=True, slots=True)
class Number:
    """A number phrase: ``value`` (None for an interval), ``low`` to ``high``, and how it was written.

    ``core`` is the numeral without 余, 多 or 来 in or behind it; ``over`` says that 余 or 多 stands there,
    ``about`` that 来 does. ``digits``: written with 0-9. ``scale``: the factor of the 万 or 亿 at its end, or 1.
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal
    high: Decimal
    core: str
    over: bool = False
    about: bool = False
    digits: bool = False
    scale: int = 1

    @property
    def big(self) -> bool:
        """Whether it was written with 万 or 亿."""
        return self.scale >= 10_000

    @property
    def year_like(self) -> bool:
        """Whether it looks like a calendar year: four digits from 1900 to 2100."""
        return self.digits and self.scale == 1 and len(self.core) == 4 and "1900" <= self.core <= "2100"

    def times(self, factor: int) -> Number:
        """The same phrase, ``factor`` times as large (the 2 and 3 of 2、3、5亿元)."""
        value = None if self.value is None else self.value * factor
        return replace(self, value=value, low=self.low * factor, high=self.high * factor)

    def plus(self, part: Decimal) -> Number:
        """The same phrase, larger by ``part`` (the half of 两年半)."""
        value = None if self.value is None else self.value + part
        return replace(self, value=value, low=self.low + part, high=self.high + part)

    def negative(self) -> Number:
        """The same phrase with a minus sign before it."""
        value = None if self.value is None else -self.value
        return replace(self, start=self.start - 1, value=value, low=-self.high, high=-self.low)


def skip_run(folded: str, start: int) -> int:
    """The end of the run of numerals at ``start``; what is left of a run that is no number is not tried again."""
    match = None if folded[start] in "数几" else _RUN_RE.match(folded, start)
    return start + 1 if match is None else match.end()


def read_number(folded: str, start: int) -> Number | None:
    """The number phrase that begins at ``start``, or None.

    >>> number = read_number("约3万余家", 1)
    >>> number.end, number.low, number.over
    (4, Decimal('30000'), True)
    """
    if folded[start] in "0123456789":
        return _read_digits(folded, start)
    return _read_han(folded, start)


def _scale_of(core: str) -> int:
    if "万" not in core and "亿" not in core:
        return 1
    scale = 1
    for char in reversed(core):
        if char not in SCALES:
            break
        scale *= SCALES[char]
    return scale


def _read_digits(folded: str, start: int) -> Number | None:
    apart = _APART_RE.match(folded, start) if _stands_free(folded, start) else None
    match = apart or _DIGITS_RE.match(folded, start)
    if match is None or match.end() - start > _LONGEST_DIGITS or _is_padded(match.group()):
        return None
    inner = None if apart else match.group("inner")
    core = match.group().replace(" ", "")
    if inner:
        core = core.replace(inner.strip(), "", 1)
    value = Decimal(core.replace(",", "")) if core.isascii() else read_numeral(core)
    if value is None:
        return None
    number = Number(start, match.end(), value, value, value, core, digits=True, scale=_scale_of(core))
    return replace(number, over=True) if inner else _with_more(folded, number)


def _stands_free(folded: str, start: int) -> bool:
    """Whether a word stands before ``start`` that does not number things: no line number, page or caption."""
    before = folded[max(0, start - 2) : start].rstrip(" ")[-1:]
    return "\u4e00" <= before <= "\u9fff" and before not in "第图表附注期页年月日号项之一二三四五六七八九十"


def _is_padded(text: str) -> bool:
    """Whether it is written with a leading zero (02): a code."""
    return text[0] == "0" and text[1:2].isdigit()


def _read_han(folded: str, start: int) -> Number | None:
    if folded[start] == "数" and folded[start - 1 : start] in _COUNTED:
        return None  # 总数|十余家
    match = _HAN_RE.match(folded, start)
    if match is None or len(match.group()) >= LONGEST_NUMERAL:
        return None
    end, core = match.end(), match.group()
    if core[-1] == "千" and folded[end : end + 1] in tuple(_PREFIXED):  # 九百万|千伏安
        end, core = end - 1, core[:-1]
        if not core:
            return None
    pieces = _PIECES_RE.match(folded, end)
    if pieces is not None and (pieces["more"] or core[-1] == "几"):  # 两个多亿, 几个亿
        number = _han_number(start, pieces.end(), core + pieces["scale"])
        return None if number is None else replace(number, over=pieces["more"] is not None)
    number = _han_number(start, end, core)
    if number is None or core[-1] in _PLAIN or core[-1] == "几":
        return number
    return _with_more(folded, number)


def _han_number(start: int, end: int, core: str) -> Number | None:
    interval = read_approximate(core)
    if interval is not None:
        if core.endswith("一二"):
            return None
        return Number(start, end, None, *interval, core, scale=_scale_of(core))
    if core in ("零", "〇") or (len(core) > 1 and _PLAIN.issuperset(core)):
        return None
    value = read_numeral(core)
    return None if value is None else Number(start, end, value, value, value, core, scale=_scale_of(core))


def _with_more(folded: str, number: Number) -> Number:
    """``number`` with the 余, 多 or 来 that stands behind it, and a 万 or 亿 behind that (十余万)."""
    match = _MORE_RE.match(folded, number.end)
    if match is None:
        return number
    core = number.core + (match["scale"] or "")  # "+" as in 300+家 means 余
    if match["scale"]:
        grown = _grown(number, core)
        if grown is None:
            return number
        number = grown
    about = match["word"] == "来"
    return replace(number, end=match.end(), core=core, over=not about, about=about, scale=_scale_of(core))


def _grown(number: Number, core: str) -> Number | None:
    if number.value is None:
        interval = read_approximate(core)
        return None if interval is None else replace(number, low=interval[0], high=interval[1])
    value = read_numeral(core)
    return None if value is None else replace(number, value=value, low=value, high=value)
