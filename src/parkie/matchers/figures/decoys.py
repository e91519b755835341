"""Numerals that are no figures: names, codes, ordinals, calendar time, slogans, and 一 that means "a"."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from parkie.lexicon.store import read_toml
from parkie.matchers.figures.numbers import Number
from parkie.matchers.figures.units import Unit

__all__ = ["decoy_word", "is_calendar", "is_code", "is_idle", "is_name_tail"]

_CODE_BEFORE: Final = frozenset("#@№_")
_CODE_END_RE: Final = re.compile(r"[A-Za-z0-9][-—.:/+×*]$")
_N: Final = r"[0-9一二三四五六七八九十]"
_ORDINALS_RE: Final = re.compile(rf"第 ?{_N}{{1,4}}(?:[、和至到,-]{_N}{{1,3}}){{0,3}}[、和至到-]$")
_HAN_DIGITS: Final = frozenset("零〇一二三四五六七八九十百千")
_EVERY_RE: Final = re.compile(r"每[^\s,，。、；;]{1,2}$")
_MONTH_RE: Final = re.compile(r" ?\d{1,2} ?[月-]")
_AFTERWARDS_RE: Final = re.compile(r"之?后(?![期续勤台备])")  # 三年后: a point of time
# 后三年 after 前两年; 投产后三年 is a length
_LATTER_RE: Final = re.compile(r"(?:^|[年,。;、和及明今随此往然最前])后$")
_LONG_AS_RE: Final = re.compile(r"(?:历时|历经|经历|经过|耗时|用了|花了|长达|为期|达)近$")  # 历时近三年
_OF_DAY: Final = frozenset({"hour", "minute", "second"})
_WORD_AND_AMOUNT_RE: Final = re.compile(r"[万亿]*元|%|[万亿]*美元|亿")  # GDP|5000亿元
_HOUSE_RE: Final = re.compile(r"[号栋幢座楼#路弄]$")
# 一幢|11层, 建2栋|9层: buildings that are counted, where 3栋|5层 is an address
_COUNTED_HOUSE_RE: Final = re.compile(r"(?:[一两三四五六七八九十]|[包括含建设共有为由、和及计了“]\d{1,3})[栋幢座]$")
_BUILDINGS: Final = frozenset("栋幢座")
_ONE_TO_TEN: Final = frozenset("一三四五六七八九十")
_STAGES_RE: Final = re.compile(r"分(?:为|成|作)?$|共计?$|合计$")
_COUNTED_STAGES_RE: Final = re.compile(r"(?:班|课堂|活动|视频|专题|讲座|培训|沙龙|开展|举办|开办|组织)$")
_OPEN_RE: Final = re.compile(r"[“「『‘][^“”「」『』‘’]{0,15}$")
_CLOSE_RE: Final = re.compile(r"[^“”「」『』‘’。]{0,15}[”」』’]")


@cache
def _table() -> dict[str, Any]:
    return read_toml("figure_decoys.toml")


@cache
def _words() -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for word in sorted(set(_table()["words"]), key=lambda word: (-len(word), word)):
        out.setdefault(word[0], []).append(word)
    return {first: tuple(found) for first, found in out.items()}


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile("|".join(_table()[key]))


@cache
def _endings(key: str) -> tuple[str, ...]:
    return tuple(_table()[key])


@cache
def _characters(key: str) -> frozenset[str]:
    return frozenset(_table()[key])


def decoy_word(folded: str, start: int) -> int:
    """The end of the listed word that begins at ``start`` (五台山), or ``start``."""
    for word in _words().get(folded[start], ()):
        if folded.startswith(word, start):
            return start + len(word)
    return start


def is_code(folded: str, number: Number) -> bool:
    """Whether letters, marks or ordinals beside ``number`` make it a name, code, rank or time (G60, 第71次)."""
    if number.start and _is_code_before(folded, number):
        return True
    follower = folded[number.end : number.end + 2]
    if not number.digits or len(follower) < 2 or follower[0] not in ":+×*" or not follower[1].isalnum():
        return False
    return follower[0] != "+" or follower[1].isascii()


def _is_code_before(folded: str, number: Number) -> bool:
    start = number.start
    before = folded[start - 1]
    if before in _CODE_BEFORE:
        return True
    if before.isascii() and before.isalpha():
        return _WORD_AND_AMOUNT_RE.match(folded, number.end) is None or not folded[start - 2 : start].isupper()
    if number.digits and before in _HAN_DIGITS:
        return True
    if before in "-—.:/+×*" and _CODE_END_RE.search(folded, max(0, start - 2), start):
        return True
    if before == " " and start > 1:
        before = folded[start - 2]
    if before in _characters("ordinals"):
        return True
    if before in _characters("rank") and folded[start - 2 : start - 1] not in _characters("rank_not_after"):
        return True
    return before in "、和至到-" and _ORDINALS_RE.search(folded, max(0, start - 14), start) is not None


def is_name_tail(folded: str, number: Number) -> bool:
    """Whether what stands behind ``number`` makes it a house number, version or rank (1704|号, 100|强)."""
    at = number.end + 1 if folded[number.end : number.end + 1] == " " and number.digits else number.end
    return _pattern("not_before").match(folded, at) is not None


def is_idle(folded: str, number: Number, unit: Unit) -> bool:
    """Whether ``number`` with ``unit`` measures nothing: a date, "a" (一家), an address, an ordinal, a slogan."""
    if unit.dimension == "duration" and is_calendar(folded, number, unit):
        return True
    if number.core == "一" and _is_article(folded, number, unit):
        return True
    if _is_setting_missing(folded, number, unit):
        return True
    if unit.dimension not in ("count", "duration"):
        return False
    quoted = not number.digits or (unit.dimension == "count" and folded[unit.end : unit.end + 1] in tuple("”’」』"))
    return quoted and _is_slogan(folded, number.start, unit.end)


def is_calendar(folded: str, number: Number, unit: Unit) -> bool:
    """Whether ``number`` and ``unit`` name a point of time or a plan (2024年, 三年|行动, 这两年), not a length."""
    if unit.dimension != "duration":
        return False
    if unit.name == "year" and number.digits:
        if number.year_like or _MONTH_RE.match(folded, unit.end):
            return True
        if len(number.core) == 2 and number.core > "79":
            return True
    start = number.start
    if folded.endswith(_endings("duration_not_after"), max(0, start - 3), start) and not _is_length_after(
        folded, start, unit
    ):
        return True
    if unit.word == "周" and number.core == "四":  # 坑的四周: all around; 为期四周 is a length
        return not folded.endswith(_endings("length_of_time"), max(0, start - 4), start)
    if unit.name not in _OF_DAY and _AFTERWARDS_RE.match(folded, unit.end):
        return True
    if unit.word[0] in "日周" and folded.endswith(("月", "周", "星期"), max(0, start - 2), start):
        return True
    return _pattern("duration_not_before").match(folded, unit.end) is not None


def _is_length_after(folded: str, start: int, unit: Unit) -> bool:
    """Whether 近 or 后 before a length bounds or dates it and makes no point of time (近8万小时, 交付后三年)."""
    if folded[start - 1] == "近":
        return unit.name in _OF_DAY or _LONG_AS_RE.search(folded, max(0, start - 4), start) is not None
    return folded[start - 1] == "后" and _LATTER_RE.search(folded, max(0, start - 2), start) is None


def _is_article(folded: str, number: Number, unit: Unit) -> bool:
    """Whether a lone 一 means "a" (一家企业, 一年); 每年一个, 为期一周 and 一成 count."""
    if unit.dimension in ("percent", "ratio"):
        return False
    before = folded[max(0, number.start - 4) : number.start]
    if unit.dimension == "duration":
        measured = before.endswith(_endings("length_of_time"))
        return not measured and not folded.startswith(("以上", "多", "以内", "之内", "内"), unit.end)
    return not (unit.dimension == "count" and _EVERY_RE.search(before))


def _is_slogan(folded: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` stands inside a short quoted phrase of its own (“三年大变样”, “黄金30条”)."""
    if _CLOSE_RE.match(folded, end) is None:
        return False
    return _OPEN_RE.search(folded, max(0, start - 16), start) is not None


def _is_counted_stage(folded: str, number: Number) -> bool:
    """Whether 期 counts: the stages of a work (分为三期), or the runs of a course (培训班37期)."""
    start, floor = number.start, max(0, number.start - 3)
    if _STAGES_RE.search(folded, floor, start):
        return True
    return number.digits and _COUNTED_STAGES_RE.search(folded, floor, start) is not None


def _is_house(folded: str, number: Number, unit: Unit) -> bool:
    """Whether a building or floor stands in an address (12号楼|5层) and is not counted (办公楼|2栋, 一幢|11层)."""
    if unit.word not in "栋幢座层室":
        return False
    start = number.start
    found = _HOUSE_RE.search(folded, max(0, start - 1), start)
    if found is None or (unit.word in _BUILDINGS and found.group() == "楼"):
        return False
    return _COUNTED_HOUSE_RE.search(folded, max(0, start - 5), start) is None


def _is_setting_missing(folded: str, number: Number, unit: Unit) -> bool:
    """Whether the unit counts only in a setting that is missing: 期 (分两期, but 三期), K (4K), 分 (9点28分)."""
    core, before = number.core, folded[max(0, number.start - 1) : number.start]
    if unit.dimension == "count":
        if unit.word in ("期", "标段"):
            return core != "两" and not _is_counted_stage(folded, number)
        if core == "二":  # 二次, 二层: an ordinal; two are 两
            return True
        if core in _ONE_TO_TEN and unit.word in _characters("class"):
            return True
        if unit.word == "分":
            return not number.digits or before in tuple("点时:")
        return _is_house(folded, number, unit)
    if unit.word in ("K", "方"):
        return core in ("2", "4", "8") if unit.word == "K" else not number.big
    return unit.dimension == "area" and core in ("百", "千", "万") and before in tuple("(:/")
