"""What an explanation says, as frozen dataclasses of plain values; offsets are those of the page's text."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, field
from typing import Any

from parkie.errors import RecordError

__all__ = [
    "ArgumentReason",
    "CandidateReason",
    "DateReason",
    "EntityReason",
    "EventReason",
    "Explanation",
    "FigureReason",
    "NameReading",
    "RealisReason",
    "Refusal",
    "TriggerRowReason",
]


@dataclass(frozen=True, slots=True)
class NameReading:
    """One reading of some characters as a name.

    ``by`` is ``table`` (of the lexicon), ``added`` (a row of the user's), ``rule``, ``tagger`` or ``recogniser`` (a
    component of the user's); ``source`` names the table or the rule. ``score`` is how sure it is of itself, from 0 to
    1; scores of different sources are not on one scale.
    """

    text: str
    start: int
    end: int
    label: str
    by: str
    source: str
    score: float


@dataclass(frozen=True, slots=True)
class EntityReason:
    """Why there is an entity.

    ``reading`` is the one that won, ``ruled`` what rules and tables alone had there, where that is something else,
    ``lost`` the other candidates that overlap it. ``certainty`` is the probability that the tagger gives the entity,
    None where nobody asked or there is no tagger that knows its label.
    """

    reading: NameReading
    name: str
    adcode: str | None
    certainty: float | None
    ruled: tuple[NameReading, ...] = ()
    lost: tuple[NameReading, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureReason:
    """Why a figure means what it means.

    ``form`` is ``unit`` (a numeral and a unit), ``phrase`` (百分之五, 翻番) or ``bare`` (the unit is understood);
    ``unit`` is the word of the unit and ``table`` the file that has its row; ``bounds`` are the words that bound the
    figure.
    """

    text: str
    start: int
    end: int
    form: str
    unit: str | None
    table: str | None
    bounds: tuple[str, ...]
    modifier: str


@dataclass(frozen=True, slots=True)
class DateReason:
    """Why a date means the days it means.

    ``rule`` is ``written`` (the year stands there), ``told before`` (an earlier mention gives the year or the day),
    ``reference`` (the time the text speaks from does) or ``unresolved``. ``day`` and ``year`` are that time, as far as
    it is known.
    """

    text: str
    start: int
    end: int
    rule: str
    granularity: str
    earliest: datetime.date | None
    latest: datetime.date | None
    day: datetime.date | None
    year: int | None


@dataclass(frozen=True, slots=True)
class CandidateReason:
    """Something that could have filled a role.

    ``score`` is the frames', None where they rule it out; ``parts`` are what it is the sum of; ``likelihood`` is the
    judge's, None where it was not asked. ``why`` says why it does not fill the role; empty for what does.
    """

    text: str
    start: int
    end: int
    score: float | None
    likelihood: float | None
    parts: dict[str, float]
    why: str = ""


@dataclass(frozen=True, slots=True)
class ArgumentReason:
    """Why something fills a role.

    ``origin`` is one of

    - ``candidate``: it stands in the sentence; ``weighed`` has its score
    - ``counted``: the count of what fills another role
    - ``listed``: another member of the list in which a candidate stands, or its count; ``weighed`` is the candidate's
    - ``omitted``: the sentence leaves it out, and tells it in an earlier part
    - ``form``: the form of a phrase; ``told`` is the pattern
    - ``details``, ``company``, ``time``, ``ground``: sentences around the event tell it
    - ``retold``: another telling of the same event has it
    - ``figure``, ``indicator``, ``subject``, ``change``, ``period``: of a statistic or target

    ``told`` says more, in words. ``score`` is that of the argument in the event's record of work; ``lost`` are the
    other candidates for the role in the sentence of the trigger, best first.
    """

    role: str
    text: str
    start: int
    end: int
    origin: str
    told: str
    score: float
    weighed: CandidateReason | None = None
    lost: tuple[CandidateReason, ...] = ()


@dataclass(frozen=True, slots=True)
class TriggerRowReason:
    """The row of a trigger word: the file and what the row says besides the word.

    ``kind`` is ``trigger``, ``possible`` (only the judge can make it an event), ``sighted`` (a word of no list that
    the tagger takes for a trigger) or ``meeting`` (在…会上). ``conditions`` are the contexts it asks for.
    """

    file: str
    word: str
    kind: str
    weak: bool = False
    stage: str | None = None
    conditions: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RealisReason:
    """Why an event is actual, planned or negated: the cue word and its table, None where there is no cue."""

    realis: str
    table: str | None = None
    cue: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class EventReason:
    """Why there is an event.

    ``by`` is who decided: ``frames``, ``judge`` (``score`` is then its likelihood) or ``figures`` (``score`` is then
    the confidence). ``told`` is in words what was decided. ``sighted`` is how likely the tagger finds a trigger of the
    type at these characters; None where no tagger that learnt triggers has looked. ``unfilled`` are the candidates for
    roles that nothing fills.
    """

    id: str
    type: str
    text: str
    start: int
    end: int
    by: str
    told: str
    score: float
    realis: RealisReason
    row: TriggerRowReason | None = None
    sighted: float | None = None
    arguments: tuple[ArgumentReason, ...] = ()
    unfilled: dict[str, tuple[CandidateReason, ...]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The reason as plain data, as JSON has it."""
        return {name: _plain(value) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A word or figure that tells no event of its own, and why; ``score`` and ``sighted`` as for an event."""

    text: str
    start: int
    end: int
    type: str
    why: str
    by: str
    score: float | None = None
    sighted: float | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a page was read as it was. ``dropped`` are names of rules and tables that the tagger took away whole."""

    entities: tuple[EntityReason, ...] = ()
    dropped: tuple[NameReading, ...] = ()
    figures: tuple[FigureReason, ...] = ()
    dates: tuple[DateReason, ...] = ()
    events: tuple[EventReason, ...] = ()
    refused: tuple[Refusal, ...] = ()

    def event(self, event_id: str) -> EventReason:
        """The reason of the event with the given id.

        Raises:
            RecordError: there is none.
        """
        for reason in self.events:
            if reason.id == event_id:
                return reason
        known = f"ev1 to ev{len(self.events)}" if self.events else "no event at all"
        raise RecordError(f"expected the id of an event ({known}), found {event_id!r}")

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain data, as JSON has it."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: Any) -> Any:
    """Tuples as lists, days as strings, numbers short enough to read."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return round(value, 4) if isinstance(value, float) else value
