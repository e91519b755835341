"""Where words begin and where they do not, whatever a model says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

__all__ = ["FREE", "INSIDE", "START", "known_bounds"]

START, FREE, INSIDE = 1, 0, 2  # as an index of rows

# A number with thousands or decimals and its per cent sign; else letters and digits in any mixture. Then marks: each
# is a word, several of one kind in a row (……, ——) are one.
_RUN_RE = re.compile(
    r"(?P<run>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?[%％‰]?|[0-9０-９]+[.．][0-9０-９]+[%％‰]?"
    r"|[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]+[%％‰]?)|(?P<mark>[^\w\s])(?P=mark)*"
)


def known_bounds(text: str, edges: Iterable[int] = ()) -> NDArray[np.int8]:
    """For each character START, INSIDE or FREE: a word begins with it, does not, or a model may say.

    Args:
        text: what is to be cut; white space is the caller's matter.
        edges: offsets at which a word begins or ends in any case; those outside the text count for nothing.
    """
    bounds = np.zeros(len(text) + 1, np.int8)  # one more: what ends with the text
    for found in _RUN_RE.finditer(text):
        start, end = found.span()
        bounds[start + 1 : end] = INSIDE
        if found["mark"]:
            bounds[[start, end]] = START
    for edge in edges:
        if 0 <= edge < len(text):
            bounds[edge] = START
    bounds[0] = START
    return bounds[:-1]
