"""The span that names what a figure measures: the noun phrase in front of it, or the one it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parkie.matchers.reading import FigureMatch
from parkie.relations.quantities import tokens as k
from parkie.relations.quantities.phrases import COUNTS, Phrase, left_phrase, right_phrase, skip_links
from parkie.relations.quantities.tokens import Token
from parkie.relations.quantities.wording import endings, listed

__all__ = ["Indicator", "indicator_of", "joined", "measured"]

_PEOPLE = frozenset(("人", "名", "户", "人次", "位", "家", "个"))


@dataclass(frozen=True, slots=True)
class Indicator:
    """The span of an indicator; ``side`` says where it stands.

    ``left`` and ``right`` of the figure, ``share`` (占…), or ``verb`` where only a verb names what is counted.
    ``owner`` is the noun of who is measured when the phrase names it too: [高端纺织企业]总产值.
    """

    phrase: Phrase
    side: str
    score: float
    owner: Phrase | None = None


def indicator_of(row: Sequence[Token], index: int) -> Indicator | None:
    """What the figure ``row[index]`` measures, or None where its clause does not say."""
    figure = row[index].mention
    if not isinstance(figure, FigureMatch):
        return None
    end = skip_links(row, index)
    share = _share(row, end, figure)
    if share is not None:
        return share
    whole = figure.dimension == "percent" and end > 1 and row[end - 1].kind == k.DE
    left = left_phrase(row, end - 1 if whole else end)
    if left is not None and row[left.last - 1].kind == k.NAME and not _is_count(figure):
        left = None
    made = any(token.text in listed("making") for token in row[end:index])
    if left is not None and figure.dimension == "length" and row[left.last - 1].text in listed("extent"):
        return Indicator(Phrase(row[left.last - 1].start, left.end, left.last - 1, left.last), "left", 0.8)
    if left is None or made or _prefers_right(row, index, left, figure):
        right = right_phrase(row, index + 1)
        if right is not None and (left is None or right.first <= index + 8):
            return Indicator(right, "right", 0.9)
    if left is not None:
        return measured(row, left)
    return _verb(row, index, end, figure)


def _is_count(figure: FigureMatch) -> bool:
    return figure.dimension == "count" and figure.unit != ""


def measured(row: Sequence[Token], phrase: Phrase) -> Indicator:
    """A left phrase as indicator, cut to its quantity where it begins with who is measured."""
    last = phrase.last - 1
    quantity = row[last].kind == k.MEASURE and row[last].text not in COUNTS
    if quantity and last > phrase.first and _owns(row, phrase.first, last):
        owner = Phrase(phrase.start, row[last - 1].end, phrase.first, last)
        return Indicator(Phrase(row[last].start, phrase.end, last, phrase.last), "left", 0.95, owner)
    return Indicator(phrase, "left", 0.95 if row[last].kind == k.MEASURE else 0.85)


def joined(row: Sequence[Token], indicator: Indicator, figure: FigureMatch) -> Indicator:
    """An indicator in front of a count with what 和 joins to it: 投资的[国家和地区]达63个."""
    phrase = indicator.phrase
    if indicator.side != "left" or indicator.owner is not None or figure.dimension != "count" or phrase.first < 2:
        return indicator
    if row[phrase.first - 1].text not in ("和", "与", "及") or row[phrase.last - 1].kind == k.MEASURE:
        return indicator
    before = left_phrase(row, phrase.first - 1)
    if before is None or before.last != phrase.first - 1:
        return indicator
    return replace(indicator, phrase=Phrase(before.start, phrase.end, before.first, phrase.last))


def _owns(row: Sequence[Token], first: int, last: int) -> bool:
    """Whether the tokens in front of the quantity ``row[last]`` say whose it is."""
    before = row[last - 1]
    if before.text.endswith(endings("owner")):
        return True
    if before.text.endswith(endings("owner", "qualified")) and last - first > 1:
        return True
    thing = row[last].text in listed("of_thing") and before.text not in listed("of_thing", "narrowing")
    return thing and before.end - row[first].start > 1


def _prefers_right(row: Sequence[Token], index: int, left: Phrase, figure: FigureMatch) -> bool:
    """Whether the figure counts the noun behind it, though a noun stands in front of it too."""
    if index + 1 >= len(row) or row[left.last - 1].kind == k.MEASURE:
        return False
    behind = row[index + 1].kind
    if _is_count(figure):
        return behind not in (k.MARK, k.STOP, k.FUNCTION, k.LINK, k.AND, k.DATE)
    if behind == k.DE:
        return True
    bare = left.last - left.first == 1 and row[left.first].kind in (k.TOPIC, k.WIDE)
    return bare or (figure.modifier == "magnitude" and behind in (k.NOUN, k.OTHER))


def _share(row: Sequence[Token], end: int, figure: FigureMatch) -> Indicator | None:
    """占…(的): a share names the whole it is measured against."""
    if figure.dimension not in ("percent", "ratio", "other", "count") or (figure.unit and figure.dimension == "count"):
        return None
    last = end - 1 if end and row[end - 1].kind == k.DE else end
    for first in range(last - 1, max(last - 10, -1), -1):
        token = row[first]
        if "占" in token.text[:2] and "占地" not in token.text and (token.text != "占比" or first < last - 1):
            return Indicator(Phrase(token.start, row[last - 1].end, first, last), "share", 0.9)
        if token.kind in (k.MARK, k.FIGURE):
            return None
    return None


def _verb(row: Sequence[Token], index: int, end: int, figure: FigureMatch) -> Indicator | None:
    """The verb that names what is counted, behind a count of people, else in front of the figure."""
    positions = [end - 1] if end else []
    if figure.unit in _PEOPLE and index + 1 < len(row):
        positions.insert(0, index + 1)
    for position in positions:
        token = row[position]
        if token.kind == k.STOP and len(token.text) > 1 and token.text not in listed("no_verb"):
            return Indicator(Phrase(token.start, token.end, position, position + 1), "verb", 0.5)
    return None
