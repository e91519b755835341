"""Which figures tell how much another figure grew or fell, and which growth stands for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parkie.matchers.reading import FigureMatch
from parkie.relations.quantities import tokens as k
from parkie.relations.quantities.tokens import Token
from parkie.relations.quantities.wording import listed

__all__ = ["Growth", "growth_at"]

REACH = 10
"""Tokens that a phrase of comparison may hold: 较上年同期分别增长."""
_COMPARED = frozenset((k.NOUN, k.OTHER, k.MEASURE, k.TOPIC, k.WIDE))
_RATES = frozenset(("percent", "ratio"))


@dataclass(frozen=True, slots=True)
class Growth:
    """A phrase of growth in front of a figure: it begins at token ``first``, its verb at ``verb``.

    ``bare`` means that nothing stands in front of it in its clause: it tells of the figure before. ``peer`` means
    that it compares with somebody else, not with an earlier time; ``negative`` that the words say decline.
    """

    first: int
    verb: int
    bare: bool
    peer: bool
    negative: bool


def growth_at(row: Sequence[Token], index: int) -> Growth | None:
    """The phrase of growth that ends in the figure ``row[index]``, or None where it tells a level or a count."""
    figure = row[index].mention
    if not isinstance(figure, FigureMatch):
        return None
    verb = _verb(row, index, figure)
    if verb is None:
        return None
    first, compared = _start(row, verb)
    versus = compared or any(token.kind == k.VERSUS for token in row[first:verb]) or "同比" in row[verb].text
    if figure.dimension not in _RATES and figure.unit != "pp" and not versus:
        return None
    token = row[verb] if verb < index else None
    between = "".join(part.text for part in row[first : verb + 1])
    noun_behind = any(part.kind in _COMPARED for part in row[verb + 1 : index])
    dated = any(part.kind == k.DATE for part in row[first:verb])
    timed = dated or any(word in between for word in listed("peer", "time"))
    peer = (token is not None and token.text in listed("peer") and noun_behind) or (compared and not timed)
    negative = (token is not None and token.kind == k.DOWN) or figure_falls(row[index].text)
    bare = first == 0 or row[first - 1].kind in (k.MARK, k.FIGURE, k.AND)
    return Growth(first, verb, bare, peer, negative)


def figure_falls(text: str) -> bool:
    """Whether the figure itself says decline (-3%)."""
    return text[:1] in ("-", "−")


def _verb(row: Sequence[Token], index: int, figure: FigureMatch) -> int | None:
    """The token of the growth verb; the figure itself when it says 翻一番."""
    if row[index].text.startswith("翻") and index:
        return index
    for position in range(index - 1, max(index - 5, -1), -1):
        token = row[position]
        if token.kind in (k.GROWTH, k.DOWN):
            return position
        opens = position == 0 or row[position - 1].kind in (k.MARK, k.VERSUS)
        if opens and token.text in listed("peer", "speeds"):
            return position if figure.dimension in _RATES else None
        if token.kind == k.LINK or (token.kind in _COMPARED and figure.unit == "pp"):
            continue
        return None
    return None


def _start(row: Sequence[Token], verb: int) -> tuple[int, bool]:
    """Where the phrase begins, and whether it names what it compares with (较…, 比…)."""
    first = verb
    while first > 0 and row[first - 1].kind in (k.VERSUS, k.LINK):
        first -= 1
    compared = any(_compares(token) for token in row[first:verb])
    if compared:
        return first, compared
    for position in range(first - 1, max(first - REACH, -1), -1):
        token = row[position]
        if _compares(token):
            first = position
            while first > 0 and row[first - 1].kind in (k.VERSUS, k.LINK):
                first -= 1
            return first, True
        if token.kind in (k.MARK, k.FIGURE):
            break
    return first, False


def _compares(token: Token) -> bool:
    return token.text in ("比", "较", "对比", "相较", "相较于") or (token.kind == k.VERSUS and token.text[0] in "比较")
