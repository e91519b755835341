"""The small numbers of dates: years of four digits, months and days, in digits or in Chinese."""

from __future__ import annotations

from parkie.text.numerals import read_numeral

__all__ = ["NUMBER", "YEAR", "read_number", "read_year"]

# Sources of patterns. The zero of 二〇二四年 is written in many ways.
YEAR = r"(?:(?:1[6-9]|20)\d\d|[一二][〇○零0OΟ一二三四五六七八九]{3})"
NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十廿两]{1,3})"
ZEROS = str.maketrans(dict.fromkeys("○零0OΟ", "〇"))


def read_year(text: str) -> int:
    """The year; 0 when the digits make none.

    >>> read_year("二〇二四"), read_year("二0一○"), read_year("2024")
    (2024, 2010, 2024)
    """
    value = read_numeral(text if text.isdecimal() else text.translate(ZEROS))
    return 0 if value is None else int(value)


def read_number(text: str) -> int:
    """The number of a month or day; -1 when the characters make none.

    >>> read_number("08"), read_number("二十一"), read_number("廿八"), read_number("十十")
    (8, 21, 28, -1)
    """
    value = read_numeral(text.replace("廿", "二十"))
    return -1 if value is None else int(value)
