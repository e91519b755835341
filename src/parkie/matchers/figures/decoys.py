"""Numerals that are no figures: names, codes, ordinals, calendar time, slogans, and 一 that means "a"."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from parkie.lexicon.store import read_toml
from parkie.matchers.figures.numbers import Number
from parkie.matchers.figures.units import Unit

__all__ = [
    "decoy_word", "is_address", "is_calendar", "is_code", "is_idle_one", "is_idle_unit", "is_name_tail", "is_slogan",
]

_HAN_DIGITS: Final = frozenset("零〇一二三四五六七八九十百千")
_CODE_BEFORE: Final = frozenset("#@№_")
_CODE_END_RE: Final = re.compile(r"[A-Za-z0-9][-—.:/+×*]$")
_ORDINALS_RE: Final = re.compile(r"第 ?[0-9一二三四五六七八九十]{1,4}(?:[、和至到,-][0-9一二三四五六七八九十]{1,3}){0,3}[、和至到-]$")
_EVERY_RE: Final = re.compile(r"每[^\s，。、；]{1,2}$")
_MONTH_RE: Final = re.compile(r" ?\d{1,2} ?[月-]")
_HOUSE_RE: Final = re.compile(r"(?:号|栋|幢|座|楼|#|路|弄)$")
_HOUSE_UNITS: Final = frozenset("栋幢座层室")
_DURATIONS: Final = frozenset({"duration"})
_OPEN: Final = "“「『‘"
_CLOSE: Final = "”」』’"


@cache
def _words() -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for word in sorted(set(read_toml("figure_decoys.toml")["words"]), key=lambda word: -len(word)):
        out.setdefault(word[0], []).append(word)
    return {first: tuple(found) for first, found in out.items()}


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile("|".join(read_toml("figure_decoys.toml")[key]))


@cache
def _endings(key: str) -> tuple[str, ...]:
    return tuple(read_toml("figure_decoys.toml")[key])


@cache
def _ordinals() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = read_toml("figure_decoys.toml")
    return frozenset(table["ordinals"]), frozenset(table["rank"]), frozenset(table["rank_not_after"])


def decoy_word(folded: str, start: int) -> int:
    """The end of the listed word that begins at ``start`` (五台山), or ``start``."""
    for word in _words().get(folded[start], ()):
        if folded.startswith(word, start):
            return start + len(word)
    return start


def is_code(folded: str, number: Number) -> bool:
    """Whether letters, marks or ordinals around ``number`` make it a name, code, rank or time of day (G60, 第71次)."""
    start = number.start
    if start and _is_code_before(folded, start, number):
        return True
    follower = folded[number.end : number.end + 2]
    if number.digits and len(follower) == 2 and follower[0] in ":+×*" and (follower[1].isalnum()):
        return follower[0] != "+" or follower[1].isascii()
    return False


def _is_code_before(folded: str, start: int, number: Number) -> bool:
    before = folded[start - 1]
    if before in _CODE_BEFORE or (before.isascii() and before.isalpha()) or (number.digits and before in _HAN_DIGITS):
        return True
    if before in "-—.:/+×*" and _CODE_END_RE.search(folded, max(0, start - 2), start):
        return True
    ordinals, rank, rank_not_after = _ordinals()
    if before == " " and start > 1:
        before = folded[start - 2]
    if before in ordinals:
        return True
    if before in rank and folded[start - 2 : start - 1] not in rank_not_after:
        return True
    return before in "、和至到-" and _ORDINALS_RE.search(folded, max(0, start - 14), start) is not None


def is_name_tail(folded: str, number: Number) -> bool:
    """Whether what stands right behind ``number`` makes it a house number, a version, a rank (1704|号, 100|强)."""
    at = number.end + 1 if folded[number.end : number.end + 1] == " " and number.digits else number.end
    return _pattern("not_before").match(folded, at) is not None


def is_calendar(folded: str, number: Number, unit: Unit) -> bool:
    """Whether ``number`` and ``unit`` name a point of time or a plan (2024年, 三年|行动, 这两年) and no length of time."""
    if unit.dimension not in _DURATIONS:
        return False
    if unit.name == "year":
        if number.year_like or (number.digits and _MONTH_RE.match(folded, unit.end)):
            return True
        if number.digits and len(number.core) == 2 and number.core > "79":
            return True
    if folded.endswith(_endings("duration_not_after"), max(0, number.start - 3), number.start):
        return True
    if unit.word.startswith("日") and folded[max(0, number.start - 1) : number.start] == "月":
        return True
    return _pattern("duration_not_before").match(folded, unit.end) is not None


def is_idle_one(folded: str, number: Number, unit: Unit) -> bool:
    """Whether a lone 一 means "a" here (一家企业, 一年); 每年一个, 为期一周 and 一成 count."""
    if number.core != "一":
        return False
    if unit.dimension in ("percent", "ratio"):
        return False
    before = folded[max(0, number.start - 4) : number.start]
    if unit.dimension in _DURATIONS:
        return not (before.endswith(_endings("length_of_time")) or folded.startswith(("以上", "多", "以内", "之内"), unit.end))
    return not (unit.dimension == "count" and _EVERY_RE.search(before))


def is_slogan(folded: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` stands inside a short quoted phrase of its own (“三年大变样”, “黄金30条”)."""
    opened = max(folded.rfind(mark, max(0, start - 16), start) for mark in _OPEN)
    if opened < 0 or any(mark in folded[opened:start] for mark in _CLOSE):
        return False
    found = [k for k in (folded.find(mark, end, end + 16) for mark in _CLOSE) if k >= 0]
    return bool(found) and "。" not in folded[end : min(found)]


def is_address(folded: str, number: Number, unit: Unit) -> bool:
    """Whether a building or floor is a place and no count (18号5栋3层)."""
    return unit.word in _HOUSE_UNITS and _HOUSE_RE.search(folded, max(0, number.start - 1), number.start) is not None


def is_idle_unit(folded: str, number: Number, unit: Unit) -> bool:
    """Whether the unit only counts in a given setting and that is missing: 期 (分两期, but 二期), K (4K video), 方."""
    core = number.core
    if unit.word == "期":
        before = folded[max(0, number.start - 1) : number.start]
        return not (core == "两" or before in "分共计")
    if unit.word == "K":
        return core in ("2", "4", "8")
    if unit.word in ("方", "立方"):
        return not number.big and unit.word == "方"
    if unit.word in ("类", "部", "代", "重", "步", "节", "班", "行", "环", "席", "声", "双", "回", "门", "把", "员", "站"):
        return not number.digits and core not in ("两",) and len(core) == 1
    if unit.dimension == "area" and core in ("百", "千", "万"):
        return folded[max(0, number.start - 1) : number.start] in "(（:：/"
    if unit.word == "度":
        return not number.big
    return False
