"""Component: the one place where rules, tables and a trained model become ``doc.ents``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from parkie.matchers.names import find_anaphors, link_aliases, name_entities, resolve_names
from parkie.matchers.names.counts import free_of_counts, free_of_days
from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch
from parkie.matchers.spans import outside, trimmed
from parkie.pipes import state
from parkie.pipes.adapter import Pipe
from parkie.pipes.record import register_extensions
from parkie.tagger.tagger import Tagger

__all__ = ["EntityPipe", "make_entities"]

# A date or figure inside one of these is part of the name; inside any other it stays what it is.
_SWALLOWING = frozenset({"PROJECT", "MEETING", "DOCUMENT", "HONOR", "PARK", "COMPANY", "REGION", "INSTITUTION"})


class EntityPipe(Pipe):
    """Weighs all candidates for names against each other, and lets the tagger read the text with the result in sight.

    What rules and tables agree on is kept under ``doc.spans["ruled"]``, so that it can be seen what the tagger changed.
    """

    READS: tuple[str, ...] = (state.GAZETTEER, state.NAMES, state.DATES, state.FIGURES)
    WRITES: tuple[str, ...] = (state.ENTITIES, state.RULED, state.ANAPHORS, state.DATES, state.FIGURES)

    def __init__(self, name: str, tagger: Tagger | None = None) -> None:
        super().__init__(name)
        self.tagger = tagger

    def __call__(self, doc: Doc) -> Doc:
        """Put the entities under ``doc.spans["entities"]`` and ``doc.ents``; figures and dates inside go."""
        text = state.live_text(doc)
        known = state.get(doc, state.GAZETTEER, NameMatch)
        figures, dates = state.get(doc, state.FIGURES, FigureMatch), state.get(doc, state.DATES, DateMatch)
        candidates = [*known, *(m for key in (state.NAMES, state.MODEL) for m in state.get(doc, key, NameMatch))]
        candidates = free_of_days(free_of_counts(candidates, figures), dates)
        ruled = entities = link_aliases(text, resolve_names(text, candidates))
        if self.tagger is not None:
            free: list[FigureMatch | DateMatch] = [*_free(figures, ruled), *_free(dates, ruled)]
            entities = name_entities(text, _trimmed(text, self.tagger.find(text, ruled, known, free)))
        anaphors = find_anaphors(text, entities)
        for key, names in ((state.RULED, ruled), (state.ENTITIES, entities), (state.ANAPHORS, anaphors)):
            state.put(doc, key, names, [match.label for match in names])
        state.put(doc, state.DATES, _free(dates, entities), "DATE")
        state.put(doc, state.FIGURES, _free(figures, entities), "FIGURE")
        doc.ents = tuple(filter_spans(doc.spans[state.ENTITIES]))
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The weights of the tagger; nothing where there is none."""
        return self.tagger.to_bytes() if self.tagger is not None else b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> EntityPipe:
        """Take the weights that ``to_bytes`` gave."""
        self.tagger = Tagger.from_bytes(data) if data else None
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Save the weights as a folder with one file; nothing where there are none."""
        if self.tagger is not None:
            folder = Path(path)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / _WEIGHTS).write_bytes(self.tagger.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> EntityPipe:
        """Take the weights that ``to_disk`` saved."""
        file = Path(path) / _WEIGHTS
        self.tagger = Tagger.from_bytes(file.read_bytes()) if file.is_file() else None
        return self

    def __reduce__(self) -> Any:
        """Another process that takes the packaged tagger reads it itself."""
        packaged = self.tagger is not None and self.tagger is Tagger.packaged()
        return _revived, (self.name, None if packaged else self.to_bytes())


_WEIGHTS = "tagger.npz"


def _revived(name: str, weights: bytes | None) -> EntityPipe:
    return EntityPipe(name, Tagger.packaged()) if weights is None else EntityPipe(name).from_bytes(weights)


def _trimmed(text: str, names: Sequence[NameMatch]) -> list[NameMatch]:
    """The names without the white space that the tagger may have taken in; none is white space alone."""
    bounds = [(match, trimmed(text, match.start, match.end)) for match in names]
    return [
        match if (start, end) == (match.start, match.end) else replace(match, start=start, end=end)
        for match, (start, end) in bounds
        if start < end
    ]


R = TypeVar("R", FigureMatch, DateMatch)


def _free(quantities: Sequence[R], entities: Sequence[NameMatch]) -> list[R]:
    """Those that are not part of a name."""
    return outside(quantities, [(match.start, match.end) for match in entities if match.label in _SWALLOWING])


@Language.factory("parkie_entities", assigns=["doc.spans", "doc.ents"], default_config={"tagger": True})
def make_entities(nlp: Language, name: str, tagger: bool) -> EntityPipe:
    """The entity component; ``tagger`` says whether the trained reader of names has the last word over the rules."""
    register_extensions()
    return EntityPipe(name, Tagger.packaged() if tagger else None)
