"""Numerals to Decimal and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkie.text.numerals import read_approximate, read_numeral, write_numeral

NUMERALS = [
    ("七", "7"), ("十", "10"), ("十五", "15"), ("二十", "20"), ("一百零五", "105"), ("两百五", "250"),
    ("三千零二十", "3020"), ("一万二", "12000"), ("八千五百亿", "850000000000"), ("三万五千亿", "3500000000000"),
    ("万亿", "1000000000000"), ("千万", "10000000"), ("百亿", "10000000000"), ("一亿零三百万", "103000000"),
    ("三点五亿", "350000000"), ("二〇二三", "2023"), ("1,234.5", "1234.5"), ("1.2万亿", "1200000000000"),
    ("3千5百万", "35000000"), ("1亿5000万", "150000000"), ("2百万", "2000000"), ("1万2千", "12000"),
]  # fmt: skip
NOT_NUMERALS = ["", "百千", "十百", "一点", "点五", "1亿5", "1.2.3", "零万", "万千万", "九" * 40, "一" + "亿" * 9, "家"]
INTERVALS = [
    ("十几", 11, 19), ("二十几万", 210000, 290000), ("几十", 20, 99), ("数百", 200, 999),
    ("数十亿", 2000000000, 9900000000), ("数万", 20000, 99999), ("两三", 2, 3), ("三五", 3, 5),
    ("三四百", 300, 400), ("十五六", 15, 16), ("七八千万", 70000000, 80000000),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMERALS)
def test_a_numeral_is_read(text: str, value: str) -> None:
    assert read_numeral(text) == Decimal(value)


@pytest.mark.parametrize("text", NOT_NUMERALS)
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert read_numeral(text) is None


@pytest.mark.parametrize(("text", "low", "high"), INTERVALS)
def test_a_round_number_is_an_interval(text: str, low: int, high: int) -> None:
    assert read_approximate(text) == (low, high)


@pytest.mark.parametrize("text", ["十", "几", "数家", "五三", "一九", "百几", "二〇二三"])
def test_what_is_no_round_number_is_none(text: str) -> None:
    assert read_approximate(text) is None


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_written_numerals_read_back(value: int) -> None:
    assert read_numeral(write_numeral(value)) == value


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿点0123456789.,几数", max_size=40))
def test_any_run_of_numerals_is_a_number_or_none(text: str) -> None:
    value = read_numeral(text)
    assert value is None or value >= 0


@pytest.mark.parametrize("value", [-1, 10**16])
def test_writing_says_what_it_cannot_write(value: int) -> None:
    with pytest.raises(ValueError, match=str(value)):
        write_numeral(value)
