"""Sentence and clause bounds of folded text, as offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["clauses", "sentences"]

# A full stop, question or exclamation mark with the quotes and brackets that close behind it; a line break; or
# a run of three spaces, which is how scraped abstracts keep their paragraphs apart.
_SENTENCE_END_RE = re.compile(r"[。!?]+[”’)》\]]{0,3}|[\r\n]+|[ \t]{3,}")
_LONGEST = 800
"""Characters of the longest sentence: what runs on is cut, so that work per sentence has a bound on any page."""
_CLAUSE_END_RE = re.compile(r"[,;:](?!\d{3})|--")
_SPACED_END_RE = re.compile(r"[,;: ](?!\d{3})|--")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]`` as (start, end), white space at the edges left out.

    A sentence that runs on without an end is cut behind a comma, at the latest after 800 characters.

    >>> [s[0:2] for s in sentences("园区开园。现有企业20家!")]
    [(0, 5), (5, 13)]
    """
    end = len(text) if end is None else end
    position = start
    for match in _SENTENCE_END_RE.finditer(text, start, end):
        yield from _trimmed(text, position, match.end())
        position = match.end()
    yield from _trimmed(text, position, end)


def clauses(text: str, start: int, end: int, *, spaced: bool = False) -> list[tuple[int, int]]:
    """The clauses of the sentence ``text[start:end]``: cut behind commas, semicolons, colons and dashes.

    Titles are ``spaced``: 云湖产业园开工 18个项目签约 has two clauses.

    >>> clauses("今年,园区引进企业5家", 0, 12)
    [(0, 3), (3, 12)]
    """
    out: list[tuple[int, int]] = []
    position = start
    for match in (_SPACED_END_RE if spaced else _CLAUSE_END_RE).finditer(text, start, end):
        if match.end() > position:
            out.append((position, match.end()))
            position = match.end()
    if position < end:
        out.append((position, end))
    return out


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        cut = max(text.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in ",;、 ") + 1
        cut = cut or start + _LONGEST
        yield start, cut
        start = cut
    if end > start:
        yield start, end
