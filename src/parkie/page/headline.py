"""Which lines above an article are its title.

A title stands beside the posting line or behind the trail, or is named by markup; on a page that has nothing but an
article it is the first line, unless that is a part of the article itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parkie.page.blocks import same_words
from parkie.page.draft import Draft

__all__ = ["TITLE_LONGEST", "find_title", "may_be_title"]

_TITLE_SHORTEST, TITLE_LONGEST = 6, 100
_HEAD_LONGEST = 6
"""Lines before the first paragraph where the first may be the title of a page that has nothing else."""

_WRAPPED_SHORTEST = 40
_FIELD_RES = (re.compile(r"\S{1,4}:\s*\S"), re.compile(r"【[^】]{1,12}】\S"))
_LOOSE_FIELD_RE = re.compile(r"\S{1,12}:\s*\S")
_PART_RE = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.章节部]|[(\[]?\d{1,2}[)\].、](?!\d)|--|[^\w(\[{<《【“\"'])|^\([^()]*\)$|[:…~-]$"
)
"""A heading of a part, an item, a subtitle, the number of a document, a line that goes on: no title."""

_BYLINE_RE = re.compile(r"(?:记者|评论员|通讯员|作者|编辑|摄影|admin)|^[\u4e00-\u9fff·]{2,4} +\d{1,2}:\d{2}$")
_DATELINE_RE = re.compile(
    r"[(【]?(?:[\u4e00-\u9fff·]{2,14} ?(?:\d{4}年)?\d{1,2}月\d{1,2}日 ?(?:电|讯|消息)"
    r"|本报讯|本网讯|[\u4e00-\u9fff]{2,12}(?:讯|消息)[ (:,])"
)


def find_title(
    draft: Draft, head: range, furniture: list[int], headlines: Sequence[str]
) -> tuple[int, ...] | None:
    """The lines of the title, by the first rule that finds one; None where none does.

    ``head`` is what stands above the first paragraph, ``furniture`` the lines of it that are no part of the article,
    ``headlines`` the titles that the markup of the page names, best first.
    """
    candidates = [n for n in head if may_be_title(draft, n)]
    for headline in filter(None, headlines):
        named = [n for n in candidates if _is_headline(draft.lines[n].text, headline)]
        if named:
            return (named[-1],)
    headings = [n for n in candidates if draft.lines[n].heading == 1]
    if headings:
        return (headings[-1],)
    return (
        _beside_posting(draft, candidates, furniture)
        or _after_trail(draft, candidates, furniture)
        or _before_dateline(draft, head, candidates)
        or _on_top(draft, head, furniture)
    )


def _beside_posting(draft: Draft, candidates: list[int], furniture: list[int]) -> tuple[int, ...] | None:
    """The line before the posting line, with a subtitle; or the one after it, where none stands before."""
    postings = [n for n in furniture if draft.roles[n] in ("posting", "credit")]
    if not postings:
        return None
    before = [n for n in candidates if n < postings[-1]]
    trails = [n for n in furniture if draft.roles[n] == "crumb"]
    if trails:
        before = [n for n in before if n > trails[-1]] or ([] if trails[-1] < postings[-1] else before)
    if before:
        title = before[-1]
        if draft.lines[title].text.startswith("--") and title - 1 in candidates:
            return (title - 1, title)
        return (title,)
    after = [n for n in candidates if n > postings[-1]]
    return (after[0],) if after else None


def _after_trail(draft: Draft, candidates: list[int], furniture: list[int]) -> tuple[int, ...] | None:
    """The first line after the trail or the menu."""
    trails = [n for n in furniture if draft.roles[n] == "crumb"] or [
        n for n in furniture if draft.roles[n] in ("nav", "tool")
    ]
    after = [n for n in candidates if trails and n > trails[-1]]
    return (after[0],) if after else None


def _before_dateline(draft: Draft, head: range, candidates: list[int]) -> tuple[int, ...] | None:
    """A first line whose next line opens with a dateline: 某某社南京8月9日电."""
    if len(head) != 1 or not candidates or head.stop >= len(draft.lines):
        return None
    return (candidates[0],) if _DATELINE_RE.match(draft.lines[head.stop].text[:60]) else None


def _on_top(draft: Draft, head: range, furniture: list[int]) -> tuple[int, ...] | None:
    """The first line that is long enough, on a page with nothing round its article, where paragraphs follow it."""
    if furniture or head.start or not 1 <= len(head) <= _HEAD_LONGEST or head.stop >= len(draft.lines):
        return None
    number = next((n for n in head if len(draft.lines[n].text) >= _TITLE_SHORTEST), None)
    if number is None or not may_be_title(draft, number):
        return None
    first, second = (draft.lines[n].text for n in (number, number + 1))
    fields = _FIELD_RES if draft.prose[number + 1] else (*_FIELD_RES, _LOOSE_FIELD_RE)
    in_table = any(field.match(first) and field.match(second) for field in fields)
    part = any(_PART_RE.search(draft.lines[n].text) for n in range(head.start, number + 1))
    return None if in_table or part or _is_wrapped(first, second) else (number,)


def _is_wrapped(first: str, second: str) -> bool:
    """Whether the line can be the first of a paragraph that is broken into lines."""
    as_long = abs(len(first) - len(second)) <= 2 and not set(first) & set("!? ")
    goes_on = as_long and "," in first + second and second[-1] not in "。!?:"
    clauses = first.count(",") + first.count(";")
    return "。" in first or goes_on or (len(first) >= _WRAPPED_SHORTEST and clauses >= 2)


def may_be_title(draft: Draft, number: int) -> bool:
    """Whether the line can be a title: no furniture, no sentence, neither short nor long, no byline."""
    text = draft.lines[number].text
    if not draft.own(number) or not _TITLE_SHORTEST <= len(text) <= TITLE_LONGEST or text[-1] in "。;,":
        return False
    return not (len(text) <= 24 and _BYLINE_RE.search(text))


def _is_headline(text: str, headline: str) -> bool:
    """Whether the line is what the markup names as title, give or take the name of the site behind it."""
    return same_words(text, headline) or (len(text) >= _TITLE_SHORTEST and headline.startswith(text))
