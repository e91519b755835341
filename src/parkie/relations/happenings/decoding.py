"""From scores to arguments: which filler takes which role."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch
from parkie.relations.happenings.frames import Frame, RoleFrame
from parkie.relations.happenings.groups import Group
from parkie.relations.happenings.scores import Filler, Rating, neighbours, rate
from parkie.relations.happenings.triggers import Trigger
from parkie.relations.reading import Argument

__all__ = ["Candidate", "Choice", "arguments_of", "choose", "choose_likely", "each_once", "find_candidates"]


WINDOW = 250
"""How many characters from the trigger an argument may stand: farther than sentences of the genre reach."""


LIKELY = 0.4
"""From which likelihood on a candidate fills its role."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A filler that could take a role; ``crossings`` counts other triggers between it and the trigger.

    ``rating`` is what the frames make of it.
    """

    role: RoleFrame
    filler: Filler
    crossings: int
    rating: Rating

    @property
    def score(self) -> float | None:
        """That of the frames, None where they rule it out."""
        return self.rating.score


@dataclass(frozen=True, slots=True)
class Choice:
    """A role and what was chosen to fill it, with the score."""

    role: RoleFrame
    filler: Filler
    score: float


def find_candidates(
    trigger: Trigger, frame: Frame, fillers: Iterable[Filler], others: Sequence[int]
) -> list[Candidate]:
    """What could take a role of the trigger, in the order of the fillers.

    ``others`` are the starts of the sentence's triggers of other event types, in order: what lies behind another
    trigger is more likely an argument of that one.
    """
    out: list[Candidate] = []
    for filler in fillers:
        if filler.end < trigger.start - WINDOW or filler.start > trigger.end + WINDOW:
            continue
        if filler.start < trigger.end and filler.end > trigger.start and not _own_name(trigger, filler):
            continue
        if isinstance(filler, FigureMatch) and ";" in trigger.sentence.within(filler.end, trigger.start):
            continue  # of what was told before: 签约项目31个,总投资88亿元;动工项目24个
        crossings, beside = _between(others, trigger, filler), neighbours(trigger, filler)
        for role in _takers(frame, filler):
            rating = rate(trigger, role, filler, crossings, beside)
            if rating is not None:
                out.append(Candidate(role, filler, crossings, rating))
    return out


def choose(candidates: Iterable[Candidate]) -> list[Choice]:
    """The best filler for each role by the frames, greedily by score; a filler fills one role."""
    ranked = _ranked(
        Choice(c.role, c.filler, c.score)
        for c in candidates
        if c.score is not None and c.score >= c.role.threshold
    )
    chosen, used = _assigned(ranked)
    return chosen + _second_members(ranked, chosen, used)


def choose_likely(candidates: Iterable[Candidate], likelihoods: Iterable[float]) -> list[Choice]:
    """The same by what a trained scorer takes each candidate for; a list takes all groups of names that are likely."""
    likely = zip(candidates, likelihoods, strict=True)
    ranked = _ranked(Choice(c.role, c.filler, p) for c, p in likely if p >= LIKELY)
    chosen, used = _assigned(ranked)
    for choice in ranked:
        bounds = (choice.filler.start, choice.filler.end)
        if choice.role.many and bounds not in used and isinstance(choice.filler, Group) and choice.filler.members:
            chosen.append(choice)
            used.add(bounds)
    return chosen


def _ranked(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: (-choice.score, choice.filler.start))


def _assigned(ranked: Sequence[Choice]) -> tuple[list[Choice], set[tuple[int, int]]]:
    """One filler for each role and one role for each filler, and which fillers are used."""
    chosen: list[Choice] = []
    full: set[str] = set()
    used: set[tuple[int, int]] = set()
    for choice in ranked:
        bounds = (choice.filler.start, choice.filler.end)
        if choice.role.name in full or bounds in used:
            continue
        chosen.append(choice)
        used.add(bounds)
        full.add(choice.role.name)
    return chosen, used


def _takers(frame: Frame, filler: Filler) -> list[RoleFrame]:
    if isinstance(filler, DateMatch):
        return list(frame.takers.get("date", ()))
    if isinstance(filler, FigureMatch):
        return list(frame.takers.get(filler.dimension, ()))
    takers = {role.name: role for label in filler.labels for role in frame.takers.get(label, ())}
    return list(takers.values())


def _own_name(trigger: Trigger, filler: Filler) -> bool:
    """Whether the trigger is made of the filler's own last word, as in 在…推介会上."""
    return trigger.row.word == "会上" and isinstance(filler, Group) and filler.end == trigger.end - 1


def _second_members(
    ranked: Sequence[Choice], chosen: Sequence[Choice], used: set[tuple[int, int]]
) -> list[Choice]:
    """Further groups for a list role: X与Y签约 has its members on both sides of 与."""
    best = {choice.role.name: choice for choice in chosen if choice.role.many}
    extra = []
    for choice in ranked:
        first = best.get(choice.role.name)
        bounds = (choice.filler.start, choice.filler.end)
        if first is None or bounds in used or choice.score < max(choice.role.threshold + 0.3, first.score - 0.7):
            continue
        if not isinstance(choice.filler, Group) or not choice.filler.members:
            continue
        extra.append(choice)
        used.add(bounds)
    return extra


def _between(others: Sequence[int], trigger: Trigger, filler: Filler) -> int:
    if filler.end <= trigger.start:
        lo, hi = filler.end, trigger.start
    elif filler.start >= trigger.end:
        lo, hi = trigger.end, filler.start
    else:
        return 0
    return bisect_left(others, hi) - bisect_left(others, lo)


def arguments_of(frame: Frame, choices: Sequence[Choice]) -> list[Argument]:
    """The arguments of the event that the choices tell."""
    out: list[Argument] = []
    counts = {role.counts: role.name for role in frame.roles if role.counts is not None}
    filled: set[str] = set()
    for choice in sorted(choices, key=lambda c: c.filler.start):
        members = _members(choice)
        out += members if choice.role.many else members[:1]
        count = counts.get(choice.role.name)
        figure = choice.filler.figure if isinstance(choice.filler, Group) else None
        if count is not None and figure is not None and count not in filled:
            filled.add(count)
            out.append(Argument(count, figure.start, figure.end, "figure", score=choice.score))
    return out


def each_once(text: str, arguments: Sequence[Argument]) -> list[Argument]:
    """Of several in one role that are one body the surest: 泽远精密公告,公司与管委会签约."""
    best: dict[tuple[str, str], Argument] = {}
    for argument in arguments:
        if argument.kind == "entity":
            key = argument.role, argument.name or text[argument.start : argument.end]
            best[key] = max(best.get(key, argument), argument, key=lambda a: a.score)
    kept = {id(argument) for argument in best.values()}
    return [argument for argument in arguments if argument.kind != "entity" or id(argument) in kept]


def _members(choice: Choice) -> list[Argument]:
    filler, role, score = choice.filler, choice.role.name, choice.score
    if isinstance(filler, FigureMatch):
        return [Argument(role, filler.start, filler.end, "figure", score=score)]
    if isinstance(filler, DateMatch):
        return [Argument(role, filler.start, filler.end, "date", score=score)]
    if filler.members:
        labels = {*choice.role.labels, *choice.role.agents}
        as_noun = filler.labels[0].startswith("noun:")
        fitting = [m for m in filler.members if as_noun or m.label in labels]
        if fitting:
            return [_entity(role, member, score) for member in fitting]
    nouns = filler.nouns or (filler.noun,)
    return [Argument(role, noun.start, noun.end, "span", score=score) for noun in nouns if noun]


def _entity(role: str, match: NameMatch, score: float) -> Argument:
    return Argument(role, match.start, match.end, "entity", match.label, match.name, match.adcode, score=score)


