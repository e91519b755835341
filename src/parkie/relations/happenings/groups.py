"""Participants as the text groups them: coordinations (A、B、C等15家企业) and counted nouns (16家企业).

A group is what fills a role as a whole: its members fill a list role one by one, its figure fills the count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from parkie.lexicon.store import read_toml
from parkie.matchers.reading import FigureMatch, NameMatch
from parkie.relations.happenings.ellipses import find_elliptic
from parkie.relations.happenings.nouns import NounPhrase, find_nouns
from parkie.relations.scene import Scene, Sentence

__all__ = ["Group", "find_groups"]

_JOINT_RE = re.compile(r"[”’)]?\s{0,2}(?:、|和|与|及|以及|暨|,|;)\s{0,2}[“‘(]?|\s{1,2}")
_LOOSE_JOINT_RE = re.compile(r"[”’)]?\s{0,2}(?:、|和|与|及|以及)\s{0,2}[“‘(]?")
_JOINTS_RE = re.compile(r"[、,;和与及以兼 ]{0,6}")
_NUMBER_WORDS_RE = re.compile("(?:共|的|一批|一大批|多家|多个|首批|众多|各|省|市|区|个|家|国内|国外|国内外|[“”]){0,3}")
# 新华社海口8月6日电: where the report was filed is no participant
_DATELINE_RE = re.compile(r"[^,。]{0,16}?\d{1,2}月\d{1,2}日(?:电|讯|消息)")
_AND_SO_ON_RE = re.compile(r"[”’)]?等")
_TAIL = 24

# Which labels stand side by side in one coordination; a person's body and posts stand between persons.
_FAMILIES = {
    "COMPANY": "body", "INSTITUTION": "body", "GOVERNMENT": "body", "PARK": "place", "DISTRICT": "area",
    "REGION": "area", "PERSON": "person", "PROJECT": "work", "HONOR": "honor", "MEETING": "meeting",
    "DOCUMENT": "document", "INDUSTRY": "industry", "POSITION": "position",
}  # fmt: skip


_THINGS = frozenset({"body", "place", "work"})


@dataclass(frozen=True)
class Group:
    """Members in text order (none for a bare noun), the noun that closes the group, and its count.

    ``nouns`` are the members of a coordination of nouns (食堂、宿舍), which has no named members.
    """

    start: int
    end: int
    members: tuple[NameMatch, ...]
    noun: NounPhrase | None = None
    figure: FigureMatch | None = None
    nouns: tuple[NounPhrase, ...] = ()

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The label of the first member, and the classes of the noun as ``noun:class``."""
        names = (self.members[0].label,) if self.members else ()
        classes = tuple(f"noun:{name}" for name in self.noun.classes) if self.noun else ()
        # 小鹏汽车、宁德时代等龙头项目 are projects that go by the names of firms
        return classes if names == ("COMPANY",) and "noun:work" in classes else names + classes


def find_groups(scene: Scene, sentence: Sentence) -> list[Group]:
    """The groups of the sentence in text order; every name behind the dateline is in exactly one.

    A bare noun that opens a clause (项目总投资…) stands for the last name of its kind and is a group of that name.
    """
    nouns = find_nouns(sentence)
    used: set[int] = set()
    dateline = _DATELINE_RE.match(sentence.text, sentence.start, sentence.end)
    told_from = dateline.end() if dateline else sentence.start
    groups: list[Group] = []
    for run in _runs(sentence):
        if run[0].start < told_from:
            continue
        end, noun, figure = _tail(sentence, run[-1], nouns)
        if noun is not None:
            used.add(noun.start)
        groups.append(Group(run[0].start, end, tuple(run), noun, figure))
    for listed in _noun_runs(sentence, [noun for noun in nouns if noun.start not in used]):
        last = listed[-1]
        stands_for = _antecedent(scene, sentence, last) if len(listed) == 1 else None
        members = (stands_for,) if stands_for else ()
        groups.append(Group(listed[0].start, last.end, members, last, last.figure, tuple(listed)))
    for left_out in find_elliptic(scene, sentence, nouns):
        count = left_out.figure
        if count is not None and not any(group.figure is count for group in groups):
            groups.append(Group(count.start, count.end, (), left_out, count))
    return sorted(groups, key=lambda group: (group.start, group.end))


def _noun_runs(sentence: Sentence, nouns: Sequence[NounPhrase]) -> list[list[NounPhrase]]:
    """Nouns of one class joined by 、 or 和, uncounted: 学术交流中心、食堂和宿舍."""
    runs: list[list[NounPhrase]] = []
    for noun in nouns:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and last.figure is None
            and noun.figure is None
            and set(last.classes) & set(noun.classes)
            and sentence.text[last.end : noun.start] in _NOUN_JOINTS
        ):
            runs[-1].append(noun)
        else:
            runs.append([noun])
    return runs


_NOUN_JOINTS = frozenset({"、", "和", "与", "及", "以及"})


@cache
def _anaphors() -> dict[str, str]:
    return {head: label for label, heads in read_toml("nouns.toml")["anaphors"].items() for head in heads}


def _antecedent(scene: Scene, sentence: Sentence, noun: NounPhrase) -> NameMatch | None:
    label = _anaphors().get(sentence.text[noun.start : noun.end])
    opens = noun.start == sentence.start or sentence.text[noun.start - 1] in ",;:。、 \n\u3000"
    if label is None or noun.figure is not None or not opens:
        return None
    name = scene.antecedent(label, noun.start)
    if name is None:
        return None
    full = name.name or scene.text[name.start : name.end]
    return replace(name, start=noun.start, end=noun.end, name=full)


def _runs(sentence: Sentence) -> list[list[NameMatch]]:
    """Names joined by 、 和 与 and the like, or persons joined over the posts between them."""
    runs: list[list[NameMatch]] = []
    open_runs: dict[str, list[NameMatch]] = {}
    for name in sentence.names:
        if name.label == "INDUSTRY":
            continue
        family = _FAMILIES.get(name.label, name.label)
        run = open_runs.get(family) or _listed_before(sentence, runs, name, family)
        if run is not None and (
            _joined(sentence, run[-1], name, family) or _listed_before(sentence, [run], name, family) is run
        ):
            run.append(name)
        else:
            run = [name]
            runs.append(run)
        open_runs[family] = run
    return runs


def _listed_before(
    sentence: Sentence, runs: Sequence[list[NameMatch]], name: NameMatch, family: str
) -> list[NameMatch] | None:
    """The last run, where 、 alone joins it to the name: a list of firms and projects is one list."""
    if not runs or family not in _THINGS or _FAMILIES.get(runs[-1][-1].label) not in _THINGS:
        return None
    gap = sentence.text[runs[-1][-1].end : name.start].strip("“” ")
    return runs[-1] if gap == "、" else None


def _joined(sentence: Sentence, left: NameMatch, right: NameMatch, family: str) -> bool:
    gap = sentence.text[left.end : right.start]
    if len(gap) > 80:
        return False
    if family == "document" and not gap:
        return True
    if family == "person":
        return _only_posts(sentence, left.end, right.start)
    if family == "body":
        return _LOOSE_JOINT_RE.fullmatch(gap) is not None
    return _JOINT_RE.fullmatch(gap) is not None


def _only_posts(sentence: Sentence, start: int, end: int) -> bool:
    """Whether nothing but bodies, posts and joints stands between two persons."""
    position = start
    for name in sentence.entities:
        if name.end <= start or name.start >= end:
            continue
        if name.label == "PERSON" or not _JOINTS_RE.fullmatch(sentence.text, position, name.start):
            return False
        position = name.end
    return _JOINTS_RE.fullmatch(sentence.text, position, end) is not None


def _tail(
    sentence: Sentence, last: NameMatch, nouns: Sequence[NounPhrase]
) -> tuple[int, NounPhrase | None, FigureMatch | None]:
    """What closes a coordination: 等15家企业, 等一批龙头项目, 两个项目, 三大产业园项目."""
    head = _AND_SO_ON_RE.match(sentence.text, last.end, sentence.end)
    position = head.end() if head else last.end
    figure = next(
        (f for f in sentence.figures if position <= f.start <= position + 1 and f.dimension in ("count", "other")), None
    )
    if head is None and figure is None:
        return last.end, None, None
    noun = next((n for n in nouns if position <= n.start <= position + _TAIL), None)
    if noun is not None and not _closes(sentence, position, noun.start):
        noun = None
    if head is None and (noun is None or figure is None or noun.start != figure.end):
        return last.end, None, None
    end = noun.end if noun else figure.end if figure else position
    return end, noun, figure or (noun.figure if noun else None)


def _closes(sentence: Sentence, start: int, end: int) -> bool:
    """Whether only figures and words of number stand between 等 and the noun: not in 南京、无锡等地出台计划."""
    rest, position = "", start
    for figure in sentence.figures:
        if start <= figure.start and figure.end <= end:
            rest += sentence.text[position : figure.start]
            position = figure.end
    return _NUMBER_WORDS_RE.fullmatch(rest + sentence.text[position:end]) is not None
