"""The cue tables, ready for matching: which line of a page is furniture, and of what kind.

All words and patterns stand in ``lexicon/data/page_cues.toml``; nothing here knows a site.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick_rs

from parkie.lexicon.store import read_toml
from parkie.page.blocks import Line
from parkie.text.fold import fold

__all__ = ["LOOSE", "class_role", "find_roles", "to_lower"]

LOOSE = "related?"
"""Role of a heading that stands over a list of links, or over background paragraphs of the article itself."""

# Which role counts where several cues hold for one line: the one that says more about what follows it.
_RANK = {
    role: rank
    for rank, role in enumerate(
        ("crumb", "related", LOOSE, "end", "contact", "posting", "tags", "credit", "app", "ad", "tool", "nav")
    )
}
_LOWER = {ord(a): b for a, b in zip(string.ascii_uppercase, string.ascii_lowercase, strict=True)}
_SURROGATE_RE = re.compile("[\ud800-\udfff]")
_BULLETS = " \t\x00·*#-—|>»~=+_<[]【】()《》☆★◆◇●○■□▲△▼▽→←↑↓※◎✦❤✔✓①②③:.,、"
_TRAILER_RE = re.compile(r"(?:更多|more|[\s\d>»:.|…+\-()\[\]【】])+$")

# A line that is a moment or bare numbers: 2024-09-21 10:20 · 3天前 · 16:40 · 318
_MOMENT_RE = re.compile(
    r"(?:^|[^\d])(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}-\d{1,2} \d{1,2}:\d\d|\(\d{1,2}-\d{1,2}\)"
    r"|\d{1,3} ?(?:个月|天|小时|分钟|年|周)前|(?:昨天|今天|前天) ?\d{1,2}:\d\d)"
)
_MOMENT_LONGEST = 70
_NUMBERS_RE = re.compile(r"[\d\s:.,\-/%()+]+$")
_TRAIL_RE = re.compile(r"^.{0,12}首页.{0,12}[>»/]|[^>»]{1,14}(?: ?[>»] ?[^>»]{1,20}){2}")
_TRAIL_LONGEST = 120
_MENU_RE = re.compile(r"[\s|·]+")
_MENU_ENTRIES = 5


@dataclass(frozen=True, slots=True)
class _Cue:
    role: str
    start: bool
    longest: int
    then: str
    prose: bool


@dataclass(frozen=True, slots=True)
class _Table:
    automaton: Any
    cues: tuple[_Cue, ...]
    whole: dict[str, tuple[_Cue, ...]]


@cache
def _table() -> _Table:
    words: list[str] = []
    cues: list[_Cue] = []
    whole: dict[str, tuple[_Cue, ...]] = {}
    for row in read_toml("page_cues.toml")["cues"]:
        role = LOOSE if row.get("loose") else row["role"]
        cue = _Cue(role, row["at"] == "start", row["longest"], row.get("then", ""), row.get("prose", False))
        for word in dict.fromkeys(to_lower(fold(word)) for word in row["words"]):
            if row["at"] == "whole":
                core = _core(word) or word
                whole[core] = (*whole.get(core, ()), cue)
            else:
                words.append(word)
                cues.append(cue)
    return _Table(ahocorasick_rs.AhoCorasick(words), tuple(cues), whole)


@cache
def _class_roles() -> dict[str, str]:
    """Role by word of an HTML class or id."""
    classes: dict[str, list[str]] = read_toml("page_cues.toml")["classes"]
    return {word: role for role, words in classes.items() for word in words}


def class_role(names: str) -> str | None:
    """The role that the class and id of an HTML element give to its lines, None for none.

    >>> class_role("box breadcrumb"), class_role("article-content")
    ('crumb', None)
    """
    roles = _class_roles()
    for name in re.split(r"\s+", names.translate(_LOWER)):
        if role := roles.get(name) or roles.get(name.replace("_", "-").split("-")[-1]):
            return role
    return None


def to_lower(text: str) -> str:
    """``text`` with A-Z as a-z, character by character, so that offsets stay true."""
    return text.translate(_LOWER)


def find_roles(folded: str, lines: Sequence[Line]) -> list[str | None]:
    """The role of each line, None for a line that is the article's own as far as cues can tell.

    >>> from parkie.page.blocks import find_lines
    >>> page = fold("当前位置：首页 > 动态\\n甲园区开园\\n发布时间：2024-09-21\\n三家企业签约。\\n上一篇：乙园区")
    >>> find_roles(page, list(find_lines(page)))
    ['crumb', None, 'posting', None, 'end']
    """
    table = _table()
    text = to_lower(_SURROGATE_RE.sub("\ufffd", folded))
    starts = [line.start for line in lines]
    roles: list[set[str]] = [set() for _ in lines]
    for index, start, end in table.automaton.find_matches_as_indexes(text, overlapping=True):
        number = bisect_right(starts, start) - 1
        if number >= 0 and _holds(table.cues[index], lines[number], text, start, end):
            roles[number].add(table.cues[index].role)
    for number, line in enumerate(lines):
        lowered = text[line.start : line.end] if len(line.text) <= _TRAIL_LONGEST else ""
        found = roles[number]
        if line.role:
            found.add(line.role)
        if lowered:
            found.update(
                cue.role for cue in table.whole.get(_core(lowered), ()) if len(lowered) <= cue.longest
            )
            if not found and (shape := _shape(lowered, line)):
                found.add(shape)
    return [min(found, key=_RANK.__getitem__) if found else None for found in roles]


def _core(lowered: str) -> str:
    """What is left of a line without bullets before it and counters, arrows and 更多 behind it."""
    core = lowered.lstrip(_BULLETS)
    return _TRAILER_RE.sub("", core[-60:]) if len(core) <= 60 else core


def _holds(cue: _Cue, line: Line, text: str, start: int, end: int) -> bool:
    """Whether a cue word found at ``start`` holds for the line it stands in."""
    if end > line.end or len(line.text) > cue.longest:
        return False
    if not cue.prose and "。" in line.text:
        return False
    if not cue.start and "。" in text[line.start : start]:
        return False
    if cue.start and text[line.start : start].strip(_BULLETS):
        return False
    if cue.then:
        rest = text[end : min(end + 12, line.end)].lstrip(" ")
        return not rest or rest[0] in cue.then
    return True


def _shape(lowered: str, line: Line) -> str | None:
    """The role that the shape of a short line shows: a trail, a moment, bare numbers, a menu."""
    if "。" in lowered:
        return None
    if _TRAIL_RE.match(lowered):
        return "crumb"
    if _NUMBERS_RE.match(lowered):
        return "posting"
    if len(lowered) <= _MOMENT_LONGEST and "," not in lowered and _MOMENT_RE.search(lowered):
        rest = _MOMENT_RE.sub("", lowered)
        if len(rest) <= _MOMENT_LONGEST // 2:
            return "posting"
    entries = [entry for entry in _MENU_RE.split(lowered) if entry]
    if len(entries) >= _MENU_ENTRIES and all(len(entry) <= 6 for entry in entries) and "," not in lowered:
        return "nav"
    return "nav" if line.linked and len(lowered) <= 60 else None
