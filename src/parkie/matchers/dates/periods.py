"""Stretches of time that have a name or a length of their own: plans, 近三年, festivals, decades, 近日."""

from __future__ import annotations

import re
from functools import cache

from parkie.matchers.dates.numbers import NUMBER
from parkie.matchers.dates.phrase import Bounds, Phrase, Shift
from parkie.matchers.dates.words import table, word_pattern

__all__ = ["read_decade", "read_festival", "read_plan", "read_span", "read_vague"]

OPEN, CLOSE = '["“‘「『]', '["”’」』]'
# 近三年 counts as a date, the three years that a thing took (历时近三年, 近三年时间) do not.
RECENT_RE = re.compile(
    rf"(?<![历时经过了达有用附约需要费耗期接将靠临])(?:[最蕞]近|近)(?P<n>{NUMBER}|半) ?(?P<u>年|个月|周)(?:内|间)?"
    r"(?!的?(?:历史|发展|时间|时光|光阴|历程|努力|建设|耕耘|培育|积淀|积累|经验|岁月|筹备|谈判|之久|产|均))"
)
LENGTH = (
    r"(?<![\d.第数几近一二两三四五六七八九十百千万])"
    r"(?:\d{1,3}|[一二三四五六七八九十两]{1,3}|半|\d{3,5}(?=[多余])|[百千](?=[多余]))(?:多|余)?"
)
SINCE_RE = re.compile(rf"{LENGTH}(?:年|个多?月|天)(?=以?来)")
# 20余年前, 5个月后: so long before or after an unnamed point of time
AGO_RE = re.compile(
    rf"{LENGTH}(?:年|个多?月|天|个?星期|周)(?:以前|之前|以后|之后|前(?![期列沿景端置瞻后])|后(?![期续勤台备端]))"
)
PAST_RE = re.compile(rf"过去的?(?:{NUMBER}|半) ?(?:年|个月|周)(?![内级间])")
# The age of a news item in a list: 6个月前 alone on its line.
POSTED_BEFORE_RE, POSTED_AFTER_RE = re.compile(r"(?:^|[\n)|·])[ \t]{0,8}$"), re.compile(r"[ \t]{0,8}(?:$|[\n(|·])")
# 上世纪末, 本世纪初
CENTURY_RE = re.compile(r"(?:20世纪|二十世纪|上世纪|上个世纪|本世纪|21世纪)(?:初期?|末期?|中叶|中期)")
TENS_RE = re.compile(r"(?:20世纪|二十世纪|上世纪|上个世纪)(?P<a>[五六七八])(?P<b>[六七八九])十年代")
DECADE_RE = re.compile(
    r"(?P<c>20世纪|二十世纪|上世纪|上个世纪|本世纪)?(?<![\d.])(?P<d>[1-9]0|[二三四五六七八九]十)年代(?P<e>初期?|末期?|中期|后期|中后期)?"
)
PLAN_CONTEXT_RE = re.compile(r"末|以来|规划|计划|以?后|[,，。]")
OPENING_RE = re.compile(r"(?:的)?(?P<first>开局)之年|(?:的)?(?P<last>收官)之年")


@cache
def _plan_pattern() -> re.Pattern[str]:
    names = "|".join(name[:-1] + "[·.・]?五" for name in sorted(table("plan"), key=lambda name: -len(name)))
    return re.compile(
        rf"(?P<open>{OPEN})?(?<![一二三四五六七八九十])(?P<plan>{names})(?P<close>{CLOSE})?"
        r"(?P<tail>期间|时期|规划期间?|计划期间?|末期|期末|末|初期|初|中期|中后期)?"
    )


def read_plan(text: str, start: int) -> Phrase | None:
    """A five-year plan with its quotes and 期间, or its first or last year: “十四五”期间, “十四五”开局之年."""
    found = _plan_pattern().match(text, start)
    if not found or bool(found["open"]) != bool(found["close"]):
        return _plan_year(text, start)
    row = table("plan")[re.sub(r"[·.・]", "", found["plan"])]
    if not row.get("bare") and not _is_plain_plan(text, found):
        return None
    first, last, granularity = row["first"], row["first"] + 4, "period"
    tail, end = found["tail"] or "", found.end()
    opening = OPENING_RE.match(text, end)
    if opening and not tail:
        end, granularity = opening.end(), "year"
        first = last = first if opening["first"] else last
    elif tail in ("末期", "期末", "末"):
        first, granularity = last, "year"
    elif tail in ("初期", "初"):
        last, granularity = first, "year"
    return Phrase(start, end, granularity, years=Bounds(first, last))


def _is_plain_plan(text: str, found: re.Match[str]) -> bool:
    """Whether 十五 or 九五 is a plan: with 期间 or 时期, or in quotes with a word of plans after it."""
    after = found.start("tail") if found["tail"] else found.end()
    return found["tail"] in ("期间", "时期") or bool(found["open"] and PLAN_CONTEXT_RE.match(text, after))


def _plan_year(text: str, start: int) -> Phrase | None:
    found = OPENING_RE.match(text, start)
    if not found or text[start] == "的":
        return None
    return Phrase(start, found.end(), "year", shift=Shift("plan", 0 if found["first"] else 4))


def read_span(text: str, start: int) -> Phrase | None:
    """Time counted from an unnamed point, without an interval: 近三年, 过去一年, the 5年 of 5年来, 20余年前."""
    found = RECENT_RE.match(text, start) or SINCE_RE.match(text, start) or PAST_RE.match(text, start)
    if found:
        return Phrase(start, found.end(), "period")
    found = AGO_RE.match(text, start)
    if not found or _is_posting(text, start, found.end()):
        return None
    return Phrase(start, found.end(), "vague")


def _is_posting(text: str, start: int, end: int) -> bool:
    if not POSTED_AFTER_RE.match(text, end, min(len(text), end + 9)):
        return False
    low = max(0, start - 9)
    return low == start or POSTED_BEFORE_RE.search(text, low, start) is not None


def read_decade(text: str, start: int) -> Phrase | None:
    """上世纪90年代, 八十年代初, 上世纪七八十年代; 本世纪初 without an interval."""
    found = DECADE_RE.match(text, start)
    if not found:
        return _century(text, start)
    ten = found["d"][0]
    digit = int(ten) if ten.isdecimal() else "零一二三四五六七八九".index(ten)
    first = (2000 if found["c"] == "本世纪" else 1900) + digit * 10
    return Phrase(start, found.end(), "period", years=Bounds(first, first + 9))


def _century(text: str, start: int) -> Phrase | None:
    found = TENS_RE.match(text, start)
    if found:
        first, second = ("五六七八九".index(found[name]) * 10 + 1950 for name in ("a", "b"))
        return Phrase(start, found.end(), "period", years=Bounds(first, second + 9)) if first < second else None
    found = CENTURY_RE.match(text, start)
    return Phrase(start, found.end(), "period") if found else None


@cache
def _festival_pattern() -> re.Pattern[str]:
    names = word_pattern("festival").pattern
    return re.compile(
        rf"{OPEN}?(?:{names})(?:{CLOSE})?节?(?P<tail>(?:小长假|假期|长假|黄金周)(?:期间)?|期间|前夕|前后|"
        r"(?P<day>当天|当日|(?:假期)?后的?(?:开工|上班|复工)?(?:首日|首个工作日|第一天|第一个工作日|首个上班日))|"
        r"(?=[前后]))?"
    )


def read_festival(text: str, start: int, alone: bool = False) -> Phrase | None:
    """春节期间, 国庆假期, 春节后首个工作日: a stretch or day that the words do not fix.

    A bare festival is a date only beside 前 and 后, or where ``alone`` says that a year stands before it.
    """
    found = _festival_pattern().match(text, start)
    if not found or (found["tail"] is None and not alone):
        return None
    return Phrase(start, found.end(), "day" if found["day"] else "period")


def read_vague(text: str, start: int) -> Phrase | None:
    """近日, 日前, 不久前: near the time of the text."""
    word = word_pattern("vague").match(text, start)
    return Phrase(start, word.end(), "vague") if word else None
