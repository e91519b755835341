"""A page, or an article that was made of one, in; why it was read so, out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from parkie.api import make_doc, packaged
from parkie.errors import RecordError
from parkie.explaining.explanation import EventReason, Explanation, Refusal
from parkie.explaining.happenings import Happenings
from parkie.explaining.measures import explain_measure, refused_measures
from parkie.explaining.names import explain_names
from parkie.explaining.quantities import explain_dates, explain_figures
from parkie.page.page import Page, Section, Stretch
from parkie.pipes import state
from parkie.pipes.entities import EntityPipe
from parkie.pipes.linker import LinkerPipe, read_mentions
from parkie.records.article import Article
from parkie.records.events import EventBase
from parkie.records.mentions import Span
from parkie.relations import Trace, find_events

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["explain", "explain_article", "explain_event"]


def explain(
    text: str | bytes,
    *,
    published: str | datetime.date | None = None,
    html: bool | None = None,
    nlp: Language | None = None,
    certainty: bool = False,
) -> Explanation:
    """Why ``parkie.extract`` reads a page as it does; events have the ids of the record.

    Args:
        text: the page, as for ``extract``.
        published: the publication day, as for ``extract``.
        html: True for HTML, False for plain text, None to look.
        nlp: a pipeline from ``parkie.load``; the packaged one by default.
        certainty: whether to tell how sure the tagger is of each entity; takes more time, and nobody else may use the
            pipeline meanwhile.

    Raises:
        PageError: as for ``extract``.
    """
    nlp = nlp or packaged()
    return _explained(nlp, make_doc(nlp, text, published, html), certainty)


def explain_article(article: Article, *, nlp: Language | None = None) -> Explanation:
    """The same of an article that has its text, with its own sections and publication day.

    Raises:
        RecordError: the article was read back without its text.
    """
    if not article.text:
        raise RecordError(
            "expected an article with its text, found one without; keep the text with "
            'model_dump_json(context={"text": True}) or parkie extract --with-text'
        )
    nlp = nlp or packaged()
    doc = nlp.make_doc(article.text)
    state.put_page(doc, _page(article))
    return _explained(nlp, doc, False)


def explain_event(article: Article, event: EventBase, *, nlp: Language | None = None) -> EventReason:
    """Why the article has the event, which is known again by its type, trigger and arguments.

    Raises:
        RecordError: the article has no text, or the pipeline does not find the event.
    """
    reasons = explain_article(article, nlp=nlp).events
    wanted = (event.__class__.model_fields["type"].default, event.trigger.start, event.trigger.end)
    same = [reason for reason in reasons if (reason.type, reason.start, reason.end) == wanted]
    if not same:
        kind, start, end = wanted
        raise RecordError(
            f"expected an event that the pipeline finds in this article, found none of type {kind} at [{start}:{end}]; "
            "pass the pipeline that found it as nlp="
        )
    places = {(role, mention.start, mention.end) for role, mention in event.arguments()}
    return max(same, key=lambda reason: len(places & {(a.role, a.start, a.end) for a in reason.arguments}))


def _page(article: Article) -> Page:
    """What the page reader knew of the page."""
    published = article.published
    day = published.earliest if published is not None and published.granularity == "day" else None
    year = published.earliest.year if published is not None and published.earliest is not None else None
    return Page(
        text=article.text,
        sections=tuple(Section(s.kind, s.start, s.end) for s in article.sections),
        title=_stretch(article.title),
        outlet=_stretch(article.outlet),
        published=day,
        published_year=None if day is not None else year,
        published_at=_stretch(published),
        url=article.url,
    )


def _stretch(span: Span | None) -> Stretch | None:
    return None if span is None or span.end == span.start else Stretch(span.start, span.end)


def _explained(nlp: Language, doc: Doc, certainty: bool) -> Explanation:
    with _telling_certainty(nlp, certainty):
        doc = nlp(doc)
    entities, dropped = explain_names(doc)
    events, refused = _explain_events(nlp, doc)
    return Explanation(
        tuple(entities), tuple(dropped), tuple(explain_figures(doc)), tuple(explain_dates(doc)),
        tuple(events), tuple(refused),
    )  # fmt: skip


@contextmanager
def _telling_certainty(nlp: Language, wanted: bool) -> Iterator[None]:
    """The entity components tell how sure they are of names, as long as this goes on."""
    pipes = [pipe for _, pipe in nlp.pipeline if isinstance(pipe, EntityPipe) and not pipe.tells_certainty]
    for pipe in pipes if wanted else ():
        pipe.tells_certainty = True
    try:
        yield
    finally:
        for pipe in pipes:
            pipe.tells_certainty = False


def _explain_events(nlp: Language, doc: Doc) -> tuple[list[EventReason], list[Refusal]]:
    """The events of the Doc found once more, section by section, with what was weighed."""
    linker = next((pipe for _, pipe in nlp.pipeline if isinstance(pipe, LinkerPipe)), None)
    reasons: list[EventReason] = []
    refused: list[Refusal] = []
    if linker is None:
        return reasons, refused
    text, folded, mentions = state.text_of(doc), state.live_text(doc), read_mentions(doc)
    for section in state.live_sections(doc):
        trace = Trace()
        events = find_events(folded, section, mentions, linker.judge, trace)
        if trace.scene is None:
            continue
        happenings = Happenings(text, trace.scene, trace.happenings)
        named = {id(event) for event in trace.happenings.steps["merged"]}
        told = {measured.event.start: measured for measured in trace.measured if measured.event is not None}
        for event in events:
            event_id = f"ev{len(reasons) + 1}"
            if id(event) in named:
                reasons.append(happenings.explain(event, event_id))
            else:
                reasons.append(explain_measure(text, told[event.start], event, event_id))
        found = [*happenings.refused(), *refused_measures(text, trace.measured, events)]
        refused += sorted(found, key=lambda refusal: (refusal.start, refusal.end))
    return reasons, refused
