"""An article as a page to look at: its text with everything marked, and its events as cards.

The page is a file of its own. It works without its script, which adds choosing, filtering and the keys; in a
notebook it comes without it, see ``notebook_view``.
"""

from __future__ import annotations

import html
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from markupsafe import Markup, escape

from parkie.errors import RecordError
from parkie.records.article import Article
from parkie.records.events import EventBase
from parkie.writers.escape import CONTROL_RE, escape_controls
from parkie.writers.normal import normal_form
from parkie.writers.web.marks import CODES, FAMILIES, Shown, evidence_of, shown_of
from parkie.writers.web.nesting import Mark, Open, Text, cut, nest
from parkie.writers.web.shell import fill

__all__ = ["notebook_view", "render_view"]

_STYLES: Final = ("page.css", "view.css")
_GIST: Final = 4  # arguments in the head of a card
_NOTEBOOK_HEIGHT: Final = 560  # pixels; a frame without a script cannot find its own
_KEPT: Final = "\n\t"  # the controls that a page lays out itself


class Tag(NamedTuple):
    """What opens and what closes a mark."""

    opening: Markup
    going_on: Markup
    closing: Markup


def render_view(article: Article, *, script: bool = True) -> str:
    """The article as one HTML document; without ``script`` it only lies there.

    Raises:
        RecordError: the article was read back without its text.
    """
    if not article.text:
        raise RecordError(
            "expected an article with its text, which a view marks, found one without; "
            "keep it with model_dump_json(context={'text': True}) or --with-text"
        )
    shown = shown_of(article)
    numbers = {(each.span.start, each.span.end): number for number, each in enumerate(shown)}
    labels = Counter(each.label for each in shown)
    types = Counter(event.type for event in article.events)
    return fill(
        "view.html",
        _STYLES,
        "view.js" if script else None,
        article=article,
        published=normal_form(article.published) if article.published else "",
        legend=[
            (family, label, CODES[label], labels[label])
            for family, members in FAMILIES.items()
            for label in members
            if labels[label]
        ],
        types=sorted(types.items()),
        text=Markup("").join(_text(article, shown)),
        cards=[_card(number, event, numbers) for number, event in enumerate(article.events)],
    )


def notebook_view(article: Article) -> str | None:
    """The view for the output of a notebook's cell: a sandboxed frame with the page without script in it.

    A notebook's page is a place where scripts have the rights of its reader, so nothing of a foreign text may run
    there: the frame allows no script, whatever is in it, and keeps the styles of page and notebook apart. None, which
    shows the plain form, for an article without its text.
    """
    if not article.text:
        return None
    page = html.escape(render_view(article, script=False), quote=True)
    return (
        f'<iframe sandbox="" title="parkie: the article and its events" width="100%" height="{_NOTEBOOK_HEIGHT}" '
        f'frameborder="0" srcdoc="{page}"></iframe>'
    )


# -- the text --------------------------------------------------------------------------------------


class Block(NamedTuple):
    """A part of the text of one kind; ``gap`` is what lies between sections."""

    kind: str
    start: int
    end: int


def _blocks(article: Article) -> list[Block]:
    """The sections and the gaps between them, which together are the whole text."""
    blocks: list[Block] = []
    at, length = 0, len(article.text)
    for section in sorted(article.sections, key=lambda section: section.start):
        start, end = max(section.start, at), min(section.end, length)
        if start >= end:
            continue
        if start > at:
            blocks.append(Block("gap", at, start))
        blocks.append(Block(section.kind, start, end))
        at = end
    if at < length:
        blocks.append(Block("gap" if blocks else "body", at, length))
    return blocks


def _text(article: Article, shown: list[Shown]) -> Iterator[Markup]:
    """The text with its marks, block by block."""
    evidence = evidence_of(article)
    tags = [_mark_tag(number, each) for number, each in enumerate(shown)]
    marks = [Mark(each.span.start, each.span.end, 1, number) for number, each in enumerate(shown)]
    marks += [
        Mark(each.span.start, each.span.end, 0, len(tags) + number) for number, each in enumerate(evidence)
    ]
    tags += [_evidence_tag(each.events) for each in evidence]
    blocks = _blocks(article)
    told = sorted(event.trigger.start for event in article.events)
    pieces = cut(marks, [block.start for block in blocks] + [len(article.text)])
    for block, inside in zip(blocks, pieces, strict=True):
        tells = bisect_left(told, block.start) < bisect_left(told, block.end)
        opening, closing = _block_tags(block, article.text, tells)
        yield opening
        for step in nest(inside, block.start, block.end):
            if isinstance(step, Text):
                yield _characters(article.text[step.start : step.end])
            elif isinstance(step, Open):
                yield tags[step.key].opening if step.first else tags[step.key].going_on
            else:
                yield tags[step.key].closing
        yield closing


def _block_tags(block: Block, text: str, told: bool) -> tuple[Markup, Markup]:
    """What is around a block. Page furniture folds, and is folded where it tells of no event."""
    if block.kind == "gap" and not text[block.start : block.end].strip():
        return Markup('<span class="gap">'), Markup("</span>")
    if block.kind in ("boilerplate", "teaser"):
        unfolded = Markup(" open") if told or block.kind == "teaser" else Markup("")
        name = f"{block.kind}, {block.end - block.start:,} characters"
        opening = '<details class="section {0}"{1}><summary data-name="{2}" aria-label="{2}"></summary><div>'
        return Markup(opening).format(block.kind, unfolded, name), Markup("</div></details>")
    return Markup('<div class="section {}">').format(block.kind), Markup("</div>")


def _mark_tag(number: int, shown: Shown) -> Tag:
    roles = " ".join(f"{event}:{role}" for event, role in shown.roles)
    data = Markup('class="m {}{}" data-m="{}" data-label="{}"').format(
        shown.family, " triggers" if shown.triggers else "", number, shown.label
    )
    normal = escape_controls(shown.normal)
    opening = Markup(
        '<mark id="m{}" tabindex="-1" {} data-code="{}" data-roles="{}" data-normal="{}" title="{}">'
    )
    title = f"{shown.label}: {normal}" if normal else shown.label
    return Tag(
        opening.format(number, data, shown.code, roles, normal, title),
        Markup("<mark {}>").format(data),
        Markup("</mark>"),
    )


def _evidence_tag(events: list[int]) -> Tag:
    opening = Markup('<span class="ev" data-events="{}">').format(" ".join(map(str, events)))
    return Tag(opening, opening, Markup("</span>"))


def _characters(text: str) -> Markup:
    """The characters escaped; an invisible one is drawn as its escape, with its code point beside it."""
    out: list[Markup] = []
    at = 0
    for match in CONTROL_RE.finditer(text):
        if match[0] in _KEPT:
            continue
        # Browsers read a carriage return as a line break, and one before a line break is not worth drawing.
        drawn = "" if match[0] == "\r" else escape_controls(match[0])
        out.append(escape(text[at : match.start()]))
        out.append(Markup('<bdi class="control" data-point="{:x}">{}</bdi>').format(ord(match[0]), drawn))
        at = match.end()
    return Markup("").join([*out, escape(text[at:])])


# -- the cards -------------------------------------------------------------------------------------


def _card(number: int, event: EventBase, numbers: dict[tuple[int, int], int]) -> dict[str, Any]:
    """What the template shows of an event; an argument's ``mark`` is the number of its mark in the text."""
    arguments = [
        {
            "role": role,
            "text": mention.text,
            "normal": normal_form(mention),
            "mark": numbers.get((mention.start, mention.end)),
        }
        for role, mention in event.arguments()
    ]
    return {
        "number": number,
        "event": event,
        "stage": getattr(event, "stage", None),
        "gist": " · ".join(str(argument["text"]) for argument in arguments[:_GIST]),
        "arguments": arguments,
        "trigger": numbers.get((event.trigger.start, event.trigger.end)),
    }
