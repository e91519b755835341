"""Who attended a meeting and who hosted it, told in its own or in the next sentences."""

from __future__ import annotations

from collections.abc import Sequence

from parkie.relations.happenings.carrying import as_argument, cue, following, with_arguments
from parkie.relations.happenings.groups import find_groups
from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Scene, Sentence

__all__ = ["add_company"]

_ATTENDERS = frozenset({"COMPANY", "INSTITUTION", "PARK"})
_HOSTS = frozenset({"GOVERNMENT", "COMPANY", "INSTITUTION", "PARK", "DISTRICT", "REGION"})


def add_company(scene: Scene, events: Sequence[EventReading]) -> list[EventReading]:
    """Who attended and who hosted a meeting, told in the same or the next sentences."""
    out = []
    for number, event in enumerate(events):
        if event.type == "meeting":
            own = scene.sentence_at(event.start)
            added: list[Argument] = []
            for sentence in [own, *following(scene, event, events[number + 1 :], reach=3)]:
                added += _attending(scene, sentence, event, added)
                added += _hosting(sentence, event, added)
            event = with_arguments(event, added)
        out.append(event)
    return out


def _attending(scene: Scene, sentence: Sentence, event: EventReading, added: Sequence[Argument]) -> list[Argument]:
    found_at = cue("attending").search(sentence.text, sentence.start, sentence.end)
    if found_at is None:
        return []
    known = {(a.start, a.end) for a in (*event.arguments, *added)}
    people = [m for m in sentence.entities if m.label == "PERSON" and m.end <= found_at.start()]
    speaker = cue("speaking").search(sentence.text, sentence.start, found_at.start())
    if speaker is not None:
        people = [m for m in people if m.start > speaker.end()]
    found = [as_argument("participants", m, 0.6) for m in people if (m.start, m.end) not in known]
    return found + ([] if people else _attending_bodies(scene, sentence, found_at.start(), known))


def _attending_bodies(scene: Scene, sentence: Sentence, position: int, known: set[tuple[int, int]]) -> list[Argument]:
    """Firms, bodies and common nouns in the cue's clause: 30家企业和专家代表参加."""
    start = sentence.clauses[sentence.clause_of(position)][0]
    out: list[Argument] = []
    for group in find_groups(scene, sentence):
        if not start <= group.start < group.end <= position or (group.start, group.end) in known:
            continue
        members = [m for m in group.members if m.label in _ATTENDERS and (m.start, m.end) not in known]
        out += [as_argument("participants", m, 0.5) for m in members]
        if not group.members and group.noun is not None and {"person", "firm"} & set(group.noun.classes):
            out.append(Argument("participants", group.noun.start, group.noun.end, "span", score=0.5))
        if out and group.figure is not None and all(a.role != "attendance" for a in out):
            out.append(Argument("attendance", group.figure.start, group.figure.end, "figure", score=0.5))
    return out


def _hosting(sentence: Sentence, event: EventReading, added: Sequence[Argument]) -> list[Argument]:
    known = {(a.start, a.end) for a in (*event.arguments, *added)}
    out = []
    for host_cue in cue("hosting").finditer(sentence.text, sentence.start, sentence.end):
        position = host_cue.start()
        for name in reversed(sentence.entities):
            if name.end > position or name.label not in _HOSTS:
                continue
            gap = sentence.text[name.end : position].removeprefix("等").removeprefix("联合").removeprefix("共同")
            if gap.strip("、和与及,") or (name.start, name.end) in known:
                break
            out.append(as_argument("hosts", name, 0.7))
            position = name.start
    return out
