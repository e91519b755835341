"""The small numbers of dates: years of four digits, months and days, in digits or in Chinese."""

from __future__ import annotations

__all__ = ["NUMBER", "YEAR", "read_number", "read_year"]

# Sources of patterns. The zero of 二〇二四年 is written in many ways.
YEAR = r"(?:(?:1[6-9]|20)\d\d|[一二][〇○零0OΟ一二三四五六七八九]{3})"
NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十廿两]{1,3})"

DIGITS = {**{digit: number for number, digit in enumerate("零一二三四五六七八九")}, "两": 2}
ZEROS = "〇○零0OΟ"


def read_year(text: str) -> int:
    """The year, 0 when the digits make none.

    >>> read_year("二〇二四"), read_year("2024")
    (2024, 2024)
    """
    digits = "".join("0" if char in ZEROS else str(DIGITS.get(char, char)) for char in text)
    return int(digits) if digits.isdecimal() else 0


def read_number(text: str) -> int:
    """The number from 0 to 99, or -1 when the characters make none.

    >>> read_number("08"), read_number("二十一"), read_number("十"), read_number("一一")
    (8, 21, 10, -1)
    """
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十")
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or not (ten or ones):
        return -1
    return (DIGITS.get(tens, 1) if ten else 0) * 10 + DIGITS.get(ones, 0)
