"""Figures that measure nothing of their own: list openers, thresholds, terms, counts inside another subject."""

from __future__ import annotations

from collections.abc import Sequence

from parkie.matchers.reading import FigureMatch
from parkie.relations import tokens as k
from parkie.relations.indicators import Indicator, introducers, skip_links
from parkie.relations.tokens import Token

__all__ = ["is_noise"]

_TERMS = frozenset(("day", "week", "month", "year", "hour", "minute"))
_TERM_NOUNS = ("期", "时间", "周期", "年限", "时长", "寿命", "时限", "工期")
_TERM_VERBS = frozenset(("需", "仅需", "只需", "提前", "缩短", "缩短至", "缩短到", "压缩", "压缩至", "压缩到", "节省"))
_DEFINITE = frozenset(("等", "这", "该", "上述", "此次", "其余", "以上", "以下", "聚焦", "围绕", "每", "第", "近", "前", "某", "另外", "任何", "分", "列", "位列", "之一"))
_PLACES = frozenset(("money", "length", "area", "mass", "power"))
_CHINESE = frozenset("一二两三四五六七八九十")


def is_noise(row: Sequence[Token], index: int, indicator: Indicator | None) -> bool:
    """Whether the figure ``row[index]`` with this ``indicator`` is neither a statistic nor a target."""
    figure = row[index].mention
    if not isinstance(figure, FigureMatch):
        return True
    if figure.unit in _TERMS:
        return not _is_term(row, index)
    if index and row[index - 1].text in _DEFINITE:
        return True
    if figure.dimension == "count":
        return _introduces(row, index, indicator) or _inside_subject(row, index, indicator)
    if figure.dimension in _PLACES:
        return _is_threshold(row, index, figure)
    return figure.dimension == "other" and indicator is None


def _is_term(row: Sequence[Token], index: int) -> bool:
    """Whether a length of time is what the clause tells: 有效期3年, 仅需2个月."""
    if index and row[index - 1].text in _TERM_VERBS:
        return True
    before = skip_links(row, index)
    if any(token.text in _TERM_VERBS for token in row[before:index]):
        return True
    return before > 0 and row[before - 1].text.endswith(_TERM_NOUNS)


def _introduces(row: Sequence[Token], index: int, indicator: Indicator | None) -> bool:
    """三个方面, 四个特点: a small count of an abstract noun, or of nothing."""
    if indicator is None or indicator.side != "right":
        return False
    return row[indicator.last - 1].text in introducers()


def _inside_subject(row: Sequence[Token], index: int, indicator: Indicator | None) -> bool:
    """19家园区营收突破百亿: the noun counted is the subject of another figure of its clause."""
    if indicator is None or indicator.side != "right":
        return False
    for token in row[indicator.last : indicator.last + 12]:
        if token.kind == k.MARK or token.kind == k.AND:
            return False
        if isinstance(token.mention, FigureMatch):
            return token.mention.dimension in ("money", "percent", "area", "mass")
    return False


def _is_threshold(row: Sequence[Token], index: int, figure: FigureMatch) -> bool:
    """亿元以上项目: the figure only says which kind is counted."""
    behind = row[index + 1] if index + 1 < len(row) else None
    if behind is None or figure.modifier not in ("at_least", "over", "magnitude"):
        return False
    if behind.kind == k.DE:
        behind = row[index + 2] if index + 2 < len(row) else None
    if behind is None or behind.kind not in (k.NOUN, k.OTHER, k.TOPIC):
        return False
    if index and row[index - 1].kind == k.LINK and figure.modifier != "magnitude":
        return False
    return figure.modifier != "magnitude"
