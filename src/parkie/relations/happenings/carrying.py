"""What the steps over neighbouring sentences share: cue words, and events that gain arguments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from parkie.lexicon.store import read_toml
from parkie.matchers.reading import NameMatch
from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Scene, Sentence

__all__ = ["CARRIED", "as_argument", "cue", "following", "has_role", "with_arguments"]

CARRIED = 0.4
"""The score of an argument taken from another sentence: it lowers the event's confidence."""


@cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of the cue words called ``name`` in ``discourse.toml``."""
    words = read_toml("discourse.toml")["cues"][name]["words"]
    return re.compile("|".join(re.escape(word) for word in words))


def following(
    scene: Scene, event: EventReading, later: Sequence[EventReading], reach: int
) -> Iterable[Sentence]:
    """The sentences after the event's, up to the next one that tells an event of the same type."""
    index = scene.sentence_at(event.start).index
    stop = next((scene.sentence_at(e.start).index for e in later if e.type == event.type and e.start > event.end), None)
    end = index + 1 + reach if stop is None else min(index + 1 + reach, stop + (stop == index))
    return scene.sentences[index + 1 : end]


def has_role(event: EventReading, role: str) -> bool:
    """Whether the event has an argument in that role."""
    return any(argument.role == role for argument in event.arguments)


def as_argument(role: str, match: NameMatch, score: float) -> Argument:
    """A name as an argument."""
    return Argument(role, match.start, match.end, "entity", match.label, match.name, match.adcode, score=score)


def with_arguments(event: EventReading, added: Sequence[Argument]) -> EventReading:
    """The event with more arguments."""
    return replace(event, arguments=(*event.arguments, *added)) if added else event
