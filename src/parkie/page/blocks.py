"""The lines of a page, with their place in the text and what can be seen of them without knowing any word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["Line", "find_lines", "is_prose", "is_truncated", "same_words"]

_LINE_RE = re.compile(r"[^\n]+")
_EDGE = " \t\u3000\x00"

# Prose has a full stop, or is long and has commas, or ends as a sentence does.
_LONG_PROSE = 40
_TRUNCATED_RE = re.compile(
    r"(?:\.{3,6}|…{1,2}|\.\.)(?:\s?[\[【(]?(?:详细|全文|更多|查看详情|查看全文|阅读全文|阅读更多|详情|查看更多)[\])】]?>{0,2}»?)?$"
)
_BLANK_RE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space round it.

    ``text`` is folded. ``role`` is what markup already says of it (``None`` for plain text), ``heading`` the
    rank of a heading element or 0, ``linked`` whether nearly all of it is links.
    """

    start: int
    end: int
    text: str
    role: str | None = None
    heading: int = 0
    linked: bool = False


def find_lines(
    folded: str, marks: Mapping[int, tuple[str | None, int, bool]] | None = None
) -> Iterator[Line]:
    """The lines of ``folded`` that are not blank; ``marks`` gives what markup says of the line at an offset.

    >>> [line.text for line in find_lines("  甲园区开园\\n\\n \\n三家企业签约。")]
    ['甲园区开园', '三家企业签约。']
    """
    marks = marks or {}
    for match in _LINE_RE.finditer(folded):
        raw = match.group()
        text = raw.strip(_EDGE)
        if not text or text.isspace():
            continue
        start = match.start() + len(raw) - len(raw.lstrip(_EDGE))
        role, heading, linked = marks.get(match.start(), (None, 0, False))
        yield Line(start, start + len(text), text, role, heading, linked)


def is_prose(text: str) -> bool:
    """Whether a folded line is running text rather than a heading, a label or a button.

    >>> is_prose("三家企业昨日签约。"), is_prose("甲园区开园")
    (True, False)
    """
    if "。" in text:
        return True
    if len(text) >= _LONG_PROSE and (text.count(",") + text.count(";") >= 2 or text[-1] in ":;!?…"):
        return True
    return len(text) >= _LONG_PROSE // 2 and text[-1] in ";!?:" and "," in text


def is_truncated(text: str) -> bool:
    """Whether a line breaks off, as the abstracts in lists of articles do."""
    return _TRUNCATED_RE.search(text[-16:]) is not None


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, spaces aside.

    >>> same_words("甲园区 一期开园", "甲园区一期 开园")
    True
    """
    return one == other or _BLANK_RE.sub("", one) == _BLANK_RE.sub("", other)
