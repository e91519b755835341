"""Component: triggers, realis and the relations between mentions, as events."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch, Sighting
from parkie.pipes import state
from parkie.pipes.adapter import Pipe
from parkie.pipes.record import register_extensions
from parkie.relations import Judge, find_events
from parkie.relations.reading import EventReading
from parkie.relations.scene import Mentions

__all__ = ["LinkerPipe", "make_linker", "read_mentions"]


class LinkerPipe(Pipe):
    """Finds events section by section, so that no argument comes from another article of the page.

    Where the tagger has looked for events, the judge has the last word over frames and rules; else, and without a
    judge, they have.
    """

    READS: tuple[str, ...] = (
        state.ENTITIES, state.ANAPHORS, state.FIGURES, state.DATES, state.SIGHTINGS, state.SUSPECTED,
    )  # fmt: skip
    WRITES: tuple[str, ...] = (state.TRIGGERS, state.EVENTS)
    WEIGHTS = "judge.npz"

    def __init__(self, name: str, judge: Judge | None = None) -> None:
        super().__init__(name)
        self.judge = judge

    def __call__(self, doc: Doc) -> Doc:
        """Put the events under ``doc.spans["events"]`` and their triggers under ``doc.spans["triggers"]``."""
        text, mentions = state.live_text(doc), read_mentions(doc)
        events: list[EventReading] = []
        for section in state.live_sections(doc):
            events += find_events(text, section, mentions, self.judge)
        triggers = [Sighting(event.start, event.end, event.type, event.confidence) for event in events]
        labels = [event.type for event in events]
        state.put(doc, state.TRIGGERS, triggers, labels)
        state.put(doc, state.EVENTS, events, labels)
        return doc

    def packed(self) -> bytes:
        """The weights of the judge; nothing where there is none."""
        return self.judge.to_bytes() if self.judge is not None else b""

    def unpack(self, data: bytes) -> None:
        """Take a judge from its weights."""
        self.judge = Judge.from_bytes(data) if data else None

    def __reduce__(self) -> Any:
        """Another process that takes the packaged judge reads it itself."""
        packaged = self.judge is not None and self.judge is Judge.packaged()
        return _revived, (self.name, None if packaged else self.packed())


def _revived(name: str, weights: bytes | None) -> LinkerPipe:
    return LinkerPipe(name, Judge.packaged()) if weights is None else LinkerPipe(name).from_bytes(weights)


def read_mentions(doc: Doc) -> Mentions:
    """What the components before the linker have found in a Doc."""
    page = state.get_page(doc)
    return Mentions(
        entities=state.get(doc, state.ENTITIES, NameMatch),
        anaphors=state.get(doc, state.ANAPHORS, NameMatch),
        figures=state.get(doc, state.FIGURES, FigureMatch),
        dates=state.get(doc, state.DATES, DateMatch),
        published=page.published if page else None,
        sightings=state.get(doc, state.SIGHTINGS, Sighting) if state.SIGHTINGS in doc.spans else None,
        suspected=state.get(doc, state.SUSPECTED, Sighting) if state.SUSPECTED in doc.spans else (),
    )


@Language.factory("parkie_linker", assigns=["doc.spans"], default_config={"judge": True})
def make_linker(nlp: Language, name: str, judge: bool) -> LinkerPipe:
    """The linker component; ``judge`` says whether a trained scorer weighs what frames and rules find."""
    register_extensions()
    return LinkerPipe(name, Judge.packaged() if judge else None)
