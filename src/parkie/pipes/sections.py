"""Component: which stretch of the text is title, body, teaser or boilerplate."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from parkie.page import read_text
from parkie.pipes import state
from parkie.pipes.adapter import Pipe
from parkie.pipes.record import register_extensions

__all__ = ["SectionPipe", "make_sections"]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A section in the form that Doc state keeps."""

    start: int
    end: int

    def to_dict(self) -> dict[str, int]:
        return {"start": self.start, "end": self.end}


class SectionPipe(Pipe):
    """Reads the page layout of a Doc's text, unless the page reader has left its findings there already."""

    READS: tuple[str, ...] = ()
    WRITES: tuple[str, ...] = (state.SECTIONS,)

    def __call__(self, doc: Doc) -> Doc:
        """Put the sections under ``doc.spans["sections"]``, labelled with their kind."""
        page = state.get_page(doc)
        if page is None:
            page = read_text(doc.text)
            state.put_page(doc, page)
        stretches = [_Stretch(s.start, s.end) for s in page.sections]
        state.put(doc, state.SECTIONS, stretches, [s.kind for s in page.sections])
        return doc


@Language.factory("parkie_sections", assigns=["doc.spans"])
def make_sections(nlp: Language, name: str) -> SectionPipe:
    """The section component; no settings."""
    register_extensions()
    return SectionPipe(name)
