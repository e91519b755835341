"""Component: numbers with their units and bounds."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from parkie.matchers.figures import find_figures
from parkie.matchers.reading import DateMatch
from parkie.matchers.spans import outside
from parkie.pipes import state
from parkie.pipes.adapter import Pipe
from parkie.pipes.record import register_extensions

__all__ = ["FigurePipe", "make_figures"]


class FigurePipe(Pipe):
    """Finds figures; what is part of a date is none."""

    READS: tuple[str, ...] = (state.SECTIONS, state.DATES)
    WRITES: tuple[str, ...] = (state.FIGURES,)

    def __call__(self, doc: Doc) -> Doc:
        """Put the figures under ``doc.spans["figures"]``."""
        text = state.live_text(doc)
        taken = [(m.start, m.end) for m in state.get(doc, state.DATES, DateMatch)]
        state.put(doc, state.FIGURES, outside(find_figures(text), taken), "FIGURE")
        return doc


@Language.factory("parkie_figures", assigns=["doc.spans"])
def make_figures(nlp: Language, name: str) -> FigurePipe:
    """The figure component; no settings."""
    register_extensions()
    return FigurePipe(name)
