"""Companies shown by the post of a person behind them: 岚图汽车|CEO|卢放."""

from __future__ import annotations

from collections.abc import Sequence

from parkie.matchers.names.tables import head_tables, table
from parkie.matchers.names.walk import has_brand
from parkie.matchers.names.words import WordedText
from parkie.matchers.reading import NameMatch

__all__ = ["find_employers"]

_LONGEST = 10
_OFFICES = frozenset("委局办厅处科部会")
"""Last characters of an office rather than a firm: 卫健委|主任."""


def find_employers(
    text: WordedText, held: Sequence[NameMatch], bodies: dict[int, int]
) -> list[NameMatch]:
    """Candidates for companies: a brand, with its sector or without, directly before a post that someone holds."""
    sectors = tuple(table("lists")["sectors"]["words"])
    found = []
    for post in held:
        if post.label != "POSITION" or post.start in bodies:
            continue
        last = text.ending(post.start)
        if last is None:
            continue
        inside = text.words[_first(text, last) : last + 1]
        if not inside or not has_brand(text.folded, inside):
            continue
        name = text.folded[inside[0].start : post.start]
        unknown = len(name) <= 5 and all(word.kind in "ux" for word in inside)
        if unknown or name.endswith(sectors):
            label = "GOVERNMENT" if name[-1] in _OFFICES else "COMPANY"
            found.append(NameMatch(inside[0].start, post.start, label, source="employer", score=0.7))
    return found


def _first(text: WordedText, last: int) -> int:
    """The first word of the brand that ends with word ``last``."""
    stops = head_tables().apposition | head_tables().posts
    first = last + 1
    while first > 0 and text.words[last].end - text.words[first - 1].start <= _LONGEST:
        if text.words[first - 1].kind not in "ngaux" or text.text(first - 1) in stops:
            break
        first -= 1
    return first
