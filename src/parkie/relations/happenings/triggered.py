"""Events that a trigger word names: triggers, candidates, scores, decoding, put together for one section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from parkie.relations.happenings.attempts import Attempt, add_omitted, find_attempts, weigh, worth_judging
from parkie.relations.happenings.company import add_company
from parkie.relations.happenings.coordinations import told_apart
from parkie.relations.happenings.decoding import Choice, arguments_of, each_once
from parkie.relations.happenings.details import add_details
from parkie.relations.happenings.forms import find_forms
from parkie.relations.happenings.judging import of_fillers, of_triggers
from parkie.relations.happenings.merging import merged
from parkie.relations.happenings.occasions import add_ground, add_time
from parkie.relations.happenings.tracing import Tracing
from parkie.relations.happenings.triggers import Trigger, find_possible_triggers, find_triggers
from parkie.relations.happenings.verdict import says_something
from parkie.relations.judging.judge import Judge
from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Scene

__all__ = ["TELLING", "find_triggered"]

TELLING: Final = 0.4
"""From which likelihood on a word tells an event."""
_TOGETHER: Final = 32  # sentences: enough for one multiplication to pay, few enough for the longest page


def find_triggered(scene: Scene, judge: Judge | None = None, tracing: Tracing | None = None) -> list[EventReading]:
    """The events of the section that trigger words name, in text order, each happening once.

    Frames alone decide, unless there is a judge and a trained reader has looked at the section. ``tracing`` takes
    what was weighed.
    """
    tracing = tracing or Tracing()
    judged = judge if scene.sighted else None
    triggers = find_triggers(scene) if judged is None else find_possible_triggers(scene)
    groups = find_attempts(scene, triggers)
    if judged is None:
        told = [(attempt, attempt.ruled) for group in groups for attempt in group if attempt.told]
    else:
        told = _judged(scene, groups, judged)
    tracing.groups, tracing.told = groups, told
    tracing.judged = frozenset() if judged is None else judged.types
    events = [
        _event(scene, attempt, apart) for attempt, choices in told for apart in told_apart(attempt, choices)
    ]
    happened = merged(scene, _completed(scene, tracing.keep("own", events), tracing))
    return tracing.keep("merged", [event for event in happened if says_something(scene.text, event)])


def _judged(
    scene: Scene, groups: Sequence[Sequence[Attempt]], judge: Judge
) -> list[tuple[Attempt, Sequence[Choice]]]:
    """The attempts that the judge finds likely, with the fillers it finds likely; the frames' of types it never saw."""
    seen = [attempts for group in groups if (attempts := worth_judging(scene, group))]
    for at in range(0, len(seen), _TOGETHER):
        _score(scene, seen[at : at + _TOGETHER], judge)
    return [found for group in seen for found in _told(group, judge)]


def _score(scene: Scene, groups: Sequence[Sequence[Attempt]], judge: Judge) -> None:
    """Weigh the fillers of all attempts of some sentences, then the attempts."""
    attempts = [attempt for group in groups for attempt in group]
    rows = [row for a in attempts for row in of_fillers.rows_of_fillers(a.trigger, a.candidates)]
    likelihoods = iter(judge.likelihoods("fillers", rows, of_fillers.columns()))
    for attempt in attempts:
        weigh(attempt, [likelihood for (likelihood,) in islice(likelihoods, len(attempt.candidates))])
    told = [of_triggers.row_of_trigger(scene, attempt, group) for group in groups for attempt in group]
    scores = judge.likelihoods("triggers", told, of_triggers.columns())
    for attempt, (score,) in zip(attempts, scores, strict=True):
        attempt.score = score


def _told(group: Sequence[Attempt], judge: Judge) -> Iterator[tuple[Attempt, Sequence[Choice]]]:
    """The likely ones of a sentence, with what an earlier part of it tells of them."""
    before: Sequence[Choice] = []
    for attempt in group:
        if attempt.frame.type not in judge.types:
            attempt.score = 0.0
            if attempt.told:
                yield attempt, attempt.ruled
            continue
        if attempt.score < TELLING:
            continue
        choices = list(attempt.choices)
        choices += add_omitted(attempt.trigger, attempt.frame, choices, attempt.fillers, before)
        before = choices or before
        if choices := choices or list(attempt.ruled):
            yield attempt, choices


_STEPS: Final = {"details": add_details, "company": add_company, "time": add_time, "ground": add_ground}


def _completed(scene: Scene, events: list[EventReading], tracing: Tracing) -> list[EventReading]:
    """The events with what the sentences around them add; each step only adds arguments."""
    for name, add in _STEPS.items():
        events = tracing.keep(name, add(scene, events))
    return events


def _event(scene: Scene, attempt: Attempt, choices: Sequence[Choice]) -> EventReading:
    trigger, frame, outlook = attempt.trigger, attempt.frame, attempt.outlook
    told = each_once(scene.text, arguments_of(frame, choices))
    arguments = (*told, *find_forms(scene, trigger, frame, list(choices)))
    return EventReading(
        trigger.start,
        trigger.end,
        frame.type,
        "planned" if trigger.row.planned and outlook.realis == "actual" else outlook.realis,
        scene.kind,
        (trigger.sentence.start, trigger.sentence.end),
        attempt.score or _confidence(arguments, trigger),
        arguments,
        trigger.row.stage,
    )


def _confidence(arguments: Sequence[Argument], trigger: Trigger) -> float:
    """Grows with the number and the scores of the arguments; weak triggers start lower."""
    base = 0.35 if trigger.row.weak else 0.5
    support = sum(min(max(a.score, 0.0), 2.0) for a in arguments if a.kind != "span")
    return min(0.97, base + 0.08 * support)


