"""Component: the one place where rules, tables and a trained model become ``doc.ents``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from parkie.matchers.names import find_anaphors, link_aliases, resolve_names
from parkie.matchers.names.counts import free_of_counts, free_of_days
from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch
from parkie.matchers.spans import outside
from parkie.pipes import state
from parkie.pipes.adapter import Pipe
from parkie.pipes.record import register_extensions

__all__ = ["EntityPipe", "make_entities"]

# A date or figure inside one of these is part of the name; inside any other it stays what it is.
_SWALLOWING = frozenset({"PROJECT", "MEETING", "DOCUMENT", "HONOR", "PARK", "COMPANY", "REGION", "INSTITUTION"})


class EntityPipe(Pipe):
    """Weighs all candidates for names against each other and keeps the longest good reading."""

    READS: tuple[str, ...] = (state.GAZETTEER, state.NAMES, state.DATES, state.FIGURES)
    WRITES: tuple[str, ...] = (state.ENTITIES, state.ANAPHORS, state.DATES, state.FIGURES)

    def __call__(self, doc: Doc) -> Doc:
        """Put the entities under ``doc.spans["entities"]`` and ``doc.ents``; figures and dates inside go."""
        text = state.live_text(doc)
        candidates = [
            match
            for key in (state.GAZETTEER, state.NAMES, state.MODEL)
            for match in state.get(doc, key, NameMatch)
        ]
        candidates = free_of_counts(candidates, state.get(doc, state.FIGURES, FigureMatch))
        candidates = free_of_days(candidates, state.get(doc, state.DATES, DateMatch))
        entities = link_aliases(text, resolve_names(text, candidates))
        state.put(doc, state.ENTITIES, entities, [match.label for match in entities])
        anaphors = find_anaphors(text, entities)
        state.put(doc, state.ANAPHORS, anaphors, [match.label for match in anaphors])
        swallowed = [(m.start, m.end) for m in entities if m.label in _SWALLOWING]
        dates = outside(state.get(doc, state.DATES, DateMatch), swallowed)
        state.put(doc, state.DATES, dates, "DATE")
        figures = outside(state.get(doc, state.FIGURES, FigureMatch), swallowed)
        state.put(doc, state.FIGURES, figures, "FIGURE")
        doc.ents = tuple(filter_spans(doc.spans[state.ENTITIES]))
        return doc


@Language.factory("parkie_entities", assigns=["doc.spans", "doc.ents"])
def make_entities(nlp: Language, name: str) -> EntityPipe:
    """The entity component; no settings."""
    register_extensions()
    return EntityPipe(name)
