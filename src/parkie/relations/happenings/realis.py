"""Whether what a trigger names happened, is intended, is denied, or is only wished for or presupposed."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from parkie.lexicon.store import read_toml
from parkie.relations.scene import Sentence

__all__ = ["Cue", "Outlook", "outlook_at"]

BLANK = "\N{WHITE SQUARE}"


class Cue(NamedTuple):
    """A cue word at ``[start, end)`` and its table of ``realis.toml``."""

    table: str
    start: int
    end: int


class Outlook(NamedTuple):
    """``realis`` of an event; whether the words only wish for it (then it is no event unless it is named); whether
    it is told only as somebody's purpose (then it is none); whether it is told as going on; the cue that decided."""

    realis: str
    wished: bool
    purpose: bool = False
    under_way: bool = False
    cue: Cue | None = None


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
    opening = ("wished_opening", cues.opening.search(near), start - len(near))
    purpose = _first(("purpose", cues.purpose.search(near), start - len(near)), *([opening] if weak else ()))
    if purpose is not None:
        return Outlook("planned", True, purpose=True, cue=purpose)
    close = near[-8:].replace("未来", BLANK * 2)
    if (denied := cues.negated.search(close)) is not None:
        return Outlook("negated", False, cue=_cue("negated", denied, start - len(close)))
    done = list(cues.done.finditer(near))
    if (behind := cues.planned_behind.search(sentence.after(end, 6))) is not None:
        return Outlook("planned", False, cue=_cue("planned_behind", behind, end))
    if (behind := cues.done_behind.search(sentence.after(end, 2))) is not None:
        return Outlook("actual", False, cue=_cue("done_behind", behind, end))
    planned = [(m.end(), _cue("planned", m, start - len(near))) for m in cues.planned.finditer(near)]
    closer = near[-14:]
    planned += [(m.end(), _cue("planned_near", m, start - len(closer))) for m in cues.near.finditer(closer)]
    reaching = cues.wishing.search(far) if weak else None
    wish = _first(
        ("wished", cues.wished.search(near), start - len(near)),
        opening,
        ("wished_reaching", reaching, clause_start - len(far)),
    )
    if planned:
        last, cue = max(planned)
        if done and done[-1].start() > last:
            return Outlook("actual", wish is not None, cue=_cue("done", done[-1], start - len(near)))
        return Outlook("planned", wish is not None, cue=cue)
    if done:
        return Outlook("actual", False, cue=_cue("done", done[-1], start - len(near)))
    opened = list(cues.reaching.finditer(far))
    closed_far = [m.start() for m in cues.done.finditer(far)]
    if opened and (not closed_far or closed_far[-1] < opened[-1].end()):
        return Outlook("planned", wish is not None, cue=_cue("planned_reaching", opened[-1], clause_start - len(far)))
    return Outlook("planned" if wish and weak else "actual", wish is not None, cue=wish if weak else None)


def _first(*found: tuple[str, re.Match[str] | None, int]) -> Cue | None:
    """The first of the searches that found something; each is its table, what it found, and where its text begins."""
    return next((_cue(table, match, offset) for table, match, offset in found if match is not None), None)


def _cue(table: str, match: re.Match[str], offset: int) -> Cue:
    return Cue(table, offset + match.start(), offset + match.end())


def _blanked(sentence: Sentence, start: int, end: int, decoys: re.Pattern[str]) -> str:
    """The stretch with names and decoys blanked: 服务 in 金融服务中心 and 应 in 供应 are no cues."""
    text = sentence.text[start:end]
    for name in sentence.entities:
        if name.start < end and name.end > start:
            lo, hi = max(name.start - start, 0), min(name.end - start, end - start)
            text = text[:lo] + BLANK * (hi - lo) + text[hi:]
    return decoys.sub(lambda match: BLANK * len(match[0]), text)
