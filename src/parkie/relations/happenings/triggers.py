"""Trigger words in a section, with their context conditions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from parkie.labels import QUANTITY_TYPES
from parkie.relations.happenings.frames import TriggerRow, frames, possible_row
from parkie.relations.scene import Scene, Sentence

__all__ = ["Trigger", "find_listed", "find_possible_triggers", "find_triggers", "suspicion", "unmet"]

_SURE = 0.5
_LONGEST = 6  # characters of a trigger word
_WORD_RE = re.compile(r"\w+")

# 园区建设、项目引进等方面: a weak word in such a list is a noun
_TOLD_BEFORE = ("此次", "本次", "这次", "此番")  # 此次落地的数据中心: told before
# 出席签约仪式 tells who came; what was signed is told elsewhere
_ATTENDED_RE = re.compile("(?:出席|主持|参加|见证|观看|围绕)[^,。]{0,4}$")
_LISTED_RE = re.compile("(?:、[^,。]{0,20})?等(?:方面|工作|领域|环节|方式|事宜|内容|情况)")
# 它们的开工建设标志着…: said of what was told before
_SAID_OF = ("标志着", "意味着", "不仅", "使得", "得益于")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger word at its place; ``row`` says of which event type and under which conditions, ``holds`` whether
    these are met."""

    start: int
    end: int
    row: TriggerRow
    sentence: Sentence
    holds: bool = True


class _Words:
    """Rows by their words, and what finds them."""

    def __init__(self, rows: Iterable[TriggerRow]) -> None:
        table: dict[str, list[TriggerRow]] = {}
        for row in rows:
            table.setdefault(row.word, []).append(row)
        words = sorted(table)
        self._rows = [table[word] for word in words]
        self._automaton = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)

    def find(self, scene: Scene) -> Iterator[Trigger]:
        """The words outside names, each with all its rows."""
        names = [(m.start, m.end) for sentence in scene.sentences for m in sentence.entities]
        starts = [start for start, _ in names]
        for index, start, end in self._automaton.find_matches_as_indexes(scene.text[scene.start : scene.end]):
            lo, hi = start + scene.start, end + scene.start
            before = bisect_right(starts, lo) - 1
            if before >= 0 and names[before][1] > lo:
                continue
            sentence = scene.sentence_at(lo)
            for row in self._rows[index]:
                yield Trigger(lo, hi, row, sentence, not row.possible and unmet(row, sentence, lo, hi) is None)


@cache
def _words() -> _Words:
    return _Words(row for frame in frames().values() for row in frame.triggers)


@cache
def _possible_words() -> _Words:
    return _Words(row for frame in frames().values() for row in (*frame.triggers, *frame.possible))


def find_listed(scene: Scene) -> list[Trigger]:
    """All words of the lists, whether or not their conditions are met."""
    return list(_possible_words().find(scene))


def find_triggers(scene: Scene) -> list[Trigger]:
    """The triggers of the section whose conditions are met, in text order; a word inside a name is none."""
    return _ordered([*(t for t in _words().find(scene) if t.holds), *_occasions(scene)])


def find_possible_triggers(scene: Scene) -> list[Trigger]:
    """Words whose conditions are met, and those that a trained reader suspects, in a list or not."""
    found = [*_possible_words().find(scene), *_occasions(scene)]
    told = [trigger for trigger in found if trigger.holds or suspicion(scene, trigger) > 0]
    return _ordered([*told, *_sighted(scene, found)])


def suspicion(scene: Scene, trigger: Trigger) -> float:
    """How likely a trained reader finds it that just here is a trigger of the type; 0 where it does not."""
    here = (s for s in scene.sightings(trigger.start - _LONGEST, trigger.end + _LONGEST) if s.end > trigger.start)
    return max((s.score for s in here if s.type == trigger.row.type and s.start < trigger.end), default=0.0)


def _ordered(triggers: Iterable[Trigger]) -> list[Trigger]:
    return sorted(triggers, key=lambda trigger: (trigger.start, trigger.end))


def _sighted(scene: Scene, found: Iterable[Trigger]) -> Iterator[Trigger]:
    """Words that stand in no list, where the reader is more sure than not."""
    known = {(trigger.row.type, at) for trigger in found for at in range(trigger.start, trigger.end)}
    for sighting in scene.sightings(scene.start, scene.end):
        at = range(sighting.start, sighting.end)
        if sighting.type in QUANTITY_TYPES or sighting.score < _SURE or len(at) > _LONGEST:
            continue
        if any((sighting.type, place) in known for place in at):
            continue
        sentence = scene.sentence_at(sighting.start)
        # the reader looks at characters, so what it suspects may run over a mark or into the next line
        word = _WORD_RE.search(scene.text, sighting.start, min(sighting.end, sentence.end))
        if word:
            yield Trigger(*word.span(), possible_row(sighting.type, word[0]), sentence, holds=False)


def _occasions(scene: Scene) -> list[Trigger]:
    """在…推介会上: the last character of a meeting's name and 上 are the trigger of its being held."""
    row = TriggerRow("会上", "meeting", weak=True, needs="name")
    return [
        Trigger(name.end - 1, name.end + 1, row, sentence)
        for sentence in scene.sentences
        for name in sentence.entities
        if name.label == "MEETING" and sentence.after(name.end, 1) == "上"
    ]


def unmet(row: TriggerRow, sentence: Sentence, start: int, end: int) -> str | None:
    """The condition of the row that the word at ``[start, end)`` does not meet; None where it meets all."""
    left, right = sentence.before(start, 8), sentence.after(end, 26)
    if left.endswith(row.not_left) or right.startswith(row.not_right):
        return "not_left" if left.endswith(row.not_left) else "not_right"
    if row.weak and (_LISTED_RE.match(right) or (right.startswith("的") and left.endswith(_TOLD_BEFORE))):
        return "told before, or a noun in a list"
    if left.endswith("的") and right.startswith(_SAID_OF):
        return "said of what was told before"
    if right.startswith("仪式") and _ATTENDED_RE.search(left):
        return "a ceremony that somebody attends"
    if row.left and not left.endswith(row.left):
        return "left"
    return None if not row.right or right.startswith(row.right) else "right"
