"""Figures that measure nothing of their own: list openers, thresholds, terms, counts inside another subject."""

from __future__ import annotations

from collections.abc import Sequence

from parkie.matchers.reading import FigureMatch, NameMatch
from parkie.relations.quantities import tokens as k
from parkie.relations.quantities.indicators import Indicator
from parkie.relations.quantities.phrases import skip_links
from parkie.relations.quantities.tokens import Token
from parkie.relations.quantities.wording import endings, listed

__all__ = ["is_noise"]

_TERMS = frozenset(("day", "week", "month", "year", "hour", "minute"))
_BOUNDED = frozenset(("money", "length", "area", "mass", "power"))
_MEASURING = frozenset(("money", "percent", "area", "mass"))
_ROUND = frozenset("多余")
_DIGITS = frozenset("0123456789")
_CHINESE = frozenset("一二两三四五六七八九十几数")
REACH = 12
"""Tokens behind a counted noun in which the figure that measures it stands."""


def is_noise(row: Sequence[Token], index: int, indicator: Indicator | None) -> bool:
    """Whether the figure ``row[index]`` with this ``indicator`` is neither a statistic nor a target."""
    figure = row[index].mention
    if not isinstance(figure, FigureMatch):
        return True
    if figure.unit in _TERMS:
        return not _is_term(row, index)
    if index and (row[index - 1].text in listed("definite") or _ranks(row[index - 1], figure)):
        return True
    if _converts(row, index) or _is_scrap(row[index].text, figure):
        return True
    if row[index].text.endswith(endings("size")) and (indicator is None or not _measured(row, indicator)):
        return True
    if figure.dimension == "count":
        return _counts_nothing(row, index, indicator)
    if figure.dimension in _BOUNDED:
        return _is_threshold(row, index, figure)
    return figure.dimension == "other" and (indicator is None or indicator.side in ("right", "verb"))


def _ranks(before: Token, figure: FigureMatch) -> bool:
    """4家千万级项目: the magnitude behind a count only says which kind is counted."""
    return figure.modifier == "magnitude" and isinstance(before.mention, FigureMatch)


def _measured(row: Sequence[Token], indicator: Indicator) -> bool:
    """Whether a word for a quantity stands in front of the figure."""
    token = row[indicator.phrase.last - 1]
    return indicator.side == "left" and (token.kind == k.MEASURE or token.text in listed("extent"))


def _counts_nothing(row: Sequence[Token], index: int, indicator: Indicator | None) -> bool:
    """Whether a count opens a list, sums up names, counts guests or stands inside another subject."""
    behind = row[index + 1] if index + 1 < len(row) else None
    if behind is not None and not _DIGITS & set(row[index].text) and _counts_too(behind):
        return True
    if indicator is None or indicator.side != "right":
        if indicator is not None and _happens(row, indicator.phrase.first):
            return True
        attends = indicator is not None and _attends(row, index, indicator)
        return attends or (behind is not None and behind.text in listed("introducer"))
    if index and row[index - 1].text == "由":
        return True
    if _introduces(row, index, indicator) or _is_definite(row, index):
        return True
    return _inside_subject(row, indicator) or _takes_part(row, index, indicator)


def _attends(row: Sequence[Token], index: int, indicator: Indicator) -> bool:
    """等500余人参会: guests are counted, not a quantity of somebody."""
    verb = row[indicator.phrase.first].text
    return indicator.side == "verb" and indicator.phrase.first > index and verb in listed("attending")


def _counts_too(token: Token) -> bool:
    """三批51个产品: the second count is the one that counts."""
    figure = token.mention
    return isinstance(figure, FigureMatch) and figure.dimension == "count" and figure.modifier != "magnitude"


def _is_term(row: Sequence[Token], index: int) -> bool:
    """Whether a length of time is what the clause tells: 有效期3年, 仅需2个月."""
    before = skip_links(row, index)
    if any(token.text in listed("term", "verbs") for token in row[max(before - 1, 0) : index]):
        return True
    return before > 0 and row[before - 1].text.endswith(endings("term", "nouns"))


def _converts(row: Sequence[Token], index: int) -> bool:
    """86亿元(约12亿美元): the same amount in another currency."""
    if index < 2 or index + 1 >= len(row) or row[index - 1].text != "(" or row[index + 1].text != ")":
        return False
    before, figure = row[index - 2].mention, row[index].mention
    return isinstance(before, FigureMatch) and isinstance(figure, FigureMatch) and before.dimension == figure.dimension


def _names_class(row: Sequence[Token], first: int) -> bool:
    """亿元级项目9个: the magnitude only says which kind is counted."""
    last = first
    while last < min(first + 6, len(row)) and row[last].kind in (k.NOUN, k.OTHER, k.TOPIC, k.LINK):
        last += 1
    return first < last < len(row) and row[last].kind == k.FIGURE


def _is_scrap(text: str, figure: FigureMatch) -> bool:
    """A number of one or two words with no classifier (六部委, 三方面)."""
    return figure.dimension == "count" and not figure.unit and set(text) <= _CHINESE


def _takes_part(row: Sequence[Token], index: int, indicator: Indicator) -> bool:
    """43家企业参展, 签署了55个协议: the things counted are part of a happening."""
    for token in row[indicator.phrase.last : indicator.phrase.last + 3]:
        if token.text in listed("happening", "behind"):
            return True
        if token.kind not in (k.FUNCTION, k.LINK, k.NOUN):
            break
    return _happens(row, index)


def _happens(row: Sequence[Token], index: int) -> bool:
    """Whether a verb of a happening stands in front of ``index``, but for link words."""
    before = skip_links(row, index)
    return before > 0 and row[before - 1].text in listed("happening", "before")


def _introduces(row: Sequence[Token], index: int, indicator: Indicator) -> bool:
    """三个方面, 四个特点: a count of an abstract noun."""
    last = indicator.phrase.last
    behind = {row[last - 1].text, row[min(index + 1, len(row) - 1)].text}
    return not behind.isdisjoint(listed("introducer")) or (last < len(row) and row[last].text == "之一")


def _is_definite(row: Sequence[Token], index: int) -> bool:
    """松江等三个区, 在内的三十个城市: a number in words that sums up named things, or opens the sentence."""
    token = row[index]
    figure = token.mention
    if not isinstance(figure, FigureMatch) or figure.modifier != "exact" or _DIGITS & set(token.text):
        return False
    if index >= 2 and row[index - 1].text == "等" and isinstance(row[index - 2].mention, NameMatch):
        return True
    return index == 0 or row[index - 1].kind == k.DE


def _inside_subject(row: Sequence[Token], indicator: Indicator) -> bool:
    """19家园区营收突破百亿: the noun counted is the subject of another figure of its clause."""
    for token in row[indicator.phrase.last : indicator.phrase.last + REACH]:
        if token.kind in (k.MARK, k.AND):
            return False
        if isinstance(token.mention, FigureMatch):
            return token.mention.dimension in _MEASURING
    return False


def _is_threshold(row: Sequence[Token], index: int, figure: FigureMatch) -> bool:
    """亿元以上项目: the figure only says which kind is counted."""
    behind = index + 1
    if figure.modifier == "magnitude":
        return _names_class(row, behind)
    if figure.modifier == "range" and figure.dimension == "money":
        return _names_class(row, behind)
    if figure.modifier not in ("at_least", "over") or behind >= len(row) or _ROUND & set(row[index].text):
        return False
    direct = row[behind].kind != k.DE
    behind += not direct
    if behind >= len(row) or row[behind].kind not in (k.NOUN, k.OTHER, k.TOPIC):
        return False
    linked = index > 0 and row[index - 1].kind == k.LINK
    return not linked or any(token.kind == k.FIGURE for token in row[behind : behind + REACH])
