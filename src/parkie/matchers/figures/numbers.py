"""Number phrases: a numeral as written, 汉字 or digits, with 余 or 多 inside it -> value or interval."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from parkie.text.numerals import LONGEST_NUMERAL, read_approximate, read_numeral

__all__ = ["START_RE", "Number", "read_number", "skip_run"]

START_RE: Final = re.compile(r"[0-9〇零一二两三四五六七八九十百千万亿数几半翻]")
"""Where a figure can begin (its bounding words and currency signs are found looking back)."""

_SCALE: Final = r"(?:[十百千]?(?:万亿|亿|万(?!方数据|达|华|科|向))|千(?![瓦米克伏卡帕赫焦牛])|百(?![分强佳度万亿]))"
_DIGITS_RE: Final = re.compile(
    r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?"
    rf"(?:(?P<inner> ?[余多来几](?= ?[十百千]?[万亿])) ?{_SCALE}| {{0,2}}{_SCALE}(?:\d{{1,4}}(?:\.\d{{1,4}})?{_SCALE})?)?"
)
_HAN_RE: Final = re.compile(
    rf"数?[零〇一二两三四五六七八九十百千万亿几]{{1,{LONGEST_NUMERAL}}}(?:点[零一二三四五六七八九]{{1,6}}[十百千万亿]{{0,3}})?"
)
_MORE_RE: Final = re.compile(r" ?[余多来](?![个年月天元]?[余多])(?:[十百千]?[万亿]{1,2}|[百千](?![瓦米克伏分度]))?")
_RUN_RE: Final = re.compile(r"[0-9][0-9.,]*|[零〇一二两三四五六七八九十百千万亿几数]+|.", re.DOTALL)
_PREFIXED: Final = "瓦米克伏卡帕赫焦"  # 千 before these is the prefix of a unit
_PLAIN: Final = frozenset("零〇一二两三四五六七八九")
_MULTIPLIERS: Final = frozenset("十百千万亿")
_LONGEST_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class Number:
    """A number phrase: ``value`` (None for an interval), ``low`` to ``high``, and how it was written.

    ``over`` is True where 余 or 多 stands in or behind it; ``core`` is the numeral without that. ``digits`` says
    that it was written with 0-9; ``scale`` is the factor of the 万 or 亿 at its end, 1 where there is none.
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal
    high: Decimal
    core: str
    over: bool = False
    digits: bool = False
    scale: int = 1

    @property
    def big(self) -> bool:
        """Whether it was written with 万 or 亿."""
        return self.scale >= 10_000

    @property
    def year_like(self) -> bool:
        """Whether it looks like a calendar year: four digits from 1900 to 2100, or two to four bare 汉字."""
        if self.scale != 1 or self.value is None:
            return False
        if not self.digits:
            return len(self.core) >= 3 and not _MULTIPLIERS.intersection(self.core)
        return len(self.core) == 4 and "1900" <= self.core <= "2100"


def skip_run(folded: str, start: int) -> int:
    """The end of the run of numerals at ``start``; what is left of a run that is no number is not tried again."""
    match = _RUN_RE.match(folded, start)
    return start + 1 if match is None else match.end()


def read_number(folded: str, start: int) -> Number | None:
    """The number phrase that begins at ``start``, or None.

    >>> number = read_number("约3万余家", 1)
    >>> number.end, number.low, number.over
    (4, Decimal('30000'), True)
    """
    if folded[start] in "0123456789":
        return _read_digits(folded, start)
    return _read_han(folded, start)


def _scale_of(core: str) -> int:
    scale = 1
    for char in reversed(core.rstrip()):
        if char == "亿":
            scale *= 100_000_000
        elif char == "万":
            scale *= 10_000
        elif char in "十百千":
            scale *= {"十": 10, "百": 100, "千": 1000}[char]
        else:
            break
    return scale if "万" in core or "亿" in core else 1


def _read_digits(folded: str, start: int) -> Number | None:
    match = _DIGITS_RE.match(folded, start)
    if match is None:
        return None
    inner = match.group("inner")
    core = match.group().replace(" ", "")
    if inner:
        core = core.replace(inner.strip(), "", 1)
    if len(core) > LONGEST_NUMERAL or sum(char.isdigit() for char in core) > _LONGEST_DIGITS:
        return None
    value = read_numeral(core)
    if value is None:
        return None
    end, over = match.end(), inner is not None
    more = None if over else _MORE_RE.match(folded, end)
    if more is not None and "来" not in more.group():
        extended = read_numeral(core + more.group().strip()[1:])
        if extended is not None:
            core, value, end, over = core + more.group().strip()[1:], extended, more.end(), True
    return Number(start, end, value, value, value, core, over=over, digits=True, scale=_scale_of(core))


def _read_han(folded: str, start: int) -> Number | None:
    match = _HAN_RE.match(folded, start)
    if match is None:
        return None
    end, core = match.end(), match.group()
    if len(core) >= LONGEST_NUMERAL:
        return None
    if core[-1] == "千" and len(core) > 1 and folded[end : end + 1] and folded[end] in _PREFIXED:
        end, core = end - 1, core[:-1]
    if core[-1] == "百" and len(core) > 1 and folded.startswith("分之", end):
        return None
    more = _MORE_RE.match(folded, end)
    over = False
    if more is not None and core[-1] not in _PLAIN and core[-1] not in "几":
        core, end, over = core + more.group().strip()[1:], more.end(), True
        over = "来" not in more.group()
    return _han_number(start, end, core, over=over)


def _han_number(start: int, end: int, core: str, *, over: bool) -> Number | None:
    if core[0] in "几数" and len(core) == 1:
        return None
    interval = read_approximate(core)
    if interval is not None:
        return Number(start, end, None, *interval, core, over=over, scale=_scale_of(core))
    value = None if len(core) > 1 and _PLAIN.issuperset(core) else read_numeral(core)
    if value is None:
        return None
    return Number(start, end, value, value, value, core, over=over, scale=_scale_of(core))
