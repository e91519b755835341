"""``doc._.parkie``: the readings of a Doc as one plain record, the form that ``parkie.Article`` validates.

Ids are given here, in text order: e1, e2, … for entities, f1 … for figures, d1 … for dates, ev1 … for events,
a1 … for anaphors and b1 … for bare nouns that stand for a name, which are only arguments.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.tokens import Doc

from parkie.labels import ENTITY_LABELS, ROLES, SECTION_KINDS
from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch
from parkie.pipes import state
from parkie.relations.reading import Argument, EventReading

__all__ = ["build_record", "register_extensions"]

_MANY = {(event, role.name) for event, roles in ROLES.items() for role in roles if role.many}


def register_extensions() -> None:
    """Register ``doc._.parkie``; calling it again changes nothing."""
    if not Doc.has_extension("parkie"):
        Doc.set_extension("parkie", getter=build_record)


def build_record(doc: Doc) -> dict[str, Any]:
    """The record of a Doc as plain data: every field of ``Article``, numbers and dates as strings.

    Names with a label of a user's own are in the Doc alone: the labels of the record are fixed.
    """
    text = state.text_of(doc)
    builder = _Builder(text)
    page = state.get_page(doc)
    named = [match for match in state.get(doc, state.ENTITIES, NameMatch) if match.label in ENTITY_LABELS]
    entities = [builder.entity(m, "e", n) for n, m in enumerate(named, 1)]
    figures = [builder.figure(m, n) for n, m in enumerate(state.get(doc, state.FIGURES, FigureMatch), 1)]
    dates = [builder.date(m, n) for n, m in enumerate(state.get(doc, state.DATES, DateMatch), 1)]
    anaphors = [builder.entity(m, "a", n) for n, m in enumerate(state.get(doc, state.ANAPHORS, NameMatch), 1)]
    builder.know(anaphors, entities, figures, dates)
    found = state.get(doc, state.EVENTS, EventReading)
    sections = page.sections if page else ()
    return {
        "text": text,
        "title": builder.span(page.title) if page and page.title else None,
        "outlet": builder.span(page.outlet) if page and page.outlet else None,
        "published": builder.published(page) if page else None,
        "url": page.url if page else None,
        "sections": [{"kind": s.kind, "start": s.start, "end": s.end} for s in sections if s.kind in SECTION_KINDS],
        "entities": entities,
        "figures": figures,
        "dates": dates,
        "events": [builder.event(event, n) for n, event in enumerate(found, 1)],
    }


class _Builder:
    """Turns readings of one text into plain records, and finds a mention again by its offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.mentions: dict[tuple[int, int], dict[str, Any]] = {}
        self.bare = 0

    def know(self, *groups: Sequence[dict[str, Any]]) -> None:
        """Remember mentions, so that arguments can refer to them; a later group wins."""
        for group in groups:
            for mention in group:
                self.mentions[mention["start"], mention["end"]] = mention

    def span(self, bounds: tuple[int, int] | Argument) -> dict[str, Any]:
        """A plain span."""
        start, end = (bounds.start, bounds.end) if isinstance(bounds, Argument) else bounds
        return {"text": self.text[start:end], "start": start, "end": end}

    def entity(self, match: NameMatch, prefix: str, number: int) -> dict[str, Any]:
        """An entity."""
        span = self.span((match.start, match.end))
        return span | {
            "id": f"{prefix}{number}",
            "label": match.label,
            "name": match.name or span["text"],
            "adcode": match.adcode,
        }

    def anaphor(self, argument: Argument) -> dict[str, Any]:
        """A bare noun that stands for a name: an entity of its own id, with the name's label and name."""
        span = self.span(argument)
        name = argument.name or span["text"]
        self.bare += 1
        return span | {"id": f"b{self.bare}", "label": argument.label, "name": name, "adcode": argument.adcode}

    def figure(self, match: FigureMatch, number: int) -> dict[str, Any]:
        """A figure."""
        data = match.to_dict()
        return self.span((match.start, match.end)) | {"id": f"f{number}"} | data

    def date(self, match: DateMatch, number: int) -> dict[str, Any]:
        """A date."""
        return self.span((match.start, match.end)) | {"id": f"d{number}"} | match.to_dict()

    def published(self, page: Any) -> dict[str, Any] | None:
        """The publication day; its span is empty where the caller gave it and the text does not say it."""
        if page.published is not None:
            earliest = latest = page.published.isoformat()
            granularity = "day"
        elif page.published_year is not None:
            earliest, latest = f"{page.published_year:04}-01-01", f"{page.published_year:04}-12-31"
            granularity = "year"
        else:
            return None
        bounds = page.published_at or (0, 0)
        return self.span(bounds) | {
            "id": "d0",
            "earliest": earliest,
            "latest": latest,
            "granularity": granularity,
        }

    def event(self, reading: EventReading, number: int) -> dict[str, Any]:
        """An event with its roles as fields."""
        data: dict[str, Any] = {
            "id": f"ev{number}",
            "type": reading.type,
            "trigger": self.span((reading.start, reading.end)),
            "realis": reading.realis,
            "section": reading.section,
            "evidence": self.span(reading.evidence),
            "confidence": round(reading.confidence, 3),
        }
        if reading.type == "construction":
            data["stage"] = reading.stage
        for argument in reading.arguments:
            mention = self.argument(argument)
            if (reading.type, argument.role) in _MANY:
                data.setdefault(argument.role, []).append(mention)
            else:
                data.setdefault(argument.role, mention)
        return data

    def argument(self, argument: Argument) -> dict[str, Any]:
        """The mention at the argument's offsets, or a plain span where there is none."""
        known = self.mentions.get((argument.start, argument.end))
        if known is None and argument.label is not None:
            return self.anaphor(argument)
        if argument.kind == "span" or known is None:
            return self.span(argument)
        if argument.negative:
            negated = {k: _negative(known[k]) for k in ("value", "low", "high")}
            return known | {"value": negated["value"], "low": negated["high"], "high": negated["low"]}
        return known


def _negative(number: str | None) -> str | None:
    return None if number is None else number[1:] if number.startswith("-") else f"-{number}"
