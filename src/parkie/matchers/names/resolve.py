"""Candidates that overlap -> the final list of entities.

Longest reading first, then the surer one; then the chain rule: names written without a gap between them are one
mention with the label of the last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from parkie import lexicon
from parkie.matchers.names.tables import table
from parkie.matchers.names.words import NAME, Word, reread, words_of
from parkie.matchers.reading import NameMatch

__all__ = ["discarded", "resolve_names"]

_UNSURE = 0.5
"""Candidates below this score are not taken."""
_CHAINED = frozenset({"DISTRICT", "REGION", "PARK", "COMPANY", "GOVERNMENT", "INSTITUTION", "PROJECT", "MEETING"})
_LEADS = frozenset({"DISTRICT", "REGION", "PARK", "COMPANY", "GOVERNMENT", "INSTITUTION"})


def resolve_names(folded: str, candidates: Sequence[NameMatch]) -> list[NameMatch]:
    """The entities in text order, without overlap, chains joined; sectors (INDUSTRY) where nothing else stands."""
    candidates = reread(folded, candidates)
    names = [m for m in _read(folded, candidates) if m.label != "INDUSTRY" and m.score >= _UNSURE]
    chosen = _chained(folded, _without_overlap(len(folded), names))
    sectors = [m for m in candidates if m.label == "INDUSTRY" and m.score >= _UNSURE]
    return _without_overlap(len(folded), sectors, chosen)


def _read(folded: str, candidates: Sequence[NameMatch]) -> list[NameMatch]:
    """The candidates without the names of places that the text does not mean.

    Out go short names that the words of the text run across (创|新平|台), countries right before a noun
    (中国企业), and what is part of the name of a paper, an airport, a river.
    """
    words = words_of(folded, [m for m in candidates if m.source in _TABLES])
    standing = {(word.start, word.end): index for index, word in enumerate(words) if word.kind == NAME}
    read = []
    for match in candidates:
        if match.source in _TABLES:
            index = standing.get((match.start, match.end))
            if index is None or _elsewhere(folded, match, words[index + 1 : index + 2], words[index - 1].kind if index else "p"):
                continue
            match = _fitted(folded, match)
        read.append(match)
    return read


def _elsewhere(folded: str, match: NameMatch, following: Sequence[Word], led: str) -> bool:
    """True where the name of a place is part of something that has no label, or only says of what country."""
    if match.label in {"DISTRICT", "REGION"} and _UNLABELLED_RE.match(folded, match.end):
        return True
    if folded[match.end - 1 : match.end + 1] in {"部门", "学城", "学生"}:
        return True
    text = folded[match.start : match.end]
    if text == "中国" and match.start and led in "ux":
        return True
    if text in _outlets():
        return True
    return text in _countries() and bool(following) and following[0].kind in "ngaux" and match.end == following[0].start


def _fitted(folded: str, match: NameMatch) -> NameMatch:
    """The match with the label and the end that the text asks for: 江阴|市长, 苏州工业园区 (PARK)."""
    if folded.endswith(_ZONES, match.start, match.end):
        return replace(match, label="PARK")
    if match.end - match.start > 2 and folded[match.end - 1] in "省市区县镇" and folded.startswith(_OFFICES, match.end):
        return replace(match, end=match.end - 1)
    return match


@cache
def _outlets() -> frozenset[str]:
    """Papers, stations and sites that are no entities where they sign a text."""
    return frozenset(table("documents")["outlets"]["words"])


@cache
def _countries() -> frozenset[str]:
    """The names of countries and of the world's parts, long and short."""
    rows = [row for row in lexicon.divisions() if row.level == "country"]
    return frozenset(form for row in rows for form in (row.name, row.short, *row.aliases) if form)


_UNLABELLED_RE = re.compile(
    "(?:[\u4e00-\u9fff]{0,2}(?:日报|晚报|时报|早报|晨报|商报|都市报|卫视|电视台|广播|新闻网|机场|火车站|高铁站|大桥|水库))"
    r"|[河湖江](?![西东南北苏省州市区县镇])|网讯|网(?=[\u4e00-\u9fff]{2,5}\d)|新闻|频道|路\d|大道|街(?!道)|东路|西路|南路|北路|发布客户端"
)
_TABLES = frozenset({"divisions", "parks", "regions", "organs", "institutions", "companies"})
_OFFICES = ("长", "级", "属", "直", "县领导", "委书记", "委副书记", "委常委", "管")
_ZONES = ("园区", "开发区", "高新区", "经开区", "产业园")


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
