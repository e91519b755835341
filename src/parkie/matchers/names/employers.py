"""Companies shown by the post of a person behind them: 岚图汽车|CEO|卢放."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from parkie.matchers.names.heads import has_brand
from parkie.matchers.names.tables import head_tables, table
from parkie.matchers.names.words import Word
from parkie.matchers.reading import NameMatch

__all__ = ["find_employers"]

_LONGEST = 10


def find_employers(
    folded: str, words: Sequence[Word], held: Sequence[NameMatch], bodies: dict[int, int]
) -> list[NameMatch]:
    """Candidates for companies: a brand, with its sector or without, directly before a post that someone holds."""
    sectors = tuple(table("lists")["sectors"]["words"])
    ends = [word.end for word in words]
    found = []
    for post in held:
        if post.label != "POSITION" or post.start in bodies or post.start == 0:
            continue
        last = bisect_left(ends, post.start)
        if last == len(ends) or ends[last] != post.start:
            continue
        first = _first(folded, words, last)
        inside = words[first : last + 1]
        text = folded[inside[0].start : post.start] if inside else ""
        if has_brand(folded, inside) and (text.endswith(sectors) or (len(text) <= 5 and _unknown(inside))):
            found.append(NameMatch(inside[0].start, post.start, "COMPANY", source="employer", score=0.7))
    return found


def _unknown(words: Sequence[Word]) -> bool:
    return len(words) >= 2 and all(word.kind in "ux" for word in words)


def _first(folded: str, words: Sequence[Word], last: int) -> int:
    """The first word of the brand that ends with word ``last``."""
    stops = head_tables().apposition | head_tables().posts
    first = last + 1
    while first > 0 and words[last].end - words[first - 1].start <= _LONGEST:
        word = words[first - 1]
        if word.kind not in "ngaux" or folded[word.start : word.end] in stops:
            break
        first -= 1
    return first
