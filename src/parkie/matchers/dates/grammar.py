"""Calendar phrases as they are written: years, months, days and their parts, by number or by word.

Each reader looks at one position and gives the phrase that begins there, or None. Every repetition is bounded,
so that a reader costs the same wherever it is asked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from parkie.matchers.dates.numbers import NUMBER, YEAR, read_number, read_year
from parkie.matchers.dates.periods import read_festival
from parkie.matchers.dates.phrase import Bounds, Phrase, Shift
from parkie.matchers.dates.words import table, word_pattern

__all__ = [
    "DASH",
    "read_day",
    "read_month_word",
    "read_numeric",
    "read_part",
    "read_year_led",
    "read_yearless",
]

DASH = r" ?(?:[-\u2010-\u2015\u2212~\uff5e]{1,2}|至|到) ?"
# What may not stand before a number that begins a phrase without a year: 第8月, 1.8月, 5,000日, G8日, 每8月
FREE = r"(?<![0-9A-Za-z第每逢])(?<![0-9][.,/])(?<!每年)(?<!每年的)(?<!每月)(?<!逢年)"
# A number in Chinese is a month only where nothing counts: 三个月, 十二月, 正月
COUNTED_RE = re.compile(r"[个几半数两腊正闰多满百千〇一二三四五六七八九十]")

YEARS_RE = re.compile(rf"(?<![\d.])(?P<a>{YEAR}) ?年?度?{DASH}(?P<b>{YEAR}) ?年度?(?:期间)?")
YEAR_RE = re.compile(
    rf"(?<![\d.])(?P<y>{YEAR}) ?(?:年度?|财年|财政年度)|(?<![\d.第])(?P<short>0\d|[1-4]\d(?=年\d{{1,2}}月))年"
)
# 2000年历史, 2000年的时间: a length of time
LENGTH_RE = re.compile(r" ?(?:多|余)?(?:的)?(?:悠久)?(?:历史|时间|之久|以上的)")
NUMERIC_RE = re.compile(
    r"(?<![A-Za-z0-9_./=-])(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"(?:-(?P<m2>\d{1,2})(?P=s)(?P<d2>\d{1,2}))?(?![\d/_])(?!-\d{3})(?!\.\d{1,4}(?:[./]|\d))"
)
NUMERIC_MONTH_RE = re.compile(
    r"(?<![A-Za-z0-9_./=-])(?P<y>20[0-4]\d)(?P<s>[-/])(?P<m>0[1-9]|1[0-2])(?![-\dA-Za-z_/.年月日号条])"
)
MONTHS_RE = re.compile(
    rf"(?P<a>{NUMBER}|元) ?(?:(?:月份?)?{DASH}|(?P<and>、))(?P<b>{NUMBER}) ?[两]?月"
    r"(?! ?\d{1,2} ?[日号])份?(?![初底末]|[上中下]旬)"
)
MONTH_RE = re.compile(rf"(?:(?P<m>{NUMBER}) ?|元)月(?![亮球饼光息租嫂票薪内余])份?")
DAYS_RE = re.compile(rf" ?(?P<a>{NUMBER}) ?(?:[日号]?{DASH}|、)(?P<b>{NUMBER}) ?[日号](?![楼线院室地])")
DAY_RE = re.compile(rf" ?(?P<d>{NUMBER}) ?[日号](?![楼线院室地])")
BARE_DAY_RE = re.compile(
    rf"{FREE}(?<!为期)(?<!周期)(?<!工期)(?<!连续)(?<!历时)(?<!未来)(?<!之后)"
    rf"(?<![达共仅约满前短近过超用/历每各])(?P<a>\d{{1,2}})(?: ?日?(?:{DASH}|(?P<and>、))"
    rf"(?P<b>\d{{1,2}}))? ?日(?![内游龄均元行年谈后报产薪租常志线程用处/])"
)
HEAD = r"(?:(?<![目提之以超此])前|(?<![牵龙码街源回工巨矛老带包])头)"
QUARTERS_RE = re.compile(rf"{HEAD}(?P<n>[一二两三23])个?季(?:度|(?=[,，。、]|[全我]))")
QUARTER_RE = re.compile(
    r"(?<![前个])第?(?:(?P<q0>[一二三])、)?(?P<q>[一二三四1-4])季度(?P<e>末|初)?|[Qq](?P<e_q>[1-4])(?![0-9A-Za-z])"
)
FIRST_MONTHS_RE = re.compile(
    rf"(?:(?<![目提之以超此])前(?P<n>{NUMBER})(?:个月|月(?![日底初末]))(?:份)?|{HEAD}(?P<n2>{NUMBER})个月(?:份)?)"
    r"(?!(?:可|全|房|租|厂)?[^,，。;；]{0,3}(?:免租|免费|减半|减免|补贴))"  # so long, no part of a year
)
# 五六月份, 七八月间: two neighbouring months, written together
TWO_MONTHS_RE = re.compile(
    r"(?P<a>[二三四五六七八九])(?P<b>[三四五六七八九十])月(?:份|间|之交)?(?![初底末日]|[上中下]旬)"
)
# 今春, 去冬: a season by one character for the year
SHORT_SEASON_RE = re.compile(
    r"(?P<y>[去今明])(?P<s>[春夏秋冬])(?:(?P<y2>[今明])(?P<s2>[春夏]))?(?=[,，。、;；以]|[^\u4e00-\u9fff]|[开投签启建竣完将起明]|$)"
)
SHORT_END_RE = re.compile(rf"(?P<m>{NUMBER})底")
SEASON_RE = re.compile(r"(?P<s>[春夏秋冬])(?:[季天]|(?=[,，。;；、]))")


def _bounds(first: int, last: int, top: int) -> Bounds | None:
    return Bounds(first, last) if 0 < first <= last <= top else None


def _alone(number: int, top: int) -> Bounds | None:
    return _bounds(number, number, top)


def read_numeric(text: str, start: int) -> Phrase | None:
    """2024-09-21, 2024/9/21, 2024.9.21, and the month 2024-09."""
    found = NUMERIC_RE.match(text, start)
    if found:
        years = Bounds(int(found["y"]), int(found["y"]))
        months, days = _alone(int(found["m"]), 12), _alone(int(found["d"]), 31)
        day = Phrase(start, found.end(), "day", years, months, days)
        return _numeric_range(day, found) if months and days else None
    found = NUMERIC_MONTH_RE.match(text, start)
    if found:
        years = Bounds(int(found["y"]), int(found["y"]))
        return Phrase(start, found.end(), "month", years, _alone(int(found["m"]), 12))
    return None


def _numeric_range(day: Phrase, found: re.Match[str]) -> Phrase | None:
    if found["m2"] is None:
        return day
    months, days = _alone(int(found["m2"]), 12), _alone(int(found["d2"]), 31)
    if not months or not days:
        return None
    return replace(day, granularity="period", until=Phrase(day.start, day.end, "day", None, months, days))


@cache
def _goal_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d.])20\d\d(?={'|'.join(table('goal'))}|[上下]半年|全年|第?[一二三四]季度|Q[1-4]|、20[0-4]\d(?:年|、20[0-4]\d三?年|[两三]年|连续))"
        r"|(?<=20\d\d、)20[0-4]\d(?=[两三四五]年|连续)"
    )


def _year_head(text: str, start: int) -> Phrase | None:
    found = YEARS_RE.match(text, start)
    if found:
        first, last = read_year(found["a"]), read_year(found["b"])
        if first < last <= first + 60:
            return Phrase(start, found.end(), "period", Bounds(first, last))
    found = YEAR_RE.match(text, start)
    if found:
        year = read_year(found["y"]) if found["y"] else 2000 + int(found["short"])
        if LENGTH_RE.match(text, found.end()) or not 1600 <= year < 2100:
            return None
        return Phrase(start, found.end(), "year", Bounds(year, year))
    found = _goal_pattern().match(text, start)
    if found:
        return Phrase(start, found.end(), "year", Bounds(int(found[0]), int(found[0])))
    return _year_word(text, start)


def _year_word(text: str, start: int) -> Phrase | None:
    word = word_pattern("year", "same").match(text, start)
    if word is None:
        return None
    if word[0] in table("year"):
        return Phrase(start, word.end(), "year", shift=Shift("year", table("year")[word[0]]["shift"]))
    row = table("same")[word[0]]
    if row["unit"] != "year":
        return None
    return Phrase(start, word.end(), "year", shift=Shift("year", row["shift"], back=True))


def read_year_led(text: str, start: int) -> Phrase | None:
    """A year and its part: 2024年, 2024年11月8日, 去年底, 今年上半年, 2021-2023年, 上年同期, 今明两年."""
    pair = word_pattern("years").match(text, start)
    if pair:
        first, last = table("years")[pair[0]]["shifts"]
        until = Phrase(start, pair.end(), "year", shift=Shift("year", last))
        return Phrase(start, pair.end(), "period", shift=Shift("year", first), until=until)
    season = _short_season(text, start)
    if season:
        return season
    head = _year_head(text, start)
    if head is None or head.granularity == "period":
        return head
    at = head.end + (text[head.end : head.end + 1] == " ")
    part = read_part(text, at) or _year_tail(text, at)
    festival = None if part else read_festival(text, head.end, alone=True)
    if festival is not None:
        return replace(festival, start=start)
    if part is None:
        led = table("same").get(text[start : head.end], {}).get("led")
        return None if led else head
    if part.shift is not None:  # 去年同期
        return _same_period(head, part)
    return replace(part, start=start, years=head.years, shift=head.shift, keep=False)


def _short_season(text: str, start: int) -> Phrase | None:
    """今秋, 去冬今春: a year and a season in two characters."""
    found = SHORT_SEASON_RE.match(text, start)
    if not found:
        return None
    sides = []
    for year, season in (("y", "s"), ("y2", "s2")):
        if found[year]:
            months = Bounds(*table("season")[found[season]]["months"])
            shift = Shift("year", "去今明".index(found[year]) - 1)
            sides.append(Phrase(start, found.end(), "period", months=months, shift=shift))
    return sides[0] if len(sides) == 1 else replace(sides[0], until=sides[1])


def _same_period(head: Phrase, part: Phrase) -> Phrase:
    """去年同期, 2022年同期: the period of the mention before it, in the year of the head."""
    steps = head.shift.steps if head.shift else 0
    return Phrase(head.start, part.end, "period", years=head.years, shift=Shift("period", steps))


def _year_tail(text: str, start: int) -> Phrase | None:
    """What only stands after a year: 底, 年末, 同期, 夏天, and 11底 where 月 was forgotten."""
    if text.startswith("同期", start):
        return Phrase(start, start + 2, "period", shift=Shift("period", 0))
    word = word_pattern("after_year").match(text, start)
    if word:
        row = table("after_year")[word[0]]
        return Phrase(start, word.end(), row["granularity"], months=Bounds(*row["months"]))
    found = SHORT_END_RE.match(text, start)
    if found:
        months = _alone(read_number(found["m"]), 12)
        return Phrase(start, found.end(), "period", months=months, days=Bounds(21, 31)) if months else None
    found = SEASON_RE.match(text, start)
    if found:
        return Phrase(start, found.end(), "period", months=Bounds(*table("season")[found["s"]]["months"]))
    return None


def read_part(text: str, start: int) -> Phrase | None:
    """A part of a year, without looking at what stands before it: 1-6月, 11月8日, 三季度, 上半年, 前7个月."""
    return _months(text, start) or _month(text, start) or _quarter(text, start) or _word_part(text, start)


def _month_number(text: str) -> int:
    return 1 if text == "元" else read_number(text)


def _months(text: str, start: int) -> Phrase | None:
    found = MONTHS_RE.match(text, start)
    months = found and _bounds(_month_number(found["a"]), read_number(found["b"]), 12)
    if found and months and months.first < months.last <= (months.first + 1 if found["and"] else 12):
        return Phrase(start, found.end(), "period", months=months)
    found = TWO_MONTHS_RE.match(text, start)
    months = found and _bounds(read_number(found["a"]), read_number(found["b"]), 12)
    if found and months and months.last == months.first + 1:
        return Phrase(start, found.end(), "period", months=months)
    found = FIRST_MONTHS_RE.match(text, start)
    months = found and _bounds(1, read_number(found["n"] or found["n2"]), 12)
    if found and months and months.last > 1:
        return Phrase(start, found.end(), "period", months=months)
    return None


def _month(text: str, start: int) -> Phrase | None:
    found = MONTH_RE.match(text, start)
    months = found and _alone(read_number(found["m"]) if found["m"] else 1, 12)
    if not found or not months:
        return None
    return _in_month(text, Phrase(start, found.end(), "month", months=months))


def _in_month(text: str, month: Phrase) -> Phrase:
    """The month with the day or the part of it that follows: 8日, 10日至12日, 底, 中旬."""
    found = DAYS_RE.match(text, month.end)
    days = found and _bounds(read_number(found["a"]), read_number(found["b"]), 31)
    if found and days:
        return replace(month, end=found.end(), granularity="period", days=days)
    found = DAY_RE.match(text, month.end)
    days = found and _alone(read_number(found["d"]), 31)
    if found and days:
        return replace(month, end=found.end(), granularity="day", days=days)
    word = word_pattern("month_part").match(text, month.end)
    if word:
        days = Bounds(*table("month_part")[word[0]]["days"])
        return replace(month, end=word.end(), granularity="period", days=days)
    return month


def _quarter(text: str, start: int) -> Phrase | None:
    found = QUARTERS_RE.match(text, start)
    if found:
        return Phrase(start, found.end(), "period", months=Bounds(1, 3 * read_number(found["n"])))
    found = QUARTER_RE.match(text, start)
    if not found:
        return None
    last = 3 * read_number(found["q"] or found["e_q"])
    if found["e"]:
        month = last if found["e"] == "末" else last - 2
        return Phrase(start, found.end(), "month", months=Bounds(month, month))
    if found["q0"]:
        months = _bounds(3 * read_number(found["q0"]) - 2, last, 12)
        return Phrase(start, found.end(), "period", months=months) if months else None
    return Phrase(start, found.end(), "quarter", months=Bounds(last - 2, last))


def _word_part(text: str, start: int) -> Phrase | None:
    word = word_pattern("year_part").match(text, start)
    if not word:
        return None
    row = table("year_part")[word[0]]
    return Phrase(
        start, word.end(), row["granularity"], months=Bounds(*row["months"]), keep=row.get("keep", False)
    )


FREE_RE = re.compile(FREE)


def read_yearless(text: str, start: int) -> Phrase | None:
    """A part of a year that stands alone: 11月8日, 前三季度, 年底."""
    if not FREE_RE.match(text, start):
        return None
    chinese = text[start] in "一二三四五六七八九十廿两"
    if chinese and start and COUNTED_RE.match(text, start - 1):
        return None
    return read_part(text, start)


def read_month_word(text: str, start: int) -> Phrase | None:
    """A month or other unit by a word, and its part: 本月29日, 上个月底, 当月, 上周五, 本季度, 月底."""
    word = word_pattern("month", "week", "quarter", "same", "month_part").match(text, start)
    if not word:
        return None
    for unit in ("month", "week", "quarter"):
        if word[0] in table(unit):
            head = Phrase(start, word.end(), "period", shift=Shift(unit, table(unit)[word[0]]["shift"]))
            return _in_unit(text, head, unit)
    if word[0] in table("same"):
        row = table("same")[word[0]]
        if row["unit"] == "year":
            return None
        head = Phrase(start, word.end(), row["unit"], shift=Shift(row["unit"], row["shift"], back=True))
        return _in_unit(text, head, row["unit"])
    row = table("month_part")[word[0]]
    if not row.get("alone"):
        return None
    return Phrase(start, word.end(), "period", shift=Shift("month", 0), days=Bounds(*row["days"]), keep=True)


# 记者昨从市政府获悉: one character for the day, only in the mouth of a reporter
SHORT_DAY_RE = re.compile(r"(?<=记者)(?:(?P<y>昨)|今)(?=[从在获了])")
WEEKDAY_RE = re.compile(r"[一二三四五六日天末]")


def _in_unit(text: str, head: Phrase, unit: str) -> Phrase:
    if unit == "month":
        return _in_month(text, replace(head, granularity="month"))
    if unit == "week":
        day = WEEKDAY_RE.match(text, head.end)
        if day and day[0] == "末":
            return replace(head, end=day.end(), days=Bounds(6, 7))
        if day:
            number = "一二三四五六日".find(day[0].replace("天", "日")) + 1
            return replace(head, end=day.end(), granularity="day", days=Bounds(number, number))
        return head
    return replace(head, granularity=unit)


def read_day(text: str, start: int) -> Phrase | None:
    """A day by a word (昨天), or by its number alone (8日, 8-10日)."""
    word = word_pattern("day").match(text, start)
    if word:
        return Phrase(start, word.end(), "day", shift=Shift("day", table("day")[word[0]]["shift"]))
    found = SHORT_DAY_RE.match(text, start)
    if found:
        return Phrase(start, found.end(), "day", shift=Shift("day", -1 if found["y"] else 0))
    found = BARE_DAY_RE.match(text, start)
    if not found:
        return None
    first = int(found["a"])
    days = _bounds(first, int(found["b"] or first), 31)
    if not days or (found["and"] and days.last != days.first + 1):
        return None
    return Phrase(start, found.end(), "period" if found["b"] else "day", days=days)
