"""What is fuzzed, and what must hold of every input: no crash, no offset that is not true, no list out of order.

A target takes a text and raises AssertionError where something does not hold; any other exception is a crash. Only
the errors that a piece promises for bad input are caught.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import parkie
from parkie import Article, InputError, PageError, PageWarning, RecordError
from parkie.formats.marked import read_marked, write_marked
from parkie.labels import EVENT_TYPES
from parkie.matchers.dates import Reference, find_dates, resolve_reference
from parkie.matchers.figures import find_figures
from parkie.matchers.gazetteer import Gazetteer
from parkie.matchers.names import find_names, link_aliases, resolve_names
from parkie.matchers.reading import DateMatch, FigureMatch
from parkie.page import read_page
from parkie.page.page import Page
from parkie.text.fold import fold
from parkie.text.sentences import clauses, sentences

from . import material

__all__ = ["TARGETS", "Target"]

DAY = date(2024, 9, 21)


@dataclass(frozen=True)
class Target:
    """A check, its seeds, and the length of its inputs; ``tags`` says whether markup is put in."""

    check: Callable[[str], None]
    seeds: Callable[[], Sequence[str]]
    longest: int
    tags: bool = False


# -- strings ---------------------------------------------------------------------------------------


def check_fold(text: str) -> None:
    """Folding keeps lengths, and folding twice is folding once; sentences and clauses lie in order."""
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    at = 0
    for start, end in sentences(folded):
        assert at <= start < end <= len(text)
        assert not folded[at:start].strip()
        at = end
        cuts = clauses(folded, start, end)
        assert (cuts[0][0], cuts[-1][1]) == (start, end)
        assert all(one[1] == other[0] for one, other in pairwise(cuts))
    assert not folded[at:].strip()


def _in_order(text: str, found: Sequence[FigureMatch | DateMatch]) -> None:
    at = 0
    for match in found:
        assert at <= match.start < match.end <= len(text)
        words = text[match.start : match.end]
        assert words == words.strip()
        assert type(match).from_dict(match.to_dict()) == match
        at = match.end


def check_figures(text: str) -> None:
    """Figures lie in order, and their bounds hold their value."""
    folded = fold(text)
    found = find_figures(folded)
    _in_order(folded, found)
    for match in found:
        bounds = [bound for bound in (match.low, match.value, match.high) if bound is not None]
        assert all(bound.is_finite() for bound in bounds)
        assert bounds == sorted(bounds)


def check_dates(text: str) -> None:
    """Dates lie in order, and end no earlier than they begin."""
    folded = fold(text)
    for reference in (Reference(), resolve_reference(folded, Reference(DAY))):
        found = find_dates(folded, reference)
        _in_order(folded, found)
        for match in found:
            assert (match.earliest is None) == (match.latest is None)
            assert match.earliest is None or match.latest is None or match.earliest <= match.latest


def check_names(text: str) -> None:
    """Candidates lie in the text; what is chosen does not overlap."""
    folded = fold(text)
    known = Gazetteer.packaged().find(folded)
    candidates = [*known, *find_names(folded, known)]
    assert all(0 <= match.start < match.end <= len(folded) for match in candidates)
    chosen = link_aliases(folded, resolve_names(folded, candidates))
    assert all(one.end <= other.start for one, other in pairwise(chosen))
    assert all(match.name != "" for match in chosen)


# -- pages -----------------------------------------------------------------------------------------


def _page_holds(page: Page) -> None:
    at = 0
    for section in page.sections:
        assert section.kind in ("title", "body", "teaser", "boilerplate")
        assert at <= section.start < section.end <= len(page.text)
        assert not fold(page.text[at : section.start]).strip()
        at = section.end
    assert not fold(page.text[at:]).strip()
    for stretch in (page.title, page.outlet, page.published_at):
        if stretch is not None:
            assert 0 <= stretch.start < stretch.end <= len(page.text)
            assert page.text[stretch.start : stretch.end].strip()


def check_page(text: str) -> None:
    """Sections of a text lie in order and cover it."""
    try:
        page = read_page(text, html=False)
    except PageError:
        return
    assert page.text == text
    _page_holds(page)


def check_html(text: str) -> None:
    """The same of what is read from markup; the text has no tags of the frame."""
    try:
        page = read_page(text, html=True)
    except PageError:
        return
    _page_holds(page)


def check_bytes(text: str) -> None:
    """Bytes in any encoding, broken or not, are a page or a PageError."""
    encoding = ("utf-8", "gb18030", "big5", "utf-16", "utf-32")[len(text) % 5]
    raw = bytearray(text.encode(encoding, "replace"))
    if len(text) % 3 == 0 and raw:
        raw[len(raw) // 2] ^= 0x95
    for html in (None, True):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", PageWarning)
                page = read_page(bytes(raw), html=html)
        except PageError:
            continue
        _page_holds(page)


# -- forms -----------------------------------------------------------------------------------------


def check_marked(text: str) -> None:
    """A labelled article is read, or an InputError; what is read comes back from what is written."""
    try:
        article = read_marked(text, "a")
    except InputError:
        return
    assert read_marked(write_marked(article), "a") == article


@cache
def documents() -> tuple[str, ...]:
    """Records as JSON."""
    read = (parkie.extract(text[:400], html=False) for text in material.pages()[::40])
    return tuple(article.model_dump_json(context={"text": True}) for article in read)


def check_record(text: str) -> None:
    """JSON that is no record is a RecordError; a record comes back from its own JSON."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not isinstance(data, dict):
        return
    try:
        article = Article.from_dict(data)
    except RecordError:
        return
    assert Article.from_dict(json.loads(article.model_dump_json(context={"text": True}))) == article


# -- pipelines -------------------------------------------------------------------------------------


@cache
def rules() -> Any:
    """The pipeline of rules and tables, without the trained reader of names."""
    return parkie.load(tagger=False)


def check_rules(text: str) -> None:
    """Everything but the tagger, from text to record."""
    _extract(text, rules())


def check_pipeline(text: str) -> None:
    """The whole pipeline, from text or markup to record."""
    _extract(text, None)


def _extract(text: str, nlp: Any) -> None:
    try:
        article = parkie.extract(text, published=DAY, nlp=nlp)
    except PageError:
        return
    for group in (article.entities, article.figures, article.dates):
        assert all(one.end <= other.start for one, other in pairwise(group))
        for mention in group:
            assert article.text[mention.start : mention.end] == mention.text == mention.text.strip() != ""
    for event in article.events:
        assert event.type in EVENT_TYPES
        [home] = [s for s in article.sections if s.start <= event.trigger.start < s.end]
        assert event.section == home.kind != "boilerplate"
        spans = [event.trigger, event.evidence, *(mention for _, mention in event.arguments())]
        assert all(home.start <= span.start < span.end <= home.end for span in spans)
        assert event.evidence.start <= event.trigger.start < event.trigger.end <= event.evidence.end
    assert Article.from_dict(article.model_dump(mode="json", context={"text": True})) == article


TARGETS = {
    "fold": Target(check_fold, material.articles, 300),
    "figures": Target(check_figures, material.articles, 200),
    "dates": Target(check_dates, material.articles, 200),
    "page": Target(check_page, material.pages, 1500),
    "html": Target(check_html, material.markup, 2000, tags=True),
    "bytes": Target(check_bytes, material.pages, 600, tags=True),
    "marked": Target(check_marked, material.marked_sources, 1500),
    "record": Target(check_record, documents, 20_000),
    "names": Target(check_names, material.articles, 300),
    "rules": Target(check_rules, material.articles, 400, tags=True),
    "pipeline": Target(check_pipeline, material.articles, 400, tags=True),
}
