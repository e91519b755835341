"""The labels that the tagger knows, and its tags: O, then begin, inside, last and unit of each label.

The packaged tagger knows ``LABELS``. One that is trained may know others behind them, a user's own; hints of rules
and gazetteer are of these twelve all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from parkie.errors import InputError

__all__ = ["BEGIN", "INSIDE", "LABELS", "LAST", "TAGS", "UNIT", "UNLEARNED", "joined_labels", "tags_of"]

LABELS: Final = (
    "PARK", "DISTRICT", "REGION", "COMPANY", "GOVERNMENT", "INSTITUTION",
    "PERSON", "POSITION", "HONOR", "PROJECT", "MEETING", "DOCUMENT",
)  # fmt: skip
"""In the order of the weights. INDUSTRY is not among them: it comes from a list."""
UNLEARNED: Final = frozenset({"INDUSTRY"})
_TAKEN: Final = frozenset({*UNLEARNED, "FIG", "FIGURE", "DATE"})

BEGIN, INSIDE, LAST, UNIT = 1, 2, 3, 4
TAGS: Final = 1 + 4 * len(LABELS)


def joined_labels(labels: Sequence[str], more: Iterable[str]) -> tuple[str, ...]:
    """The labels with those of ``more`` that are not among them behind, in alphabetical order.

    Raises:
        InputError: one cannot be a label: it has spaces, or means something else in labelled articles.
    """
    own = sorted(set(more) - set(labels))
    for label in own:
        if label in _TAKEN or not label.isprintable() or label.split() != [label] or label.startswith("§"):
            raise InputError(f"expected a word as label, none of {', '.join(sorted(_TAKEN))}, found {label!r}")
    return (*labels, *own)


def tags_of(length: int, spans: Iterable[tuple[int, int, int]]) -> Any:
    """One tag per character, from spans (start, end, number of the label) that do not overlap."""
    tags = np.zeros(length, np.int32)
    for start, end, label in spans:
        base = 4 * label
        if end - start == 1:
            tags[start] = base + UNIT
        else:
            tags[start] = base + BEGIN
            tags[start + 1 : end - 1] = base + INSIDE
            tags[end - 1] = base + LAST
    return tags
