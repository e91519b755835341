"""Short forms of names: definitions (以下简称“…”), brands of companies, repetitions, contractions.

A page names a body in full once and goes on with a short form. Here the short forms that no grammar can see
are found, and every short form gets the full name as its canonical ``name``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from ahocorasick_rs import AhoCorasick, MatchKind

from parkie.matchers.gazetteer import Gazetteer
from parkie.matchers.names.shortening import brands, contracts, sectors, unplaced
from parkie.matchers.names.tables import table
from parkie.matchers.names.words import words_of
from parkie.matchers.places import is_within
from parkie.matchers.reading import NameMatch
from parkie.matchers.spans import lies_in, trimmed

__all__ = ["find_defined", "link_aliases", "name_entities"]

_DEFINITION_RE = re.compile(r"\((?:以下|下)?(?:简称|称|统称)(?:为)?:?[ ]?[“《]?([^”\"()《》,。\n]{2,20})[”》]?[,;)]")
_CLOSED = ("集团", "公司", "银行", "股份")
"""What ends the short form of a company for good: in 明德集团建设的园区 the sector word is a verb."""
_FULLEST = 60
"""The longest name that is looked for again or shortened: longer ones are chains of many, and cost their square."""
_NAMES = 200
"""How many names of a kind a short form is compared with."""
_NATIONS = frozenset({"中国", "我国", "国家"})
_BODIES = frozenset({"COMPANY", "PARK", "INSTITUTION", "REGION", "GOVERNMENT", "PROJECT"})
_REPEATED = frozenset({"COMPANY", "PARK", "INSTITUTION", "PROJECT", "REGION", "MEETING"})


def link_aliases(
    folded: str, entities: Sequence[NameMatch], aside: Sequence[tuple[int, int]] = ()
) -> list[NameMatch]:
    """``entities`` with the short forms of their names added, each with its canonical name and its division.

    Returns the list in text order, without overlap. ``aside`` is as for ``name_entities``.

    >>> company = NameMatch(0, 12, "COMPANY", score=0.95)
    >>> text = "江阴市明睿康激光有限公司投产。明睿康表示满意"
    >>> [(text[m.start : m.end], m.name) for m in link_aliases(text, [company])][1]
    ('明睿康', '江阴市明睿康激光有限公司')
    """
    forms, full = _short_forms(folded, entities)
    defined = list(find_defined(folded, entities))
    for match in defined:
        short = folded[match.start : match.end]
        forms[short] = match
        full[short] = match.name or short
    extra = [*defined, *_companions(folded, entities), *_occurrences(folded, forms)]
    return _named(folded, _united(folded, entities, extra), full, aside)


def name_entities(
    folded: str, entities: Sequence[NameMatch], aside: Sequence[tuple[int, int]] = ()
) -> list[NameMatch]:
    """``entities`` with their canonical names and divisions, where they have none yet; no mention is added.

    The districts named in the stretches ``aside``, in text order (other articles of the page), count there alone.

    >>> names = [NameMatch(0, 12, "COMPANY"), NameMatch(17, 20, "COMPANY")]
    >>> [match.name for match in name_entities("江阴市明睿康激光有限公司投产。明睿康表示满意", [names[0]])]
    [None]
    """
    _, full = _short_forms(folded, entities)
    full |= {folded[match.start : match.end]: match.name for match in find_defined(folded, entities) if match.name}
    return _named(folded, entities, full, aside)


def _short_forms(folded: str, entities: Sequence[NameMatch]) -> tuple[dict[str, NameMatch], dict[str, str]]:
    """What to look for: form -> the entity it stands for, and form -> the full name where it is a short one."""
    forms: dict[str, NameMatch] = {}
    full: dict[str, str] = {}
    for entity in entities:
        text = folded[entity.start : entity.end]
        if len(text) > _FULLEST:
            continue
        if entity.label in _REPEATED and len(text) >= 2 and text not in _NATIONS and _distinct(text, entity):
            forms.setdefault(text, entity)
        shorter: list[str] = []
        if entity.label == "COMPANY":
            shorter = [form for form in brands(text) if not Gazetteer.packaged().forms(form)]
        elif entity.label in {"PARK", "INSTITUTION"} and len(text) > 6:
            shorter = [form for form in [unplaced(text)] if len(form) >= 5]
        for form in shorter:
            forms.setdefault(form, entity)
            full.setdefault(form, text)
    return forms, full


def _distinct(text: str, entity: NameMatch) -> bool:
    """True where the form is safe wherever it stands."""
    if len(text) >= 4:
        return entity.score >= 0.7
    return entity.score >= 0.7 and all(word.kind in "uxm" for word in words_of(text))


def find_defined(folded: str, entities: Sequence[NameMatch]) -> Iterator[NameMatch]:
    """Short forms that the text defines in brackets behind a name."""
    by_end = {entity.end: entity for entity in entities}
    for match in _DEFINITION_RE.finditer(folded):
        end = match.start()
        entity = by_end.get(end) or by_end.get(end - 1)
        if entity and entity.label != "DISTRICT":
            name = entity.name or folded[entity.start : entity.end]
            if entity.label == "DOCUMENT":
                if folded[match.start(1) - 1] == "《":
                    yield replace(entity, start=match.start(1) - 1, end=match.end(1) + 1, name=name)
                continue
            start, end = trimmed(folded, *match.span(1))
            if end - start >= 2:
                yield replace(entity, start=start, end=end, name=name, source="alias", score=0.9)


def _occurrences(folded: str, forms: dict[str, NameMatch]) -> Iterator[NameMatch]:
    """Each place of each form."""
    if not forms:
        return
    texts = sorted(forms)
    automaton = AhoCorasick(texts, matchkind=MatchKind.LeftmostLongest)
    for index, start, end in automaton.find_matches_as_indexes(folded):
        entity = forms[texts[index]]
        if entity.label == "COMPANY" and not texts[index].endswith(_CLOSED):
            end = _with_sector(folded, end)
        yield replace(entity, start=start, end=end, name=None, source="alias", score=0.75)


def _with_sector(folded: str, end: int) -> int:
    """The end of a brand with the sector word that follows it: 正凯|新材料."""
    for size in (3, 2):
        if folded[end : end + size] in sectors():
            after = folded[end + size : end + size + 1]
            if not "\u4e00" <= after <= "\u9fff" or folded.startswith(_following(), end + size):
                return end + size
    return end


@cache
def _following() -> tuple[str, ...]:
    return tuple(table("lists")["following"]["words"])


_MEMBER_RE = re.compile("[ ]?、[ ]?([\u4e00-\u9fff]{2,5})(?=[ ]?[、,。;]|等|和|拥有|及)")


def _companions(folded: str, entities: Sequence[NameMatch]) -> Iterator[NameMatch]:
    """Unknown words listed between companies that are known: 明睿康、汉光、远威等."""
    starts = {entity.start for entity in entities}
    for entity in entities:
        if entity.label != "COMPANY":
            continue
        match = _MEMBER_RE.match(folded, entity.end)
        while match and match.start(1) not in starts:
            text = match.group(1)
            if not all(word.kind in "ux" for word in words_of(text)):
                break
            yield NameMatch(match.start(1), match.end(1), "COMPANY", source="companion", score=0.6)
            match = _MEMBER_RE.match(folded, match.end(1))


def _united(folded: str, entities: Sequence[NameMatch], extra: Sequence[NameMatch]) -> list[NameMatch]:
    """The entities with those of ``extra`` that overlap none, or that hold one and are longer.

    A place that touches a company found here joins it.
    """
    starts = [entity.start for entity in entities]
    gone: set[NameMatch] = set()
    used = bytearray(len(folded))
    added = []
    for match in sorted(extra, key=lambda m: (m.start - m.end, m.start)):
        if any(used[match.start : match.end]):
            continue
        before = bisect_right(starts, match.end - 1)
        first = before
        while first and entities[first - 1].end > match.start:
            first -= 1
        met = entities[first:before]
        size = match.end - match.start
        if any(m.start < match.start or m.end > match.end or m.end - m.start == size for m in met):
            continue
        gone.update(met)
        last = entities[first - 1] if first and not met else None
        if last and last.end == match.start and (last.label, match.label) == ("DISTRICT", "COMPANY"):
            gone.add(last)
            match = replace(match, start=last.start)
        used[match.start : match.end] = b"\1" * (match.end - match.start)
        added.append(match)
    return sorted([*(entity for entity in entities if entity not in gone), *added], key=lambda m: m.start)


def _named(
    folded: str, entities: Sequence[NameMatch], full: dict[str, str], aside: Sequence[tuple[int, int]]
) -> list[NameMatch]:
    """The entities with canonical names and divisions."""
    longest: dict[str, dict[str, None]] = {}
    for entity in entities:
        if entity.label in _BODIES:
            longest.setdefault(entity.label, {})[folded[entity.start : entity.end]] = None
    contracted: dict[tuple[str, str], str | None] = {}
    placed = [entity for entity in entities if entity.label == "DISTRICT" and entity.adcode]
    told = {entity.adcode or "" for entity in placed}
    told_here = {entity.adcode or "" for entity in placed if not lies_in(aside, entity.start)} if aside else told
    out = []
    for entity in entities:
        text = folded[entity.start : entity.end]
        name = entity.name or full.get(text)
        if name is None and entity.label in _BODIES:
            key = (entity.label, text)
            if key not in contracted:
                contracted[key] = _expanded(text, list(islice(longest[entity.label], _NAMES)))
            name = contracted[key]
        near = told if lies_in(aside, entity.start) else told_here
        adcode, known = (entity.adcode, None) if entity.adcode else _division(text, entity.label, near)
        name = name or known
        same = name == entity.name and adcode == entity.adcode
        out.append(entity if same else replace(entity, name=name, adcode=adcode))
    return out


def _expanded(text: str, names: Sequence[str]) -> str | None:
    """The one longer name that ``text`` contracts, or None: 云溪经开区 -> 云溪经济技术开发区."""
    if len(text) < 3:
        return None
    fitting = [name for name in names if len(name) > len(text) and contracts(text, name)]
    return fitting[0] if len(fitting) == 1 else None


_SURE_ALONE = 0.9
"""From here on a short form needs no company; that of a county or district may as well be a brand (云溪)."""


def _division(text: str, label: str, told: set[str]) -> tuple[str | None, str | None]:
    """The code of the division that a name begins with, and what the gazetteer calls the rest where it knows it.

    江西新余高新区 is 360500 and 新余高新技术产业开发区. ``told`` are the codes of divisions that the text names.
    """
    if label in {"PERSON", "POSITION", "DOCUMENT", "HONOR", "INDUSTRY"}:
        return None, None
    code = None
    position = 0
    for match in Gazetteer.packaged().find(text):
        if match.start != position:
            break
        if match.label == label and code and match.end == len(text) and label in _BODIES:
            return (match.adcode, match.name) if match.adcode and is_within(match.adcode, code) else (code, None)
        if match.label != "DISTRICT":
            break
        name = match.name or ""
        sure = text[match.start : match.end] == name or name.endswith("市") or match.score >= _SURE_ALONE
        if match.adcode and (sure or _is_near(match.adcode, told)):
            code = match.adcode
        position = match.end
    return code, None


def _is_near(code: str, told: set[str]) -> bool:
    return any(is_within(code, other) or is_within(other, code) for other in told)
