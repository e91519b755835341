"""Time and ground that an event takes from what the section told before: 会上, 现场, the park it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parkie.lexicon.store import read_toml
from parkie.matchers.reading import DateMatch
from parkie.relations.happenings.carrying import CARRIED, as_argument, cue, has_role, with_arguments
from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Scene, Sentence

__all__ = ["add_ground", "add_time"]


def add_time(scene: Scene, events: Sequence[EventReading]) -> list[EventReading]:
    """The occasion's time for what happened there: 会上, 现场, 活动中 and the sentences that go on from it."""
    timed = read_toml("discourse.toml")["timed"]
    occasion: Argument | None = None
    occasion_at = -99
    out = []
    for event in events:
        sentence = scene.sentence_at(event.start)
        time = next((a for a in event.arguments if a.role == "time"), None)
        if time is not None:
            if event.type in timed["occasions"] and event.realis == "actual" and _of_occasion(sentence, time):
                occasion, occasion_at = time, sentence.index
        elif occasion is not None and event.type in timed["types"] and event.realis == "actual":
            marked = cue("at_occasion").search(sentence.text, sentence.start, event.end)
            near = sentence.index - occasion_at <= 1 and not sentence.dates
            elsewhen = cue("other_time").match(sentence.text, sentence.start, sentence.end)
            if (marked or near) and not elsewhen and not _own_date(sentence, event):
                event = with_arguments(event, [replace(occasion, score=CARRIED)])
        out.append(event)
    return out


def add_ground(scene: Scene, events: Sequence[EventReading]) -> list[EventReading]:
    """The park that the sentences before are about, for a move-in that names no ground."""
    out = []
    for event in events:
        if event.type == "settlement" and not has_role(event, "park") and not has_role(event, "place"):
            index = scene.sentence_at(event.start).index
            before = [
                name
                for sentence in scene.sentences[max(index - 2, 0) : index + 1]
                for name in sentence.names
                if name.label == "PARK" and name.end <= event.start
            ]
            if before:
                event = with_arguments(event, [as_argument("park", before[-1], CARRIED)])
        out.append(event)
    return out


def _of_occasion(sentence: Sentence, time: Argument) -> bool:
    """Only a day, or a vague 近日, is when people met."""
    return any(d.start == time.start and d.granularity in ("day", "vague") for d in sentence.dates)


def _own_date(sentence: Sentence, event: EventReading) -> DateMatch | None:
    return next((d for d in sentence.dates if d.end <= event.start and d.granularity == "day"), None)
