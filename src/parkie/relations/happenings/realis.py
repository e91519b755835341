"""Whether what a trigger names happened, is intended, is denied, or is only wished for or presupposed."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from parkie.lexicon.store import read_toml
from parkie.relations.scene import Sentence

__all__ = ["Outlook", "outlook_at"]

BLANK = "\N{WHITE SQUARE}"


class Outlook(NamedTuple):
    """``realis`` of an event; whether the words only wish for it (then it is no event unless it is named); whether
    it is told only as somebody's purpose (then it is none); whether it is told as going on."""

    realis: str
    wished: bool
    purpose: bool = False
    under_way: bool = False


class _Cues(NamedTuple):
    planned: re.Pattern[str]
    reaching: re.Pattern[str]
    near: re.Pattern[str]
    planned_behind: re.Pattern[str]
    negated: re.Pattern[str]
    wished: re.Pattern[str]
    wishing: re.Pattern[str]
    opening: re.Pattern[str]
    purpose: re.Pattern[str]
    under_way: re.Pattern[str]
    decoys: re.Pattern[str]
    done: re.Pattern[str]
    done_behind: re.Pattern[str]


@cache
def _cues() -> _Cues:
    data = read_toml("realis.toml")

    def pattern(key: str, behind: bool = False) -> re.Pattern[str]:
        words = "|".join(re.escape(word) for word in sorted(data[key]["words"], key=len, reverse=True))
        return re.compile(f"^(?:{words})" if behind else words)

    return _Cues(
        planned=pattern("planned"),
        reaching=pattern("planned_reaching"),
        near=pattern("planned_near"),
        planned_behind=pattern("planned_behind", behind=True),
        negated=pattern("negated"),
        wished=pattern("wished"),
        wishing=pattern("wished_reaching"),
        opening=pattern("wished_opening", behind=True),
        purpose=pattern("purpose", behind=True),
        under_way=pattern("under_way"),
        decoys=pattern("decoys"),
        done=pattern("done"),
        done_behind=pattern("done_behind", behind=True),
    )


def outlook_at(sentence: Sentence, start: int, end: int, *, weak: bool = False) -> Outlook:
    """The outlook of the trigger at ``[start, end)``; ``weak`` triggers are words of policy talk too."""
    cues = _cues()
    outlook = _outlook(sentence, start, end, weak)
    return outlook._replace(under_way=cues.under_way.search(sentence.before(start, 6)) is not None)


def _outlook(sentence: Sentence, start: int, end: int, weak: bool) -> Outlook:
    """The outlook of the trigger at ``[start, end)``.

    Cues count in the trigger's clause in front of it; a cue of intention opens a scope that runs on over the
    following clauses of the sentence until a word of completion or a semicolon closes it. A wish makes an event
    planned only where its trigger is ``weak``, a word of policy talk as much as of building.
    """
    cues = _cues()
    clause_start = sentence.clauses[sentence.clause_of(start)][0]
    near = _blanked(sentence, max(clause_start, start - 40), start, cues.decoys)
    far = _blanked(sentence, max(sentence.start, start - 80), clause_start, cues.decoys).rpartition(";")[2]
    if cues.purpose.search(near) or (weak and cues.opening.search(near)):
        return Outlook("planned", True, purpose=True)
    if cues.negated.search(near[-8:].replace("未来", BLANK * 2)):
        return Outlook("negated", False)
    done = list(cues.done.finditer(near))
    if cues.planned_behind.search(sentence.after(end, 6)):
        return Outlook("planned", False)
    if cues.done_behind.search(sentence.after(end, 2)):
        return Outlook("actual", False)
    planned = [m.end() for m in cues.planned.finditer(near)] + [m.end() for m in cues.near.finditer(near[-14:])]
    wished = any((cues.wished.search(near), cues.opening.search(near), weak and cues.wishing.search(far)))
    if planned:
        closed = bool(done) and done[-1].start() > max(planned)
        return Outlook("actual" if closed else "planned", wished)
    if done:
        return Outlook("actual", False)
    opened = [m.end() for m in cues.reaching.finditer(far)]
    closed_far = [m.start() for m in cues.done.finditer(far)]
    if opened and (not closed_far or closed_far[-1] < opened[-1]):
        return Outlook("planned", wished)
    return Outlook("planned" if wished and weak else "actual", wished)


def _blanked(sentence: Sentence, start: int, end: int, decoys: re.Pattern[str]) -> str:
    """The stretch with names and decoys blanked: 服务 in 金融服务中心 and 应 in 供应 are no cues."""
    text = sentence.text[start:end]
    for name in sentence.entities:
        if name.start < end and name.end > start:
            lo, hi = max(name.start - start, 0), min(name.end - start, end - start)
            text = text[:lo] + BLANK * (hi - lo) + text[hi:]
    return decoys.sub(lambda match: BLANK * len(match[0]), text)
