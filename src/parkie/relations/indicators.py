"""The span that names what a figure measures: the noun phrase in front of it, or the one it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from parkie.lexicon.store import read_toml
from parkie.matchers.reading import FigureMatch, NameMatch
from parkie.relations import tokens as k
from parkie.relations.tokens import Token

__all__ = ["Indicator", "indicator_of", "left_phrase", "right_phrase"]

MAX_TOKENS = 14
"""No noun phrase runs over more tokens: every walk is bounded."""
MAX_LENGTH = 26
"""Nor over more characters."""
_PHRASE = frozenset((k.NOUN, k.OTHER, k.MEASURE, k.TOPIC, k.QUOTE))
_NOT_HEAD = frozenset((k.QUOTE, k.MARK))
_NAMES_IN_PHRASE = frozenset(("HONOR", "INDUSTRY", "POSITION", "MEETING"))
_PEOPLE = frozenset(("人", "名", "户", "人次", "万人次", "家次", "户次", "位"))


@dataclass(frozen=True, slots=True)
class Indicator:
    """``[start, end)`` in the text and ``[first, last)`` in the row of tokens; ``side`` is where it stands.

    ``side``: ``left``, ``right``, ``verb`` (only a verb names what is counted) or ``share`` (占…).
    """

    start: int
    end: int
    first: int
    last: int
    side: str
    score: float


@cache
def introducers() -> frozenset[str]:
    """Nouns whose count only introduces a list."""
    return frozenset(read_toml("frames/statistic.toml")["introducer"]["words"])


def indicator_of(row: Sequence[Token], index: int) -> Indicator | None:
    """What the figure ``row[index]`` measures, or None where its clause does not say."""
    figure = row[index].mention
    left_end = skip_links(row, index)
    left = left_phrase(row, left_end)
    counted = isinstance(figure, FigureMatch) and figure.dimension == "count" and figure.unit != ""
    share = _share(row, left_end, figure)
    if share is not None:
        return share
    if counted or left is None or _bare(row, left):
        right = right_phrase(row, index + 1)
        if right is not None and not (left is not None and _measures(row, left)):
            return right
    if left is not None:
        return left
    return _verb(row, index, left_end, figure)


def skip_links(row: Sequence[Token], index: int) -> int:
    """The position behind the last token in front of ``index`` that is no link word."""
    stop = max(index - 7, 0)
    while index > stop and (row[index - 1].kind in (k.LINK, k.VERSUS) or row[index - 1].text in _SMALL):
        index -= 1
    return index


_SMALL = frozenset(("“", "”"))


def left_phrase(row: Sequence[Token], end: int) -> Indicator | None:
    """The noun phrase that ends at token ``end``."""
    last = end
    if last and row[last - 1].text == ")":
        last = _before_bracket(row, last)
    first = last
    while first > 0 and last - first < MAX_TOKENS and _in_phrase(row[first - 1]):
        if row[last - 1].end - row[first - 1].start > MAX_LENGTH:
            break
        first -= 1
    return _trimmed(row, first, last, "left")


def right_phrase(row: Sequence[Token], first: int) -> Indicator | None:
    """The noun phrase that begins at token ``first``; a modifier in front of 的 is passed over."""
    if first < len(row) and row[first].text == "(":
        first = _behind_bracket(row, first)
    if first < len(row) and row[first].kind == k.DE:
        first += 1
    elif first < len(row) and not _in_phrase(row[first]):
        first = _behind_modifier(row, first)
    last = first
    while last < len(row) and last - first < MAX_TOKENS and (_in_phrase(row[last]) or _joins(row, last)):
        if row[last].end - row[first].start > MAX_LENGTH:
            break
        last += 1
    if last < len(row) and row[last].kind == k.DE and last > first:
        inner = right_phrase(row, last + 1) if last - first < MAX_TOKENS else None
        if inner is not None:
            return inner
    return _trimmed(row, first, last, "right", keep_topic=True)


def _in_phrase(token: Token) -> bool:
    if token.kind in _PHRASE:
        return True
    if token.kind == k.NAME and isinstance(token.mention, NameMatch):
        return token.mention.label in _NAMES_IN_PHRASE
    return token.kind in (k.GROWTH, k.DOWN) and len(token.text) == 1


def _joins(row: Sequence[Token], index: int) -> bool:
    """Whether 和 at ``index`` joins two nouns that one figure counts."""
    token = row[index]
    if token.kind != k.AND or token.text == "、" or index + 1 >= len(row):
        return False
    return _in_phrase(row[index + 1])


def _trimmed(row: Sequence[Token], first: int, last: int, side: str, keep_topic: bool = False) -> Indicator | None:
    """The phrase without quotes that do not pair and without the subject that leads it."""
    while first < last and row[first].kind == k.QUOTE and row[first].text in "”’\"'》":
        first += 1
    while last > first and row[last - 1].kind == k.QUOTE and row[last - 1].text in "“‘《":
        last -= 1
    if not keep_topic:
        while last - first > 1 and row[first].kind == k.TOPIC and row[first + 1].kind != k.QUOTE:
            first += 1
    if first >= last or all(token.kind in _NOT_HEAD for token in row[first:last]):
        return None
    return Indicator(row[first].start, row[last - 1].end, first, last, side, 0.9)


def _measures(row: Sequence[Token], phrase: Indicator) -> bool:
    return row[phrase.last - 1].kind == k.MEASURE


def _bare(row: Sequence[Token], phrase: Indicator) -> bool:
    """Whether the phrase is only a subject (园区5家…) or a scrap."""
    return phrase.last - phrase.first == 1 and row[phrase.first].kind == k.TOPIC


def _before_bracket(row: Sequence[Token], last: int) -> int:
    for step in range(2, 8):
        if last - step < 0:
            return last
        if row[last - step].text == "(":
            return last - step
    return last


def _behind_bracket(row: Sequence[Token], first: int) -> int:
    for step in range(1, 8):
        if first + step >= len(row):
            return first
        if row[first + step].text == ")":
            return first + step + 1
    return first


def _behind_modifier(row: Sequence[Token], first: int) -> int:
    """The position behind 的 of a modifier that begins at ``first``; ``first`` where there is none."""
    for index in range(first, min(first + MAX_TOKENS, len(row))):
        token = row[index]
        if token.kind == k.DE:
            return index + 1
        if token.kind == k.FIGURE or (token.kind == k.MARK) or token.kind == k.DATE:
            return first
    return first


def _share(row: Sequence[Token], end: int, figure: object) -> Indicator | None:
    """占…(的): a share names the whole it is measured against."""
    if not isinstance(figure, FigureMatch) or figure.dimension not in ("percent", "ratio"):
        return None
    last = end - 1 if end and row[end - 1].kind == k.DE else end
    for first in range(last - 1, max(last - 9, -1), -1):
        token = row[first]
        if token.text.startswith("占") and token.text not in ("占地", "占比"):
            return Indicator(token.start, row[last - 1].end, first, last, "share", 0.9)
        if token.kind in (k.MARK, k.FIGURE):
            return None
    return None


def _verb(row: Sequence[Token], index: int, end: int, figure: object) -> Indicator | None:
    """The verb that names what is counted, behind a count of people, else in front of the figure."""
    people = isinstance(figure, FigureMatch) and figure.unit in _PEOPLE
    if people and index + 1 < len(row) and row[index + 1].kind == k.STOP:
        token = row[index + 1]
        return Indicator(token.start, token.end, index + 1, index + 2, "verb", 0.6)
    if end and row[end - 1].kind == k.STOP and len(row[end - 1].text) > 1:
        token = row[end - 1]
        return Indicator(token.start, token.end, end - 1, end, "verb", 0.5)
    return None
