"""What a page says about itself: outlet, day of publication, address.

The readings come from the furniture, not from the article: a date in the first sentence is the article's, and the
day of publication is said in the posting line, in markup, or at the very end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from parkie.lexicon.store import read_toml
from parkie.page.blocks import Line
from parkie.page.page import Stretch
from parkie.page.scraps import Scrap

__all__ = ["Masthead", "parse_day", "read_masthead"]

# A whole date, or month and day in brackets or before a time of day. (?<!\d) and (?!\d) keep it out of numbers.
_DAY_RE = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)?\d\d)(?:[-/.]|年 ?)(?P<m>\d{1,2})(?:[-/.]|月 ?)(?P<d>\d{1,2})日?"
    r"|(?P<y4>(?:19|20)\d\d)(?P<m4>[01]\d)/?(?P<d4>[0-3]\d)"
    r"|(?P<m2>\d{1,2})(?:[-/]|月)(?P<d2>\d{1,2})日?)(?!\d)"
)
_PUBLISHED_RE = re.compile(
    r"(?:发布|发表|发文|成文|刊发|上传|录入|添加|创建|入库|生成)[\u4e00-\u9fff]{0,3}|日期|时间"
)
_UPDATED_RE = re.compile(r"更新|修改")
_SOURCE_RE = re.compile(r"(?:来 ?源|稿源|转自|转载自|信息源)\s{0,4}[:|/丨]\s{0,4}(?P<outlet>[^\n]{2,40})")
_OUTLET_END_RE = re.compile(
    r"\s|[|,。;:!?(\[【<>\"]|\d{2,}|返回|作者|发布(?:时间|日期|于|人|者|:)|编辑|责编|浏览|阅读|点击|字体|字号|记者|时间|日期|责任|手机看|进入|分享|查看|打印|访问|举报|原文"
)
_ADDRESS_RE = re.compile(
    r"(?:本文|原文|文章|本页|链接|永久)[\u4e00-\u9fff]{0,4}\s{0,4}:\s{0,4}(?P<url>https?://[^\s<>\"'。,，）)]{4,400})"
)
_WINDOW = 400
_POSTING = ("posting", "credit")


@dataclass(frozen=True, slots=True)
class Masthead:
    """Outlet, day of publication and address, each None where the page does not say."""

    outlet: Stretch | None = None
    published: date | None = None
    published_at: Stretch | None = None
    url: str | None = None


def read_masthead(
    folded: str,
    lines: Sequence[Line],
    roles: Sequence[str | None],
    article: Stretch | None,
    scraps: Iterable[Scrap] = (),
) -> Masthead:
    """What the furniture of the page says; ``article`` is where the body stands, ``scraps`` what clings to it."""
    scraps = tuple(scraps)
    furniture = [line for line, role in zip(lines, roles, strict=True) if role in _POSTING or role == "end"]
    posting = [line for line, role in zip(lines, roles, strict=True) if role in _POSTING]
    found_at, day = _published(folded, posting, scraps)
    return Masthead(
        outlet=_outlet(folded, posting, scraps, article),
        published=day,
        published_at=found_at,
        url=_address(folded, furniture),
    )


def parse_day(text: str) -> date | None:
    """The first whole calendar day in ``text``, None where it has none.

    >>> parse_day("发布时间:2024-09-21 10:20"), parse_day("(11-14)"), parse_day("2024-13-45")
    (datetime.date(2024, 9, 21), None, None)
    """
    for match in _DAY_RE.finditer(text[:_WINDOW]):
        if day := _day(match):
            return day
    return None


def _day(match: re.Match[str]) -> date | None:
    """The calendar day of a match; a year of two digits counts from 2000, if no month could be meant."""
    year = match["y"] or match["y4"]
    if year is None or (len(year) == 2 and int(year) <= 12):
        return None
    month, day = (match["m"], match["d"]) if match["y"] else (match["m4"], match["d4"])
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _published(
    folded: str, posting: Sequence[Line], scraps: Sequence[Scrap]
) -> tuple[Stretch | None, date | None]:
    """Where the page says its day, and the day: a labelled date first, then any, then one without a year."""
    found: list[tuple[int, Stretch, date | None]] = []
    places = [(line.start, line.end) for line in posting]
    places += [scrap.gives["published"] for scrap in scraps if "published" in scrap.gives]
    for start, end in places[:40]:
        for match in _DAY_RE.finditer(folded, start, min(end, start + _WINDOW)):
            day = _day(match)
            if day is None and (match["m"] or match["m4"]):
                continue  # a year that is no year, a month 13
            before = folded[max(start, match.start() - 8) : match.start()]
            rank = 0 if _PUBLISHED_RE.search(before) else 2 if _UPDATED_RE.search(before) else 1
            found.append((rank + (0 if day else 4), Stretch(*match.span()), day))
    if not found:
        return None, None
    _, place, day = min(found, key=lambda row: row[0])
    return place, day


def _outlet(
    folded: str, posting: Sequence[Line], scraps: Sequence[Scrap], article: Stretch | None
) -> Stretch | None:
    """The outlet: a source line, a source in a scrap, the dateline of the article."""
    for line in posting:
        for match in _SOURCE_RE.finditer(folded, line.start, min(line.end, line.start + _WINDOW)):
            if place := _trim(folded, *match.span("outlet")):
                return place
    for scrap in scraps:
        if "outlet" in scrap.gives and (place := _trim(folded, *scrap.gives["outlet"])):
            return place
    if article is None:
        return None
    dateline = _dateline_re().match(folded[article.start : article.start + 60])
    if dateline is None or dateline["outlet"].endswith(tuple(read_toml("page_cues.toml")["outlets"]["not"])):
        return None
    return Stretch(article.start + dateline.start("outlet"), article.start + dateline.end("outlet"))


@cache
def _dateline_re() -> re.Pattern[str]:
    """某某网南京8月9日电 · 某某报讯 · 某某网消息."""
    endings = "|".join(sorted(read_toml("page_cues.toml")["outlets"]["endings"], key=len, reverse=True))
    return re.compile(
        rf"[(【]?(?P<outlet>[\w·]{{1,14}}(?:{endings}))"
        rf"(?:[\u4e00-\u9fff]{{0,6}} ?(?:\d{{4}}年)?\d{{1,2}} ?月 ?\d{{1,2}} ?日 ?(?:电|讯|消息|综合|报道)|讯|消息|电)"
    )


def _trim(folded: str, start: int, end: int) -> Stretch | None:
    """The name of the outlet without what the page runs on behind it, and without quotes."""
    while start < end and folded[start] in "《“\"' 【[(":
        start += 1
    if cut := _OUTLET_END_RE.search(folded, start, end):
        end = cut.start()
    while end > start and folded[end - 1] in "》”\"' 】])-·":
        end -= 1
    return Stretch(start, end) if end - start >= 2 else None


def _address(folded: str, furniture: Sequence[Line]) -> str | None:
    """The address that the page gives for the article."""
    for line in furniture:
        if match := _ADDRESS_RE.search(folded, line.start, min(line.end, line.start + 2 * _WINDOW)):
            return match["url"]
    return None
