"""The record of a page: text, sections, mentions and events, with the invariants that a program can trust."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Self, cast

from pydantic import SerializerFunctionWrapHandler, ValidationError, model_serializer, model_validator

from parkie.errors import RecordError
from parkie.records.events import Event, EventBase
from parkie.records.mentions import Date, Entity, Figure, Record, Section, Span

if TYPE_CHECKING:
    from parkie.explaining.explanation import EventReason

__all__ = ["Article"]


class Article(Record):
    """A page turned into records.

    ``text`` is what every offset points into. It is left out of the JSON by default (``model_dump_json()``)
    and kept with ``model_dump_json(context={"text": True})``; an article that is read back without its text
    has ``text == ""`` and its spans are then not checked against it.
    """

    schema_version: str = "1"
    text: str = ""
    title: Span | None = None
    outlet: Span | None = None
    published: Date | None = None
    url: str | None = None
    sections: tuple[Section, ...] = ()
    entities: tuple[Entity, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[Date, ...] = ()
    events: tuple[Event, ...] = ()

    @model_serializer(mode="wrap")
    def _without_text(self, handler: SerializerFunctionWrapHandler, info: Any) -> dict[str, Any]:
        data = cast(dict[str, Any], handler(self))
        if not (info.context or {}).get("text"):
            data.pop("text", None)
        return data

    @model_validator(mode="after")
    def _spans_hold(self) -> Self:
        if self.text:
            for where, span in self._spans():
                if self.text[span.start : span.end] != span.text:
                    found = self.text[span.start : span.end]
                    raise RecordError(
                        f"expected {where} to be {span.text!r}, found {found!r} "
                        f"at [{span.start}:{span.end}]; offsets are character offsets into Article.text"
                    )
        return self

    def _spans(self) -> Iterator[tuple[str, Span]]:
        for name in ("title", "outlet", "published"):
            span = getattr(self, name)
            # a publication day that the caller gave stands nowhere in the text
            if span is not None and span.end > span.start:
                yield name, span
        for group in (self.entities, self.figures, self.dates):
            for mention in group:
                yield mention.id, mention
        for event in self.events:
            yield f"the trigger of {event.id}", event.trigger
            yield f"the evidence of {event.id}", event.evidence
            for role, argument in event.arguments():
                yield f"{role} of {event.id}", argument

    def events_of(self, *types: str) -> list[EventBase]:
        """The events of the given types, in text order."""
        return [event for event in self.events if event.type in types]

    def mention(self, mention_id: str) -> Entity | Figure | Date:
        """The entity, figure or date with the given id.

        Raises:
            RecordError: there is none.
        """
        candidates: Iterator[Entity | Figure | Date] = chain(self.entities, self.figures, self.dates)
        for candidate in candidates:
            if candidate.id == mention_id:
                return candidate
        raise RecordError(f"expected the id of an entity, figure or date, found {mention_id!r}")

    def explain(self, event: EventBase, *, nlp: Any = None) -> EventReason:
        """Why the article has the event: its trigger, its arguments, and what lost; see ``parkie.explain``.

        The text is read again, by the packaged pipeline or by the one given.

        Raises:
            RecordError: the article was read back without its text, or the pipeline does not find the event.
        """
        from parkie.explaining.run import explain_event

        return explain_event(self, event, nlp=nlp)

    def to_html(self) -> str:
        """The article as one HTML document that stands alone: its text with everything marked, its events as cards.

        Raises:
            RecordError: the article was read back without its text.
        """
        from parkie.writers.web.view import render_view

        return render_view(self)

    def _repr_html_(self) -> str | None:
        """What a notebook shows: the same page in a sandboxed frame, without script; nothing without the text."""
        from parkie.writers.web.view import notebook_view

        return notebook_view(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The article that ``model_dump`` or the command line wrote.

        Raises:
            RecordError: the data are not those of an article; the message names the fields.
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise RecordError(f"expected the data of an article, found {error}") from error

    @classmethod
    def from_doc(cls, doc: Any) -> Self:
        """The article of a spaCy ``Doc`` that went through parkie's components.

        Raises:
            RecordError: the Doc has seen none of them.
        """
        if not doc.has_extension("parkie"):
            raise RecordError("expected a Doc that went through parkie's pipeline; see parkie.load()")
        return cls.model_validate(doc._.parkie)
