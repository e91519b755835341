"""Numerals as written in Chinese text -> Decimal, and back. Numbers only: no units, no classifiers.

One grammar reads 汉字 (两千三百), digits (1,580.5) and mixtures (1.2万亿, 1亿5000万). A second one reads the
round numbers that stand for an interval (十几, 数百, 三四百).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

__all__ = ["DIGITS", "LONGEST_NUMERAL", "SCALES", "read_approximate", "read_numeral", "write_numeral"]

DIGITS: Final = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
SMALL: Final = {"十": 10, "百": 100, "千": 1000}
BIG: Final = {"万": 10_000, "亿": 100_000_000}
SCALES: Final = {**SMALL, **BIG}
LONGEST_NUMERAL: Final = 32
"""Characters beyond which a run of numerals is no number; keeps every reader here of bounded cost."""

_LARGEST: Final = Decimal(10) ** 40
"""From here on it is a run of signs (亿亿亿亿亿亿), no number that anybody writes."""

_ASCII_DIGITS: Final = frozenset("0123456789")
_FIGURES: Final = "零一二三四五六七八九"


def read_numeral(text: str) -> Decimal | None:
    """The number that ``text`` writes, or None where it is not one number.

    Source: the counting system of GB/T 15835; a last digit without its unit counts the next lower one (一万二).

    >>> read_numeral("八千五百亿"), read_numeral("1.2万亿"), read_numeral("一万二"), read_numeral("二〇二三")
    (Decimal('850000000000'), Decimal('1200000000000.0'), Decimal('12000'), Decimal('2023'))
    >>> read_numeral("百千") is None
    True
    """
    if not 0 < len(text) <= LONGEST_NUMERAL:
        return None
    if all(char in DIGITS for char in text):
        return Decimal("".join(str(DIGITS[char]) for char in text))
    whole, point, fraction = text.partition("点")
    if not point:
        return _Reader().read(text)
    if not fraction or not whole:
        return None
    scale = next((k for k, char in enumerate(fraction) if char not in DIGITS), len(fraction))
    value, factor = read_numeral(whole), _Reader().read(fraction[scale:]) if scale < len(fraction) else Decimal(1)
    if value is None or factor is None or scale == 0:
        return None
    decimals = "".join(str(DIGITS[char]) for char in fraction[:scale])
    return (value + Decimal(f"0.{decimals}")) * factor


class _Reader:
    """One pass over a numeral: a coefficient, the section below 万, and the total above it."""

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.section = Decimal(0)
        self.coefficient: Decimal | None = None
        self.small = 0  # last 十百千 of this section, 0 before the first
        self.big = 0  # last 万 or 亿
        self.last = 0  # the unit that a bare last digit would count the tenth of
        self.zero = False
        self.digits = False  # the coefficient came in 0-9

    def read(self, text: str) -> Decimal | None:
        k = 0
        while k < len(text):
            char = text[k]
            if char in _ASCII_DIGITS:
                k = self._number(text, k)
                if k < 0:
                    return None
                continue
            if not self._take(char):
                return None
            k += 1
        return self._finish()

    def _number(self, text: str, start: int) -> int:
        end = start
        while end < len(text) and (text[end] in _ASCII_DIGITS or text[end] in ".,"):
            end += 1
        digits = text[start:end].replace(",", "")
        if self.coefficient is not None or digits.count(".") > 1 or digits.endswith("."):
            return -1
        self.coefficient, self.digits, self.zero = Decimal(digits), True, False
        return end

    def _take(self, char: str) -> bool:
        if char in DIGITS:
            if self.coefficient is not None:
                return False
            if DIGITS[char] == 0:
                self.zero = True
            else:
                self.coefficient, self.digits = Decimal(DIGITS[char]), False
            return True
        if char in SMALL:
            return self._small(SMALL[char])
        return char in BIG and self._big(BIG[char])

    def _small(self, unit: int) -> bool:
        if self.small and unit >= self.small:
            return False
        if self.coefficient is None and self.small > 10 and unit > 10:  # 千百 is no number
            return False
        self.section += (1 if self.coefficient is None else self.coefficient) * unit
        self.coefficient, self.small, self.last, self.zero = None, unit, unit, False
        return True

    def _big(self, unit: int) -> bool:
        section = self.section + (self.coefficient or 0)
        empty = not self.small and self.coefficient is None
        if self.zero and empty:
            return False
        if self.big == 0:
            self.total = (Decimal(1) if empty else section) * unit
        elif unit > self.big or (empty and unit == self.big):  # 三万五千|亿, 万|亿
            self.total = (self.total + section) * unit
        elif empty or unit == self.big:
            return False
        else:
            self.total += section * unit
        self.section, self.coefficient, self.small, self.zero = Decimal(0), None, 0, False
        self.big = self.last = unit
        return self.total < _LARGEST

    def _finish(self) -> Decimal | None:
        rest = self.coefficient
        if rest is not None and self.last and not self.zero:
            if self.digits:  # 1亿5: half a number
                return None if rest < self.last / Decimal(10_000) else self.total + self.section + rest
            rest = rest * self.last / 10
        return self.total + self.section + (rest or 0)


def read_approximate(text: str) -> tuple[Decimal, Decimal] | None:
    """The closed interval that a round number stands for, or None where ``text`` is not a round number.

    十几 is 11 to 19, 几十 20 to 99, 数百万 2 to 9.99 million, 三四百 300 to 400, 十五六 15 to 16.

    >>> read_approximate("十几"), read_approximate("三四百")
    ((Decimal('11'), Decimal('19')), (Decimal('300'), Decimal('400')))
    """
    if not 1 < len(text) <= LONGEST_NUMERAL:
        return None
    for k, char in enumerate(text):
        if char in "几数":
            return _several(text, k)
        if char in DIGITS and k + 1 < len(text) and text[k + 1] in DIGITS:
            return _neighbours(text, k)
    return None


def _several(text: str, k: int) -> tuple[Decimal, Decimal] | None:
    head, tail = text[:k], text[k + 1 :]
    if head:  # 十几, 二十几万
        low, high = read_numeral(f"{head}一{tail}"), read_numeral(f"{head}九{tail}")
        return None if head[-1] != "十" or low is None or high is None else (low, high)
    if not tail or tail[0] not in SCALES:
        return None
    unit, rest = SCALES[tail[0]], read_numeral(tail[1:]) if len(tail) > 1 else Decimal(1)
    if rest is None or any(char not in BIG for char in tail[1:]):
        return None
    return 2 * unit * rest, (10 * unit - 1) * rest


def _neighbours(text: str, k: int) -> tuple[Decimal, Decimal] | None:
    first, second = DIGITS[text[k]], DIGITS[text[k + 1]]
    if not (first > 0 and (second - first == 1 or (first, second) == (3, 5))):
        return None
    low = read_numeral(text[: k + 1] + text[k + 2 :])
    high = read_numeral(text[:k] + text[k + 1 :])
    return None if low is None or high is None else (low, high)


def write_numeral(value: int) -> str:
    """``value`` in 汉字, the form that ``read_numeral`` reads back.

    Raises:
        ValueError: ``value`` is negative or has more than sixteen digits.

    >>> write_numeral(10300), write_numeral(850000000000)
    ('一万零三百', '八千五百亿')
    """
    if not 0 <= value < 10**16:
        raise ValueError(f"expected a whole number from 0 below 10**16, found {value}")
    if value < 10_000:
        return _below_ten_thousand(value) or "零"
    unit, name = (10**8, "亿") if value >= 10**8 else (10**4, "万")
    head, rest = divmod(value, unit)
    gap = "零" if 0 < rest < unit // 10 else ""
    return write_numeral(head) + name + gap + (write_numeral(rest) if rest else "")


def _below_ten_thousand(value: int) -> str:
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            out += ("零" if gap and out else "") + _FIGURES[digit] + name
        gap = not digit
    return out
