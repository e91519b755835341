"""Whether two events of different articles are one happening: what they share adds up, what contradicts rules it out.

Which roles say what of a type, and how much a shared name says, is in ``lexicon/data/sameness.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from parkie.corpus.names import keys_of, same_body
from parkie.corpus.sources import Days, Telling, Value
from parkie.lexicon.store import read_toml
from parkie.matchers.places import is_within
from parkie.text.fold import fold

__all__ = ["agree", "enough", "likeness", "lookup_keys"]

_CLOSE: Final = Decimal("0.08")  # figures are rounded as they are told again
_SPECIFIC: Final = 0.4  # from this weight on, two names that differ are two bodies
_LISTED: Final = 0.8  # from this weight on, lists of names are compared name by name
_NEARLY_DAYS: Final = 2  # by which two tellings may date one day
_TOLD_WITHIN: Final = 45  # days after which news is no news
_SAME_WORDS: Final = 0.6  # of two sentences
_SAME_NUMBERS: Final = 0.7


@dataclass(frozen=True, slots=True)
class _Policy:
    who: tuple[str, ...]
    by: tuple[str, ...]
    where: tuple[str, ...]
    what: tuple[str, ...]
    figures: tuple[str, ...]
    must: tuple[str, ...]
    once: bool


@cache
def _table() -> tuple[float, dict[str, float], dict[str, _Policy]]:
    data = read_toml("sameness.toml")
    policies = {
        name: _Policy(
            who=tuple(row["who"]),
            by=tuple(row.get("by", ())),
            where=tuple(row["where"]),
            what=tuple(row.get("what", ())),
            figures=tuple(row["figures"]),
            must=tuple(row.get("must", ())),
            once=row.get("once", False),
        )
        for name, row in data.items()
        if isinstance(row, dict) and name != "labels"
    }
    return data["enough"], data["labels"], policies


def enough() -> float:
    """The likeness from which on two events are one happening."""
    return _table()[0]


def lookup_keys(telling: Telling) -> set[tuple[str, str]]:
    """What the happening of a telling is looked up by: two tellings of one happening share a key."""
    keys = {(telling.type, key) for value in _names(telling) for key in keys_of(value.name, value.label or "")}
    plain = "".join(character for character in fold(telling.evidence) if character.isalnum())
    return keys | {(telling.type, plain[:12]), (telling.type, plain[-12:])}


def likeness(one: Telling, other: Telling) -> float:
    """How much speaks for one happening; 0 where something rules it out."""
    if one.type != other.type or (one.stage and other.stage and one.stage != other.stage):
        return 0.0
    if "negated" in (one.realis, other.realis) and one.realis != other.realis:
        return 0.0
    policy = _table()[2][one.type]
    total = -0.2 if one.realis != other.realis else 0.0
    for part in (_time, _figures, _where, _what, _who):  # the cheapest first: most pairs are ruled out by one of them
        found = part(one, other, policy)
        if found is None:
            return 0.0
        total += found
    return max(0.0, total + _words(one, other))


def agree(one: Value, other: Value) -> bool:
    """Whether two values of a role say the same: names of one body, bounds that are equal, days that overlap."""
    if one.kind != other.kind:
        return fold(one.name) == fold(other.name)
    if one.kind == "entity" and one.label == other.label:
        return bool(same_body(one.name, other.name, one.label or ""))
    if one.kind == "figure":
        return (one.unit, one.low, one.high) == (other.unit, other.low, other.high)
    if one.kind == "date" and one.days and other.days:
        return _gap(one.days, other.days) <= 0
    return fold(one.name) == fold(other.name)


# -- who -------------------------------------------------------------------------------------------


def _names(telling: Telling) -> Iterator[Value]:
    policy = _table()[2][telling.type]
    for role in (*policy.who, *policy.by):
        for value in telling.roles.get(role, ()):
            if value.kind in ("entity", "span") and (value.kind == "entity" or len(value.text) >= 4):
                yield value


_OWN_RE: Final = re.compile(r"\d{4}|第[一二三四五六七八九十百\d]+[届次期批]|“")
_MARKS: Final = "《》“” "
_TITLED: Final = 8  # characters of a title that nobody else has


def _weight(value: Value) -> float:
    """What it says that two events share the name."""
    weights = _table()[1]
    weight = weights.get(value.label or "span", 0.0)
    title = value.label in ("MEETING", "DOCUMENT") and len(value.name.strip(_MARKS)) < _TITLED
    if title and not _OWN_RE.search(fold(value.name)):
        return weights["plain"]
    return weight


def _who(one: Telling, other: Telling, policy: _Policy) -> float | None:
    """The weight of the names that are shared; None where the names of a role contradict.

    Whose a figure is, is often read wrongly: where the sentences are the same and the figure is, it is one.
    """
    words = _words(one, other)
    if policy.must and words and not _apart(one, other, policy):
        return sum(_shared(one.roles.get(role, ()), other.roles.get(role, ())) for role in policy.who)
    total, open_roles = 0.0, True
    for role in (*policy.who, *policy.by):
        here, there = one.roles.get(role, ()), other.roles.get(role, ())
        found = _shared(here, there)
        if (found == 0.0 and _specific(here) and _specific(there)) or _others(here, there):
            return None
        if role in policy.who:
            open_roles = open_roles and not (here and there)
            total += found
    return total if total or (open_roles and words) else None


def _specific(values: Sequence[Value]) -> bool:
    return any(_weight(value) >= _SPECIFIC for value in values)


def _others(here: Sequence[Value], there: Sequence[Value]) -> bool:
    """Whether both sides name others, and no fewer than they share: 与移动、华电等23家签约, 弘信与移动签约."""
    alone = [
        [a for a in one if _weight(a) >= _LISTED and not any(_same(a, b) for b in other)]
        for one, other in ((here, there), (there, here))
    ]
    shared = sum(_weight(a) >= _LISTED and any(_same(a, b) for b in there) for a in here)
    return 0 < min(map(len, alone)) >= shared


def _apart(one: Telling, other: Telling, policy: _Policy) -> bool:
    """Whether both name a body of their own: of two firms the same sentence is two statements."""
    for role in policy.who:
        sides = [[v for v in t.roles.get(role, ()) if _weight(v) >= _LISTED] for t in (one, other)]
        if all(sides) and not _shared(*sides):
            return True
    return False


def _shared(here: Sequence[Value], there: Sequence[Value]) -> float:
    """The weight of the best shared name, and a little more for each other one."""
    found = sorted((max((_same(a, b) for b in there), default=0.0) for a in here), reverse=True)
    return sum(weight if not n else 0.2 * weight for n, weight in enumerate(found))


def _same(one: Value, other: Value) -> float:
    if one.kind == other.kind == "entity" and one.label == other.label:
        if one.label == "GOVERNMENT" and one.adcode and other.adcode and one.adcode != other.adcode:
            return 0.0  # 海州市人民政府, 海州市临川区人民政府
        return _weight(one) * same_body(one.name, other.name, one.label or "")
    same = fold(one.name) == fold(other.name) and len(one.name) >= 4
    return min(_weight(one), _weight(other)) if same else 0.0


# -- where, when, what, how much -------------------------------------------------------------------


def _where(one: Telling, other: Telling, policy: _Policy) -> float | None:
    total = 0.0
    for role in policy.where:
        here, there = one.roles.get(role, ()), other.roles.get(role, ())
        if not here or not there:
            continue
        fits = [_same_place(a, b) for a in here for b in there]
        if not any(fits):
            return None
        total += 0.2 * max(fits)
    return total


def _same_place(one: Value, other: Value) -> float:
    if one.adcode and other.adcode and (one.label == other.label == "DISTRICT" or one.adcode[:4] != other.adcode[:4]):
        return float(is_within(one.adcode, other.adcode) or is_within(other.adcode, one.adcode))
    if one.label != other.label or one.kind != "entity":
        return 0.5
    return same_body(one.name, other.name, one.label or "")


def _time(one: Telling, other: Telling, policy: _Policy) -> float | None:
    """What the days say; where only one event is dated, when the other was published stands for its day."""
    if one.days and other.days:
        gap = _gap(one.days, other.days)
        near = _NEARLY_DAYS if max(last - first for first, last in (one.days, other.days)).days < _NEARLY_DAYS else 0
        if gap > near:
            return -0.3 if policy.once and gap <= _TOLD_WITHIN else None
        return 0.5 if gap <= 0 and one.days[1] == other.days[1] else 0.2
    days, told = (one.days or one.published), (other.days or other.published)
    if not days or not told:
        return 0.0
    gap = _gap(days, told)
    if gap > _TOLD_WITHIN:
        return -0.6
    return 0.2 if gap <= 7 else 0.0


def _gap(one: Days, other: Days) -> int:
    """Days between two intervals; 0 or less where they overlap."""
    return max((other[0] - one[1]).days, (one[0] - other[1]).days)


def _what(one: Telling, other: Telling, policy: _Policy) -> float | None:
    total = 0.0
    for role in policy.what:
        here, there = one.roles.get(role, ()), other.roles.get(role, ())
        if here and there:
            fits = max(_common(a.text, b.text) for a in here for b in there)
            if fits < 0.5:
                return None
            total += 0.4 * fits
    return total


def _figures(one: Telling, other: Telling, policy: _Policy) -> float | None:
    total = 0.0
    for role in policy.figures:
        pairs = [(a, b) for a in one.roles.get(role, ()) for b in other.roles.get(role, ())]
        if not pairs:
            continue
        if any(a.unit == b.unit and _overlap(a, b) for a, b in pairs):
            total += 0.4
        elif role in policy.must:
            return None
        else:
            total -= 0.5
    return total


def _overlap(one: Value, other: Value) -> bool:
    """Whether the bounds of two figures overlap or nearly meet."""
    for a, b in ((one, other), (other, one)):
        if a.low is not None and b.high is not None and a.low > b.high + abs(b.high) * _CLOSE:
            return False
    # two open figures that start far from each other: 超20亿元, 超50亿元
    for low, high in ((one.low, other.low), (one.high, other.high)):
        if low is not None and high is not None and abs(low - high) > 2 * _CLOSE * max(abs(low), abs(high)):
            return None in (one.high, other.high) and None in (one.low, other.low)
    return True


# -- the words themselves --------------------------------------------------------------------------


def _words(one: Telling, other: Telling) -> float:
    """What it says that the sentences are nearly the same, around the same trigger."""
    if one.trigger != other.trigger or not _same_numbers(one.evidence, other.evidence):
        return 0.0
    common = _common(one.evidence, other.evidence)
    return common if common >= _SAME_WORDS else 0.0


_NUMBER_RE: Final = re.compile(r"\d+(?:\.\d+)?")


def _same_numbers(one: str, other: str) -> bool:
    """Whether most numbers of the sentence with fewer are in the other: daily reports share all but the numbers."""
    fewer, more = sorted((_numbers(one), _numbers(other)), key=len)
    return len(fewer & more) >= _SAME_NUMBERS * len(fewer)


@lru_cache(maxsize=65_536)
def _numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER_RE.findall(fold(text)))


@lru_cache(maxsize=65_536)
def _pairs(text: str) -> frozenset[str]:
    plain = "".join(character for character in fold(text) if character.isalnum())
    return frozenset(plain[at : at + 2] for at in range(max(1, len(plain) - 1)))


def _common(one: str, other: str) -> float:
    """The share of the pairs of characters of the shorter text that the longer one has too."""
    here, there = sorted((_pairs(one), _pairs(other)), key=len)
    return len(here & there) / len(here)
