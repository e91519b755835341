"""Pages of several layouts: every line gets the kind it has, and the masthead is read."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parkie.labels import SECTION_KINDS
from parkie.lexicon.store import read_toml
from parkie.page import Page, read_html, read_page, read_text
from parkie.page.blocks import find_lines
from parkie.page.cues import find_roles
from parkie.text.fold import fold

CASES = sorted((Path(__file__).parents[1] / "cases" / "pages").glob("*.page"))
KINDS = {"T": "title", "B": "body", "S": "teaser", "-": "boilerplate"}


def read_case(path: Path) -> tuple[Page, list[tuple[str, str]], dict[str, str]]:
    """The page of a case, its lines with the kinds expected, and what its header says."""
    rows = path.read_text(encoding="utf-8").splitlines()
    header = dict(row[2:].split(": ", 1) for row in rows if row.startswith("# "))
    body = [row for row in rows if not row.startswith("# ")]
    expected = [(KINDS[row[0]], row[2:].strip()) for row in body if row]
    markup = path.with_suffix(".html")
    if markup.exists():
        return read_html(markup.read_text(encoding="utf-8")), expected, header
    return read_text("\n".join(row[2:] for row in body)), expected, header


def lines_of(page: Page) -> list[tuple[str, str]]:
    """Each line of the page with the kind of the section that holds it."""
    out = []
    for line in find_lines(fold(page.text)):
        kinds = {s.kind for s in page.sections if s.start < line.end and line.start < s.end}
        out.append(("+".join(sorted(kinds)), page.text[line.start : line.end].strip()))
    return out


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_line_gets_its_kind(path: Path) -> None:
    page, expected, _ = read_case(path)
    assert lines_of(page) == expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_masthead_is_read(path: Path) -> None:
    page, _, header = read_case(path)
    outlet = page.text[page.outlet.start : page.outlet.end] if page.outlet else None
    assert outlet == header.get("outlet")
    assert (page.published.isoformat() if page.published else None) == header.get("published")
    assert page.url == header.get("url")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_title_is_the_first_title_section(path: Path) -> None:
    page, expected, _ = read_case(path)
    titles = [text for kind, text in expected if kind == "title"]
    assert (page.text[page.title.start : page.title.end] if page.title else None) == (
        titles[0] if titles else None
    )


@pytest.mark.parametrize("row", read_toml("page_cues.toml")["cues"], ids=lambda row: row["example"])
def test_each_cue_finds_its_example(row: dict[str, str]) -> None:
    folded = fold(row["example"])
    [role] = find_roles(folded, list(find_lines(folded)))
    assert (role or "").rstrip("?") == row["role"]


SCRAPS = [row for name in ("heads", "tails", "inserts") for row in read_toml("page_cues.toml")[name]]


@pytest.mark.parametrize("row", SCRAPS, ids=lambda row: row["example"])
def test_each_scrap_is_cut_off_its_example(row: dict[str, str]) -> None:
    page = read_text(row["example"])
    body = "".join(page.text[s.start : s.end] for s in page.sections if s.kind == "body")
    assert body.replace(" ", "") == row["example"].replace(row["cut"], "").replace(" ", "")


WHOLE = [
    "7月25日，甲园区开园（资料图）。",
    "甲园区昨日开园。",
    "联系人张三在会上表示，园区将在年底投用。",
    "编辑部搬入甲园区。记者昨日到访。",
    "隐私计算产业园昨日开园。",
    "时间：7月25日\n地点：甲园区\n会议由乙区招商局主办，三百人参加。",
    "甲园区广场上灯火辉煌，歌声飘向远方，人们说着今年的收成，久久不愿离去……\n企业签约5家。",
    "该视频阅读量突破10万。",
    "甲园区一期\n\n二期也将开工",
    "甲园区\r\n三家企业签约。\r\n",
    # first lines that are parts, fields or pieces of a paragraph
    "一、甲园区开园\n三家企业签约。",
    "1、甲园区今日开园\n三家企业签约。",
    "（乙党发〔2008〕9号）\n三家企业签约。",
    "——甲园区开园记事\n三家企业签约。",
    "问：园区何时开园？\n答：园区明日开园。",
    "【项目名称】甲园区一期\n【项目地址】乙县。",
    "楼盘：乙县甲园区一期\n面积：三层厂房，可分租。",
    "7月25日，甲园区在乙县举行\n开园仪式，三家企业现场签\n约。",
    "各镇人民政府，区直各单位：\n甲园区昨日开园。",
    "□ 本报评论员 张三\n甲园区昨日开园。",
]


@pytest.mark.parametrize("text", WHOLE)
def test_a_text_without_a_page_round_it_is_all_body(text: str) -> None:
    page = read_text(text)
    assert {s.kind for s in page.sections} == {"body"}
    assert (page.sections[0].start, page.sections[-1].end) == (0, len(text.rstrip()))


TITLED = [
    "统筹推进重点项目建设\n甲园区昨日开园，三家企业签约。",
    "推广节能技术\n甲园区昨日开园，三家企业签约。",
    "甲园区一期开园\n\n\u3000\u3000三家企业签约。",
    "园区概况：甲园区\n甲园区位于乙县。",
    "【急租】甲园区厂房，随时可看！\n位置：乙县甲园区东门。",
    "读者来信：园区缺一趟公交\n编辑同志：\n甲园区昨日开园。",
    "“拔地即开工”，甲园区成交三宗地\n5月19日，三宗地成交。",
]


@pytest.mark.parametrize("text", TITLED)
def test_the_first_line_of_a_text_with_nothing_round_it_is_its_title(text: str) -> None:
    page = read_text(text)
    assert page.title is not None
    assert page.text[page.title.start : page.title.end] == text.partition("\n")[0]
    assert {s.kind for s in page.sections} == {"title", "body"}


def test_a_line_too_short_for_a_title_may_stand_above_it() -> None:
    page = read_text("风起海州\n海州装备企业产值翻番\n甲园区昨日开园。")
    assert page.title is not None
    assert page.text[page.title.start : page.title.end] == "海州装备企业产值翻番"


def test_a_name_with_a_time_is_a_byline_and_no_title() -> None:
    lead = "泽远精密公告，公司近日与海盐县人民政府签订投资协议书，拟在海盐县建设生产基地项目，总投资约5亿元。"
    page = read_text(f"泽远精密拟5亿元投建海盐生产基地\n林知远 8:05\n阅读量\n\n{lead}")
    assert page.title is not None
    assert page.text[page.title.start : page.title.end] == "泽远精密拟5亿元投建海盐生产基地"


PIECES = st.sampled_from(
    ["首页 > 动态", "甲园区开园", "发布时间：2024-09-21", "来源：乙日报", "甲园区昨日开园，三家企业签约。", "相关文章",
     "上一篇：乙园区", "广告 家具 ×", "……", "...", "电话：13800000000", "原标题：", "，正文：", "（完）", "\u3000",
     "\n",
     "\n", "\n", "\t", "\x00", "\u200b", "“", "【", "】", "😀", "2024-09-21 10:20", "责任编辑：", "版权所有", "A"]
)  # fmt: skip


@settings(max_examples=150)
@given(
    st.lists(
        PIECES | st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8), min_size=1, max_size=25
    ).map("".join)
)
def test_sections_are_ordered_disjoint_and_cover_what_can_be_seen(text: str) -> None:
    text = "甲园区" * 40 + text
    page = read_text(text)
    assert page.text == text
    at = 0
    for section in page.sections:
        assert section.kind in SECTION_KINDS
        assert at <= section.start < section.end
        assert not fold(text[at : section.start]).strip(" \t\n\x00")
        at = section.end
    assert not fold(text[at:]).strip(" \t\n\x00")


def test_the_same_page_reads_the_same_as_text_and_as_bytes() -> None:
    page, _, _ = read_case(next(p for p in CASES if p.stem == "gov_portal"))
    assert read_page(page.text.encode("gb18030")) == page
    assert read_page(gzip.decompress(gzip.compress(page.text.encode()))) == page
