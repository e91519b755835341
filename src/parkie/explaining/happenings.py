"""Why a word names an event, or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from parkie.explaining.arguments import Weighing
from parkie.explaining.explanation import ArgumentReason, EventReason, RealisReason, Refusal, TriggerRowReason
from parkie.relations.happenings.attempts import Attempt
from parkie.relations.happenings.frames import Frame
from parkie.relations.happenings.realis import Outlook
from parkie.relations.happenings.tracing import Tracing
from parkie.relations.happenings.triggered import TELLING
from parkie.relations.happenings.triggers import Trigger, find_listed, suspicion, unmet
from parkie.relations.happenings.verdict import objection, says_something
from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Scene

__all__ = ["Happenings"]

_LAST: Final = "ground"
_TOLD: Final = {
    "details": "a sentence that goes on about it tells its sizes and costs",
    "company": "a word of attending or hosting, here or in the next sentences",
    "time": "the time of the occasion at which it happened",
    "ground": "the park that the sentences before are about",
}
_CONDITIONS: Final = {
    "not_left": "behind a word that its row excludes (not_left)",
    "not_right": "in front of a word that its row excludes (not_right)",
    "left": "behind none of the words that its row asks for (left)",
    "right": "in front of none of the words that its row asks for (right)",
}

Key = tuple[int, int, str, str | None]


class Happenings:
    """The events of one section that words name, as they were found."""

    def __init__(self, text: str, scene: Scene, tracing: Tracing) -> None:
        self._text, self._scene, self._tracing = text, scene, tracing
        self._told: dict[Key, Weighing] = {}
        for attempt, choices in tracing.told:
            judged = attempt.frame.type in tracing.judged
            row = attempt.trigger.row
            key = (attempt.trigger.start, attempt.trigger.end, row.type, row.stage)
            self._told.setdefault(key, Weighing(text, attempt, choices, judged))
        self._done = tracing.steps[_LAST]
        self._places: dict[tuple[Key, Argument | None], list[int]] = {}
        self._tellings: dict[Argument, EventReading] = {}
        for place, event in enumerate(self._done):
            self._places.setdefault((_key(event), _first(event)), []).append(place)
            for argument in event.arguments:
                self._tellings.setdefault(argument, event)
        self._used: set[int] = set()

    def explain(self, event: EventReading, event_id: str) -> EventReason:
        """Why there is the event."""
        place = self._place(event)
        self._used.add(place)
        weighing = self._told[_key(self._done[place])]
        attempt = weighing.attempt
        return EventReason(
            event_id, event.type, self._text[event.start : event.end], event.start, event.end,
            "judge" if weighing.judged else "frames",
            _decided(weighing),
            attempt.score if weighing.judged else event.confidence,
            _realis(self._text, attempt, event),
            _row(attempt.trigger, attempt.frame),
            self._sighted(attempt.trigger),
            tuple(self._argument(weighing, place, argument) for argument in event.arguments),
            weighing.unfilled(event),
        )  # fmt: skip

    def refused(self) -> Iterator[Refusal]:
        """The words that name no event of their own; asked after all events of the section are explained."""
        told = {id(attempt) for attempt, _ in self._tracing.told}
        attempts = [attempt for group in self._tracing.groups for attempt in group]
        for attempt in attempts:
            if id(attempt) not in told:
                yield self._refusal(attempt.trigger, self._why(attempt), attempt)
        for place, event in enumerate(self._done):
            if place not in self._used:
                attempt = self._told[_key(event)].attempt
                joined = says_something(self._text, event)
                why = "joined to another telling of the same event" if joined else "only kinds of things did it"
                yield self._refusal(attempt.trigger, why, attempt)
        tried = {(a.trigger.start, a.trigger.end, a.trigger.row) for a in attempts}
        for trigger in find_listed(self._scene):
            if (trigger.start, trigger.end, trigger.row) not in tried and not trigger.holds:
                yield self._refusal(trigger, _condition(trigger))

    def _place(self, event: EventReading) -> int:
        """Which of the events before joining it was: joining adds arguments behind those that are there."""
        same = self._places[_key(event), _first(event)]
        return max(same, key=lambda n: (n not in self._used, len(set(event.arguments) & set(self._done[n].arguments))))

    def _argument(self, weighing: Weighing, place: int, argument: Argument) -> ArgumentReason:
        steps = self._tracing.steps
        step = next((name for name in ("own", *_TOLD) if argument in steps[name][place].arguments), None)
        if step == "own":
            return weighing.argument(argument)
        if step is not None:
            return weighing.reason(argument, step, _TOLD[step])
        other = self._tellings.get(argument)
        told = "another telling" if other is None else f"told at {self._text[other.start : other.end]}"
        return weighing.reason(argument, "retold", told)

    def _sighted(self, trigger: Trigger) -> float | None:
        return suspicion(self._scene, trigger) if self._scene.sighted else None

    def _refusal(self, trigger: Trigger, why: str, attempt: Attempt | None = None) -> Refusal:
        judged = attempt is not None and self._is_judged(attempt)
        word = self._text[trigger.start : trigger.end]
        score = attempt.score if judged and attempt is not None else None
        by = "judge" if judged else "frames"
        return Refusal(word, trigger.start, trigger.end, trigger.row.type, why, by, score, self._sighted(trigger))

    def _is_judged(self, attempt: Attempt) -> bool:
        """Whether the judge was asked: not of types that it never saw, nor of what nobody suspects."""
        return attempt.frame.type in self._tracing.judged and attempt.score > 0

    def _why(self, attempt: Attempt) -> str:
        """Why an attempt told nothing."""
        if self._is_judged(attempt):
            if attempt.score >= TELLING:
                return "likely enough, but nothing fills a role"
            alone = _objection(attempt)
            frames = "the frames alone would tell it" if alone is None else f"the frames: {alone}"
            return f"less likely than {TELLING}; {frames}"
        return _objection(attempt) or "the frames did not tell it"


def _key(event: EventReading) -> Key:
    return event.start, event.end, event.type, event.stage


def _first(event: EventReading) -> Argument | None:
    return event.arguments[0] if event.arguments else None


def _objection(attempt: Attempt) -> str | None:
    """What the frames alone have against the attempt."""
    if not attempt.trigger.holds:
        return _condition(attempt.trigger)
    return objection(attempt.trigger, attempt.frame, attempt.ruled, attempt.outlook)


def _condition(trigger: Trigger) -> str:
    """Why a word is no trigger where it stands."""
    if trigger.row.possible:
        return "a word that names such an event now and then: only the judge can tell"
    failed = unmet(trigger.row, trigger.sentence, trigger.start, trigger.end)
    return _CONDITIONS.get(failed or "", failed or "its conditions are met")


def _decided(weighing: Weighing) -> str:
    attempt = weighing.attempt
    alone = _objection(attempt)
    if not weighing.judged:
        return "the word meets the conditions of its row, and its core roles are filled"
    frames = "the frames alone would tell it too" if alone is None else f"the frames alone would not: {alone}"
    return f"at least as likely as {TELLING}; {frames}"


def _row(trigger: Trigger, frame: Frame) -> TriggerRowReason:
    row = trigger.row
    kind = "trigger"
    if row.possible:
        kind = "possible" if row in frame.possible else "sighted"
    elif row not in frame.triggers:
        kind = "meeting"
    named = {"needs": (row.needs,) if row.needs else ()}
    contexts = {"left": row.left, "right": row.right, "not_left": row.not_left, "not_right": row.not_right}
    conditions = {name: words for name, words in (named | contexts).items() if words}
    return TriggerRowReason(f"frames/{row.type}.toml", row.word, kind, row.weak, row.stage, conditions)


def _realis(text: str, attempt: Attempt, event: EventReading) -> RealisReason:
    """What the words around say, and the row of a word that names an intention itself."""
    outlook: Outlook = attempt.outlook
    if attempt.trigger.row.planned and outlook.realis == "actual":
        start, end = attempt.trigger.start, attempt.trigger.end
        return RealisReason(event.realis, f"frames/{event.type}.toml", text[start:end], start, end)
    if outlook.cue is None:
        return RealisReason(event.realis)
    table, start, end = outlook.cue
    return RealisReason(event.realis, f"realis.toml [{table}]", text[start:end], start, end)
