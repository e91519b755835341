"""The labels that the tagger knows, and its tags: O, then begin, inside, last and unit of each label."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

__all__ = ["BEGIN", "INSIDE", "LABELS", "LAST", "TAGS", "UNIT", "tags_of"]

LABELS: Final = (
    "PARK", "DISTRICT", "REGION", "COMPANY", "GOVERNMENT", "INSTITUTION",
    "PERSON", "POSITION", "HONOR", "PROJECT", "MEETING", "DOCUMENT",
)  # fmt: skip
"""In the order of the weights. INDUSTRY is not among them: it comes from a list."""

BEGIN, INSIDE, LAST, UNIT = 1, 2, 3, 4
TAGS: Final = 1 + 4 * len(LABELS)


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
