"""What is wrong with a labelled article by the contract: labels, values, roles and what fills them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from parkie.formats.labelled import Labelled, LabelledEvent, Mark
from parkie.labels import ENTITY_LABELS, GRANULARITIES, MODIFIERS, REALIS, ROLES, SECTION_KINDS, STAGES

__all__ = ["find_problems"]

_QUANTITIES: Final = ("statistic", "target")


def find_problems(article: Labelled, labels: tuple[str, ...] = ENTITY_LABELS) -> Iterator[str]:
    """Each problem in words, with its place in the text; ``labels`` are the entity labels that may be used."""
    for mark in article.sections:
        if mark.label not in SECTION_KINDS:
            yield f"{_at(article, mark)}: expected a kind of section, found {mark.label}"
    for mark in article.entities:
        if mark.label not in labels:
            yield f"{_at(article, mark)}: expected a label of entities, found {mark.label}"
    for mark in (*article.entities, *article.figures, *article.dates):
        words = article.text[mark.start : mark.end]
        if words != words.strip():
            yield f"{_at(article, mark)}: expected no space at its edge"
        if not any(s.start <= mark.start and mark.end <= s.end for s in article.sections):
            yield f"{_at(article, mark)}: expected it to stand in a section"
    yield from _value_problems(article)
    for number, event in enumerate(article.events, start=1):
        problems = _event_problems(article, event) if event.type in ROLES else ["expected a type of event"]
        yield from (f"event {number} ({event.type}): {problem}" for problem in problems)


def _value_problems(article: Labelled) -> Iterator[str]:
    for mark in article.figures:
        if len(mark.values) != 5 or mark.values[3] not in MODIFIERS:
            yield f"{_at(article, mark)}: expected value, low, high, modifier and unit, found {mark.values}"
    for mark in article.dates:
        if len(mark.values) != 3 or mark.values[2] not in GRANULARITIES:
            yield f"{_at(article, mark)}: expected earliest, latest and granularity, found {mark.values}"


def _at(article: Labelled, mark: Mark) -> str:
    return f"{article.text[mark.start : mark.end][:20]!r} at {mark.start}"


def _event_problems(article: Labelled, event: LabelledEvent) -> Iterator[str]:
    if event.realis not in REALIS:
        yield f"expected a realis, found {event.realis}"
    if event.stage is not None and (event.type != "construction" or event.stage not in STAGES):
        yield f"expected no stage of that name, found {event.stage}"
    if event.type in _QUANTITIES and event.trigger not in {(m.start, m.end) for m in article.figures}:
        yield "expected a figure as trigger"
    if not event.arguments:
        yield "expected an argument, found none"
    yield from _argument_problems(article, event)


def _argument_problems(article: Labelled, event: LabelledEvent) -> Iterator[str]:
    marks = {"figure": article.figures, "date": article.dates}
    fitting = {kind: {(m.start, m.end) for m in found} for kind, found in marks.items()}
    roles = {role.name: role for role in ROLES[event.type]}
    times = Counter(role for role, _ in event.arguments)
    for name, alternatives in event.arguments:
        role = roles.get(name)
        if role is None:
            yield f"expected a role of the type, found {name}"
            continue
        if times[name] > 1 and not role.many:
            yield f"expected one value for {name}, found {times[name]}"
        for start, end in alternatives:
            if role.kind in fitting and (start, end) not in fitting[role.kind]:
                yield f"expected {name} to be a marked {role.kind}, found {article.text[start:end]!r}"
