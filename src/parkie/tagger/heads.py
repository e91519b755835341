"""The heads of the network, what each tells of a character, and how a head of before becomes one of today.

    output      which part of a name of which label it is, or none
    triggers    of which event type it is in a trigger, or none; of statistics and targets, in the figure
    arguments   which roles of which event types what it is in fills; several may be right at once
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from parkie.labels import EVENT_TYPES, ROLES, TRIGGERED_TYPES

__all__ = ["ARGUMENTS", "COLUMNS", "HEADS", "OUTPUT", "TRIGGERS", "grown", "in_order", "with_events"]

OUTPUT: Final = "output"
TRIGGERS: Final = "triggers"
ARGUMENTS: Final = "arguments"
HEADS: Final = (OUTPUT, TRIGGERS, ARGUMENTS)
COLUMNS: Final = {
    TRIGGERS: ("", *EVENT_TYPES),
    ARGUMENTS: tuple(f"{name}.{role.name}" for name in TRIGGERED_TYPES for role in ROLES[name]),
}
"""What each column of a head is; that of ``output`` follows from the labels of the tagger."""

_NEVER: Final = -30.0
_SELDOM: Final = -6.0  # a character in four hundred: about as many fill a role


def with_events(weights: Mapping[str, Any]) -> dict[str, Any]:
    """The weights with heads for triggers and arguments that know nothing yet, where they have none."""
    width = weights["characters"].shape[1]
    heads: dict[str, Any] = {}
    for head, columns in COLUMNS.items():
        heads[head] = np.zeros((width, len(columns)), np.float32)
        heads[f"{head}_bias"] = np.full(len(columns), _SELDOM if head == ARGUMENTS else 0.0, np.float32)
    return {**heads, **weights}


def in_order(weights: Mapping[str, Any], head: str, names: Sequence[str]) -> dict[str, Any]:
    """A head with these columns as one with today's; what has come since is never seen."""
    columns = COLUMNS[head]
    told = np.zeros((weights[head].shape[0], len(columns)), np.float32)
    bias = np.full(len(columns), _NEVER, np.float32)
    for place, name in enumerate(names):
        if name in columns:
            number = columns.index(name)
            told[:, number], bias[number] = weights[head][:, place], weights[f"{head}_bias"][place]
    return {head: told, f"{head}_bias": bias}


def grown(weights: Mapping[str, Any], more: int) -> dict[str, Any]:
    """The weights with scores for ``more`` labels behind those that are there.

    The tags of a new label begin as the mean over the known ones, of which one is always more likely: what was read
    before is read as before, until something is learnt of them.
    """
    weights = dict(weights)
    for name in (OUTPUT, f"{OUTPUT}_bias"):
        known = weights[name][..., 1:]
        kinds = known.reshape(*known.shape[:-1], -1, 4).mean(axis=-2)  # of begin, inside, last and unit
        weights[name] = np.concatenate([weights[name], *[kinds] * more], axis=-1).astype(np.float32)
    return weights
