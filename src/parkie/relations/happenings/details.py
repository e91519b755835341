"""Sizes and costs that the sentences after an event tell: 该项目占地74亩,总投资1.71亿元."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from parkie.lexicon.store import read_toml
from parkie.matchers.reading import FigureMatch
from parkie.relations.happenings.carrying import CARRIED, cue, following, has_role, with_arguments
from parkie.relations.happenings.merging import RECENT, same_name
from parkie.relations.happenings.verdict import is_kind
from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Scene, Sentence

__all__ = ["add_details"]

_SIZES = frozenset({"amount", "land_area", "floor_area"})
_LATER_STAGES = frozenset({"topped_out", "completed", "in_production", "opened"})
_WORKS_REACH = 16


def add_details(scene: Scene, events: Sequence[EventReading]) -> list[EventReading]:
    """The events with amounts, areas and counts of the sentences that go on about them."""
    return _first_telling(scene, _details(scene, list(events)))


def _details(scene: Scene, events: list[EventReading]) -> list[EventReading]:
    """Amounts and areas of a project told in the following sentences: 该项目占地74亩,总投资1.71亿元."""
    details: dict[str, Any] = read_toml("discourse.toml")["details"]
    taken = {(a.start, a.end) for event in events for a in event.arguments if a.kind == "figure"}
    out = []
    for number, event in enumerate(events):
        rows = details.get(event.type, {})
        added: list[Argument] = []
        for sentence in following(scene, event, events[number + 1 :], reach=2):
            if not _goes_on(scene, event, sentence):
                continue
            count = _counted_works(sentence)
            if count is not None and rows and not has_role(event, "project_count"):
                added.append(Argument("project_count", count.start, count.end, "figure", score=CARRIED))
                taken.add((count.start, count.end))
            for role, row in rows.items():
                if has_role(event, role) or any(a.role == role for a in added):
                    continue
                figure = _measured(sentence, row, taken)
                if figure is not None:
                    added.append(figure)
                    taken.add((figure.start, figure.end))
        out.append(with_arguments(event, added))
    return out


def _first_telling(scene: Scene, events: list[EventReading]) -> list[EventReading]:
    """A project's size and cost belong to the first of its steps: what is completed later costs nothing anew."""
    out = list(events)
    first: list[tuple[str, int]] = []
    for number, event in enumerate(events):
        project = next((a for a in event.arguments if a.role == "project"), None)
        if event.type != "construction" or project is None or is_kind(scene.text, project):
            continue
        name = project.name or scene.text[project.start : project.end]
        head = next((at for told, at in reversed(first[-RECENT:]) if same_name(name, told)), None)
        if head is None:
            first.append((name, number))
        if head is None or event.stage not in _LATER_STAGES:
            continue
        moved = [a for a in event.arguments if a.role in _SIZES]
        out[head] = with_arguments(out[head], [a for a in moved if not has_role(out[head], a.role)])
        out[number] = replace(event, arguments=tuple(a for a in event.arguments if a.role not in _SIZES))
    return out


def _goes_on(scene: Scene, event: EventReading, sentence: Sentence) -> bool:
    """Whether the sentence opens with 该项目 and the like, or with the name of what the event is about."""
    if cue("goes_on").match(sentence.text, sentence.start, sentence.end) or _counted_works(sentence):
        return True
    first = sentence.names[0] if sentence.names else None
    if first is None or first.start > sentence.start + 8:
        return False
    names = {a.name or scene.text[a.start : a.end] for a in event.arguments if a.kind == "entity"}
    return (first.name or scene.text[first.start : first.end]) in names


def _counted_works(sentence: Sentence) -> FigureMatch | None:
    """The count of a sentence that opens with counted works: 21项重大产业项目总投资115亿元."""
    first = sentence.figures[0] if sentence.figures else None
    if first is None or first.start > sentence.start + 2 or first.dimension != "count":
        return None
    opening = sentence.text[first.end : min(first.end + _WORKS_REACH, sentence.end)]
    return first if cue("works").search(opening) else None


def _measured(sentence: Sentence, row: dict[str, Any], taken: set[tuple[int, int]]) -> Argument | None:
    floor = sentence.start
    for figure in sentence.figures:
        left = sentence.text[max(floor, figure.start - 14) : figure.start]
        floor = figure.end
        if figure.dimension != row["dimension"] or (figure.start, figure.end) in taken:
            continue
        if any(word in left for word in row["indicators"]):
            return Argument(row["role"], figure.start, figure.end, "figure", score=CARRIED)
    return None
