"""Component: mentions of calendar time, resolved against the page's own dates."""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from parkie.matchers.dates import Reference, find_dates
from parkie.matchers.reading import DateMatch
from parkie.pipes import state
from parkie.pipes.adapter import Pipe
from parkie.pipes.record import register_extensions

__all__ = ["DatePipe", "make_dates"]


class DatePipe(Pipe):
    """Finds dates section by section: a related article never dates the page's own."""

    READS: tuple[str, ...] = (state.SECTIONS,)
    WRITES: tuple[str, ...] = (state.DATES,)

    def __call__(self, doc: Doc) -> Doc:
        """Put the dates under ``doc.spans["dates"]``."""
        page = state.get_page(doc)
        found: list[DateMatch] = []
        text = state.live_text(doc)
        for section in state.live_sections(doc):
            known = page if section.kind != "teaser" else None
            reference = Reference(known.published, year=known.published_year) if known else Reference()
            found += (
                replace(match, start=match.start + section.start, end=match.end + section.start)
                for match in find_dates(text[section.start : section.end], reference)
            )
        state.put(doc, state.DATES, found, "DATE")
        return doc


@Language.factory("parkie_dates", assigns=["doc.spans"])
def make_dates(nlp: Language, name: str) -> DatePipe:
    """The date component; no settings."""
    register_extensions()
    return DatePipe(name)
