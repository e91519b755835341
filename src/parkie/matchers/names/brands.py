"""Companies without a legal form: a brand and its sector where a subject or an object stands: 秉锐医疗|主要聚焦."""

from __future__ import annotations

from functools import cache

from parkie.matchers.names.tables import table
from parkie.matchers.names.walk import has_brand
from parkie.matchers.names.words import WordedText
from parkie.matchers.reading import NameMatch

__all__ = ["find_brands"]

_SIZES = (2, 3, 4)


@cache
def _firms() -> frozenset[str]:
    return frozenset(table("lists")["brands"]["sectors"])


def find_brands(text: WordedText) -> list[NameMatch]:
    """Candidates of two to four unknown characters with a sector behind them, both ends free."""
    found = []
    for index in range(1, len(text.words) - 1):
        first = _first(text, index) if text.words[index + 1].kind in "hvp" else None
        if first is not None:
            start, end = text.words[first].start, text.words[index].end
            found.append(NameMatch(start, end, "COMPANY", source="brand", score=0.6))
    return found


def _first(text: WordedText, index: int) -> int | None:
    """The first word of the company that ends with word ``index``, or None where none does."""
    words = text.words
    sector = text.text(index)
    last = index
    if words[index].kind == "u":
        sector = text.text(index - 1) + sector
        last = index - 1
    if sector not in _firms() or words[index + 1].kind == "u":
        return None
    first = last
    while first > 0 and words[first - 1].kind == "u" and last - first < _SIZES[-1]:
        first -= 1
    free = first == 0 or words[first - 1].kind in "hp"
    named = last - first in _SIZES and has_brand(text.folded, words[first:last])
    return first if free and named else None
