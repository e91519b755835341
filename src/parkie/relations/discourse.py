"""What the neighbouring sentences add to an event: omitted subjects, the occasion's time, details told after it.

Each step takes the section's events in text order and gives them back with more arguments; none invents an
event. The words it looks for are in ``discourse.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from parkie.lexicon.store import read_toml
from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch
from parkie.relations.groups import find_groups
from parkie.relations.merging import RECENT, same_name
from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Scene, Sentence

__all__ = ["complete"]

CARRIED = 0.4
"""The score of an argument taken from another sentence: it lowers the event's confidence."""


def complete(scene: Scene, events: Sequence[EventReading]) -> list[EventReading]:
    """The events with what the sentences around them add."""
    steps: tuple[Callable[[Scene, list[EventReading]], list[EventReading]], ...] = (
        _details,
        _first_telling,
        _company,
        _times,
        _grounds,
    )
    out = list(events)
    for step in steps:
        out = step(scene, out)
    return out


@cache
def _words() -> dict[str, Any]:
    data = read_toml("discourse.toml")
    return {name: re.compile("|".join(map(re.escape, row["words"]))) for name, row in data["cues"].items()} | {
        "details": data["details"],
        "timed": frozenset(data["timed"]["types"]),
        "occasions": frozenset(data["timed"]["occasions"]),
    }


def _details(scene: Scene, events: list[EventReading]) -> list[EventReading]:
    """Amounts and areas of a project told in the following sentences: 该项目占地74亩,总投资1.71亿元."""
    details: dict[str, Any] = _words()["details"]
    taken = {(a.start, a.end) for event in events for a in event.arguments if a.kind == "figure"}
    out = []
    for number, event in enumerate(events):
        rows = details.get(event.type, {})
        added: list[Argument] = []
        for sentence in _following(scene, event, events[number + 1 :], reach=2):
            if not _goes_on(scene, event, sentence):
                continue
            count = _counted_works(sentence)
            if count is not None and rows and not _has(event, "project_count"):
                added.append(Argument("project_count", count.start, count.end, "figure", score=CARRIED))
                taken.add((count.start, count.end))
            for role, row in rows.items():
                if _has(event, role) or any(a.role == role for a in added):
                    continue
                figure = _measured(sentence, row, taken)
                if figure is not None:
                    added.append(figure)
                    taken.add((figure.start, figure.end))
        out.append(_with(event, added))
    return out


def _goes_on(scene: Scene, event: EventReading, sentence: Sentence) -> bool:
    """Whether the sentence opens with 该项目 and the like, or with the name of what the event is about."""
    if _words()["goes_on"].match(sentence.text, sentence.start, sentence.end) or _counted_works(sentence):
        return True
    first = sentence.names[0] if sentence.names else None
    if first is None or first.start > sentence.start + 8:
        return False
    names = {a.name or scene.text[a.start : a.end] for a in event.arguments if a.kind == "entity"}
    return (first.name or scene.text[first.start : first.end]) in names


def _first_telling(scene: Scene, events: list[EventReading]) -> list[EventReading]:
    """A project's size and cost belong to the first of its steps: what is completed later costs nothing anew."""
    out = list(events)
    first: list[tuple[str, int]] = []
    for number, event in enumerate(events):
        project = next((a for a in event.arguments if a.role == "project"), None)
        if event.type != "construction" or project is None:
            continue
        name = project.name or scene.text[project.start : project.end]
        head = next((at for told, at in reversed(first[-RECENT:]) if same_name(name, told)), None)
        if head is None:
            first.append((name, number))
        if head is None or event.stage not in _LATER_STAGES:
            continue
        moved = [a for a in event.arguments if a.role in _SIZES]
        out[head] = _with(out[head], [a for a in moved if not _has(out[head], a.role)])
        out[number] = replace(event, arguments=tuple(a for a in event.arguments if a.role not in _SIZES))
    return out


_SIZES = frozenset({"amount", "land_area", "floor_area"})
_LATER_STAGES = frozenset({"topped_out", "completed", "in_production", "opened"})


def _counted_works(sentence: Sentence) -> FigureMatch | None:
    """The count of a sentence that opens with counted works: 21项重大产业项目总投资115亿元."""
    first = sentence.figures[0] if sentence.figures else None
    if first is None or first.start > sentence.start + 2 or first.dimension != "count":
        return None
    opening = sentence.text[first.end : min(first.end + _WORKS_REACH, sentence.end)]
    return first if _words()["works"].search(opening) else None


_WORKS_REACH = 16


def _following(
    scene: Scene, event: EventReading, later: Sequence[EventReading], reach: int
) -> Iterable[Sentence]:
    """The sentences after the event's, up to the next one that tells an event of the same type."""
    index = scene.sentence_at(event.start).index
    stop = next((scene.sentence_at(e.start).index for e in later if e.type == event.type and e.start > event.end), None)
    end = index + 1 + reach if stop is None else min(index + 1 + reach, stop + (stop == index))
    return scene.sentences[index + 1 : end]


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


def _company(scene: Scene, events: list[EventReading]) -> list[EventReading]:
    """Who attended and who hosted a meeting, told in the same or the next sentences."""
    out = []
    for number, event in enumerate(events):
        if event.type == "meeting":
            own = scene.sentence_at(event.start)
            added: list[Argument] = []
            for sentence in [own, *_following(scene, event, events[number + 1 :], reach=3)]:
                added += _attending(scene, sentence, event, added)
                added += _hosting(sentence, event, added)
            event = _with(event, added)
        out.append(event)
    return out


def _attending(scene: Scene, sentence: Sentence, event: EventReading, added: Sequence[Argument]) -> list[Argument]:
    cue = _words()["attending"].search(sentence.text, sentence.start, sentence.end)
    if cue is None:
        return []
    known = {(a.start, a.end) for a in (*event.arguments, *added)}
    people = [m for m in sentence.entities if m.label == "PERSON" and m.end <= cue.start()]
    speaker = _words()["speaking"].search(sentence.text, sentence.start, cue.start())
    if speaker is not None:
        people = [m for m in people if m.start > speaker.end()]
    found = [_entity("participants", m, 0.6) for m in people if (m.start, m.end) not in known]
    return found + ([] if people else _attending_bodies(scene, sentence, cue.start(), known))


def _attending_bodies(scene: Scene, sentence: Sentence, cue: int, known: set[tuple[int, int]]) -> list[Argument]:
    """Firms, bodies and common nouns in the cue's clause: 30家企业和专家代表参加."""
    start = sentence.clauses[sentence.clause_of(cue)][0]
    out: list[Argument] = []
    for group in find_groups(scene, sentence):
        if not start <= group.start < group.end <= cue or (group.start, group.end) in known:
            continue
        members = [m for m in group.members if m.label in _ATTENDERS and (m.start, m.end) not in known]
        out += [_entity("participants", m, 0.5) for m in members]
        if not group.members and group.noun is not None and {"person", "firm"} & set(group.noun.classes):
            out.append(Argument("participants", group.noun.start, group.noun.end, "span", score=0.5))
        if out and group.figure is not None and all(a.role != "attendance" for a in out):
            out.append(Argument("attendance", group.figure.start, group.figure.end, "figure", score=0.5))
    return out


_ATTENDERS = frozenset({"COMPANY", "INSTITUTION", "PARK"})


def _hosting(sentence: Sentence, event: EventReading, added: Sequence[Argument]) -> list[Argument]:
    known = {(a.start, a.end) for a in (*event.arguments, *added)}
    out = []
    for cue in _words()["hosting"].finditer(sentence.text, sentence.start, sentence.end):
        position = cue.start()
        for name in reversed(sentence.entities):
            if name.end > position or name.label not in _HOSTS:
                continue
            gap = sentence.text[name.end : position].removeprefix("等").removeprefix("联合").removeprefix("共同")
            if gap.strip("、和与及,") or (name.start, name.end) in known:
                break
            out.append(_entity("hosts", name, 0.7))
            position = name.start
    return out


_HOSTS = frozenset({"GOVERNMENT", "COMPANY", "INSTITUTION", "PARK", "DISTRICT", "REGION"})


def _times(scene: Scene, events: list[EventReading]) -> list[EventReading]:
    """The occasion's time for what happened there: 会上, 现场, 活动中 and the sentences that go on from it."""
    words = _words()
    occasion: Argument | None = None
    occasion_at = -99
    out = []
    for event in events:
        sentence = scene.sentence_at(event.start)
        time = next((a for a in event.arguments if a.role == "time"), None)
        if time is not None:
            if event.type in words["occasions"] and event.realis == "actual" and _of_occasion(sentence, time):
                occasion, occasion_at = time, sentence.index
        elif occasion is not None and event.type in words["timed"] and event.realis == "actual":
            marked = words["at_occasion"].search(sentence.text, sentence.start, event.end)
            near = sentence.index - occasion_at <= 1 and not sentence.dates
            if (marked or near) and not _own_date(sentence, event):
                event = _with(event, [replace(occasion, score=CARRIED)])
        out.append(event)
    return out


def _of_occasion(sentence: Sentence, time: Argument) -> bool:
    """Only a day, or a vague 近日, is when people met."""
    return any(d.start == time.start and d.granularity in ("day", "vague") for d in sentence.dates)


def _grounds(scene: Scene, events: list[EventReading]) -> list[EventReading]:
    """The park that the sentences before are about, for a move-in that names no ground."""
    out = []
    for event in events:
        if event.type == "settlement" and not _has(event, "park") and not _has(event, "place"):
            index = scene.sentence_at(event.start).index
            before = [
                name
                for sentence in scene.sentences[max(index - 2, 0) : index + 1]
                for name in sentence.names
                if name.label == "PARK" and name.end <= event.start
            ]
            if before:
                event = _with(event, [_entity("park", before[-1], CARRIED)])
        out.append(event)
    return out


def _own_date(sentence: Sentence, event: EventReading) -> DateMatch | None:
    return next((d for d in sentence.dates if d.end <= event.start and d.granularity == "day"), None)


def _has(event: EventReading, role: str) -> bool:
    return any(argument.role == role for argument in event.arguments)


def _entity(role: str, match: NameMatch, score: float) -> Argument:
    return Argument(role, match.start, match.end, "entity", match.label, match.name, match.adcode, score=score)


def _with(event: EventReading, added: Sequence[Argument]) -> EventReading:
    return replace(event, arguments=(*event.arguments, *added)) if added else event
