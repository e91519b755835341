"""Why something fills a role of an event that a word names, and what lost against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from parkie.explaining.explanation import ArgumentReason, CandidateReason
from parkie.relations.happenings.attempts import Attempt
from parkie.relations.happenings.coordinations import listed_with
from parkie.relations.happenings.decoding import LIKELY, Candidate, Choice, choose
from parkie.relations.happenings.groups import Group
from parkie.relations.happenings.scores import parts_of
from parkie.relations.reading import Argument, EventReading

__all__ = ["Weighing"]

_MOST: Final = 5
"""Candidates that are told of one role, the best first."""
_UNLIKELY: Final = 0.05
"""Below this likelihood a candidate for a role that nothing fills is not told."""

Place = tuple[int, int]


@dataclass(slots=True)
class Weighing:
    """An attempt that was told, with what it chose, as the ground of explanations.

    ``judged`` says whether likelihoods decided. Texts are cut from ``text``, the page as it was passed in.
    """

    text: str
    attempt: Attempt
    choices: Sequence[Choice]
    judged: bool
    _direct: list[Choice] = field(init=False)

    def __post_init__(self) -> None:
        self._direct = [*self.attempt.choices, *choose(self.attempt.candidates)]

    def argument(self, argument: Argument) -> ArgumentReason:
        """Why the attempt itself has the argument."""
        choice = self._choice(argument.role, argument)
        if choice is None:
            counted = self._counted(argument)
            if counted is not None:
                told = f"the count of {counted.role.name}"
                return self.reason(argument, "counted", told, self._candidate(counted))
            listed = self._listed(argument)
            if listed is not None:
                filler = listed.filler
                told = f"in one list with {self.text[filler.start : filler.end]}"
                return self.reason(argument, "listed", told, self._candidate(listed))
            return self.reason(argument, "form", self._pattern(argument))
        if choice in self._direct:
            return self.reason(argument, "candidate", "a mention of the sentence", self._candidate(choice))
        return self.reason(argument, "omitted", "left out here, told in an earlier part of the sentence")

    def reason(
        self, argument: Argument, origin: str, told: str, weighed: CandidateReason | None = None
    ) -> ArgumentReason:
        """The reason of an argument, with the candidates of its sentence that lost."""
        start, end = argument.start, argument.end
        lost = self._lost(argument.role, {(start, end)})
        return ArgumentReason(
            argument.role, self.text[start:end], start, end, origin, told, argument.score, weighed, lost
        )

    def unfilled(self, event: EventReading) -> dict[str, tuple[CandidateReason, ...]]:
        """Candidates for the roles that nothing of the event fills, where they were not out of the question."""
        filled = {argument.role for argument in event.arguments}
        out = {}
        for role in self.attempt.frame.roles:
            lost = [] if role.name in filled else [c for c in self._lost(role.name, set()) if _in_question(c)]
            if lost:
                out[role.name] = tuple(lost)
        return out

    def _choice(self, role: str, argument: Argument) -> Choice | None:
        """The choice for the role in which the argument stands."""
        for choice in self.choices:
            filler = choice.filler
            if choice.role.name == role and filler.start <= argument.start and argument.end <= filler.end:
                return choice
        return None

    def _counted(self, argument: Argument) -> Choice | None:
        """The choice whose count the argument is."""
        counts = next((role.counts for role in self.attempt.frame.roles if role.name == argument.role), None)
        for choice in self.choices if counts is not None else ():
            figure = choice.filler.figure if isinstance(choice.filler, Group) else None
            if choice.role.name == counts and figure is not None and figure.start == argument.start:
                return choice
        return None

    def _listed(self, argument: Argument) -> Choice | None:
        """The choice in whose list the argument, or what it counts, is a member of its own."""
        for choice in self.choices:
            if not isinstance(choice.filler, Group) or choice.role.name not in self.attempt.frame.split:
                continue
            for member in listed_with(self.attempt, choice.role, choice.filler):
                if argument.start in (member.start, member.figure and member.figure.start):
                    return choice
        return None

    def _candidate(self, choice: Choice) -> CandidateReason | None:
        return next((self._weighed(n, c, "") for n, c in self._of_role(choice.role.name) if _is(c, choice)), None)

    def _of_role(self, role: str) -> Iterable[tuple[int, Candidate]]:
        return ((n, c) for n, c in enumerate(self.attempt.candidates) if c.role.name == role)

    def _lost(self, role: str, won: set[Place]) -> tuple[CandidateReason, ...]:
        """The candidates for the role that were not chosen for it and are not at the places that won, best first."""
        lost = [
            self._weighed(number, candidate, self._why(number, candidate))
            for number, candidate in self._of_role(role)
            if not any(_is(candidate, choice) for choice in self.choices)
            and (candidate.filler.start, candidate.filler.end) not in won
        ]
        return tuple(sorted(lost, key=_worth, reverse=True)[:_MOST])

    def _weighed(self, number: int, candidate: Candidate, why: str) -> CandidateReason:
        filler = candidate.filler
        likelihoods = self.attempt.likelihoods
        return CandidateReason(
            self.text[filler.start : filler.end], filler.start, filler.end, candidate.score,
            likelihoods[number] if likelihoods else None,
            parts_of(self.attempt.trigger, candidate.role, filler, candidate.crossings, candidate.rating),
            why,
        )  # fmt: skip

    def _why(self, number: int, candidate: Candidate) -> str:
        """Why a candidate was not chosen."""
        role, filler = candidate.role, candidate.filler
        if self.judged and self.attempt.likelihoods:
            worth = self.attempt.likelihoods[number]
            if worth < LIKELY:
                return f"less likely than {LIKELY}"
        elif candidate.score is None:
            away = candidate.rating.fit is not None
            return f"more than {role.reach} clauses away" if away else "nothing that fits the role"
        elif (worth := candidate.score) < role.threshold:
            return f"below {role.threshold}, the least score of the role"
        place = (filler.start, filler.end)
        taken = next((c for c in self.choices if (c.filler.start, c.filler.end) == place), None)
        if taken is not None and taken.score >= worth:
            return f"fills {taken.role.name} with more"
        return "something else fills the role with more"

    def _pattern(self, argument: Argument) -> str:
        """The pattern of the frame that has the phrase."""
        around = self.text[max(0, argument.start - 40) : argument.end + 40]
        word = self.text[argument.start : argument.end]
        for role in self.attempt.frame.roles:
            for pattern in role.patterns if role.name == argument.role else ():
                if any(match["x"] == word for match in pattern.finditer(around)):
                    return pattern.pattern
        return "a pattern of the frame"


def _is(candidate: Candidate, choice: Choice) -> bool:
    """Whether the choice is this candidate."""
    return candidate.role.name == choice.role.name and candidate.filler is choice.filler


def _worth(candidate: CandidateReason) -> tuple[float, float]:
    score = -99.0 if candidate.score is None else candidate.score
    return (score if candidate.likelihood is None else candidate.likelihood), score


def _in_question(candidate: CandidateReason) -> bool:
    if candidate.likelihood is not None:
        return candidate.likelihood >= _UNLIKELY
    return candidate.score is not None
