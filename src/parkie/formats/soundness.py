"""Whether labels lie well in their text: inside it, not empty, no space at an edge, none over another.

The same rules hold for what is read and for what is written, whatever the form. Rules of the contract (which labels,
which roles) are those of ``check``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from parkie.formats.labelled import Labelled, LabelledEvent, Mark
from parkie.formats.problems import Place, Problems
from parkie.labels import EVENT_TYPES, REALIS, STAGES

if TYPE_CHECKING:
    from parkie.formats.draft import Draft, Region

__all__ = ["ROLE_RE", "check_article", "check_marks", "check_stretch", "check_trigger", "count_characters"]

_LABEL_RE: Final = re.compile(r"(?![§/#])\S+")
ROLE_RE: Final = re.compile(r"[A-Za-z](?:[\w-]*[A-Za-z_])?", re.ASCII)
"""Roles that every form can hold: BRAT takes a number at the end for a count."""

_EVENTS: Final = frozenset({"SPAN", *EVENT_TYPES})
_SPACE_RE: Final = re.compile(r"(?:\\[nr]|\s)+")
_VALUES: Final = {"FIG": 5, "DATE": 3}


def count_characters(draft: Draft) -> list[Region]:
    """The regions with offsets in characters.

    Some tools count as JavaScript does, a character beyond the basic plane as two. So they did if that way every region
    has the text that the tool says it has, and if without it one has not.
    """
    told = [region for region in draft.regions if region.says is not None]
    if draft.text.isascii() or all(_fits(draft.text, region) for region in told):
        return draft.regions
    places = [at for at, character in enumerate(draft.text) for _ in range(2 if character > "\uffff" else 1)]
    places.append(len(draft.text))
    moved = [
        replace(region, start=places[region.start], end=places[region.end])
        if 0 <= region.start < region.end < len(places)
        else region
        for region in draft.regions
    ]
    fitting = all(_fits(draft.text, region) for region in moved if region.says is not None)
    return moved if fitting else draft.regions


def _fits(text: str, region: Region) -> bool:
    return region.start >= 0 and _plain(text[region.start : region.end]) == _plain(region.says or "")


def check_stretch(draft: Draft, region: Region, problems: Problems) -> Region | None:
    """The region, if there is such a stretch of the text and it is what the tool says."""
    said = region.says if region.says is not None else ""
    if not 0 <= region.start < region.end <= len(draft.text):
        told = "an empty label" if region.start == region.end else f"a label that ends at {region.end}"
        message = f"expected a stretch of the {len(draft.text)} characters, found {told} ({region.label})"
        problems.add(draft.place, message, region.start, said)
        return None
    if region.says is None or _fits(draft.text, region):
        return region
    words = draft.text[region.start : region.end]
    message = f"expected the text that is labelled {region.label}, found {words[:40]!r} in its place"
    problems.add(draft.place, message, region.start, said)
    return None


def _plain(words: str) -> str:
    """Without white space, which tools change, and without the ways in which they write a line break."""
    return _SPACE_RE.sub("", words)


def check_marks(place: Place, text: str, marks: Sequence[Mark], problems: Problems) -> list[Mark]:
    """The marks in text order, without those that are unsound; of two that overlap the longer one stays."""
    sound = [mark for mark in marks if _is_sound(place, text, mark, problems)]
    kept: list[Mark] = []
    for mark in sorted(sound):
        other = kept[-1] if kept else None
        if other is None or mark.start >= other.end:
            kept.append(mark)
            continue
        if mark.end - mark.start > other.end - other.start:
            kept[-1], mark, other = mark, other, mark
        words = text[other.start : other.end]
        message = f"expected no overlaps, found {mark.label} over {other.label} {words[:40]!r} at {other.start}"
        problems.add(place, message, mark.start, text[mark.start : mark.end])
    return kept


def _is_sound(place: Place, text: str, mark: Mark, problems: Problems) -> bool:
    words = text[mark.start : mark.end]
    count = _VALUES.get(mark.label, 0)
    if not 0 <= mark.start < mark.end <= len(text):
        message = f"expected a stretch of the {len(text)} characters, found {mark.start} to {mark.end}"
    elif words != words.strip():
        message = f"expected no space at the edge of a label, found one ({mark.label})"
    elif not _LABEL_RE.fullmatch(mark.label):
        message = f"expected a label without spaces that begins with a letter, found {mark.label!r}"
    elif mark.label in _EVENTS:
        message = f"expected a label of entities, found {mark.label}, which here is a type of event; rename it"
    elif mark.values and len(mark.values) != count:
        message = f"expected {count} values, found {list(mark.values)}"
    else:
        return True
    problems.add(place, message, mark.start, words)
    return False


def check_trigger(draft: Draft, region: Region, problems: Problems) -> Region | None:
    """The region, if it can be the trigger of an event, without attributes that no event has."""
    if region.label not in EVENT_TYPES:
        problems.left_out["events of types that parkie does not know"] += 1
        return None
    known = {"realis": REALIS, "stage": STAGES}
    wrong = {name: value for name, value in region.attributes.items() if value not in known.get(name, ())}
    if not wrong:
        return region
    for name, value in wrong.items():
        message = f"expected {name} to be one of {', '.join(known.get(name, ()))}, found {value!r}"
        problems.add(draft.place, message, region.start, draft.text[region.start : region.end])
    return replace(region, attributes={k: v for k, v in region.attributes.items() if k not in wrong})


def check_article(article: Labelled, problems: Problems) -> None:
    """Look for what no form could give back: unsound marks, events outside the text, labels that mean others."""
    place = Place(article.id)
    marks = (*article.entities, *article.figures, *article.dates)
    check_marks(place, article.text, marks, problems)
    wrong = [mark for mark in article.entities if mark.label in _VALUES]
    wrong += [mark for mark in article.figures if mark.label != "FIG"]
    wrong += [mark for mark in article.dates if mark.label != "DATE"]
    for mark in wrong:
        problems.add(place, f"expected a label of that kind of mark, found {mark.label}", mark.start)
    for section in article.sections:
        if not 0 <= section.start <= section.end <= len(article.text):
            problems.add(place, f"expected a section inside the text, found {section}", section.start)
    for number, event in enumerate(article.events, start=1):
        if fault := _fault(event, article):
            problems.add(place, f"event {number} ({event.type}): {fault}", event.trigger[0])
    try:
        "".join((article.id, article.text, *article.meta, *article.meta.values())).encode()
    except UnicodeEncodeError as error:
        problems.add(place, f"expected text that UTF-8 can hold, found {error.object[error.start]!r}")


def _fault(event: LabelledEvent, article: Labelled) -> str | None:
    spans = [event.trigger, *(span for _, alternatives in event.arguments for span in alternatives)]
    wrong = [span for span in spans if not 0 <= span[0] < span[1] <= len(article.text)]
    roles = [role for role, alternatives in event.arguments if not (ROLE_RE.fullmatch(role) and alternatives)]
    if event.type not in EVENT_TYPES:
        return "expected a type of event"
    if event.realis not in REALIS or event.stage not in (None, *STAGES):
        return f"expected a realis and a stage of the record, found {event.realis} and {event.stage}"
    if not 0 <= event.section < len(article.sections):
        return f"expected the number of a section, found {event.section}"
    if wrong:
        return f"expected stretches of the text, found {wrong[0]}"
    return f"expected roles with an argument, found {roles[0]!r}" if roles else None
