"""Candidates that overlap -> the final list of entities.

Longest reading first, then the surer one; then the chain rule: names written without a gap between them are one
mention with the label of the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parkie.matchers.added import ADDED
from parkie.matchers.gazetteer import TABLES
from parkie.matchers.names.edges import trim_names
from parkie.matchers.names.places import standing_names
from parkie.matchers.names.words import reread
from parkie.matchers.reading import NameMatch

__all__ = ["chain_names", "discarded", "resolve_names"]

_UNSURE = 0.5
"""Candidates below this score are not taken."""
_CHAINED = frozenset({"DISTRICT", "REGION", "PARK", "COMPANY", "GOVERNMENT", "INSTITUTION", "PROJECT", "MEETING"})
_LEADS = frozenset({"DISTRICT", "REGION", "PARK", "COMPANY", "GOVERNMENT", "INSTITUTION"})


def resolve_names(folded: str, candidates: Sequence[NameMatch]) -> list[NameMatch]:
    """The entities in text order, without overlap, chains joined; sectors (INDUSTRY) where nothing else stands."""
    known = [match for match in candidates if match.source in TABLES or match.source == ADDED]
    candidates = trim_names(folded, standing_names(folded, reread(folded, candidates)), known)
    names = [m for m in candidates if m.label != "INDUSTRY" and m.score >= _UNSURE]
    chosen = chain_names(_without_overlap(len(folded), names))
    sectors = [m for m in candidates if m.label == "INDUSTRY" and m.score >= _UNSURE]
    return _without_overlap(len(folded), sectors, chosen)


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


def _joins(first: NameMatch, second: NameMatch) -> bool:
    """True where two names that touch are one: a body does not lead into a bare place, nor a firm into a known body."""
    if second.label in {"DISTRICT", "REGION"}:
        return first.label in {"DISTRICT", "REGION"}
    if first.label == "COMPANY" and second.source in TABLES:  # 云澜新能|港交所
        return False
    return first.label in _LEADS and second.label in _CHAINED


def chain_names(entities: Sequence[NameMatch]) -> list[NameMatch]:
    """Names in text order, those that touch joined: 芯澜微电子有限公司|临港研发中心 is one INSTITUTION.

    >>> names = [NameMatch(0, 9, "COMPANY"), NameMatch(9, 15, "INSTITUTION"), NameMatch(15, 17, "POSITION")]
    >>> [(match.start, match.end, match.label) for match in chain_names(names)]
    [(0, 15, 'INSTITUTION'), (15, 17, 'POSITION')]
    """
    out: list[NameMatch] = []
    for match in entities:
        last = out[-1] if out else None
        if last and last.end == match.start and _joins(last, match):
            out[-1] = replace(match, start=last.start, adcode=match.adcode or last.adcode, name=None)
        else:
            out.append(match)
    return out
