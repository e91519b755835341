"""Noun phrases in a row of tokens: the one that ends in front of a place, the one that begins behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parkie.matchers.reading import FigureMatch, NameMatch
from parkie.relations.quantities import tokens as k
from parkie.relations.quantities.tokens import Token
from parkie.relations.quantities.wording import endings, listed

__all__ = ["COUNTS", "Phrase", "left_phrase", "members_before", "right_phrase", "skip_links"]

MAX_TOKENS = 14
"""No noun phrase runs over more tokens: every walk is bounded."""
MAX_LENGTH = 26
"""Nor over more characters."""
_INSIDE = frozenset((k.NOUN, k.OTHER, k.MEASURE, k.TOPIC, k.WIDE, k.QUOTE))
_NAMES_INSIDE = frozenset(("HONOR", "INDUSTRY", "POSITION"))
_COUNTED_NAMES = frozenset(("PARK", "INSTITUTION", "COMPANY", "PROJECT"))
COUNTS = frozenset(("总数", "数量", "个数", "户数", "家数", "人数", "数"))
"""Words for how many there are; the noun in front says of what."""
_LOCALISERS = frozenset("中内上里间外下")
_CLOSING, _OPENING = "”’\"'》", "“‘《"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens ``[first, last)`` of the row, characters ``[start, end)`` of the text."""

    start: int
    end: int
    first: int
    last: int


def skip_links(row: Sequence[Token], index: int) -> int:
    """The position behind the last token in front of ``index`` that is no link between indicator and figure.

    A date is passed over too (数量由2020年的…).
    """
    stop = max(index - 9, 0)
    while index > stop:
        token = row[index - 1]
        opening = token.kind == k.QUOTE and token.text in _OPENING
        dated = token.kind == k.DATE and index - 1 > stop and row[index - 2].kind == k.LINK
        if token.kind in (k.LINK, k.VERSUS) or opening or dated:
            index -= 1
        elif token.kind == k.DE and index - 1 > stop and row[index - 2].kind == k.DATE:
            index -= 2
        else:
            break
    return index


def left_phrase(row: Sequence[Token], end: int) -> Phrase | None:
    """The noun phrase that ends in front of token ``end``, without the standing noun (全市, 园区) that leads it."""
    last = _before_bracket(row, end) if end and row[end - 1].text == ")" else end
    if last and row[last - 1].text in _LOCALISERS:
        return None
    first = last
    while first > 0 and last - first < MAX_TOKENS and _inside(row[first - 1]):
        if row[last - 1].end - row[first - 1].start > MAX_LENGTH:
            break
        first -= 1
    if first == last and last and _counted_name(row, last - 1):
        first -= 1
    first, last = _unquoted(row, first, last)
    while last - first > 1 and row[first].kind in (k.TOPIC, k.WIDE) and row[first + 1].text not in COUNTS:
        first += 1
    if first and first < last and _is_threshold(row[first - 1]):
        first -= 1
    return _phrase(row, first, last)


def right_phrase(row: Sequence[Token], first: int) -> Phrase | None:
    """The noun phrase that begins at token ``first``; a modifier that ends in 的 is passed over."""
    if first < len(row) and row[first].text == "(":
        first = _behind_bracket(row, first)
    if first < len(row) and _is_magnitude(row[first]):
        first += 1
    if first < len(row) and row[first].kind == k.DE:
        first += 1
    if first + 1 < len(row) and (row[first].text == "可" or _qualifies(row, first)):
        first += 1
    named = _named(row, first)
    if named is not None:
        return named
    last = _run(row, first)
    if last == first and first and row[first - 1].kind == k.DE:
        last = _loose_run(row, first)
    if not _stands(row, first, last):
        beyond = _behind_modifier(row, last)
        if beyond is not None and _run(row, beyond) > beyond:
            first, last = beyond, _run(row, beyond)
    first, last = _unquoted(row, first, last)
    if first < last and row[last - 1].text in _LOCALISERS:
        last -= 1
    return _phrase(row, first, last)


def members_before(row: Sequence[Token], phrase: Phrase, count: int) -> list[Phrase]:
    """Up to ``count`` members of the coordination that ``phrase`` closes, in text order, itself last."""
    members = [phrase]
    while len(members) < count:
        first = members[-1].first
        if first > 1 and row[first - 1].kind == k.LINK and row[first - 2].kind == k.AND:
            first -= 1
        if not first or row[first - 1].kind != k.AND:
            break
        before = left_phrase(row, first - 1)
        if before is None or before.last != first - 1 or before.end - before.start < 2:
            break
        members.append(before)
    return members[::-1]


def _run(row: Sequence[Token], first: int) -> int:
    """The end of the run of noun tokens from ``first``; a verb inside is kept where a head noun follows."""
    last = first
    while last < len(row) and last - first < MAX_TOKENS and row[last].end - row[first].start <= MAX_LENGTH:
        ranked = last > first and row[last].text == "以上" and row[last - 1].text.endswith("级")
        if not (ranked or _inside(row[last]) or _joins(row, last)):
            break
        last += 1
    if last < len(row) and row[last].kind == k.STOP and (last == first or row[last - 1].text not in listed("head")):
        beyond = last + 1
        while beyond < len(row) and beyond - last < 5 and _inside(row[beyond]):
            beyond += 1
            if row[beyond - 1].text in listed("head"):
                return beyond
    return last


def _qualifies(row: Sequence[Token], index: int) -> bool:
    """Whether a name at ``index`` only tells whose things are counted: 658家[广东]企业."""
    name = row[index].mention
    return isinstance(name, NameMatch) and name.label in ("DISTRICT", "REGION") and row[index + 1].kind == k.NOUN


def _named(row: Sequence[Token], first: int) -> Phrase | None:
    """A name that a count stands in front of is what it counts: 3个[产业创新中心]."""
    if not first or first >= len(row) or not isinstance(row[first - 1].mention, FigureMatch):
        return None
    return _phrase(row, first, first + 1) if _counted_name(row, first) else None


def _counted_name(row: Sequence[Token], index: int) -> bool:
    """Whether the name at ``index`` can be what a figure beside it counts: [示范项目]20处."""
    name = row[index].mention
    return isinstance(name, NameMatch) and name.label in _COUNTED_NAMES


def _loose_run(row: Sequence[Token], first: int) -> int:
    """The end of what follows 的 when it begins with a verb: 3000平方米的[先行展示区]."""
    last = first
    while last < len(row) and last - first < 4 and row[last].kind in (k.STOP, k.NOUN, k.OTHER):
        last += 1
    return last if last - first > 1 else first


def _stands(row: Sequence[Token], first: int, last: int) -> bool:
    """Whether the run names a thing by itself, so that what a following 的 adds is not needed."""
    if last == first:
        return False
    text = row[last - 1].text
    if last < len(row) and row[last].kind == k.DE:
        return row[last - 1].kind != k.MEASURE and not text.endswith(endings("quality"))
    return text in listed("head")


def _inside(token: Token) -> bool:
    if token.kind in _INSIDE:
        return True
    if token.kind == k.NAME and isinstance(token.mention, NameMatch):
        return token.mention.label in _NAMES_INSIDE
    return token.kind in (k.GROWTH, k.DOWN) and len(token.text) == 1


def _joins(row: Sequence[Token], index: int) -> bool:
    """Whether 和 at ``index`` joins two nouns that one figure counts."""
    if row[index].kind != k.AND or row[index].text == "、" or index + 1 >= len(row):
        return False
    return _inside(row[index + 1])


def _behind_modifier(row: Sequence[Token], first: int) -> int | None:
    """The position behind 的 of the modifier that runs on at ``first``, None where there is none."""
    for index in range(first, min(first + MAX_TOKENS, len(row))):
        token = row[index]
        if token.kind == k.DE:
            return index + 1
        if token.kind in (k.FIGURE, k.MARK, k.DATE):
            return None
    return None


def _unquoted(row: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """Without quotes at the edges that do not belong to a pair inside."""
    while first < last and row[first].kind == k.QUOTE and row[first].text in _CLOSING:
        first += 1
    while last > first and row[last - 1].kind == k.QUOTE and row[last - 1].text in _OPENING:
        last -= 1
    if last - first > 2 and row[first].text in _OPENING and row[last - 1].text in _CLOSING:
        first, last = first + 1, last - 1
    return first, last


def _phrase(row: Sequence[Token], first: int, last: int) -> Phrase | None:
    if first >= last or not any(map(str.isalnum, "".join(token.text for token in row[first:last]))):
        return None
    return Phrase(row[first].start, row[last - 1].end, first, last)


def _is_threshold(token: Token) -> bool:
    """A bound that names a class of things: 亿元以上(项目), 千万元级(项目)."""
    figure = token.mention
    return isinstance(figure, FigureMatch) and figure.dimension == "money" and token.text.endswith(("以上", "级"))


def _is_magnitude(token: Token) -> bool:
    return isinstance(token.mention, FigureMatch) and token.mention.modifier == "magnitude"


def _before_bracket(row: Sequence[Token], last: int) -> int:
    for index in range(last - 2, max(last - 9, -1), -1):
        if row[index].text == "(":
            return index
    return last


def _behind_bracket(row: Sequence[Token], first: int) -> int:
    for index in range(first + 1, min(first + 8, len(row))):
        if row[index].text == ")":
            return index + 1
    return first
