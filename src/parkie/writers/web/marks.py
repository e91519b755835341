"""What of an article is marked in its text: mentions, triggers, arguments, and the evidence of its events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from parkie.records.article import Article
from parkie.records.events import Mention
from parkie.records.mentions import Date, Entity, Figure, Span
from parkie.writers.normal import normal_form

__all__ = ["CODES", "FAMILIES", "Evidence", "Shown", "evidence_of", "shown_of"]

# Thirteen colours cannot be told apart, so the labels share four, and a code of a few letters names each.
FAMILIES: Final = {
    "place": ("PARK", "DISTRICT", "REGION"),
    "body": ("COMPANY", "GOVERNMENT", "INSTITUTION"),
    "person": ("PERSON", "POSITION"),
    "thing": ("PROJECT", "MEETING", "HONOR", "DOCUMENT", "INDUSTRY"),
    "figure": ("FIGURE",),
    "date": ("DATE",),
    "trigger": ("TRIGGER",),
    "noun": ("NOUN",),
}
CODES: Final = {
    "PARK": "PARK", "DISTRICT": "DIST", "REGION": "REG", "COMPANY": "CO", "GOVERNMENT": "GOV", "INSTITUTION": "INST",
    "PERSON": "PERS", "POSITION": "POST", "PROJECT": "PROJ", "MEETING": "MEET", "HONOR": "HON", "DOCUMENT": "DOC",
    "INDUSTRY": "IND", "FIGURE": "FIG", "DATE": "DATE", "TRIGGER": "TRIG", "NOUN": "NOUN",
}  # fmt: skip
_FAMILY: Final = {label: family for family, labels in FAMILIES.items() for label in labels}


@dataclass(slots=True)
class Shown:
    """A mention as it is shown: its label and normal form, and the part it plays in events.

    ``roles`` are pairs of an event's place in the article and a role, where ``trigger`` is one as well.
    """

    span: Span
    label: str
    normal: str
    roles: list[tuple[int, str]] = field(default_factory=list)

    @property
    def family(self) -> str:
        """The labels that share a colour."""
        return _FAMILY[self.label]

    @property
    def code(self) -> str:
        """The label in a few letters."""
        return CODES[self.label]

    @property
    def triggers(self) -> bool:
        """Whether it is the trigger of an event."""
        return any(role == "trigger" for _, role in self.roles)


@dataclass(slots=True)
class Evidence:
    """A stretch that is the evidence of events, which are named by their places in the article."""

    span: Span
    events: list[int] = field(default_factory=list)


def shown_of(article: Article) -> list[Shown]:
    """Everything that is marked, one for each extent, in text order; what has no characters is left out."""
    found: dict[tuple[int, int], Shown] = {}
    mentions: Iterator[Mention] = (
        m for group in (article.entities, article.figures, article.dates) for m in group
    )
    for mention in mentions:
        _see(found, mention)
    for number, event in enumerate(article.events):
        _see(found, event.trigger, "TRIGGER").roles.append((number, "trigger"))
        for role, argument in event.arguments():
            _see(found, argument).roles.append((number, role))
    return [found[extent] for extent in sorted(found) if extent[0] < extent[1]]


def evidence_of(article: Article) -> list[Evidence]:
    """The evidence of all events, one for each extent: many events have a sentence in common."""
    found: dict[tuple[int, int], Evidence] = {}
    for number, event in enumerate(article.events):
        span = event.evidence
        found.setdefault((span.start, span.end), Evidence(span)).events.append(number)
    return [found[extent] for extent in sorted(found) if extent[0] < extent[1]]


def _see(found: dict[tuple[int, int], Shown], mention: Mention, plain: str = "NOUN") -> Shown:
    """What is shown at the extent of the mention; the first that is seen there says what it is."""
    extent = (mention.start, mention.end)
    if extent not in found:
        found[extent] = Shown(mention, _label(mention, plain), normal_form(mention))
    return found[extent]


def _label(mention: Mention, plain: str) -> str:
    if isinstance(mention, Entity):
        return mention.label
    if isinstance(mention, Figure):
        return "FIGURE"
    return "DATE" if isinstance(mention, Date) else plain
