"""How sure the tagger is of a mention: its share among all sequences of tags that are whole mentions.

A sequence has the product of the probabilities of its tags, and only those in which every mention begins, goes on and
ends count, as in decoding. The sum over all of them, and over those that have the mention, is taken by the
forward-backward algorithm: two passes over each sentence, linear in its length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from parkie.tagger.decoding import sentences
from parkie.tagger.labels import BEGIN, INSIDE, LAST, UNIT

__all__ = ["certainties"]

_NEVER: Final = -1e9


def certainties(scores: Any, ends: Any, mentions: Sequence[tuple[int, int, int]]) -> list[float]:
    """The probability of each mention (start, end, number of the label), between 0 and 1.

    Args:
        scores: log probability of each tag at each character.
        ends: for each character, whether a sentence ends with it.
        mentions: any stretches; one that goes over the end of a sentence has the probability 0.
    """
    found = [0.0] * len(mentions)
    if not mentions:
        return found
    starts, lengths = sentences(ends)
    order = np.argsort(starts)
    starts, lengths = starts[order], lengths[order]
    within: dict[int, list[int]] = defaultdict(list)
    for number, (start, _, _) in enumerate(mentions):
        within[int(np.searchsorted(starts, start, side="right")) - 1].append(number)
    for sentence, numbers in within.items():
        first = int(starts[sentence])
        here = scores[first : first + int(lengths[sentence])].astype(np.float64)
        before = _forward(here, BEGIN, LAST)
        behind = _forward(here[::-1], LAST, BEGIN)[::-1]
        for number in numbers:
            start, end, label = mentions[number]
            start, end = start - first, end - first
            if end <= len(here):
                log = before[start] + _inside(here, start, end, label) + behind[end] - before[-1]
                found[number] = float(np.exp(min(0.0, log)))
    return found


def _forward(scores: Any, opening: int, closing: int) -> Any:
    """For each place between characters, the log of the sum over all that can stand before it with no mention open."""
    closed = np.zeros(len(scores) + 1)
    labels = scores.shape[1] // 4
    opened = np.full(labels, _NEVER)
    ways = np.empty(1 + 2 * labels)
    for place, here in enumerate(scores):
        ways[0] = closed[place] + here[0]
        ways[1::2] = opened + here[closing::4]
        ways[2::2] = closed[place] + here[UNIT::4]
        opened = np.logaddexp(closed[place] + here[opening::4], opened + here[INSIDE::4])
        closed[place + 1] = np.logaddexp.reduce(ways)
    return closed


def _inside(scores: Any, start: int, end: int, label: int) -> float:
    base = 4 * label
    if end - start == 1:
        return float(scores[start, base + UNIT])
    inner = float(scores[start + 1 : end - 1, base + INSIDE].sum())
    return float(scores[start, base + BEGIN]) + inner + float(scores[end - 1, base + LAST])
