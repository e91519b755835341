"""Numbers without a unit word: amounts (产值突破千亿), counted nouns (七部门), plain numbers (指数为89.8)."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from parkie.lexicon.store import read_toml
from parkie.matchers.figures.numbers import Number
from parkie.matchers.figures.units import Unit, find_noun

__all__ = ["read_bare"]

_STOP_RE: Final = re.compile(r"[，。；、,;)）\n]|$|\.(?!\d)|以[上下内]|左右")
_CLAUSE_RE: Final = re.compile(r"[，,。；;！!？?\n]")
_MARK_RE: Final = re.compile(r"[-+·]$|\d $")  # part of a code or a telephone number
_LOOK_BACK: Final = 12
_HAN_NOUNS: Final = frozenset({"方面", "部门", "部委", "单位", "企业", "高校", "院校", "院士", "项目"})
_LONGEST_PLAIN: Final = 7


@cache
def _words(key: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in read_toml("units.toml")["bare"][key]))


@cache
def _before() -> tuple[str, ...]:
    return tuple(read_toml("units.toml")["bare"]["number_before"])


@cache
def _parted() -> tuple[str, ...]:
    return tuple(read_toml("units.toml")["bare"]["parted"])


def read_bare(folded: str, number: Number, *, bounded: bool) -> Unit | None:
    """The unit that a number without a unit word has: CNY, "" for a count, None where it is no figure.

    ``bounded`` says that a bounding word stands before the number.
    """
    if number.year_like and not bounded:
        return None
    if number.big:
        return _big(folded, number, bounded=bounded)
    if _MARK_RE.search(folded, max(0, number.start - 2), number.start):
        return None
    noun = find_noun(folded, number.end)
    parted = folded.endswith(_parted(), 0, number.start)
    if noun is not None and (parted or _countable(number, noun, bounded=bounded)):
        return Unit(number.end, "", "count")
    return _plain(folded, number, bounded=bounded)


def _countable(number: Number, noun: str, *, bounded: bool) -> bool:
    """Whether ``noun`` can be counted without a classifier by ``number``: 七部门, 上百企业, but not 二用户."""
    if number.digits or number.over or len(number.core) > 1:
        return True
    return bounded if number.core in "百千万" else noun in _HAN_NOUNS and number.core in "两三四五六七八九十"


def _big(folded: str, number: Number, *, bounded: bool) -> Unit | None:
    end = number.end
    clause = _clause(folded, number.start)
    after = folded.startswith("级", end) or bool(_words("money_after").match(folded, end))
    many = "亿" in number.core
    money = _last(clause, "money_before")
    if _words("count_after").match(folded, end) or _last(clause, "count_before") > money:
        return Unit(end, "", "count")
    if many or money >= 0 or (after and not number.digits) or _words("money_named").match(folded, end):
        return Unit(end, "CNY", "money")
    if number.digits or bounded or number.over or number.value is None:
        return Unit(end, "", "count")
    return None


def _clause(folded: str, start: int) -> str:
    window = folded[max(0, start - _LOOK_BACK) : start]
    return _CLAUSE_RE.split(window)[-1]


def _last(clause: str, key: str) -> int:
    last = -1
    for match in _words(key).finditer(clause):
        last = match.start()
    return last


def _plain(folded: str, number: Number, *, bounded: bool) -> Unit | None:
    if not number.digits or len(number.core) > _LONGEST_PLAIN:
        return None
    if not number.over and _STOP_RE.match(folded, number.end) is None:
        return None
    if bounded or number.over or folded.endswith(_before(), max(0, number.start - 3), number.start):
        return Unit(number.end, "", "count")
    return None
