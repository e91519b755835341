"""From scores to mentions: the most likely sequence of tags in which every mention begins, goes on and ends.

Where the best tag of every character already makes whole mentions, no other sequence can be better, and that is so in
most sentences. The others go through Viterbi's algorithm side by side. Only begin and inside of one label lead to
inside and last of that label, so the best way into each label is enough to keep. Time is linear in the length.

Characters that are in no mention with a probability of 0.9999 part what is decoded together: a sequence that goes on
over one of them loses a factor of ten thousand there.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from parkie.tagger.labels import BEGIN, INSIDE, LAST, UNIT

__all__ = ["decode", "sentences"]

_NEVER: Final = np.float32(-1e9)
_CERTAIN: Final = np.float32(np.log(0.9999))  # of being in no mention: what lies on both sides can be read apart
_LONGEST: Final = 2_000  # characters of a sentence; a longer one is cut
_TOGETHER: Final = 256  # sentences


def decode(scores: Any, ends: Any) -> list[tuple[int, int, int]]:
    """The mentions as (start, end, number of the label), in text order.

    Args:
        scores: log probability of each tag at each character; as many labels as there are tags for.
        ends: for each character, whether a sentence ends with it; no mention goes on behind it.
    """
    if not len(scores):
        return []
    certain = scores[:, 0] >= _CERTAIN
    tags = np.zeros(len(scores), np.int16)
    open_places = np.flatnonzero(~certain)  # few: the rest need not be compared
    tags[open_places] = scores[open_places].argmax(axis=1)
    starts, lengths = _broken(tags, *sentences(ends | certain))
    for at in range(0, len(starts), _TOGETHER):  # of about the same length, so that no table is much too large
        _decode_together(tags, scores, starts[at : at + _TOGETHER], lengths[at : at + _TOGETHER])
    return _mentions(tags)


def sentences(ends: Any) -> tuple[Any, Any]:
    """Start and length of every sentence, the longest first."""
    bounds = np.concatenate([[0], np.flatnonzero(ends) + 1, [len(ends)]])
    long = np.flatnonzero(np.diff(bounds) > _LONGEST)
    cuts = [np.arange(bounds[n], bounds[n + 1], _LONGEST)[1:] for n in long]
    bounds = np.unique(np.concatenate([bounds, *cuts])) if len(long) else np.unique(bounds)
    starts, lengths = bounds[:-1], np.diff(bounds)
    order = np.argsort(-lengths, kind="stable")
    return starts[order], lengths[order]


def _broken(tags: Any, starts: Any, lengths: Any) -> tuple[Any, Any]:
    """Start and length of the sentences in which a mention is not whole, the longest first."""
    kinds = (tags - 1) % 4 + 1
    labels = np.where(tags > 0, (tags - 1) // 4, -1)
    goes_on = np.where((tags > 0) & (kinds <= INSIDE), labels, -1)  # the label that has to go on behind a character
    comes_from = np.where((tags > 0) & ((kinds == INSIDE) | (kinds == LAST)), labels, -1)
    expected = np.concatenate([[-1], goes_on[:-1]])
    expected[starts] = -1
    wrong = comes_from != expected
    last = starts + lengths - 1
    wrong[last] |= goes_on[last] >= 0
    order = np.argsort(starts)
    broken = np.zeros(len(starts), bool)
    broken[order] = np.add.reduceat(wrong, starts[order]) > 0
    return starts[broken], lengths[broken]


def _decode_together(tags: Any, scores: Any, starts: Any, lengths: Any) -> None:
    """Write the best tags of some sentences, the longest of which is the first."""
    steps, count, labels = int(lengths[0]), len(starts), scores.shape[1] // 4
    out = np.array([0, *(4 * label + kind for label in range(labels) for kind in (LAST, UNIT))], np.int16)
    left_by = np.zeros((steps, count), np.int16)  # the tag that the best way outside any mention has
    went_on = np.zeros((steps, count, labels), bool)  # whether the best way into a label came from inside it
    outside = np.zeros(count, np.float32)
    inside = np.full((count, labels), _NEVER, np.float32)
    live = count
    for step in range(steps):
        while live and lengths[live - 1] <= step:
            live -= 1
        here = scores[starts[:live] + step]
        before, within = outside[:live, None], inside[:live]
        ways = np.empty((live, len(out)), np.float32)
        ways[:, 0] = before[:, 0] + here[:, 0]
        ways[:, 1::2] = within + here[:, LAST::4]
        ways[:, 2::2] = before + here[:, UNIT::4]
        begun, kept = before + here[:, BEGIN::4], within + here[:, INSIDE::4]
        best = ways.argmax(axis=1)
        left_by[step, :live] = out[best]
        went_on[step, :live] = kept > begun
        outside[:live] = ways[np.arange(live), best]
        inside[:live] = np.maximum(begun, kept)
    for number in range(count):
        _walk_back(tags, int(starts[number]), int(lengths[number]), left_by[:, number], went_on[:, number])


def _walk_back(tags: Any, start: int, length: int, left_by: Any, went_on: Any) -> None:
    """Write the best tags of one sentence."""
    step, tag = length - 1, int(left_by[length - 1])
    while True:
        tags[start + step] = tag
        if not step:
            return
        label, kind = divmod(tag - 1, 4) if tag else (0, UNIT - 1)
        if kind + 1 in (BEGIN, UNIT):
            step -= 1
            tag = int(left_by[step])
        else:
            step -= 1
            tag = 4 * label + (INSIDE if went_on[step, label] else BEGIN)


def _mentions(tags: Any) -> list[tuple[int, int, int]]:
    found = []
    begun = 0
    for place in np.flatnonzero(tags).tolist():
        label, kind = divmod(int(tags[place]) - 1, 4)
        if kind + 1 == BEGIN:
            begun = place
        elif kind + 1 == UNIT:
            found.append((place, place + 1, label))
        elif kind + 1 == LAST:
            found.append((begun, place + 1, label))
    return found
