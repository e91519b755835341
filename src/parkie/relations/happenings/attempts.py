"""Words read as triggers: what could fill their roles, what the frames make of it, and what a judge does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parkie.relations.happenings.decoding import Candidate, Choice, choose, choose_likely, find_candidates
from parkie.relations.happenings.frames import Frame, frames
from parkie.relations.happenings.groups import find_groups
from parkie.relations.happenings.omitted import omitted_agent, omitted_party, omitted_subject
from parkie.relations.happenings.realis import Outlook, outlook_at
from parkie.relations.happenings.scores import Filler
from parkie.relations.happenings.triggers import Trigger, suspicion
from parkie.relations.happenings.verdict import is_counted, is_event, is_named
from parkie.relations.scene import Scene

__all__ = ["Attempt", "add_omitted", "find_attempts", "weigh", "worth_judging"]


@dataclass(slots=True)
class Attempt:
    """A word read as a trigger: its candidates with their likelihoods, and what comes of it.

    ``fillers`` are those of its sentence; ``ruled`` are the choices of the frames and ``told`` whether they make an
    event of it; ``choices`` those by likelihood, and ``passes`` whether the frames would make an event of these.
    ``named`` tells whether a core role is filled by a name, by one that is no stand-in (园区), and by something
    counted.
    """

    trigger: Trigger
    frame: Frame
    outlook: Outlook
    fillers: Sequence[Filler]
    candidates: Sequence[Candidate]
    ruled: Sequence[Choice]
    told: bool
    likelihoods: Sequence[float] = ()
    choices: Sequence[Choice] = ()
    passes: bool = False
    named: tuple[bool, bool, bool] = (False, False, False)
    score: float = 0.0


def find_attempts(scene: Scene, triggers: Sequence[Trigger]) -> list[list[Attempt]]:
    """The triggers of the section with what could fill their roles as the frames see it, sentence by sentence."""
    by_sentence: dict[int, list[Trigger]] = {}
    for trigger in triggers:
        by_sentence.setdefault(trigger.sentence.index, []).append(trigger)
    return [_of_sentence(scene, index, group) for index, group in by_sentence.items()]


def _of_sentence(scene: Scene, index: int, group: Sequence[Trigger]) -> list[Attempt]:
    sentence = scene.sentences[index]
    fillers: list[Filler] = [*find_groups(scene, sentence), *sentence.figures, *sentence.dates]
    attempts = []
    chosen: Sequence[Choice] = []
    for trigger in group:
        frame = frames()[trigger.row.type]
        others = [t.start for t in group if t.holds and t.row.type not in (frame.type, "meeting")]
        candidates = find_candidates(trigger, frame, fillers, others)
        outlook = outlook_at(trigger.sentence, trigger.start, trigger.end, weak=trigger.row.weak)
        ruled: list[Choice] = []
        if trigger.holds:
            ruled = choose(candidates)
            ruled += add_omitted(trigger, frame, ruled, fillers, chosen)
            chosen = ruled or chosen
        told = trigger.holds and is_event(trigger, frame, ruled, outlook)
        attempts.append(Attempt(trigger, frame, outlook, fillers, candidates, ruled, told))
    return attempts


def add_omitted(
    trigger: Trigger, frame: Frame, choices: Sequence[Choice], fillers: Sequence[Filler], before: Sequence[Choice]
) -> list[Choice]:
    """What the sentence leaves out and an earlier part of it tells."""
    found = omitted_subject(trigger, frame, choices, fillers, before)
    found += omitted_agent(trigger, frame, [*choices, *found], fillers)
    return found + omitted_party(trigger, [*choices, *found], before)


def weigh(attempt: Attempt, likelihoods: Sequence[float]) -> None:
    """Choose the fillers of an attempt by how likely each candidate is."""
    attempt.likelihoods = likelihoods
    attempt.choices = choose_likely(attempt.candidates, likelihoods)
    attempt.passes = is_event(attempt.trigger, attempt.frame, attempt.choices, attempt.outlook)
    core = [choice for choice in attempt.choices if choice.role.name in attempt.frame.core]
    attempt.named = any(is_named(c, False) for c in core), any(is_named(c, True) for c in core), is_counted(core)


def worth_judging(scene: Scene, group: Sequence[Attempt]) -> list[Attempt]:
    """Those of a sentence that the frames tell or a trained reader suspects: of the others hardly any is an event."""
    return [attempt for attempt in group if attempt.told or suspicion(scene, attempt.trigger) > 0]
