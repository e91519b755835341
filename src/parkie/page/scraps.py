"""Scraps that cling to the text of an article: cut off its first and last paragraph, and out of its middle.

Scraped articles come with the fields of the page run into their text: ``2023-07-25 18:23，正文：`` before it,
``返回搜狐，查看更多责任编辑：`` behind it, an advertisement between two sentences. The patterns are in
``lexicon/data/page_cues.toml``; they look at the first and last characters of a stretch only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from parkie.lexicon.store import read_toml
from parkie.page.cues import to_lower

__all__ = ["Scrap", "find_head_scraps", "find_inserts", "find_tail_scraps"]

_HEAD_WINDOW = 160
_TAIL_WINDOW = 320
_MOST = 8
"""Scraps at one end of a text are few; a text made of them is no article."""

_NAME = r"[\u4e00-\u9fff]{1,2}(?![在于从自到据至])[\u4e00-\u9fff]"
"""A personal name, without the preposition that may follow it."""

_GIVES = ("title", "outlet", "published")
_GROUP_RE = re.compile(r"\(\?P<\w+>")
_BEHIND = r"(?:^|(?<=[。!?;”…)\]】\s]))"
"""The beginning of the window, or what ends a sentence."""


class Scrap(NamedTuple):
    """A scrap and what it tells: stretches by ``title``, ``outlet``, ``published``."""

    start: int
    end: int
    gives: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    not_title: re.Pattern[str] | None


@cache
def _patterns(name: str) -> tuple[_Pattern, ...]:
    """The patterns of one table; a tail begins behind the end of a sentence and reaches the end of the text."""
    table = read_toml("page_cues.toml")
    agency = f"(?:{'|'.join(table['outlets']['agencies'])})"
    out = []
    for row in table[name]:
        pattern = row["pattern"].replace("<agency>", agency).replace("<name>", _NAME)
        if name == "tails":
            behind = "" if row.get("anywhere") else _BEHIND
            pattern = rf"{behind}(?:{pattern})\s{{0,8}}\Z"
        excluded = row.get("not_title")
        out.append(_Pattern(re.compile(pattern), re.compile(excluded) if excluded else None))
    return tuple(out)


@cache
def _any_tail() -> re.Pattern[str]:
    """Any tail at all: one search says that most windows have none."""
    patterns = [_GROUP_RE.sub("(?:", pattern.regex.pattern) for pattern in _patterns("tails")]
    behind = "|".join(pattern.removeprefix(_BEHIND) for pattern in patterns if pattern.startswith(_BEHIND))
    anywhere = "|".join(pattern for pattern in patterns if not pattern.startswith(_BEHIND))
    return re.compile(f"{_BEHIND}(?:{behind})|{anywhere}")


def find_head_scraps(folded: str, start: int, end: int) -> list[Scrap]:
    """Scraps before the text of the article in ``folded[start:end]``, in text order.

    >>> text = "2023-07-25 18:23,正文:甲园区开园。"
    >>> [text[s.start : s.end] for s in find_head_scraps(text, 0, len(text))]
    ['2023-07-25 18:23,正文:']
    """
    found: list[Scrap] = []
    while len(found) < _MOST:
        window = to_lower(folded[start : min(end, start + _HEAD_WINDOW)])
        scrap = next(filter(None, (_head(p, window, start) for p in _patterns("heads"))), None)
        if scrap is None:
            break
        found.append(scrap)
        start = scrap.end
        while start < end and folded[start].isspace():
            start += 1
    return found


def _head(pattern: _Pattern, window: str, offset: int) -> Scrap | None:
    """The scrap at the start of the window, unless the pattern's title turns out to be none."""
    match = pattern.regex.match(window)
    if match is None or not match.group():
        return None
    title = match.groupdict().get("title") or ""
    if title.count("“") != title.count("”") or (pattern.not_title and pattern.not_title.search(title)):
        return None
    return _scrap(match, offset)


def find_tail_scraps(folded: str, start: int, end: int) -> list[Scrap]:
    """Scraps behind the text of the article in ``folded[start:end]``, in text order.

    >>> text = "甲园区昨日开园。(王小园)返回搜狐,查看更多责任编辑:"
    >>> [text[s.start : s.end] for s in find_tail_scraps(text, 0, len(text))]
    ['(王小园)', '返回搜狐,查看更多责任编辑:']
    """
    found: list[Scrap] = []
    while len(found) < _MOST and end > start:
        begin = max(start, end - _TAIL_WINDOW)
        window = to_lower(folded[begin:end])
        if not _any_tail().search(window):
            break
        matches = filter(None, (p.regex.search(window) for p in _patterns("tails")))
        match = next(matches, None)
        if match is None or not match.group():
            break
        found.append(_scrap(match, begin))
        end = found[-1].start
        while end > start and folded[end - 1].isspace():
            end -= 1
    return found[::-1]


def find_inserts(folded: str) -> Iterator[Scrap]:
    """Advertisements inside paragraphs, in text order of each pattern."""
    for pattern in _patterns("inserts"):
        for match in pattern.regex.finditer(folded):
            yield _scrap(match, 0)


def _scrap(match: re.Match[str], offset: int) -> Scrap:
    """The match as a scrap of the whole text."""
    groups = match.re.groupindex
    gives = {
        name: (match.start(name) + offset, match.end(name) + offset)
        for name in _GIVES
        if name in groups and match.start(name) >= 0 and match.start(name) < match.end(name)
    }
    return Scrap(match.start() + offset, match.end() + offset, gives)
