"""Which line of a page is title, body, teaser or boilerplate.

The lines come with a role from the cues. Lines that end or interrupt an article cut the page into stretches; the
stretch with most running text is the article, and what lies round it falls into place:

    head        what stands before the first paragraph: trail, title, posting line
    article     from there to the last line before the foot; furniture inside is taken out
    lists       other articles, from a heading such as 相关文章 or from a run of cut-off abstracts
    foot        the rest

Running text is kept in the body wherever it stands, unless it stands in a list of other articles or behind the
end of the article. A text with no furniture round it is a title, if it begins with one, and body.
"""

from __future__ import annotations

from collections.abc import Sequence

from parkie.page.blocks import Line, is_truncated, same_words
from parkie.page.cues import LOOSE
from parkie.page.draft import BODY, BOILERPLATE, TEASER, TITLE, Draft
from parkie.page.headline import TITLE_LONGEST, find_title, may_be_title

__all__ = ["BODY", "BOILERPLATE", "TEASER", "TITLE", "find_kinds"]

_ENDS = frozenset({"end", "related", LOOSE})
_BREAKS = _ENDS | {"contact", "tags", "crumb"}
_HEAD_ROLES = frozenset({"crumb", "posting", "nav", "credit", "tool"})
_MEEK_ROLES = frozenset({"posting", "nav"})
"""Roles that mean nothing between two paragraphs: a date or a short linked line there is the article's own."""

_ABSTRACT_SHORTEST = 30
_TEASER_SHORTEST = 50
_OWN_BEHIND, _OWN_BEFORE = 60, 20
"""Running text this long behind, or before, an interruption belongs to the article."""

_BEHIND_SHARE = 0.25
"""Comments are often longer than the article; an article behind a list is longer by far than what precedes it."""


def find_kinds(
    lines: Sequence[Line], roles: Sequence[str | None], headlines: Sequence[str] = ()
) -> list[str]:
    """The kind of each line; ``headlines`` are the titles that the markup of the page names, best first."""
    draft = Draft(lines, list(roles))
    lists = _lists(draft)
    stretches = _stretches(draft, lists)
    main = _main(draft, stretches)
    if main is not None:
        for stretch in _article(draft, stretches, main):
            _mark_body(draft, stretch)
        _mark_head(draft, stretches, main, headlines)
    _mark_teasers(draft, lists)
    return draft.kinds


# --- lists of other articles -----------------------------------------------------------------------------------


def _lists(draft: Draft) -> list[bool]:
    """For each line, whether it stands in a list of other articles."""
    inside = [False] * len(draft.lines)
    cards = _cards(draft)
    listing = told = False
    titles = abstracts = 0
    for number, role in enumerate(draft.roles):
        if (
            draft.lines[number].role == "related"
        ):  # markup bounds its lists, so nothing behind them is in doubt
            inside[number] = True
            continue
        if role == "related" or number in cards or (role == LOOSE and not _background(draft, number)):
            listing, titles, abstracts = True, 0, int(number in cards)
        elif listing and (role == "crumb" or (titles and not abstracts and _resumes(draft, number))):
            listing = False
        elif listing and not told and _begins(draft, number):
            listing = inside[number - 1] = False
        inside[number] = listing
        told = told or (not listing and draft.running(number))
        titles += draft.own(number) and not draft.prose[number]
        abstracts += draft.prose[number]
    return inside


def _cards(draft: Draft) -> frozenset[int]:
    """Lines that begin a card (title, perhaps again, and an abstract that breaks off), where there are several."""
    found = []
    twice = False
    for number in range(1, len(draft.lines)):
        text = draft.lines[number].text
        if len(text) < _ABSTRACT_SHORTEST or not is_truncated(text):
            continue
        first = number - 1
        if draft.prose[first] and len(draft.lines[first].text) > TITLE_LONGEST:
            continue
        if first and same_words(draft.lines[first].text, draft.lines[first - 1].text):
            first -= 1
            twice = True
        elif draft.prose[first]:
            continue
        found.append(first)
    return frozenset(found) if twice or len(found) >= 3 else frozenset()


def _background(draft: Draft, number: int) -> bool:
    """Whether whole paragraphs, not links, follow a heading such as 相关链接."""
    following = [n for n in range(number + 1, min(number + 3, len(draft.lines))) if draft.own(n)]
    return any(draft.prose[n] and not is_truncated(draft.lines[n].text) for n in following)


def _resumes(draft: Draft, number: int) -> bool:
    """Whether the article goes on here, after titles of others: two whole paragraphs in a row."""
    pair = range(number, number + 2)
    return pair.stop <= len(draft.lines) and all(
        draft.running(n) and "。" in draft.lines[n].text and not is_truncated(draft.lines[n].text)
        for n in pair
    )


def _begins(draft: Draft, number: int) -> bool:
    """Whether a posting line stands between a title and a whole paragraph: the article behind a list of others."""
    if draft.roles[number] != "posting" or not number or not may_be_title(draft, number - 1):
        return False
    following = range(number + 1, min(number + 5, len(draft.lines)))
    return any(
        draft.running(n) and "。" in draft.lines[n].text and not is_truncated(draft.lines[n].text)
        for n in following
    )


def _mark_teasers(draft: Draft, lists: list[bool]) -> None:
    """Mark the abstracts of other articles; their titles stay boilerplate."""
    for number, line in enumerate(draft.lines):
        if draft.kinds[number] != BOILERPLATE:
            continue
        cut_off = len(line.text) >= _ABSTRACT_SHORTEST and is_truncated(line.text)
        whole = (
            lists[number]
            and draft.running(number)
            and len(line.text) >= _TEASER_SHORTEST
            and not _repeated(draft, number)
        )
        if (cut_off and not _repeated(draft, number)) or whole:
            draft.kinds[number] = TEASER


def _repeated(draft: Draft, number: int) -> bool:
    """Whether the line before or after says the same, as the titles in lists do."""
    near = (n for n in (number - 1, number + 1) if 0 <= n < len(draft.lines))
    return any(same_words(draft.lines[n].text, draft.lines[number].text) for n in near)


# --- the article -----------------------------------------------------------------------------------------------


def _stretches(draft: Draft, lists: list[bool]) -> list[range]:
    """The page cut at every line that ends or interrupts an article."""
    out = []
    start = 0
    for number in range(len(draft.lines) + 1):
        if number == len(draft.lines) or lists[number] or draft.roles[number] in _BREAKS:
            if number > start:
                out.append(range(start, number))
            start = number + 1
    return out


def _main(draft: Draft, stretches: list[range]) -> range | None:
    """The heaviest stretch; what stands behind the end of an article (comments, disclaimers) counts less."""
    best, heaviest = None, 0.0
    share, told, at = 1.0, False, 0
    for stretch in stretches:
        if told and any(draft.roles[n] in _ENDS for n in range(at, stretch.start)):
            share = _BEHIND_SHARE
        weight = draft.weight(stretch) * share
        if weight > heaviest:
            best, heaviest = stretch, weight
        told = told or draft.running_length(stretch) >= _OWN_BEHIND
        at = stretch.stop
    return best


def _article(draft: Draft, stretches: list[range], main: range) -> list[range]:
    """The stretches that make up the article: the heaviest, and its neighbours as long as nothing ends it."""
    place = stretches.index(main)
    parts = [main]
    for stretch in stretches[place + 1 :]:
        if _ended(draft, range(parts[-1].stop, stretch.start)):
            break
        if draft.running_length(stretch) >= _OWN_BEHIND:
            parts.append(stretch)
    for stretch in reversed(stretches[:place]):
        if _ended(draft, range(stretch.stop, parts[0].start)):
            break
        if draft.running_length(stretch) >= _OWN_BEFORE:
            parts.insert(0, stretch)
    return parts


def _ended(draft: Draft, gap: range) -> bool:
    """Whether one article ends or another begins in the gap; a list of titles in the middle ends nothing."""
    return any(draft.roles[n] in ("end", "crumb") for n in gap)


def _mark_body(draft: Draft, stretch: range) -> None:
    """Mark the lines of a stretch that are the article's own; the head is taken out later."""
    running = [n for n in stretch if draft.running(n)]
    first, last = (running[0], running[-1]) if running else (stretch.stop, stretch.start - 1)
    for number in stretch:
        meek = draft.roles[number] in _MEEK_ROLES and first < number < last and not _menu(draft, number)
        if draft.own(number) or meek:
            draft.kinds[number] = BODY


def _menu(draft: Draft, number: int) -> bool:
    """Whether three or more lines in a row are menu entries."""
    length = 1
    for step in (-1, 1):
        n = number + step
        while 0 <= n < len(draft.roles) and draft.roles[n] == "nav" and length < 3:
            length += 1
            n += step
    return draft.roles[number] == "nav" and length >= 3


# --- the head --------------------------------------------------------------------------------------------------


def _mark_head(draft: Draft, stretches: list[range], main: range, headlines: Sequence[str]) -> None:
    """Find the title, and take out of the body what stands before the article."""
    first_body = next((n for n, kind in enumerate(draft.kinds) if kind == BODY), None)
    if first_body is None:
        return
    stretch = next((s for s in stretches if first_body in s), main)
    first = next((n for n in stretch if _opens(draft, n)), stretch.stop)
    start = _page_start(draft, stretch.start)
    head = range(start, first)
    furniture = [n for n in head if draft.roles[n] in _HEAD_ROLES]
    title = find_title(draft, head, furniture, headlines)
    if title is None and not furniture:
        return
    after = max([n for n in (*furniture, *(title or ())) if n < first], default=start - 1)
    for number in range(start, after + 1):
        draft.kinds[number] = BOILERPLATE
    for number in title or ():
        draft.kinds[number] = TITLE


def _opens(draft: Draft, number: int) -> bool:
    """Whether the line is a paragraph, not a headline with commas in it."""
    text = draft.lines[number].text
    return draft.running(number) and ("。" in text or len(text) > TITLE_LONGEST)


def _page_start(draft: Draft, number: int) -> int:
    """Where the head of the article in the stretch at ``number`` begins: after the last list or foot before it."""
    while number and draft.roles[number - 1] not in _ENDS:
        number -= 1
    return number
