"""Candidates that overlap -> the final list of entities.

Longest reading first, then the surer one; then the chain rule: names written without a gap between them are one
mention with the label of the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parkie.matchers.names.places import standing_names
from parkie.matchers.names.words import reread
from parkie.matchers.reading import NameMatch
from parkie.matchers.spans import trimmed

__all__ = ["discarded", "resolve_names", "trim_names"]

_UNSURE = 0.5
"""Candidates below this score are not taken."""
_CHAINED = frozenset({"DISTRICT", "REGION", "PARK", "COMPANY", "GOVERNMENT", "INSTITUTION", "PROJECT", "MEETING"})
_LEADS = frozenset({"DISTRICT", "REGION", "PARK", "COMPANY", "GOVERNMENT", "INSTITUTION"})


def resolve_names(folded: str, candidates: Sequence[NameMatch]) -> list[NameMatch]:
    """The entities in text order, without overlap, chains joined; sectors (INDUSTRY) where nothing else stands."""
    candidates = trim_names(folded, standing_names(folded, reread(folded, candidates)))
    names = [m for m in candidates if m.label != "INDUSTRY" and m.score >= _UNSURE]
    chosen = _chained(folded, _without_overlap(len(folded), names))
    sectors = [m for m in candidates if m.label == "INDUSTRY" and m.score >= _UNSURE]
    return _without_overlap(len(folded), sectors, chosen)


def trim_names(folded: str, names: Sequence[NameMatch]) -> list[NameMatch]:
    """The names without the white space that a grammar or the tagger took in; none is white space alone.

    >>> [(m.start, m.end) for m in trim_names("与 云栖谷 签约", [NameMatch(1, 6, "PARK"), NameMatch(1, 2, "PARK")])]
    [(2, 5)]
    """
    out = []
    for match in names:
        start, end = trimmed(folded, match.start, match.end)
        if start < end:
            out.append(match if end - start == match.end - match.start else replace(match, start=start, end=end))
    return out


def discarded(candidates: Sequence[NameMatch], entities: Sequence[NameMatch]) -> list[NameMatch]:
    """The candidates that did not become entities, in text order."""
    kept = {(m.start, m.end, m.label) for m in entities}
    lost = {m for m in candidates if (m.start, m.end, m.label) not in kept}
    return sorted(lost, key=lambda m: (m.start, m.end, m.label))


def _without_overlap(
    size: int, candidates: Sequence[NameMatch], taken: Sequence[NameMatch] = ()
) -> list[NameMatch]:
    """The longest candidates that do not overlap each other or what is taken, with what is taken."""
    used = bytearray(size)
    chosen = list(taken)
    for match in taken:
        used[match.start : match.end] = b"\1" * (match.end - match.start)
    for match in sorted(candidates, key=_rank):
        if not any(used[match.start : match.end]):
            used[match.start : match.end] = b"\1" * (match.end - match.start)
            chosen.append(match)
    return sorted(chosen, key=lambda m: m.start)


def _rank(match: NameMatch) -> tuple[int, float, int, str]:
    return (match.start - match.end, -match.score, match.start, match.label)


def _joins(first: str, second: str) -> bool:
    """True where two names that touch are one: a body does not lead into a bare place."""
    if second in {"DISTRICT", "REGION"}:
        return first in {"DISTRICT", "REGION"}
    return first in _LEADS and second in _CHAINED


def _chained(folded: str, entities: Sequence[NameMatch]) -> list[NameMatch]:
    """Names that touch, joined."""
    out: list[NameMatch] = []
    for match in entities:
        last = out[-1] if out else None
        if last and last.end == match.start and _joins(last.label, match.label):
            out[-1] = replace(match, start=last.start, adcode=match.adcode or last.adcode, name=None)
        else:
            out.append(match)
    return out
