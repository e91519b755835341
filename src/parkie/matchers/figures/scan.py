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
from parkie.matchers.figures.phrases import read_phrase
from parkie.matchers.figures.resolve import pick_modifier, resolve, resolve_range, to_base
from parkie.matchers.figures.units import Unit, over, read_unit
from parkie.matchers.reading import FigureMatch

__all__ = ["Scanner"]

_RANGE_RE: Final = re.compile(r" ?(?:--?|—{1,2}|–|－|~|～|〜|至|到) ?(?P<sign>[-−](?=\d))?(?=[0-9一二两三四五六七八九十百千几])")
_LIST_RE: Final = re.compile(r" ?(?:、|,|，|和|及|与|或|/) ?(?=[0-9])")
_CODE_RE: Final = re.compile(r"[A-Za-z0-9]+(?:[-./:+×*_][A-Za-z0-9]+)*")
_EXTRA_RE: Final = re.compile(r"个(?P<more>多)?(?P<half>半)?(?P<unit>月|小时|星期|钟头)")
_HALF_AFTER_RE: Final = re.compile(r"半(?=[的时,，。、；)）内后以]|$|[^年个])")
_FROM: Final = ("从", "由", "自")
_SIGNED: Final = frozenset({"percent", "other"})
_LONGEST_LIST: Final = 12
_EXTRA_UNITS: Final = {"月": "month", "小时": "hour", "星期": "week", "钟头": "hour"}
_MAGNITUDE_NOT_BEFORE: Final = frozenset("别联差配数领台阶")


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
        folded, at = self.folded, 0
        while (match := START_RE.search(folded, at)) is not None:
            at = max(self._read(match.start()), match.start() + 1)
        return self.figures

    # --- what stands at one numeral ---------------------------------------------------------------------------------

    def _read(self, start: int) -> int:
        """Read what begins at ``start``; the place to go on from."""
        folded = self.folded
        phrase = read_phrase(folded, start)
        if phrase is not None:
            number, unit = phrase
            if decoys.is_code(folded, number):
                return unit.end
            return self._emit(number, unit, unit.end)
        past = decoys.decoy_word(folded, start)
        if past > start:
            return past
        if folded[start] in "半翻":
            return start + 1
        number_or_none = read_number(folded, start)
        if number_or_none is None:
            return skip_run(folded, start)
        number = number_or_none
        if decoys.is_code(folded, number):
            return self._past_code(number)
        return self._chain(self._quantity(number))

    def _past_code(self, number: Number) -> int:
        match = _CODE_RE.match(self.folded, number.start)
        return number.end if match is None or not number.digits else max(match.end(), number.end)

    def _quantity(self, number: Number) -> Quantity:
        extra = _EXTRA_RE.match(self.folded, number.end)
        if extra is not None and (extra["more"] or extra["half"]):
            unit = Unit(extra.end(), _EXTRA_UNITS[extra["unit"]], "duration", word="个" + extra["unit"])
            half = Decimal("0.5") if extra["half"] else Decimal(0)
            value = None if number.value is None else number.value + half
            number = replace(
                number, value=value, low=number.low + half, high=number.high + half, over=bool(extra["more"]), core=number.core + "个"
            )
            return Quantity(number, unit)
        return Quantity(number, read_unit(self.folded, number.end, number))

    # --- chains -----------------------------------------------------------------------------------------------------

    def _chain(self, first: Quantity) -> int:
        match = _RANGE_RE.match(self.folded, first.end)
        if match is not None:
            end = self._range(first, match)
            if end:
                return end
        if first.unit is None and first.number.digits and _LIST_RE.match(self.folded, first.end) is not None:
            end = self._list(first)
            if end:
                return end
        return self._single(first)

    def _range(self, first: Quantity, match: re.Match[str]) -> int:
        """Read ``first`` - second as a range; 0 where it is none."""
        folded, start = self.folded, match.end()
        number = read_number(folded, start)
        if number is None or number.digits != first.number.digits:
            return 0
        second = self._quantity(number)
        if second.unit is None:
            if first.unit is None and not number.big:
                return self._past_code(first.number) if number.digits else 0
            if first.unit is None:
                return self._bare_range(first, second)
            return 0
        if first.unit is not None and (first.unit.name != second.unit.name or self._grows(first)):
            return 0
        if decoys.is_calendar(folded, second.number, second.unit):
            return second.end if first.unit is None else 0
        low = self._shared(first, second)
        if low is None:
            return 0
        high = to_base(-number.low if match["sign"] else number.high, second.unit)
        if low < high or match["sign"] or self._signed(first.number, second.unit):
            return self._emit_range(first, second, (low, high))
        return 0

    def _grows(self, first: Quantity) -> bool:
        prefix = read_prefix(self.folded, first.number.start)
        start = first.number.start if prefix is None else prefix.at
        return self.folded.endswith(_FROM, max(0, start - 1), start)

    def _shared(self, first: Quantity, second: Quantity) -> Decimal | None:
        """The low end in base units, with the unit and the 万 or 亿 of the high end where it has none of its own."""
        number, other = first.number, second.number
        unit = first.unit or second.unit
        if unit is None:
            return None
        value = number.low
        if first.unit is None and number.scale == 1 and other.big and other.value is not None:
            if number.digits or number.core[-1] not in "十百千" or number.low < other.value / other.scale:
                value = value * other.scale
        if self._signed(number, unit):
            value = -value
        return to_base(value, unit)

    def _bare_range(self, first: Quantity, second: Quantity) -> int:
        unit = read_bare(self.folded, second.number, bounded=True)
        if unit is None:
            return 0
        filled = Quantity(second.number, unit)
        low = self._shared(first, filled)
        high = to_base(second.number.high, unit)
        return self._emit_range(first, filled, (low, high)) if low is not None and low < high else 0

    def _list(self, first: Quantity) -> int:
        """Read 2、3、5亿元: the members share the unit (and the 万 or 亿) of the last; 0 where it is no such list."""
        folded, members = self.folded, [first]
        while len(members) < _LONGEST_LIST and members[-1].unit is None:
            match = _LIST_RE.match(folded, members[-1].end)
            number = None if match is None else read_number(folded, match.end())
            if number is None or not number.digits:
                break
            members.append(self._quantity(number))
        last = members[-1]
        if last.unit is None or len(members) < 2 or self._is_numbering(first):
            return 0
        if any(m.number.year_like for m in members) or decoys.is_calendar(folded, last.number, last.unit):
            return last.end
        for member in members[:-1]:
            number = member.number
            if number.scale == 1 and last.number.big:
                number = replace(
                    number, value=number.low * last.number.scale, low=number.low * last.number.scale, high=number.high * last.number.scale
                )
            self._emit(number, replace(last.unit, end=number.end), number.end)
        return self._single(last)

    def _is_numbering(self, first: Quantity) -> bool:
        """Whether the first number of a list only numbers a line (1、3家企业)."""
        before = self.folded[max(0, first.number.start - 1) : first.number.start]
        return (not before or before in "\n\r 。;；:：") and len(first.number.core) <= 2

    # --- one figure ----------------------------------------------------------------------------------------------------

    def _single(self, quantity: Quantity) -> int:
        folded, number, unit = self.folded, quantity.number, quantity.unit
        if unit is None:
            if decoys.is_name_tail(folded, number):
                return number.end
            prefix = read_prefix(folded, number.start)
            unit = read_currency_before(folded, number) or read_bare(folded, number, bounded=prefix is not None)
            if unit is None:
                return number.end
        if self._is_decoy(number, unit):
            return max(number.end, unit.end)
        return self._emit(number, unit, max(number.end, unit.end))

    def _is_decoy(self, number: Number, unit: Unit) -> bool:
        folded = self.folded
        if decoys.is_calendar(folded, number, unit) or decoys.is_idle_one(folded, number, unit):
            return True
        if decoys.is_address(folded, number, unit) or decoys.is_idle_unit(folded, number, unit):
            return True
        if unit.dimension == "count" and (not number.digits or folded[unit.end : unit.end + 1] in "”’」』"):
            return decoys.is_slogan(folded, number.start, unit.end)
        return unit.dimension == "duration" and not number.digits and decoys.is_slogan(folded, number.start, unit.end)

    def _emit(self, number: Number, unit: Unit, end: int) -> int:
        folded = self.folded
        half = _HALF_AFTER_RE.match(folded, end) if unit.word == "年" else None
        if half is not None and number.value is not None:
            end += 1
            number = replace(number, value=number.value + Decimal("0.5"), low=number.low + Decimal("0.5"), high=number.high + Decimal("0.5"))
        start, unit, prefix = self._left(number, unit)
        if number.core in ("亿", "万") and not self._stands_alone(number, unit, prefix):
            return end
        end, magnitude = self._magnitude(number, unit, end)
        suffix = read_suffix(folded, end, unit.dimension)
        if suffix is not None:
            end = suffix.at
        modifier = pick_modifier(
            prefix and prefix.modifier, suffix and suffix.modifier, over=number.over, magnitude=magnitude
        )
        if self._signed(number, unit):
            start, number = start - 1, replace(number, value=-number.low, low=-number.low, high=-number.low)
        self.figures.append(resolve(start, end, number, unit, modifier))
        self.floor = end
        return end

    def _emit_range(self, first: Quantity, second: Quantity, ends: tuple[Decimal, Decimal]) -> int:
        unit = second.unit or first.unit
        if unit is None or self._is_decoy(second.number, unit):
            return second.end
        start, unit, _ = self._left(first.number, unit)
        end, _ = self._magnitude(second.number, unit, max(unit.end, second.end))
        suffix = read_suffix(self.folded, end, unit.dimension)
        end = end if suffix is None else suffix.at
        start -= self._signed(first.number, unit)
        self.figures.append(resolve_range(start, end, ends, unit))
        self.floor = end
        return end

    def _left(self, number: Number, unit: Unit) -> tuple[int, Unit, Bound | None]:
        """Where the figure begins, its unit with what stands before it (每亩, ￥), and its bounding word."""
        folded = self.folded
        money = unit.dimension == "money"
        start = number.start
        currency = read_currency_before(folded, number) if money else None
        if currency is not None:
            start = currency.start
        prefix = read_prefix(folded, start, money=money)
        if prefix is not None and prefix.at >= self.floor:
            start = prefix.at
        else:
            prefix = None
        per = read_per_before(folded, start, number) if unit.dimension in ("money", "mass", "other") else None
        if per is not None and per[0] >= self.floor:
            start, unit = per[0], replace(over(unit, per[1]), end=unit.end)
        return max(start, self.floor), unit, prefix

    def _signed(self, number: Number, unit: Unit) -> bool:
        start = number.start
        if unit.dimension not in _SIGNED or unit.name not in ("%", "pp", "℃") or start <= self.floor:
            return False
        if self.folded[start - 1] not in "-−":
            return False
        return start < 2 or not (self.folded[start - 2].isascii() and self.folded[start - 2].isalnum())

    def _magnitude(self, number: Number, unit: Unit, end: int) -> tuple[int, bool]:
        """The end behind 级 (千亿级, 万吨级), and whether there is one."""
        follower = self.folded[end : end + 2]
        if follower[:1] != "级" or follower[1:] in _MAGNITUDE_NOT_BEFORE:
            return end, False
        round_number = number.core[-1] in "十百千万亿" or unit.dimension in ("money", "mass", "power", "energy", "area")
        return (end + 1, True) if round_number else (end, False)

    def _stands_alone(self, number: Number, unit: Unit, prefix: Bound | None) -> bool:
        """Whether 亿元 or 万吨 without any digit is a figure: only with a bounding word or 级 beside it."""
        end = max(number.end, unit.end)
        return (
            prefix is not None
            or self.folded.startswith("级", end)
            or read_suffix(self.folded, end, unit.dimension) is not None
            or number.over
        )
