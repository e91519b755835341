"""Passages with the events that trigger words tell, read by the whole pipeline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from spacy.language import Language

import parkie
from parkie.labels import EVENT_TYPES, REALIS, ROLES, STAGES
from parkie.records.events import Event

CASES = Path(__file__).parents[1] / "cases" / "linker.txt"
PUBLISHED = "2024-11-20"
BY_FIGURES = ("statistic", "target")
HEAD_RE = re.compile(r"(?P<type>\w+) (?P<trigger>.+?)(?: (?P<realis>planned|negated))?(?: \((?P<stage>\w+)\))?")


@dataclass(frozen=True)
class Expected:
    """An event as the table writes it; a role's texts are alternatives, ``optional`` roles may be missing."""

    line: str
    type: str
    triggers: tuple[str, ...]
    realis: str
    stage: str | None
    arguments: tuple[tuple[str, tuple[str, ...], bool], ...]


@dataclass
class Case:
    """A passage of the table."""

    text: str
    events: list[Expected] = field(default_factory=list)
    none: bool = False
    fails: str | None = None


def read_expected(line: str) -> Expected:
    """The event of one line of the table."""
    head, *parts = line.split(" | ")
    match = HEAD_RE.fullmatch(head)
    if match is None:
        raise ValueError(f"expected: type trigger [realis] [(stage)] | role text | …, found {line!r}")
    arguments = []
    for part in parts:
        role, _, texts = part.partition(" ")
        arguments.append((role.rstrip("?"), tuple(texts.split(" / ")), role.endswith("?")))
    triggers = tuple(match["trigger"].split(" / "))
    return Expected(line, match["type"], triggers, match["realis"] or "actual", match["stage"], tuple(arguments))


def read_cases() -> list[Case]:
    """The table."""
    cases: list[Case] = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        row = line.strip()
        if not row or row.startswith("#"):
            continue
        if not line.startswith("  "):
            cases.append(Case(row))
        elif row == "none":
            cases[-1].none = True
        elif row.startswith("fails: "):
            cases[-1].fails = row.removeprefix("fails: ")
        else:
            cases[-1].events.append(read_expected(row))
    return cases


def told(event: Event) -> str:
    """The event as the table would write it."""
    stage = getattr(event, "stage", None)
    head = f"{event.type} {event.trigger.text}"
    head += "" if event.realis == "actual" else f" {event.realis}"
    head += f" ({stage})" if stage else ""
    return " | ".join([head, *(f"{role} {mention.text}" for role, mention in event.arguments())])


def says(expected: Expected, event: Event) -> bool:
    """Whether the event is the expected one, with every argument and no other."""
    if (expected.type, expected.realis) != (event.type, event.realis):
        return False
    if event.trigger.text not in expected.triggers or expected.stage != getattr(event, "stage", None):
        return False
    found = [(role, {mention.text, getattr(mention, "name", mention.text)}) for role, mention in event.arguments()]
    for role, texts, optional in expected.arguments:
        at = next((n for n, (name, forms) in enumerate(found) if name == role and forms & set(texts)), None)
        if at is not None:
            del found[at]
        elif not optional:
            return False
    return not found


def compared(expected: Sequence[Expected], events: Sequence[Event]) -> tuple[list[str], list[str]]:
    """The lines of the table that no event says, and the events that no line asks for."""
    missing, extra = [], list(events)
    for line in expected:
        found = next((event for event in extra if says(line, event)), None)
        if found is None:
            missing.append(line.line)
        else:
            extra.remove(found)
    return missing, [told(event) for event in extra]


def parameter(case: Case) -> object:
    """The case as a parameter of a test, expected to fail where the table says so."""
    marks = [pytest.mark.xfail(reason=case.fails, strict=True)] if case.fails else []
    return pytest.param(case, id=case.text, marks=marks)


@pytest.mark.parametrize("case", [parameter(case) for case in read_cases()])
def test_a_passage_tells_its_events(case: Case, rules_only: Language) -> None:
    article = parkie.extract(case.text, published=PUBLISHED, html=False, nlp=rules_only)
    events = [event for event in article.events if event.type not in BY_FIGURES]
    assert compared(case.events, events) == ([], [])


def test_the_table_covers_every_type_and_role() -> None:
    cases = read_cases()
    told_roles = {(event.type, role) for case in cases for event in case.events for role, _, _ in event.arguments}
    every = {(name, role.name) for name, roles in ROLES.items() if name not in BY_FIGURES for role in roles}
    assert told_roles <= every
    assert every - told_roles == set()


def test_the_table_is_well_formed() -> None:
    cases = read_cases()
    assert len(cases) >= 90
    assert len({case.text for case in cases}) == len(cases)
    for case in cases:
        assert bool(case.events) != case.none, case.text
        for event in case.events:
            assert event.type in EVENT_TYPES
            assert event.realis in REALIS
            assert event.stage is None or (event.type == "construction" and event.stage in STAGES)
            for trigger in event.triggers:
                assert trigger in case.text, event.line
            for _, texts, optional in event.arguments:
                assert optional or any(text in case.text for text in texts), event.line


def test_what_stands_in_front_of_another_trigger_is_no_member_of_a_list() -> None:
    article = parkie.extract("海州8个工程集中动工、5个项目集中签约。", published=PUBLISHED, html=False)
    counts = [(event.type, event.project_count.text) for event in article.events]
    assert counts == [("construction", "8个"), ("signing", "5个")]


def test_a_firm_and_what_stands_for_it_are_one_party() -> None:
    article = parkie.extract("泽远精密有限公司公告称,公司近日与海盐县人民政府签订《投资协议书》。", html=False)
    [signing] = [event for event in article.events if event.type == "signing"]
    assert sorted(party.name or party.text for party in signing.parties) == ["泽远精密有限公司", "海盐县人民政府"]
