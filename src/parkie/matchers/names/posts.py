"""Posts: 常务副区长, 联合创始人, 党委书记, and where they stand.

A post is a base word with what qualifies it. It is an entity only beside a named holder; that is decided in
:mod:`parkie.matchers.names.persons`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from parkie.matchers.names.tables import table

__all__ = ["Post", "find_posts"]


class Post(NamedTuple):
    """A post word: from its first qualifier to its end."""

    start: int
    end: int
    base: int
    """Where the post begins without what qualifies it."""


@dataclass(frozen=True, slots=True)
class _Tables:
    automaton: AhoCorasick
    prefixes: tuple[str, ...]
    unwritten: tuple[str, ...]


@cache
def _tables() -> _Tables:
    rows = table("persons")["posts"]
    by_size = sorted(set(rows["prefixes"]), key=len, reverse=True)
    return _Tables(AhoCorasick(rows["bases"]), tuple(by_size), tuple(rows["unwritten"]))


_LONGEST_PREFIX = 6
_MOST_PREFIXES = 4


def find_posts(folded: str) -> list[Post]:
    """Every post word in ``folded``, longest reading, in text order.

    >>> [text[p.start : p.end] for text in ["区委常委、常务副区长和首席科学家"] for p in find_posts(text)]
    ['常委', '常务副区长', '首席科学家']
    """
    tables = _tables()
    longest: dict[int, tuple[int, int]] = {}
    for _, base, end in tables.automaton.find_matches_as_indexes(folded, overlapping=True):
        reading = (_extended(folded, base, tables), base)
        longest[end] = min(reading, longest.get(end, reading))
    posts: list[Post] = []
    for end in sorted(longest):
        start, base = longest[end]
        while posts and posts[-1].start >= start:
            posts.pop()
        posts.append(Post(start, end, base))
    return [p for k, p in enumerate(posts) if k + 1 == len(posts) or posts[k + 1].start >= p.end]


def _extended(folded: str, start: int, tables: _Tables) -> int:
    """The start of the post whose base begins at ``start``, its qualifiers taken in."""
    for _ in range(_MOST_PREFIXES):
        before = folded[max(0, start - _LONGEST_PREFIX) : start]
        prefix = next((p for p in tables.prefixes if before.endswith(p)), "")
        if not prefix or prefix in tables.unwritten:
            break
        start -= len(prefix)
    return start
