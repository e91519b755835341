"""The border between strings and Docs: every key of Doc state, and how readings get in and out.

Readings live in ``doc.spans[key]``: each is a span whose ``span_id`` leads to its plain form in
``SpanGroup.attrs``. Plain data only, because a Doc must survive ``to_bytes``, ``DocBin`` and ``nlp.pipe`` with
several processes. A span is widened to token bounds where a tokenizer cut across a reading; the exact
character offsets stay in the reading, so no segmentation error can lose a mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol, Self, TypeVar

import numpy as np
from spacy.tokens import Doc, Span, SpanGroup

from parkie.errors import AlignmentError
from parkie.page.contacts import find_contacts
from parkie.page.page import Page, Section, Stretch
from parkie.text.fold import fold

__all__ = [
    "ANAPHORS",
    "ASIDE",
    "DATES",
    "ENTITIES",
    "EVENTS",
    "FIGURES",
    "GAZETTEER",
    "MODEL",
    "NAMES",
    "RULED",
    "SECTIONS",
    "SIGHTINGS",
    "SUSPECTED",
    "TRIGGERS",
    "aside_text",
    "get",
    "get_certainties",
    "get_page",
    "live_sections",
    "live_text",
    "put",
    "put_certainties",
    "put_page",
    "teasers",
    "text_of",
]

SECTIONS = "sections"
FIGURES = "figures"
DATES = "dates"
GAZETTEER = "gazetteer"
NAMES = "names"
MODEL = "model"
"""Where an entity recogniser of one's own puts its candidates; ``parkie_entities`` weighs them against the rules."""
RULED = "ruled"
"""The entities as rules and tables have them; ``ENTITIES`` are those after the tagger, if there is one."""
ENTITIES = "entities"
ANAPHORS = "anaphors"
ASIDE = "aside"
"""Names in what is not searched for facts (boilerplate); there only where words are asked for, which end at them."""
SIGHTINGS = "sightings"
"""What the tagger takes for triggers; not there where it has not looked."""
SUSPECTED = "suspected"
"""What it takes for arguments of events, role by role; not there where it has not looked."""
TRIGGERS = "triggers"
EVENTS = "events"

PAGE = "parkie_page"
CERTAINTIES = "parkie_certainties"


class Reading(Protocol):
    """What can be put: something with offsets and a plain form."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    def to_dict(self) -> dict[str, Any]: ...

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self: ...


R = TypeVar("R", bound=Reading)


def put(doc: Doc, key: str, readings: Iterable[Any], labels: Sequence[str] | str) -> None:
    """Put readings, in text order, under ``doc.spans[key]``; ``labels`` is one label or one per reading.

    Raises:
        AlignmentError: a reading does not lie inside the Doc's text.
    """
    items = list(readings)
    names = [labels] * len(items) if isinstance(labels, str) else labels
    length = len(text_of(doc))
    for reading in items:
        if not 0 <= reading.start < reading.end <= length:
            raise AlignmentError(
                f"expected a reading inside the {length} characters of the Doc, "
                f"found [{reading.start}:{reading.end}] for {key!r}; this is a bug in the matcher, please report it"
            )
    spans: list[Span] = []
    attrs: dict[str, dict[str, Any]] = {}
    for number, (reading, label, (first, last)) in enumerate(zip(items, names, _tokens(doc, items), strict=True)):
        span_id = f"{key}-{number}"
        spans.append(Span(doc, first, last, label=label, span_id=span_id))
        attrs[span_id] = reading.to_dict()
    doc.spans[key] = SpanGroup(doc, name=key, attrs=attrs, spans=spans)


def _tokens(doc: Doc, readings: Sequence[Reading]) -> Iterable[tuple[int, int]]:
    """The tokens that each reading touches, as ``doc.char_span`` expands it, all at once."""
    if not readings:
        return ()
    ends = doc.to_array(["LENGTH", "SPACY"]).sum(axis=1).cumsum()
    first = np.searchsorted(ends, [reading.start for reading in readings], side="right")
    last = np.searchsorted(ends, [reading.end - 1 for reading in readings], side="right")
    return zip(first.tolist(), (last + 1).tolist(), strict=True)


def get(doc: Doc, key: str, kind: type[R]) -> list[R]:
    """The readings under ``doc.spans[key]``; empty when no component has put any."""
    if key not in doc.spans:
        return []
    group = doc.spans[key]
    if len(group) == len(group.attrs):  # nothing was taken out, and spans cost more than what they lead to
        return [kind.from_dict(plain) for plain in group.attrs.values()]
    return [kind.from_dict(group.attrs[span.id_]) for span in group if span.id_ in group.attrs]


def put_certainties(doc: Doc, readings: Iterable[Reading], certainties: Iterable[float | None]) -> None:
    """Keep how sure the tagger is of each entity; None where it cannot tell."""
    doc.user_data[CERTAINTIES] = [
        [reading.start, reading.end, certainty] for reading, certainty in zip(readings, certainties, strict=True)
    ]


def get_certainties(doc: Doc) -> dict[tuple[int, int], float | None]:
    """The probability of each entity by its offsets, if ``parkie_entities`` was asked to tell."""
    return {(start, end): certainty for start, end, certainty in doc.user_data.get(CERTAINTIES, ())}


def put_page(doc: Doc, page: Page) -> None:
    """Keep what the page reader said about the page, as plain data."""
    doc.user_data[PAGE] = {
        "text": page.text,
        "live": None,
        "sections": [list(section) for section in page.sections],
        "title": page.title and list(page.title),
        "outlet": page.outlet and list(page.outlet),
        "published": page.published and page.published.isoformat(),
        "published_year": page.published_year,
        "published_at": page.published_at and list(page.published_at),
        "url": page.url,
    }


def get_page(doc: Doc) -> Page | None:
    """The page as ``put_page`` kept it, or None."""
    data = doc.user_data.get(PAGE)
    if data is None:
        return None
    return Page(
        text=data["text"],
        sections=tuple(Section(*section) for section in data["sections"]),
        title=data["title"] and Stretch(*data["title"]),
        outlet=data["outlet"] and Stretch(*data["outlet"]),
        published=data["published"] and date.fromisoformat(data["published"]),
        published_year=data["published_year"],
        published_at=data["published_at"] and Stretch(*data["published_at"]),
        url=data["url"],
    )


def text_of(doc: Doc) -> str:
    """The Doc's text; ``doc.text`` puts it together from its tokens anew each time, which is slow."""
    data = doc.user_data.get(PAGE)
    return data["text"] if data else doc.text


def live_sections(doc: Doc) -> tuple[Section, ...]:
    """The sections that are searched for facts: all but boilerplate.

    A Doc that no page reader has seen is one body.
    """
    page = get_page(doc)
    sections = page.sections if page else (Section("body", 0, len(doc.text)),)
    return tuple(s for s in sections if s.kind != "boilerplate" and s.end > s.start)


def teasers(doc: Doc) -> list[tuple[int, int]]:
    """Where other articles are told in short, in text order."""
    return [(section.start, section.end) for section in live_sections(doc) if section.kind == "teaser"]


def live_text(doc: Doc) -> str:
    """The folded text, as long as the Doc's, with a line break for every character outside a live section.

    Names and figures are searched over the whole page at once, so that what one section proves helps in
    another; the line breaks keep boilerplate out and sections apart. Telephone numbers and addresses become line
    breaks too: nothing that is found can hold one.
    """
    data = doc.user_data.get(PAGE)
    if data is not None and data["live"] is not None:
        return str(data["live"])
    live = _folded(text_of(doc), live_sections(doc))
    if data is not None:
        data["live"] = live
    return live


def aside_text(doc: Doc) -> str:
    """The folded text of boilerplate, as long as the Doc's, with a line break for every other character."""
    page = get_page(doc)
    return _folded(text_of(doc), [s for s in page.sections if s.kind == "boilerplate"] if page else ())


def _folded(text: str, sections: Iterable[Section]) -> str:
    """The sections folded and without contacts, and line breaks for all other characters."""
    parts: list[str] = []
    position = 0
    for section in sections:
        parts.append("\n" * (section.start - position))
        parts.append(_without_contacts(fold(text[section.start : section.end])))
        position = section.end
    parts.append("\n" * (len(text) - position))
    return "".join(parts)


def _without_contacts(folded: str) -> str:
    parts: list[str] = []
    position = 0
    for start, end in find_contacts(folded):
        parts += (folded[position:start], "\n" * (end - start))
        position = end
    return "".join([*parts, folded[position:]])
