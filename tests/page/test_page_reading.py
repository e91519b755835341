"""Bytes, markup and hostile input."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkie.errors import PageError
from parkie.page import read_html, read_page, read_text
from parkie.page.html import looks_like_markup

SIMPLIFIED = "甲园区昨日开园，三家企业在会上签约，项目总投资为12亿元。"
TRADITIONAL = "園區昨日動工，三家企業在會上簽約，項目總投資為12億元。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_simplified_text_comes_back_from_its_bytes(encoding: str) -> None:
    assert read_page(SIMPLIFIED.encode(encoding)).text == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "utf-16"])
def test_traditional_text_comes_back_from_its_bytes(encoding: str) -> None:
    assert read_page(TRADITIONAL.encode(encoding)).text == TRADITIONAL


@pytest.mark.parametrize(
    ("declared", "real"), [("gb2312", "gb18030"), ("GBK", "gb18030"), ("big5", "big5"), ("utf-8", "utf-8")]
)
def test_a_declared_encoding_is_believed(declared: str, real: str) -> None:
    text = TRADITIONAL if real == "big5" else SIMPLIFIED + "㐀" * (real == "gb18030")
    raw = f'<html><head><meta charset="{declared}"></head><body><p>{text}</p></body></html>'.encode(real)
    assert read_page(raw).text == text


def test_a_wrongly_declared_encoding_is_not() -> None:
    raw = f'<html><head><meta charset="utf-8"></head><body><p>{SIMPLIFIED}</p></body></html>'.encode(
        "gb18030"
    )
    assert read_page(raw).text == SIMPLIFIED


def test_a_few_broken_characters_are_read_with_a_warning() -> None:
    raw = SIMPLIFIED.encode() * 200
    page = read_page(raw[:-1] + b"\xff")
    assert page.text.startswith(SIMPLIFIED)
    assert "could not be read as utf-8" in page.warnings[0]


@given(st.text(alphabet="甲乙园区签约亿元，。123", min_size=1))
def test_gb18030_and_utf8_give_one_page(text: str) -> None:
    text = SIMPLIFIED + text
    assert read_page(text.encode("gb18030"), html=False) == read_page(text.encode(), html=False)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("", "an empty one"),
        (" \n\u3000", "an empty one"),
        (b"", "an empty one"),
        (b"\x89PNG\r\n\x00\x00", "binary data"),
        ("\x00\x01\x02", "binary data"),
        ("\x01" * 50 + "园区" * 50, "binary data"),
        (b"\x80\xff" * 400, "none of them reads"),
        ("园区\udc80", "lone surrogate U+DC80 at offset 2"),
        ("<html><script>1</script></html>", "markup only"),
        ("x" * 50_000_001, "50000001"),
    ],
    ids=["empty", "blank", "no bytes", "png", "nul", "controls", "noise", "surrogate", "script only", "large"],
)  # fmt: skip
def test_a_page_that_cannot_be_read_says_why(raw: str | bytes, found: str) -> None:
    with pytest.raises(PageError, match=r"^expected ") as caught:
        read_page(raw)
    assert found in str(caught.value)


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("<!DOCTYPE html><p>甲", True),
        ("\n <html lang=zh>", True),
        ("<p>甲</p>\n<p>乙</p>", True),
        ("增速<5%，占比>3%", False),
        ("<<规划>>印发", False),
        ("甲园区", False),
    ],
)
def test_markup_is_told_from_text(text: str, markup: bool) -> None:
    assert looks_like_markup(text) is markup


def test_html_offsets_point_into_the_text_of_the_page() -> None:
    page = read_html(
        "<title>x</title><h1>甲园区开园了</h1><p>2024-05-06 来源：乙日报</p><p>甲园区昨日开园。</p>"
    )
    assert page.title is not None
    assert page.text[page.title.start : page.title.end] == "甲园区开园了"
    assert [page.text[s.start : s.end] for s in page.sections if s.kind == "body"] == ["甲园区昨日开园。"]


def test_a_title_that_only_the_head_names_comes_first() -> None:
    page = read_html('<meta property="og:title" content="甲园区一期开园"><p>三家企业昨日入驻。</p>')
    assert page.text == "甲园区一期开园\n三家企业昨日入驻。"
    assert [s.kind for s in page.sections] == ["title", "body"]


@pytest.mark.parametrize(
    ("page", "where", "day"),
    [
        ("首页 > 动态\n甲园区开园啦\nadmin7个月前 (11-14)动态84\n甲园区昨日开园。", "11-14", None),
        (
            "首页 > 动态\n甲园区开园啦\n更新：2024-05-07 发布时间：2024-05-06\n甲园区昨日开园。",
            "2024-05-06",
            "2024-05-06",
        ),
        ("首页 > 动态\n甲园区开园啦\n发布时间：2024-13-46\n甲园区昨日开园。", None, None),
        ("2024年5月6日 10:20，正文：甲园区昨日开园。", "2024年5月6日", "2024-05-06"),
        ("甲园区10月16日开园。", None, None),
    ],
)
def test_the_day_of_publication_and_its_place(page: str, where: str | None, day: str | None) -> None:
    read = read_text(page)
    place = read.published_at
    assert (
        page[place.start : place.end] if place and read.published else place and page[place.start : place.end]
    ) == where
    assert (read.published.isoformat() if read.published else None) == day


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("新华财经上海10月16日电(记者李大北)甲园区开园。", "新华财经"),
        ("央广网上海5月26日消息 甲园区开园。", "央广网"),
        ("青溪新闻网2023年8月9日讯（记者 李大北）甲园区开园。", "青溪新闻网"),
        ("本报讯（记者李大北）甲园区开园。", None),
        ("甲园区开园。来源:浦东时报返回搜狐,查看更多", "浦东时报"),
        ("甲园区开园。\n来源：青溪发布 作者：李大北\n上一篇：无", "青溪发布"),
    ],
)
def test_the_outlet(text: str, outlet: str | None) -> None:
    place = read_text(text).outlet
    assert (fold_free(text, place) if place else None) == outlet


def fold_free(text: str, place: tuple[int, int]) -> str:
    """The stretch of the text."""
    return text[place[0] : place[1]]


HOSTILE = ["<div>", "<span>", "<b><p>甲", "<p><b id=1>", "<ul><li>", "<a href=x>甲", "<table><tr><td>", "<x>",
           "</p>", "<svg>",
           "<!--", "<", '<a "', "<div class=related>甲", "<dl><dt>"]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_markup_is_read_in_linear_time(piece: str) -> None:
    started = time.perf_counter()
    assert "正文" in read_html(piece * (150_000 // len(piece)) + "--><p>正文</p>甲园区").text or piece in (
        "<svg>",
        "<",
        '<a "',
    )
    assert time.perf_counter() - started < 8


def test_a_hundred_thousand_levels_are_read() -> None:
    assert read_html("<div>" * 100_000 + "甲园区开园。" + "</div>" * 100_000).text == "甲园区开园。"


LONG = ["9", "广告 ", "来源:", "原标题:", "相关文章\n", "发布时间:2024-01-01\n", "甲\n", "《", "(", "记者 王", "首页>",
        "...\n", "【",
        "甲乙\n甲乙\n丙丁戊己庚辛丙丁戊己庚辛丙丁戊己庚辛丙丁戊己庚辛丙丁戊己庚辛...\n"]  # fmt: skip


@pytest.mark.parametrize("piece", LONG)
def test_long_text_is_read_in_linear_time(piece: str) -> None:
    started = time.perf_counter()
    read_text(piece * (150_000 // len(piece)))
    assert time.perf_counter() - started < 8
