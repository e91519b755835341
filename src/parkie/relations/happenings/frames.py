"""Frames: what an event type's triggers are and what fills its roles, read from one TOML file per type.

The files live in ``parkie/lexicon/data/frames``. A new event type is a new file there, its roles in
``parkie.labels.ROLES`` and its class in ``parkie.records.events``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from parkie.errors import LexiconError
from parkie.labels import ROLES, TRIGGERED_TYPES
from parkie.lexicon.store import read_toml

__all__ = ["Frame", "RoleFrame", "TriggerRow", "frames", "possible_row"]


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """A trigger word with the contexts in which it does not name the event.

    ``weak`` words (建设, 打造, 落地) are an event only where a core role is filled by a name or a counted noun.
    ``left`` and ``right``, where given, are contexts of which one must be there; ``needs`` is a role that a name
    must fill. ``agentive`` words take their agent as subject: a division in front of 建设 builds, it is no place.
    ``planned`` words name an intention (谋划建设). ``possible`` words (推进) name the event now and then: only a
    trained scorer can tell.
    """

    word: str
    type: str
    weak: bool = False
    stage: str | None = None
    not_left: tuple[str, ...] = ()
    not_right: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    needs: str | None = None
    agentive: bool = False
    planned: bool = False
    possible: bool = False


@dataclass(frozen=True, slots=True)
class RoleFrame:
    """What fills a role, as weights: higher is better, what is not named does not fit.

    ``labels`` are entity labels and noun classes (``noun:firm``), ``agents`` those that fit with an agentive
    word, ``dimensions`` those of figures. ``before`` and ``after`` weigh the side of the trigger, ``left`` and
    ``right`` words that touch the mention.
    ``indicators`` are words that name what a figure measures. ``reach`` is how many clauses away a mention may
    stand, ``threshold`` the least score that counts. A role with ``patterns`` is filled by the form of a phrase
    (their group ``x``), in the sentence or the ``nearby`` ones that follow.
    """

    name: str
    kind: str
    many: bool
    labels: Mapping[str, float]
    agents: Mapping[str, float]
    dimensions: Mapping[str, float]
    before: float
    after: float
    left: Mapping[str, float]
    right: Mapping[str, float]
    left_words: tuple[str, ...]
    right_words: tuple[str, ...]
    indicators: tuple[str, ...]
    counts: str | None
    reach: int
    threshold: float
    patterns: tuple[re.Pattern[str], ...]
    nearby: int


@dataclass(frozen=True, slots=True)
class Frame:
    """An event type: its triggers and possible ones, its roles, and which make it an event at all (``core``, any).

    ``split`` are roles whose coordination tells several events: of its members where the role takes one value, of its
    counts where it takes several. ``carry`` is the role that an omitted subject fills, ``agent`` the one that the
    omitted subject of an agentive word fills. ``dated`` events of counted firms need a time, else they are a state;
    ``repeated`` ones may happen to the same participants at several times. Kinds of things in the
    ``bare`` roles make none if nothing else is told (重点项目集中签约).
    ``takers`` are the roles that can take a mention, by its label, noun class or dimension.
    """

    type: str
    triggers: tuple[TriggerRow, ...]
    possible: tuple[TriggerRow, ...]
    roles: tuple[RoleFrame, ...]
    core: tuple[str, ...]
    split: tuple[str, ...]
    carry: str | None
    agent: str | None
    dated: bool
    repeated: bool
    bare: tuple[str, ...]
    takers: Mapping[str, tuple[RoleFrame, ...]]


@cache
def frames() -> dict[str, Frame]:
    """All frames by event type; read once.

    Raises:
        LexiconError: a frame file names a role that the event type does not have.
    """
    return {name: _frame(name, read_toml(f"frames/{name}.toml")) for name in TRIGGERED_TYPES}


def _frame(name: str, data: dict[str, Any]) -> Frame:
    known = {role.name: role for role in ROLES[name]}
    shared_roles = read_toml("frames/shared.toml")
    rows = {role: {**shared_roles.get(row.get("use", ""), {}), **row} for role, row in data["roles"].items()}
    unknown = set(rows) - set(known)
    if unknown:
        raise LexiconError(f"expected roles of {name} in frames/{name}.toml, found {sorted(unknown)}")
    roles = tuple(
        RoleFrame(
            name=role,
            kind=known[role].kind,
            many=known[role].many,
            labels=row.get("labels", {}),
            agents=row.get("agents", {}),
            dimensions=row.get("dimensions", {}),
            before=row.get("before", 0.0),
            after=row.get("after", 0.0),
            left=row.get("left", {}),
            right=row.get("right", {}),
            left_words=tuple(row.get("left", ())),
            right_words=tuple(row.get("right", ())),
            indicators=tuple(row.get("indicators", ())),
            counts=row.get("counts"),
            reach=row.get("reach", 2),
            threshold=row.get("threshold", 0.5),
            patterns=tuple(re.compile(pattern) for pattern in row.get("patterns", ())),
            nearby=row.get("nearby", 0),
        )
        for role, row in rows.items()
    )
    agentive = data.get("agentive", False)
    shared = {key: tuple(data.get(key, ())) for key in ("not_left", "not_right")}
    triggers = tuple(_trigger(name, {"agentive": agentive, **row}, shared) for row in data["triggers"])
    return Frame(
        type=name,
        triggers=triggers,
        possible=tuple(possible_row(name, word, stage or None) for word, stage in data.get("possible", {}).items()),
        roles=roles,
        core=tuple(data["core"]),
        split=tuple(data.get("split", ())),
        carry=data.get("carry"),
        agent=data.get("agent"),
        dated=data.get("dated", False),
        repeated=data.get("repeated", False),
        bare=tuple(data.get("bare", ())),
        takers=_takers(roles),
    )


def possible_row(event_type: str, word: str, stage: str | None = None) -> TriggerRow:
    """The row of a word that may name an event of the type."""
    data = read_toml(f"frames/{event_type}.toml")
    agentive = data.get("agentive", False) or any(row.get("agentive", False) for row in data["triggers"])
    return TriggerRow(word, event_type, weak=True, stage=stage, agentive=agentive, possible=True)


def _takers(roles: tuple[RoleFrame, ...]) -> dict[str, tuple[RoleFrame, ...]]:
    out: dict[str, tuple[RoleFrame, ...]] = {}
    for role in roles:
        if role.counts is None:
            for label in ("date",) if role.kind == "date" else {**role.labels, **role.agents, **role.dimensions}:
                out[label] = (*out.get(label, ()), role)
    return out


def _trigger(name: str, row: dict[str, Any], shared: dict[str, tuple[str, ...]]) -> TriggerRow:
    contexts: dict[str, Any] = {key: tuple(row.get(key, ())) for key in ("not_left", "not_right", "left", "right")}
    for key, words in shared.items():
        contexts[key] += words
    return TriggerRow(
        word=row["word"],
        type=name,
        weak=row.get("weak", False),
        stage=row.get("stage"),
        needs=row.get("needs"),
        agentive=row["agentive"],
        planned=row.get("planned", False),
        **contexts,
    )
