"""Component: triggers, realis and the relations between mentions, as events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch
from parkie.pipes import state
from parkie.pipes.adapter import Pipe
from parkie.pipes.record import register_extensions
from parkie.relations import find_events
from parkie.relations.reading import EventReading
from parkie.relations.scene import Mentions

__all__ = ["LinkerPipe", "make_linker"]


@dataclass(frozen=True, slots=True)
class _Trigger:
    """A trigger in the form that Doc state keeps."""

    start: int
    end: int
    type: str

    def to_dict(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "type": self.type}


class LinkerPipe(Pipe):
    """Finds events section by section, so that no argument comes from another article of the page."""

    READS: tuple[str, ...] = (state.ENTITIES, state.ANAPHORS, state.FIGURES, state.DATES)
    WRITES: tuple[str, ...] = (state.TRIGGERS, state.EVENTS)

    def __call__(self, doc: Doc) -> Doc:
        """Put the events under ``doc.spans["events"]`` and their triggers under ``doc.spans["triggers"]``."""
        text = state.live_text(doc)
        page = state.get_page(doc)
        mentions = Mentions(
            entities=state.get(doc, state.ENTITIES, NameMatch),
            anaphors=state.get(doc, state.ANAPHORS, NameMatch),
            figures=state.get(doc, state.FIGURES, FigureMatch),
            dates=state.get(doc, state.DATES, DateMatch),
            published=page.published if page else None,
        )
        events: list[EventReading] = []
        for section in state.live_sections(doc):
            events += find_events(text, section, mentions)
        triggers = [_Trigger(event.start, event.end, event.type) for event in events]
        labels = [event.type for event in events]
        state.put(doc, state.TRIGGERS, triggers, labels)
        state.put(doc, state.EVENTS, events, labels)
        return doc


@Language.factory("parkie_linker", assigns=["doc.spans"])
def make_linker(nlp: Language, name: str) -> LinkerPipe:
    """The linker component; no settings."""
    register_extensions()
    return LinkerPipe(name)
