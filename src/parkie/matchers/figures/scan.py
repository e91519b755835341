"""The scanner: goes from numeral to numeral, reads chains of them (ranges, lists) and makes figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from parkie.matchers.figures import decoys
from parkie.matchers.figures.bare import read_bare
from parkie.matchers.figures.bounds import Bound, read_prefix, read_suffix
from parkie.matchers.figures.currency import read_currency_before, read_per_before
from parkie.matchers.figures.numbers import START_RE, Number, read_number, skip_run
from parkie.matchers.figures.phrases import read_extra_time, read_half_after, read_phrase, read_tenth_after
from parkie.matchers.figures.resolve import pick_modifier, resolve, resolve_range
from parkie.matchers.figures.units import Unit, per_unit, read_price, read_unit
from parkie.matchers.reading import FigureMatch

__all__ = ["Scanner"]

_RANGE_RE: Final = re.compile(
    r" ?(?:--?|—{1,2}|–|－|~|～|至|到) ?(?P<sign>[-−](?=\d))?(?=[0-9一二两三四五六七八九十百千几])"
)
_LIST_RE: Final = re.compile(r" ?(?:、|和|及|与|或|/) ?(?=[0-9])")
_CODE_RE: Final = re.compile(r"[A-Za-z0-9]+(?:[-./:+×*_][A-Za-z0-9]+)*")
_FROM: Final = ("从", "由", "自")
_PER_PREFIXED: Final = frozenset({"money", "mass", "area", "other"})
_ROUND: Final = frozenset("十百千万亿")
_MEASURED: Final = frozenset({"money", "mass", "power", "energy", "area"})
_NO_MAGNITUDE: Final = ("级别", "级联", "级差", "级配", "级数")
_LONGEST_LIST: Final = 12
_LONGEST_ITEM: Final = 16
_COUNT_AHEAD_RE: Final = re.compile(
    r"[^,。;、“”:\n]{1,12}[、和及](?:[两三四五六七八九十]|\d{1,3})[个座条家名项栋幢台套所处间块片支艘辆]"
)
_SOLVED_RE: Final = re.compile(r"[^,。;、\d\n]{0,12}(?:技术|难题|瓶颈|工艺|短板|堵点)")
_THINGS: Final = frozenset("个座条家名项栋幢台套所处间块片支艘辆")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and the unit behind it (None where there is none); ``end`` is the end of both."""

    number: Number
    unit: Unit | None

    @property
    def end(self) -> int:
        return self.number.end if self.unit is None else self.unit.end


class Scanner:
    """One pass over one text; ``figures`` fills as it runs."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.figures: list[FigureMatch] = []
        self.floor = 0  # no figure may begin before this

    def run(self) -> list[FigureMatch]:
        """The figures of the text, sorted, without overlaps."""
        at = 0
        while (match := START_RE.search(self.folded, at)) is not None:
            at = max(self._read(match.start()), match.start() + 1)
        return self.figures

    # --- what stands at one numeral: each step returns the place to go on from -------------------------------

    def _read(self, start: int) -> int:
        folded = self.folded
        phrase = read_phrase(folded, start)
        if phrase is not None:
            number, unit = phrase
            return unit.end if decoys.is_code(folded, number) else self._emit(number, unit, unit.end)
        past = decoys.decoy_word(folded, start)
        if past > start:
            return past
        if folded[start] in "半翻":
            return start + 1
        found = read_number(folded, start)
        if found is None:
            return skip_run(folded, start)
        if decoys.is_code(folded, found):
            return self._past_code(found)
        return self._chain(self._quantity(found))

    def _past_code(self, number: Number) -> int:
        match = _CODE_RE.match(self.folded, number.start)
        return number.end if match is None or not number.digits else max(match.end(), number.end)

    def _quantity(self, number: Number) -> Quantity:
        extra = read_extra_time(self.folded, number)
        if extra is not None:
            return Quantity(*extra)
        return Quantity(number, read_unit(self.folded, number.end, number))

    # --- chains ------------------------------------------------------------------------------------------------

    def _chain(self, first: Quantity) -> int:
        match = _RANGE_RE.match(self.folded, first.end)
        end = 0 if match is None else self._range(first, match)
        if not end and first.unit is None and first.number.digits:
            end = self._list(first)
        return end or self._single(first)

    def _range(self, first: Quantity, match: re.Match[str]) -> int:
        """Read ``first`` - second as a range; 0 where it is none."""
        folded = self.folded
        number = read_number(folded, match.end())
        if number is None or number.digits != first.number.digits:
            return 0
        second = self._quantity(number)
        if second.unit is None:
            return self._open_range(first, second)
        if first.unit is not None and (first.unit.name != second.unit.name or self._grows(first)):
            return 0
        if decoys.is_calendar(folded, number, second.unit):
            return second.end if first.unit is None else 0
        low = self._low_end(first, second.unit, number)
        high = -number.low if match["sign"] else number.high
        if low < high or match["sign"] or low < 0:
            return self._emit_range(first, second.unit, number, (low, high))
        return 0

    def _open_range(self, first: Quantity, second: Quantity) -> int:
        """A range whose high end has no unit word: an amount (投资5-10亿), else a code or nothing."""
        if first.unit is not None:
            return 0
        number = second.number
        unit = read_bare(self.folded, number, bounded=True) if number.big else None
        if unit is None:
            return self._past_code(first.number) if first.number.digits else 0
        ends = self._low_end(first, unit, number), number.high
        return self._emit_range(first, unit, number, ends) if ends[0] < ends[1] else 0

    def _grows(self, first: Quantity) -> bool:
        """Whether 从 or 由 stands before: 从3家到30家 are two figures."""
        prefix = read_prefix(self.folded, first.number.start)
        start = first.number.start if prefix is None else prefix.at
        return self.folded.endswith(_FROM, max(0, start - 1), start)

    def _low_end(self, first: Quantity, unit: Unit, other: Number) -> Decimal:
        """The low end as stated, with the 万 or 亿 of the high end where it has no unit of its own."""
        number = first.number
        if first.unit is None and number.scale == 1 and other.big and other.value is not None:
            number = number.times(other.scale)
        return -number.low if self._signed(first.number, unit) else number.low

    def _list(self, first: Quantity) -> int:
        """Read 2、3、5亿元: the members share the unit (and 万 or 亿) of the last; 0 where it is no such list."""
        folded, members = self.folded, [first]
        while len(members) < _LONGEST_LIST and members[-1].unit is None:
            match = _LIST_RE.match(folded, members[-1].end)
            number = None if match is None else read_number(folded, match.end())
            if number is None or not number.digits:
                break
            members.append(self._quantity(number))
        last = members[-1]
        if len(members) < 2 or (len(members) == 2 and self._is_numbering(first)):
            return 0
        if last.unit is None:
            return last.number.start  # no list, or the last begins a range; linear on 3、3、3、…
        if any(m.number.year_like for m in members) or decoys.is_calendar(folded, last.number, last.unit):
            return last.end
        for member in members[:-1]:
            number = member.number
            if number.scale == 1 and last.number.big:
                number = number.times(last.number.scale)
            self._emit(number, replace(last.unit, end=number.end), number.end)
        return self._single(last)

    def _is_numbering(self, first: Quantity) -> bool:
        """Whether the first number of a list only numbers a line (1、3家企业)."""
        before = self.folded[max(0, first.number.start - 1) : first.number.start]
        return (not before or before in "\n 。;:") and len(first.number.core) <= 2

    # --- one figure ----------------------------------------------------------------------------------------------

    def _single(self, quantity: Quantity) -> int:
        folded, number, unit = self.folded, quantity.number, quantity.unit
        if unit is None:
            unit = self._unit_of_bare(number)
            if unit is None:
                return number.end
        end = max(number.end, unit.end)
        if decoys.is_idle(folded, number, unit) and not self._counts_on(number, unit):
            return end
        return self._emit(number, unit, end)

    def _counts_on(self, number: Number, unit: Unit) -> bool:
        """Whether a lone 一 stands in a list of counts (三间教室、一个食堂; 一座水厂和两座泵站)."""
        if number.core != "一" or unit.word not in _THINGS:
            return False
        start = number.start
        if _COUNT_AHEAD_RE.match(self.folded, unit.end):
            return self.folded[max(0, start - 1) : start] not in tuple("“第唯每同某另又这那")
        if not self.figures:
            return False
        last = self.figures[-1]
        if last.dimension != "count" or start - last.end > _LONGEST_ITEM:
            return False
        between = self.folded[last.end : start]
        if between[-1:] not in tuple("、,和及") or any(mark in between for mark in "。;\n“:"):
            return False
        return self.folded[unit.end : unit.end + 1] not in tuple("是为在个人,")

    def _unit_of_bare(self, number: Number) -> Unit | None:
        folded = self.folded
        if decoys.is_name_tail(folded, number):
            return None
        bounded = read_prefix(folded, number.start) is not None
        return (
            read_currency_before(folded, number)
            or read_price(folded, number)
            or read_bare(folded, number, bounded=bounded)
        )

    def _emit(self, number: Number, unit: Unit, end: int) -> int:
        half = read_half_after(self.folded, end, unit) or read_tenth_after(self.folded, end, unit)
        if half:
            end, number = end + 1, number.plus(half)
        start, unit, prefix = self._left(number, unit)
        magnitude = self._magnitude(number, unit, end)
        end += magnitude
        suffix = read_suffix(self.folded, end, unit.dimension)
        if suffix is None and unit.word.endswith("内"):  # 30日内
            suffix = Bound(end, "at_most")
        if number.core in ("亿", "万") and not (prefix or suffix or magnitude or number.over):
            return end  # 亿元 alone is a unit and no amount
        end = end if suffix is None else suffix.at
        if self._signed(number, unit):
            start, number = start - 1, number.negative()
        modifier = pick_modifier(
            None if prefix is None else prefix.modifier,
            None if suffix is None else suffix.modifier,
            number,
            magnitude=magnitude,
        )
        self.figures.append(resolve(start, end, number, unit, modifier))
        self.floor = end
        return end

    def _emit_range(self, first: Quantity, unit: Unit, last: Number, ends: tuple[Decimal, Decimal]) -> int:
        end = max(unit.end, last.end)
        if any(decoys.is_idle(self.folded, number, unit) for number in (first.number, last)):
            return end
        start, unit, _ = self._left(first.number, unit)
        end += self._magnitude(last, unit, end)
        suffix = read_suffix(self.folded, end, unit.dimension)
        end = end if suffix is None else suffix.at
        start -= self._signed(first.number, unit)
        self.figures.append(resolve_range(start, end, ends, unit))
        self.floor = end
        return end

    def _left(self, number: Number, unit: Unit) -> tuple[int, Unit, Bound | None]:
        """Where the figure begins, its unit with what stands before it (每亩, ￥), and its bounding word."""
        folded, start, money = self.folded, number.start, unit.dimension == "money"
        currency = read_currency_before(folded, number) if money else None
        if currency is not None and currency.start >= self.floor:
            start = currency.start
            unit = replace(unit, name=currency.name) if unit.name == "CNY" else unit
        prefix = read_prefix(folded, start, money=money or unit.dimension == "percent")
        if prefix is not None and prefix.at >= self.floor and not self._is_solved(prefix, start, unit):
            start = prefix.at
        else:
            prefix = None
        per = read_per_before(folded, start, number, unit.dimension) if unit.dimension in _PER_PREFIXED else None
        if per is not None and per[0] >= self.floor:
            start, unit = per[0], replace(per_unit(unit, per[1]), end=unit.end)
            outer = None if prefix is not None else read_prefix(folded, start, money=money)
            if outer is not None and outer.at >= self.floor:  # 不低于每亩280万元
                start, prefix = outer.at, outer
        return start, unit, prefix

    def _is_solved(self, prefix: Bound, start: int, unit: Unit) -> bool:
        """Whether 突破 before a count is the verb of what is solved (突破|100项关键技术), not a bound."""
        if unit.dimension != "count" or not self.folded.startswith("突破", prefix.at):
            return False
        return start - prefix.at <= len("突破了") and _SOLVED_RE.match(self.folded, unit.end) is not None

    def _signed(self, number: Number, unit: Unit) -> bool:
        """Whether a minus sign stands before ``number`` (-253℃, -3.2%, -22亿元)."""
        start = number.start
        if start <= self.floor or self.folded[start - 1] not in "-−":
            return False
        if unit.name not in ("%", "pp", "℃") and unit.dimension != "money":
            return False
        return start < 2 or not (self.folded[start - 2].isascii() and self.folded[start - 2].isalnum())

    def _magnitude(self, number: Number, unit: Unit, end: int) -> bool:
        """Whether 级 behind makes it an order of magnitude (千亿级, 万吨级)."""
        if self.folded[end : end + 1] != "级" or self.folded.startswith(_NO_MAGNITUDE, end):
            return False
        return number.core[-1] in _ROUND or unit.dimension in _MEASURED
