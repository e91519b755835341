"""Lists of participants of any make, and the events that their members tell apart.

A group holds names, or nouns of one class. A list may mix them (学术交流中心、宿舍组团), count its members
(59个项目和3家总部), or name them by words that are neither names nor known nouns (甲电池、乙基地等重大项目). Where a
role takes one value, each member of a list tells an event of its own; where it takes several, each count does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Final

from parkie.lexicon.store import read_toml
from parkie.relations.happenings.attempts import Attempt
from parkie.relations.happenings.carrying import cue
from parkie.relations.happenings.decoding import Choice
from parkie.relations.happenings.frames import RoleFrame
from parkie.relations.happenings.groups import Group
from parkie.relations.happenings.nouns import NounPhrase, left_edge
from parkie.relations.happenings.scores import fit_of
from parkie.relations.scene import Sentence

__all__ = ["listed_with", "told_apart"]

_LONGEST: Final = 24
"""Characters of a member that is neither a name nor a known noun."""
_SHORT: Final = 12
_MOST: Final = 30
_MARK_RE: Final = re.compile(r"[^\w“”]")
_JOINT: Final = r"[”’)]?\s?(?:、|和|与|及|以及)\s?[“‘(]?"
_JOINT_BEFORE_RE: Final = re.compile(_JOINT + "$")
_JOINT_BEHIND_RE: Final = re.compile(_JOINT)
_NEAR: Final = 8
_NO_MEMBERS: Final = frozenset({"DISTRICT", "INDUSTRY", "PERSON", "POSITION", "GOVERNMENT"})


def told_apart(attempt: Attempt, choices: Sequence[Choice]) -> list[list[Choice]]:
    """The choices of each event that the attempt tells: one for each member of a list in a role that takes one value.

    Several lists of one length go together (分别位于甲区、乙区); else each member of one goes with each of another.
    """
    lists: list[list[Choice]] = []
    rest: list[Choice] = []
    for choice in choices:
        members = _members(attempt, choice)
        if len(members) > 1:
            lists.append([replace(choice, filler=member) for member in members])
        else:
            rest.append(choice)
    if not lists:
        return [list(choices)]
    spans = [(choice.filler.start, choice.filler.end) for members in lists for choice in members]
    rest = [c for c in rest if c.role.kind != "name" or not any(s <= c.filler.start < e for s, e in spans)]
    together = len({len(members) for members in lists}) == 1
    told = zip(*lists, strict=True) if together else product(*lists)
    return [[*members, *rest] for members, _ in zip(told, range(_MOST), strict=False)]


def _members(attempt: Attempt, choice: Choice) -> list[Group]:
    """The members that tell events of their own; none where the role takes them all."""
    if not isinstance(choice.filler, Group):
        return []
    frame, role = attempt.frame, choice.role
    if role.name not in frame.split:
        return []
    members = listed_with(attempt, role, choice.filler)
    if role.many:
        members = [member for member in members if member.figure is not None]
        return members if len({member.figure for member in members}) > 1 else []
    # 位于松江区的甲公司、乙公司: what is said of the first may not hold for the others
    trigger, start = attempt.trigger, choice.filler.start
    modified = start >= trigger.end and trigger.sentence.before(start, 1) == "的"
    if not members or (modified and role.name not in frame.core):
        return []
    return [] if cue("between").match(trigger.sentence.after(members[-1].end, _NEAR)) else members


def listed_with(attempt: Attempt, role: RoleFrame, filler: Group) -> list[Group]:
    """The members of the list that the filler of the role is in, itself among them, each as a group of one."""
    sentence = attempt.trigger.sentence
    named = _named_before(sentence, filler)
    if named:
        return named
    found = list(_leaves(sentence, filler, role))
    if filler.noun is not None and filler.members:
        joint = _joint_before(sentence, found[0])
        words = list(_words_before(sentence, _left(found[0]) - joint, filler.noun)) if joint else []
        return [*[one for one in words[::-1] if not _is_no_member(sentence, one)], *found]
    if not (_joint_before(sentence, found[0]) or _joint_behind(sentence, found[-1])):
        return found
    groups = [other for other in attempt.fillers if isinstance(other, Group)]
    fitting = [group for group in groups if fit_of(attempt.trigger, role, group) is not None]
    before = list(_before(sentence, found[0], fitting, role))
    return [*before[::-1], *found, *_behind(sentence, found[-1], fitting, role)]


def _leaves(sentence: Sentence, group: Group, role: RoleFrame) -> Iterator[Group]:
    """Each name that fits, each noun, or the group as it is."""
    labels = {*role.labels, *role.agents}
    as_noun = group.labels[0].startswith("noun:")
    members = [member for member in group.members if as_noun or member.label in labels]
    if members:
        for before, member in zip([None, *members], members, strict=False):
            gap = "" if before is None else sentence.within(before.end, member.start)
            if gap.isspace() and not sentence.in_title:
                continue  # 河北省 邯郸市 is one place; in the title above a text blanks are commas
            yield replace(group, start=member.start, end=member.end, members=(member,), nouns=())
    elif len(group.nouns) > 1:
        for noun in group.nouns:
            yield Group(noun.start, noun.end, (), noun, noun.figure, (noun,))
    else:
        yield group


def _left(group: Group) -> int:
    """Where it begins, a count in front of it included."""
    return group.figure.start if group.figure is not None and group.figure.end <= group.start else group.start


def _right(group: Group) -> int:
    return group.figure.end if group.figure is not None and group.figure.start >= group.end else group.end


def _joint_before(sentence: Sentence, group: Group) -> int:
    """The length of the 、 or 和 before it, 0 where none stands there."""
    joint = _JOINT_BEFORE_RE.search(sentence.before(_left(group), _NEAR))
    return len(joint[0]) if joint else 0


def _joint_behind(sentence: Sentence, group: Group) -> int:
    joint = _JOINT_BEHIND_RE.match(sentence.after(_right(group), _NEAR))
    return len(joint[0]) if joint else 0


def _before(sentence: Sentence, first: Group, groups: Sequence[Group], role: RoleFrame) -> Iterator[Group]:
    """The members before the first, the nearest one first."""
    by_end = {_right(group): group for group in groups}
    for _ in range(_MOST):
        start, joint = _left(first), _joint_before(sentence, first)
        if not joint:
            return
        end = start - joint
        group = by_end.get(end) or _counted_before(sentence, end, first)
        if group is None or group.start >= start:
            return
        members = list(_leaves(sentence, group, role))
        yield from reversed(members)
        first = members[0]


def _counted_before(sentence: Sentence, end: int, first: Group) -> Group | None:
    """What a count stands in front of, be it a known noun or not, beside another that is counted: 8个港池、47个泊位."""
    if first.figure is None or first.noun is None:
        return None
    edge = left_edge(sentence.text, max(sentence.start, end - _LONGEST), end)
    start = max([f.end for f in sentence.figures if f.end < end], default=edge)
    if edge == end:  # a word that tells something stands there: 8个工程集中动工、5个项目集中签约
        return None
    figure = next((f for f in sentence.figures if f.end == start and f.dimension == first.figure.dimension), None)
    if figure is None or end - start > _SHORT or _MARK_RE.search(sentence.text, start, end):
        return None
    phrase = NounPhrase(start, end, first.noun.classes, figure)
    return Group(start, end, (), phrase, figure, (phrase,))


def _behind(sentence: Sentence, last: Group, groups: Sequence[Group], role: RoleFrame) -> Iterator[Group]:
    """The members behind the last."""
    by_start = {_left(group): group for group in groups}
    for _ in range(_MOST):
        joint = _joint_behind(sentence, last)
        group = by_start.get(_right(last) + joint) if joint else None
        if group is None:
            return
        members = list(_leaves(sentence, group, role))
        yield from members
        if group.members and group.noun is not None:
            return
        last = members[-1]


def _named_before(sentence: Sentence, filler: Group) -> list[Group]:
    """What a noun closes a list of (甲电池、乙基地等重大项目, 甲升级、乙产业链两个项目); none where it does not."""
    if filler.members or filler.noun is None:
        return []
    start = _left(filler)
    head = _and_so_on().search(sentence.before(start, _NEAR))
    number = filler.figure.value if filler.figure is not None and filler.figure.end <= filler.start else None
    if head is None and number is None:
        return []
    found = list(_words_before(sentence, start - len(head[0]) if head else start, filler.noun))[::-1]
    exact = head is not None or number == len(found)
    return found if len(found) > 1 and exact and not all(_is_no_member(sentence, one) for one in found) else []


@cache
def _and_so_on() -> re.Pattern[str]:
    """等 and 等一批, which close a list in front of the noun that says what it lists."""
    many = "|".join(map(re.escape, read_toml("nouns.toml")["many"]["words"]))
    return re.compile(f"[”’)]?、?等(?:{many})?$")


def _words_before(sentence: Sentence, end: int, tail: NounPhrase) -> Iterator[Group]:
    """The members of a list that ends at ``end``, the last one first: names, or whatever stands between two joints."""
    names = {name.end: name for name in sentence.entities if name.label not in _NO_MEMBERS}
    for _ in range(_MOST):
        floor = max(sentence.start, end - _LONGEST)
        name = names.get(end)
        start = name.start if name is not None else left_edge(sentence.text, floor, end)
        if end - start < 2 or (name is None and start == floor > sentence.start):
            return
        phrase = NounPhrase(start, end, tail.classes)
        member = Group(start, end, (name,)) if name is not None else Group(start, end, (), phrase, None, (phrase,))
        yield member
        joint = _joint_before(sentence, member)
        if not joint:
            return
        end = start - joint


def _is_no_member(sentence: Sentence, group: Group) -> bool:
    """Whether it is an industry, a place, a date or a figure: 新材料、新能源等重大项目 names no project."""
    spans = [(name.start, name.end) for name in sentence.names if name.label in _NO_MEMBERS]
    spans += [(date.start, date.end) for date in sentence.dates]
    spans += [(figure.start, figure.end) for figure in sentence.figures]
    return any(start <= group.start and group.end <= end for start, end in spans)
