"""A labelled article on its way between a form and ``Labelled``: regions, links between them, and the rest.

A label tool shows stretches of the text with a label and arrows between them; what it has no place for travels in
one JSON value, ``rest``, that the form keeps where it keeps remarks. What the tool shows has the last word: a name
or an argument that an annotator took away is gone, one that was added is there, and what the tool cannot show (the
sections, the values of figures, which arguments are alternatives) comes from the rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from parkie.formats.labelled import Labelled, LabelledEvent, Mark
from parkie.formats.problems import Place, Problems
from parkie.formats.soundness import ROLE_RE, check_marks, check_stretch, check_trigger, count_characters
from parkie.labels import EVENT_TYPES

__all__ = ["BARE", "Draft", "Link", "Region", "finish", "make_draft", "pack_rest"]

BARE: Final = "SPAN"
"""The label of an argument that is no name, figure or date."""

_QUANTITIES: Final = ("FIG", "DATE")
_BROKEN: Final = "expected the data that parkie wrote beside the labels, found something else; remove or restore it"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled stretch. ``says`` is its text by the tool's own account, ``values`` and ``attributes`` what stands
    with it; ``trigger`` is True for a trigger of an event where the form tells."""

    start: int
    end: int
    label: str
    says: str | None = None
    values: tuple[str | None, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    trigger: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow from a trigger to an argument, by their numbers among the regions; its label is the role."""

    head: int
    child: int
    label: str


@dataclass(slots=True)
class Draft:
    """``linked`` says whether the form shows events at all; where not, they are what the rest has."""

    place: Place
    id: str
    text: str
    regions: list[Region] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    rest: Any = None
    linked: bool = False


# -- out -------------------------------------------------------------------------------------------


def make_draft(article: Labelled) -> Draft:
    """The article as regions and links, names first; ``rest`` is what ``pack_rest`` gives."""
    marks = sorted((*article.entities, *article.figures, *article.dates))
    draft = Draft(Place(article.id), article.id, article.text, meta=dict(article.meta), rest=pack_rest(article))
    draft.regions = [Region(m.start, m.end, m.label, values=m.values) for m in marks]
    numbers = {(m.start, m.end): number for number, m in enumerate(marks)}
    for event in article.events:
        draft.linked = True
        attributes = {"realis": event.realis} | ({"stage": event.stage} if event.stage else {})
        head = len(draft.regions)
        draft.regions.append(Region(*event.trigger, event.type, attributes=attributes, trigger=True))
        for role, alternatives in event.arguments:
            for span in alternatives:
                if span not in numbers:
                    numbers[span] = len(draft.regions)
                    draft.regions.append(Region(*span, BARE))
                draft.links.append(Link(head, numbers[span], role))
    return draft


def pack_rest(article: Labelled) -> dict[str, Any]:
    """What of an article no label tool shows, as plain JSON data."""
    quantities = sorted((*article.figures, *article.dates))
    return {
        "version": 1,
        "id": article.id,
        "length": len(article.text),
        "sections": [[mark.start, mark.end, mark.label] for mark in article.sections],
        "values": [[mark.start, mark.end, mark.label, list(mark.values)] for mark in quantities if mark.values],
        "events": [_pack_event(event) for event in article.events],
    }


def _pack_event(event: LabelledEvent) -> dict[str, Any]:
    return {
        "type": event.type,
        "trigger": list(event.trigger),
        "section": event.section,
        "realis": event.realis,
        "stage": event.stage,
        "arguments": [[role, [list(span) for span in spans]] for role, spans in event.arguments],
    }


# -- in --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Rest:
    """The rest, read; ``known`` is False where the file has none."""

    known: bool = False
    sections: tuple[Mark, ...] = ()
    values: dict[tuple[int, int, str], tuple[str | None, ...]] = field(default_factory=dict)
    events: tuple[LabelledEvent, ...] = ()


def finish(draft: Draft, problems: Problems) -> Labelled:
    """The article that the draft tells; labels that cannot be taken over go to the problems."""
    rest = _read_rest(draft, problems)
    draft.regions = count_characters(draft)
    regions = dict(enumerate(draft.regions))
    regions = {n: found for n, region in regions.items() if (found := check_stretch(draft, region, problems))}
    triggers = {n for n, region in regions.items() if region.trigger or (rest.known and region.label in EVENT_TYPES)}
    children = {link.child for link in draft.links if link.head in triggers}
    heads = {n: check_trigger(draft, regions[n], problems) for n in sorted(triggers)}
    bare = {n for n, region in regions.items() if region.label == BARE and (rest.known or n in children)}
    marks = [_mark(region, rest) for n, region in regions.items() if n not in triggers | bare]
    marks = check_marks(draft.place, draft.text, marks, problems)
    if foreign := sum(link.head not in triggers for link in draft.links):
        problems.left_out["relations between labels"] += foreign
    links = [link for link in draft.links if link.head in triggers and _has_role(draft, link, problems)]
    regions |= {n: region for n, region in heads.items() if region is not None}
    known = [n for n, region in heads.items() if region is not None]
    events = _read_events(rest, regions, known, links) if draft.linked else rest.events
    sections = rest.sections
    if events and not sections:
        sections = (Mark(0, len(draft.text), "body"),)
    return Labelled(
        id=draft.id,
        text=draft.text,
        entities=tuple(m for m in marks if m.label not in _QUANTITIES),
        figures=tuple(m for m in marks if m.label == "FIG"),
        dates=tuple(m for m in marks if m.label == "DATE"),
        sections=sections,
        events=tuple(events),
        meta=draft.meta,
    )


def _mark(region: Region, rest: _Rest) -> Mark:
    if region.label not in _QUANTITIES:
        return Mark(region.start, region.end, region.label)
    values = region.values or rest.values.get((region.start, region.end, region.label), ())
    return Mark(region.start, region.end, region.label, values)


def _read_rest(draft: Draft, problems: Problems) -> _Rest:
    """The rest, unless it is not what parkie wrote, or was written for another text."""
    if draft.rest is None:
        return _Rest()
    try:
        if draft.rest["version"] != 1:
            raise ValueError("version")
        draft.id = str(draft.rest["id"])
        if draft.rest["length"] != len(draft.text):
            message = f"expected the text of {draft.rest['length']} characters, found {len(draft.text)}"
            problems.add(draft.place, message)
            return _Rest(known=True)
        rest = _Rest(
            known=True,
            sections=tuple(_section(row, draft.text) for row in draft.rest["sections"]),
            values={(int(s), int(e), str(label)): _values(v) for s, e, label, v in draft.rest["values"]},
        )
        rest.events = tuple(_event(row, draft.text, len(rest.sections)) for row in draft.rest["events"])
    except (KeyError, TypeError, ValueError, IndexError) as error:
        problems.add(draft.place, f"{_BROKEN} ({error})")
        return _Rest(known=True)
    return rest


def _section(row: Any, text: str) -> Mark:
    start, end, label = row
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"section at {start}")
    return Mark(int(start), int(end), str(label))


def _values(row: Any) -> tuple[str | None, ...]:
    return tuple(None if value is None else str(value) for value in row)


def _span(row: Any, text: str) -> Span:
    start, end = row
    if not 0 <= start < end <= len(text):
        raise ValueError(f"stretch at {start}")
    return int(start), int(end)


def _event(row: Any, text: str, sections: int) -> LabelledEvent:
    arguments = ((str(role), tuple(_span(span, text) for span in spans)) for role, spans in row["arguments"])
    if not 0 <= row["section"] < max(1, sections):
        raise ValueError(f"section {row['section']}")
    stage = row["stage"]
    return LabelledEvent(
        type=str(row["type"]),
        trigger=_span(row["trigger"], text),
        section=int(row["section"]),
        realis=str(row["realis"]),
        stage=None if stage is None else str(stage),
        arguments=tuple(arguments),
    )


def _has_role(draft: Draft, link: Link, problems: Problems) -> bool:
    if ROLE_RE.fullmatch(link.label):
        return True
    region = draft.regions[link.child]
    problems.add(draft.place, f"expected a role in Latin letters, found {link.label!r}", region.start)
    return False


def _read_events(
    rest: _Rest, regions: Mapping[int, Region], triggers: Iterable[int], linked: Iterable[Link]
) -> list[LabelledEvent]:
    """The events of the rest as the regions and links now are, and those that are new."""
    links: dict[int, list[tuple[str, Span]]] = defaultdict(list)
    for link in linked:
        if link.child in regions:
            child = regions[link.child]
            links[link.head].append((link.label, (child.start, child.end)))
    waiting: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    for n in triggers:
        waiting[regions[n].start, regions[n].end, regions[n].label].append(n)
    to_come = Counter((*event.trigger, event.type) for event in rest.events)
    events = []
    for event in rest.events:
        key = (*event.trigger, event.type)
        same = waiting[key]
        if not event.arguments and len(same) < to_come[key]:
            events.append(event)  # some forms show an event by its arguments alone
        elif same:
            head = same.pop(0)
            events.append(_as_linked(event, regions[head], links[head]))
        to_come[key] -= 1
    for n in sorted(n for group in waiting.values() for n in group):
        region = regions[n]
        within = (i for i, s in enumerate(rest.sections) if s.start <= region.start < s.end)
        event = LabelledEvent(region.label, (region.start, region.end), next(within, 0))
        events.append(_as_linked(event, region, links[n]))
    return events


def _as_linked(event: LabelledEvent, trigger: Region, links: Iterable[tuple[str, Span]]) -> LabelledEvent:
    """The event with the arguments that are linked to its trigger: those it had, in order, and the new ones."""
    linked = dict.fromkeys(links)
    kept = [(role, tuple(span for span in spans if (role, span) in linked)) for role, spans in event.arguments]
    had = {(role, span) for role, spans in event.arguments for span in spans}
    added = [(role, (span,)) for role, span in linked if (role, span) not in had]
    return replace(
        event,
        realis=trigger.attributes.get("realis", event.realis),
        stage=trigger.attributes.get("stage", event.stage),
        arguments=(*((role, spans) for role, spans in kept if spans), *added),
    )
