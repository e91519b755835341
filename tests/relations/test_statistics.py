"""Statistics and targets: tables of marked sentences, what holds for any text, and cost on hostile text."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkie.labels import ROLES
from parkie.matchers.dates import find_dates
from parkie.matchers.dates.reference import Reference
from parkie.matchers.figures import find_figures
from parkie.matchers.reading import FigureMatch, NameMatch
from parkie.relations.quantities.statistics import find_statistics
from parkie.relations.reading import EventReading
from parkie.relations.scene import Mentions, Scene
from parkie.text.fold import fold

CASES = Path(__file__).parents[1] / "cases" / "statistics.txt"
MARK_RE = re.compile(r"\{(?P<label>[A-Z]+):(?P<name>[^}]+)\}|\[(?P<taken>[^\]]+)\]")


def cases() -> list[tuple[str, list[str]]]:
    """The texts of the table with their expected events."""
    out: list[tuple[str, list[str]]] = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            out[-1][1].append(line.strip())
        elif line and not line.startswith("#"):
            out.append((line, []))
    return out


def unmarked(marked: str) -> tuple[str, list[NameMatch], list[tuple[int, int]]]:
    """The plain text, its names, and the spans of the figures that belong to another event."""
    text, at = "", 0
    names: list[NameMatch] = []
    taken: list[tuple[int, int]] = []
    for match in MARK_RE.finditer(marked):
        text += marked[at : match.start()]
        inner = match["name"] or match["taken"]
        if match["label"]:
            names.append(NameMatch(len(text), len(text) + len(inner), match["label"]))
        else:
            taken.append((len(text), len(text) + len(inner)))
        text += inner
        at = match.end()
    return text + marked[at:], names, taken


def read(
    text: str, names: list[NameMatch], taken: list[tuple[int, int]], published: date | None = None
) -> list[EventReading]:
    folded = fold(text)
    figures = [f for f in find_figures(folded) if not any(n.start < f.end and f.start < n.end for n in names)]
    mentions = Mentions(names, [], figures, find_dates(folded, Reference()), published)
    return find_statistics(Scene(folded, "body", 0, len(folded), mentions), set(taken))


def told(event: EventReading, text: str) -> str:
    """The event as the table writes it."""
    parts = [f"{event.type} {text[event.start : event.end]}"]
    order = [role.name for role in ROLES[event.type]]
    for argument in sorted(event.arguments, key=lambda argument: order.index(argument.role)):
        if argument.role != "value":
            sign = "-" if argument.negative else ""
            parts.append(f"{argument.role} {sign}{text[argument.start : argument.end]}")
    return " | ".join(parts)


@pytest.mark.parametrize(("marked", "expected"), cases(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_sentence_tells_its_figures(marked: str, expected: list[str]) -> None:
    text, names, taken = unmarked(marked)
    assert [told(event, text) for event in read(text, names, taken)] == expected


def test_a_target_is_planned_and_a_statistic_holds() -> None:
    for marked, _ in cases():
        for event in read(*unmarked(marked)):
            assert event.realis == {"target": "planned", "statistic": "actual"}[event.type]


def test_a_standing_noun_carries_the_name_it_stands_for() -> None:
    [event] = read(*unmarked("{PARK:云帆产业园}位于江边。园区企业达40余家。"))
    [subject] = [argument for argument in event.arguments if argument.role == "subject"]
    assert (subject.kind, subject.label, subject.name) == ("entity", "PARK", "云帆产业园")


def test_confidence_falls_with_the_evidence() -> None:
    [sure] = read(*unmarked("{PARK:云帆产业园}营业收入达20亿元。"))
    [carried] = read(*unmarked("{PARK:云帆产业园}位于江边。营业收入达20亿元。"))
    [unowned] = read("营业收入达20亿元。", [], [])
    assert sure.confidence > carried.confidence > unowned.confidence


def test_a_taken_figure_is_no_statistic() -> None:
    text, names, taken = unmarked("{PARK:云帆产业园}总投资[20亿元],企业30家。")
    events = read(text, names, taken)
    assert [text[event.start : event.end] for event in events] == ["30家"]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (None, ["statistic", "period"]),
        (date(2023, 8, 1), ["target", "deadline"]),
        (date(2026, 8, 1), ["statistic", "period"]),
    ],
)
def test_a_figure_of_a_year_to_come_is_a_target(published: date | None, expected: list[str]) -> None:
    [event] = read(*unmarked("2025年{PARK:云帆产业园}产值达20亿元。"), published)
    assert [event.type, event.arguments[-1].role] == expected


def test_a_day_that_is_past_is_no_deadline() -> None:
    [event] = read(*unmarked("2022年,{PARK:云帆产业园}提出打造千亿级产业集群。"), date(2023, 8, 1))
    assert event.type == "target"
    assert "deadline" not in [argument.role for argument in event.arguments]


WORDS = st.sampled_from(
    [
        *("云帆产业园", "企业", "产值", "同比", "增长", "分别", "达到", "3家", "20亿元", "5.5%", "0.9个百分点"),
        *("、", "和", ",", "。", "占", "的", "其中", "预计", "将", "2025年", "上半年", "目前", "千亿级"),
        *("(", ")", "“", "”", "比", "由", "增至", "均", "项目", "总投资"),
    ]
)


@given(st.lists(WORDS, max_size=40))
def test_offsets_roles_and_values_hold_for_any_text(words: list[str]) -> None:
    text = fold("".join(words))
    names = [NameMatch(m.start(), m.end(), "PARK") for m in re.finditer("云帆产业园", text)]
    figures = {(figure.start, figure.end) for figure in find_figures(text)}
    seen: set[tuple[int, int]] = set()
    for event in read(text, names, []):
        assert (event.start, event.end) in figures
        assert event.evidence[0] <= event.start < event.end <= event.evidence[1]
        roles = [argument.role for argument in event.arguments]
        assert len(roles) == len(set(roles))
        assert set(roles) <= {role.name for role in ROLES[event.type]}
        assert "indicator" in roles
        for argument in event.arguments:
            assert 0 <= argument.start < argument.end <= len(text)
            if argument.role in ("value", "change"):
                assert (argument.start, argument.end) in figures
        seen |= {(a.start, a.end) for a in event.arguments if a.role == "change"}
    assert not seen & {(event.start, event.end) for event in read(text, names, [])}


def scene_of(unit: str, figure: str, count: int) -> Scene:
    """A line of ``count`` times ``unit``, whose figures are marked without looking for them."""
    text = unit * count
    place = unit.find(figure)
    starts = [at * len(unit) + place for at in range(count)]
    figures = [FigureMatch(at, at + len(figure), None, None, None, "exact", "家", "count") for at in starts]
    return Scene(text, "body", 0, len(text), Mentions([], [], figures, []))


@pytest.mark.parametrize(
    "unit",
    [
        *("3家", "3家、", "产值3家", "预计3家", "将企业3家", "同比增长3家", "企业、3家", "占3家"),
        *("企业3家的", "达到3家,", "占省3家,增长", "项目3家,一期", "的3家和"),
    ],
)
def test_cost_grows_with_length_alone(unit: str) -> None:
    find_statistics(scene_of(unit, "3家", 10), set())

    def cost(count: int) -> float:
        scene = scene_of(unit, "3家", count)
        begin = time.process_time()
        find_statistics(scene, set())
        return time.process_time() - begin

    small = max(min(cost(500) for _ in range(2)), 0.005)
    assert cost(5_000) < 40 * small
