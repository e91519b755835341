"""Ways to reach someone are found in prose; amounts and years are not."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkie.page.contacts import find_contacts

CASES = [
    "请拨打[13800000000]预约",
    "招商[热线:400-000-1234]",
    "[电话：0512-00001234]转王经理".replace("：", ":"),
    "[手机:138 0000 0000],欢迎来访",
    "[微信/电话:138000000001390000000013700000000]",
    "加[微信号:nanyuan_2024]了解",
    "发到[zs@example.org]即可",
    "[邮箱:zs@example.org]",
    "[QQ:123456789]",
    "[微信/手机:13800000000]9月20日,园区开园",
    "总投资13800000000元",
    "产值1,380,000,000元",
    "2021年至2023年新增企业4000家",
    "电话会议于2023年7月25日召开",
    "手机产量12345678台",
    "微信公众号发布消息",
    "12345热线受理诉求300件",
    "G60科创走廊",
]


@pytest.mark.parametrize("case", CASES)
def test_contacts_in_prose(case: str) -> None:
    text = case.replace("[", "").replace("]", "")
    assert [text[start:end] for start, end in find_contacts(text)] == re.findall(r"\[(.*?)\]", case)


@given(st.text(alphabet="电话:微信手机0123456789-() +@a.号转", max_size=80))
def test_stretches_are_ordered_and_disjoint(text: str) -> None:
    at = 0
    for start, end in find_contacts(text):
        assert at <= start < end <= len(text)
        at = end


@pytest.mark.parametrize("piece", ["9", "微信", "电话/", "a.", "a@", "0-", "1 ", "(", "QQ"])
def test_contacts_are_found_in_linear_time(piece: str) -> None:
    started = time.perf_counter()
    find_contacts(piece * (500_000 // len(piece)))
    assert time.perf_counter() - started < 5
