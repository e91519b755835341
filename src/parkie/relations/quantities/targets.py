"""Whether a figure holds already or is what somebody expects, plans or wants to reach."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import NamedTuple

from parkie.lexicon.store import read_toml
from parkie.matchers.reading import FigureMatch
from parkie.relations.scene import Sentence

__all__ = ["Cue", "Outlook"]

SCOPE = 320
"""Characters that the scope of an intention reaches at most."""
NEAR = 80
"""Characters from a verb of building to the magnitude (千亿级) that it aims at."""
_KINDS = ("build", "closed", "open", "opened_short", "opened_clause", "none")
_STOPS = {"opened_short": re.compile("[;。]"), "opened_clause": re.compile("[,;。]")}
_PARTIAL = frozenset(("half_year", "quarter", "period"))
_UNTIL = ("到", "至", "在", "于")


class Cue(NamedTuple):
    """A word at ``[start, end)`` that opens or closes the scope of an intention, or asks to build.

    ``reach`` is where its scope ends at the latest.
    """

    start: int
    end: int
    kind: str
    reach: int


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    data = read_toml("frames/target.toml")
    kinds = {word: section for section in _KINDS for word in data[section]["words"]}
    words = "|".join(map(re.escape, sorted(kinds, key=len, reverse=True)))
    return re.compile(words), kinds


@cache
def _object_re() -> re.Pattern[str]:
    """What follows a 将 that only puts its object in front."""
    words = "|".join(map(re.escape, read_toml("frames/target.toml")["object_of"]["words"]))
    return re.compile(rf"[^,。;]{{1,24}}?(?:{words})")


@cache
def _continued() -> tuple[str, ...]:
    return tuple(read_toml("frames/target.toml")["continued"]["words"])


class Outlook:
    """The cues of a sentence, in text order; each answer costs one bisection.

    ``planned_before`` says that the sentence before ended in an intention, which 二期… goes on with.
    Words inside a name are no cues, nor is 将 in front of its object (将300亩土地纳入…); a part of a year that is
    over by the wording (1-6月, not 到…) closes a scope.
    """

    def __init__(self, sentence: Sentence, planned_before: bool = False) -> None:
        cues = _cues(sentence)
        self._building = [cue for cue in cues if cue.kind == "build"]
        self._builds = [cue.end for cue in self._building]
        self._scope = _with_periods(sentence, [cue for cue in cues if cue.kind != "build"])
        if planned_before and sentence.text.startswith(_continued(), sentence.start):
            self._scope.insert(0, Cue(sentence.start, sentence.start, "open", sentence.end))
        self._starts = [cue.start for cue in self._scope]

    def aimed(self, figure: FigureMatch, text: str) -> Cue | None:
        """The cue of the intention in whose scope the figure, written ``text``, lies; None where there is none."""
        index = bisect_left(self._starts, figure.start)
        if index and self._scope[index - 1].kind != "closed" and figure.start <= self._scope[index - 1].reach:
            return self._scope[index - 1]
        if figure.modifier != "magnitude" and text.strip("十百千万亿级"):
            return None
        build = bisect_right(self._builds, figure.start)
        near = build > 0 and figure.start - self._builds[build - 1] <= NEAR
        return self._building[build - 1] if near else None


def _cues(sentence: Sentence) -> list[Cue]:
    pattern, kinds = _pattern()
    text, end = sentence.text, sentence.end
    figures = {figure.start for figure in sentence.figures}
    names = [(name.start, name.end) for name in sentence.names]
    out = []
    at = 0
    for match in pattern.finditer(text, sentence.start, end):
        while at < len(names) and names[at][1] <= match.start():
            at += 1
        inside = at < len(names) and names[at][0] <= match.start() and match.end() <= names[at][1]
        moved = match.group() == "将" and (match.end() in figures or _object_re().match(text, match.end(), end))
        kind = kinds[match.group()]
        if inside or moved or kind == "none":
            continue
        stops = _STOPS.get(kind)
        stop = stops.search(text, match.end(), min(end, match.end() + SCOPE)) if stops else None
        reach = stop.start() if stop else match.end() + SCOPE
        out.append(Cue(match.start(), match.end(), kind, reach))
    return out


def _with_periods(sentence: Sentence, cues: list[Cue]) -> list[Cue]:
    """The cues with those of past periods; an estimate (预计) for such a period in its clause is no intention."""
    past = [
        Cue(date.start, date.end, "closed", date.end)
        for date in sentence.dates
        if date.granularity in _PARTIAL and not sentence.before(date.start, 1).endswith(_UNTIL)
        and "五" not in sentence.text[date.start : date.end]
    ]  # fmt: skip
    out: list[Cue] = []
    for cue in sorted(past + cues):
        estimate = sentence.text[cue.start : cue.end] == "预计" and bool(out) and out[-1].kind == "closed"
        if estimate and cue.start - out[-1].end < 30 and "," not in sentence.text[out[-1].end : cue.start]:
            continue
        out.append(cue)
    return out
