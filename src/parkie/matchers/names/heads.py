"""Names found at their head: 云溪市明德激光科技|有限公司, 光子传感|产业园, 云溪区|经信委.

What a name may end in, and what must stand before that, is in ``name_heads.toml``; the left edge is found by
:mod:`parkie.matchers.names.walk`.
"""

from __future__ import annotations

from collections.abc import Iterator

from parkie.matchers.names.tables import Head, head_tables
from parkie.matchers.names.walk import Walk
from parkie.matchers.names.words import NAME, WordedText
from parkie.matchers.reading import NameMatch

__all__ = ["find_headed"]

_QUOTED = 30
"""The longest quotation that is read as one name, in characters."""
_COUNTS = frozenset("0123456789一二三四五六七八九十两双")
_SCORES = {"named": 0.85, "specific": 0.75, "any": 0.95, "held": 0.85, "tight": 0.65, "place": 0.75}


def find_headed(text: WordedText, posts: frozenset[int] = frozenset()) -> list[NameMatch]:
    """Candidates that end in a head; they may overlap. ``posts`` is where the posts in the text begin."""
    folded = text.folded
    found = []
    counts: dict[str, int] = {}
    for head, end in _heads(folded):
        index = text.ending(end)
        if index is None or _is_other(text, head, index, end) or (head.needs == "held" and end not in posts):
            continue
        head_start = end - len(head.form)
        quoted = _quoted(folded, end)
        if quoted is not None:
            inside = text.between(quoted, head_start)
            if any(folded[word.start : word.end] not in head_tables().generic for word in inside):
                found.append(NameMatch(quoted, end, head.label, source=f"quoted:{head.form}", score=0.9))
            continue
        start = Walk(text, head, head_start, counts).left_edge(index)
        if start is not None:
            found.append(NameMatch(start, end, head.label, source=f"head:{head.form}", score=_SCORES[head.needs]))
    return found


def _is_other(text: WordedText, head: Head, index: int, end: int) -> bool:
    """True where what follows makes another word of the head, or an area is a division: 云溪|浦东新区."""
    tables = head_tables()
    if text.folded[end : end + 1] in tables.glue or text.folded.startswith(tables.followers.get(head.form, ()), end):
        return True
    word = text.words[index]
    return head.label == "REGION" and word.kind == NAME and word.label == "DISTRICT"


def _quoted(folded: str, end: int) -> int | None:
    """Where the quotation that closes at ``end`` begins, if it can be a name."""
    if folded[end : end + 1] != "”":
        return None
    opening = folded.rfind("“", max(0, end - _QUOTED), end)
    inside = folded[opening + 1 : end]
    if opening < 0 or len(inside) < 4 or any(mark in inside for mark in ",。;:!?”、-+的") or inside[0] in _COUNTS:
        return None
    return opening + 1


def _heads(folded: str) -> Iterator[tuple[Head, int]]:
    """Each head with its end; of the heads of one label that end together only the longest."""
    tables = head_tables()
    best: dict[tuple[str, int], Head] = {}
    for index, _, end in tables.automaton.find_matches_as_indexes(folded, overlapping=True):
        head = tables.heads[index]
        key = (head.label, end)
        if key not in best or len(best[key].form) < len(head.form):
            best[key] = head
    return ((head, end) for (_, end), head in best.items())
