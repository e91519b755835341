"""Component: mentions of calendar time, resolved against the page's own dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from parkie.matchers.dates import Reference, find_dates, read_phrases, resolve_reference
from parkie.matchers.dates.phrase import Phrase
from parkie.matchers.reading import DateMatch
from parkie.page.page import Section
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
        text = state.live_text(doc)
        sections = state.live_sections(doc)
        told = {section: read_phrases(text[section.start : section.end]) for section in sections}
        own = self.own_time(doc, text, sections, told)
        found: list[DateMatch] = []
        for section, phrases in told.items():
            reference = Reference() if section.kind == "teaser" else own
            found += (
                replace(match, start=match.start + section.start, end=match.end + section.start)
                for match in find_dates(text[section.start : section.end], reference, phrases)
            )
        state.put(doc, state.DATES, found, "DATE")
        return doc

    @staticmethod
    def own_time(
        doc: Doc, text: str, sections: Sequence[Section], told: Mapping[Section, Sequence[Phrase]] | None = None
    ) -> Reference:
        """The time the page's own article speaks from: what the page says, completed by the body's date line.

        ``told`` has the phrases of sections that were read already.
        """
        page = state.get_page(doc)
        reference = Reference(page.published, year=page.published_year) if page else Reference()
        body = next((section for section in sections if section.kind == "body"), None)
        if body is None:
            return reference
        resolved = resolve_reference(text[body.start : body.end], reference, None if told is None else told.get(body))
        title = next((section for section in sections if section.kind == "title"), None)
        if title is None or resolved.current_year is not None:
            return resolved
        parts = (text[section.start : section.end] for section in (title, body))
        return resolve_reference("\n".join(parts), reference)  # the occasion may be named in the title alone


@Language.factory("parkie_dates", assigns=["doc.spans"])
def make_dates(nlp: Language, name: str) -> DatePipe:
    """The date component; no settings."""
    register_extensions()
    return DatePipe(name)
