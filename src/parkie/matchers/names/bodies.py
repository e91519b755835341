"""Bodies and areas that need no head of their own: 市委, 云溪市发展促进中心|党组, 五个新城."""

from __future__ import annotations

import re
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from parkie.matchers.names.tables import head_tables, table
from parkie.matchers.reading import NameMatch

__all__ = ["find_appended", "find_bare_bodies", "find_groups"]

_GROUP_RE = re.compile(
    "(?:(?:东北|西北|西南|华东|华北|中部|沿海|京津冀|长三角|珠三角)?[三四五六七八九十两]省(?:[一二三]?[市区])?(?!级|部|属|重))"
    "|[三四五六七八九]个新城|[三四五六七八九十]{1,2}城市(?!群)"
)


def find_groups(folded: str) -> list[NameMatch]:
    """Fixed groups with a number, which are areas.

    >>> [text[m.start : m.end] for text in ["五个新城与东北三省一区"] for m in find_groups(text)]
    ['五个新城', '东北三省一区']
    """
    return [
        NameMatch(match.start(), match.end(), "REGION", source="group", score=0.8)
        for match in _GROUP_RE.finditer(folded)
    ]


@cache
def _bare_bodies() -> AhoCorasick:
    return AhoCorasick(table("persons")["bodies"]["bare"], matchkind=MatchKind.LeftmostLongest)


def find_bare_bodies(folded: str) -> list[NameMatch]:
    """市委, 管委会, 党工委 where the text means one known body."""
    return [
        NameMatch(start, end, "GOVERNMENT", source="body:bare", score=0.7)
        for _, start, end in _bare_bodies().find_matches_as_indexes(folded)
        if not folded.startswith(("员", "会议", "人民"), end)
    ]


def find_appended(folded: str, bodies: dict[int, int]) -> list[NameMatch]:
    """Committees of a body that another rule found: 云溪市发展促进中心|党组.

    ``bodies`` maps the end of each name of a body to its start.
    """
    found = []
    for _, start, end in _committees().find_matches_as_indexes(folded):
        if start in bodies and folded[end : end + 1] not in head_tables().glue:
            found.append(NameMatch(bodies[start], end, "GOVERNMENT", source="head:committee", score=0.85))
    return found


@cache
def _committees() -> AhoCorasick:
    return AhoCorasick(table("persons")["bodies"]["committees"], matchkind=MatchKind.LeftmostLongest)
