"""Component: names that no table knows, found by how such names are built."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from parkie.matchers.names import find_names
from parkie.matchers.reading import NameMatch
from parkie.pipes import state
from parkie.pipes.adapter import Pipe
from parkie.pipes.record import register_extensions

__all__ = ["NamePipe", "make_names"]


class NamePipe(Pipe):
    """Finds candidates for names; they may overlap, ``parkie_entities`` decides between them."""

    READS: tuple[str, ...] = (state.SECTIONS, state.GAZETTEER)
    WRITES: tuple[str, ...] = (state.NAMES,)

    def __call__(self, doc: Doc) -> Doc:
        """Put the candidates under ``doc.spans["names"]``."""
        known = state.get(doc, state.GAZETTEER, NameMatch)
        found = find_names(state.live_text(doc), known)
        state.put(doc, state.NAMES, found, [match.label for match in found])
        return doc


@Language.factory("parkie_names", assigns=["doc.spans"])
def make_names(nlp: Language, name: str) -> NamePipe:
    """The name grammar component; no settings."""
    register_extensions()
    return NamePipe(name)
