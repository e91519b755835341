"""How long names become short ones: what a company may be called, what is left of a name without its places,
which contractions a name has.
"""

from __future__ import annotations

import re
from functools import cache

from parkie.matchers.gazetteer import Gazetteer
from parkie.matchers.names.tables import head_tables, table
from parkie.matchers.names.words import words_of

__all__ = ["brands", "contracts", "places_end", "sectors", "unformed", "unplaced"]

_LEGAL_RE = re.compile(
    r"(?:集团)?(?:股份|有限责任|责任|有限){0,3}(?:有限公司|股份公司|公司|合伙企业|株式会社)(?:\([^()]{1,8}\))?.{0,6}$"
)
_BRACKET_RE = re.compile(r"\([^()]{1,10}\)")


def unformed(text: str) -> str:
    """The name of a company without its legal form and what stands in brackets; empty where it has no legal form.

    >>> unformed("深圳瑞鲸(中国)机器人股份有限公司")
    '深圳瑞鲸机器人'
    """
    legal = _LEGAL_RE.search(text)
    return _BRACKET_RE.sub("", text[: legal.start()]) if legal else ""


def unplaced(text: str) -> str:
    """A name without the places it begins with, or nothing where only common words are left."""
    place = places_end(text)
    rest = text[place:] if place else ""
    words = words_of(rest)
    generic = head_tables().generic
    special = [word for word in words if rest[word.start : word.end] not in generic]
    return rest if len(special) >= 3 or (special and special[0].kind == "u") else ""


def places_end(text: str) -> int:
    """Where the places that ``text`` begins with end."""
    place = 0
    for match in Gazetteer.packaged().find(text):
        if match.label == "DISTRICT" and match.start == place and match.end < len(text) - 1:
            place = match.end
        else:
            break
    return place


def brands(text: str) -> list[str]:
    """What a company may be called, from its full name: 云溪市明睿康激光有限公司 -> 明睿康激光, 明睿康."""
    core = unformed(text)
    if len(core) < 2:
        return []
    core = core[places_end(core) :]
    words = words_of(core)
    known = sectors()
    forms = []
    end = 0
    while end < len(words) and words[end].kind in "ux":
        end += 1
    brand = core[: words[end - 1].end] if end else ""
    if len(brand) >= 2:
        forms.append(brand)
    first = words[0].end if words and not end else len(brand)
    for word in words[max(end, 1) :]:
        forms.append(core[: word.end])
        piece = core[word.start : word.end]
        if first >= 2 and piece in known:
            forms.append(core[:first] + piece)
    return [form for form in dict.fromkeys(forms) if 2 <= len(form) <= 12]


@cache
def sectors() -> frozenset[str]:
    return frozenset(table("lists")["sectors"]["words"])


def contracts(short: str, long: str) -> bool:
    """True where the characters of ``short`` stand in ``long`` in their order, with its first two and its last."""
    if short[-1] != long[-1] or short[:2] not in long[: len(long) - 2]:
        return False
    position = long.index(short[:2])
    for character in short:
        position = long.find(character, position) + 1
        if not position:
            return False
    return True
