"""Component: the one place where rules, tables and a trained model become ``doc.ents``."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from parkie.matchers.gazetteer import Gazetteer
from parkie.matchers.names import (
    chain_names,
    find_anaphors,
    find_names,
    name_entities,
    repeat_names,
    resolve_names,
    trim_names,
)
from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch
from parkie.pipes import state
from parkie.pipes.learning import LearningPipe
from parkie.pipes.record import register_extensions
from parkie.pipes.seen import outside_names, see
from parkie.tagger.tagger import Seen, Tagger

__all__ = ["EntityPipe", "make_entities"]


class EntityPipe(LearningPipe):
    """Weighs all candidates for names against each other, and lets the tagger read the text with the result in sight.

    What rules and tables agree on is kept under ``doc.spans["ruled"]``, so that it can be seen what the tagger changed.
    """

    READS: tuple[str, ...] = (state.GAZETTEER, state.NAMES, state.DATES, state.FIGURES)
    WRITES: tuple[str, ...] = (
        state.ENTITIES, state.RULED, state.ANAPHORS, state.DATES, state.FIGURES, state.SIGHTINGS, state.SUSPECTED,
    )  # fmt: skip

    def __init__(self, name: str, tagger: Tagger | None = None) -> None:
        super().__init__(name, tagger)
        self.reads_aside = False
        """Whether names are looked for in boilerplate too, for words to end at them; takes more time."""

    def __call__(self, doc: Doc) -> Doc:
        """Put the entities under ``doc.spans["entities"]`` and ``doc.ents``; figures and dates inside go."""
        seen = see(doc)
        text, ruled = seen.folded, seen.rules
        entities = list(ruled)
        if self.tagger is not None:
            read = self.tagger.read(seen)
            found = chain_names(trim_names(text, read.names, seen.known))
            aside = state.teasers(doc)
            entities = name_entities(text, repeat_names(text, found, aside), aside)
            for key, sightings in ((state.SIGHTINGS, read.triggers), (state.SUSPECTED, read.arguments)):
                if sightings is not None:
                    state.put(doc, key, sightings, [sighting.type for sighting in sightings])
            if self.tells_certainty:
                state.put_certainties(doc, entities, self.tagger.certainties(entities, seen))
        anaphors = find_anaphors(text, entities)
        figures, dates = state.get(doc, state.FIGURES, FigureMatch), state.get(doc, state.DATES, DateMatch)
        for key, names in ((state.RULED, ruled), (state.ENTITIES, entities), (state.ANAPHORS, anaphors)):
            state.put(doc, key, names, [match.label for match in names])
        state.put(doc, state.DATES, outside_names(dates, entities), "DATE")
        state.put(doc, state.FIGURES, outside_names(figures, entities), "FIGURE")
        doc.ents = tuple(filter_spans(doc.spans[state.ENTITIES]))
        if self.reads_aside:
            elsewhere = self._aside(state.aside_text(doc))
            state.put(doc, state.ASIDE, elsewhere, [match.label for match in elsewhere])
        return doc

    def _aside(self, text: str) -> list[NameMatch]:
        """The names in a text that tells no facts; what rules make of it is not looked at twice."""
        known = Gazetteer.packaged().find(text)
        ruled = resolve_names(text, [*known, *find_names(text, known)])
        if self.tagger is None:
            return ruled
        return chain_names(trim_names(text, self.tagger.find(Seen(text, ruled, known)), known))

    def packed(self) -> bytes:
        """The weights of the tagger; nothing where there is none."""
        return self.tagger.to_bytes() if self.tagger is not None else b""

    def unpack(self, data: bytes) -> None:
        """Take a tagger from its weights."""
        self._learning = None
        self.tagger = Tagger.from_bytes(data) if data else None

    def __reduce__(self) -> Any:
        """Another process that takes the packaged tagger reads it itself."""
        packaged = self.tagger is not None and self.tagger is Tagger.packaged()
        return _revived, (self.name, None if packaged else self.packed(), self.reads_aside)


def _revived(name: str, weights: bytes | None, reads_aside: bool) -> EntityPipe:
    pipe = EntityPipe(name, Tagger.packaged()) if weights is None else EntityPipe(name).from_bytes(weights)
    pipe.reads_aside = reads_aside
    return pipe


@Language.factory(
    "parkie_entities",
    assigns=["doc.spans", "doc.ents"],
    default_config={"tagger": True},
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None},
)
def make_entities(nlp: Language, name: str, tagger: bool) -> EntityPipe:
    """The entity component; ``tagger`` says whether the trained reader of names has the last word over the rules."""
    register_extensions()
    return EntityPipe(name, Tagger.packaged() if tagger else None)
