"""One happening told twice is one event; names of the same thing; roles that the form of a phrase fills."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from parkie.lexicon.store import read_toml
from parkie.relations.happenings.frames import frames
from parkie.relations.happenings.merging import merged, same_name
from parkie.relations.happenings.triggered import find_triggered
from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Mentions, Scene

SceneOf = Callable[[str], Scene]
PLACES = count(1)
"""Each telling has a word of its own."""
TEXT = "云湖数据中心开工,青浦云湖数据中心开工,远山工程开工,3月,4月,蓝岭集团"


def event(*arguments: tuple[str, str], **fields: Any) -> EventReading:
    """A construction event of TEXT with arguments by role and text."""
    given = tuple(
        Argument(role, TEXT.index(text), TEXT.index(text) + len(text), "date" if role == "time" else "entity")
        for role, text in arguments
    )
    defaults: dict[str, Any] = {
        "type": "construction", "realis": "actual", "stage": "groundbreaking", "confidence": 0.5,
    }  # fmt: skip
    start = fields.pop("start", None) or next(PLACES)
    plain = {**defaults, **fields}
    return EventReading(start, start + 2, section="body", evidence=(0, len(TEXT)), arguments=given, **plain)


def joined(*events: EventReading) -> list[EventReading]:
    return merged(Scene(TEXT, "body", 0, len(TEXT), Mentions()), events)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("云湖数据中心", "云湖数据中心", True),
        ("云湖数据中心", "青浦云湖数据中心", True),
        ("青浦云湖数据中心", "云湖数据中心", True),
        ("云湖数据中心", "远山数据中心", False),
        ("云湖", "云湖数据中心", False),  # too short to be sure of
        ("云湖", "云湖", True),
    ],
)
def test_same_name(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


def test_two_tellings_are_one_event_at_the_fuller() -> None:
    lead = event(("project", "云湖数据中心"), confidence=0.6)
    body = event(("project", "青浦云湖数据中心"), ("time", "3月"))
    (found,) = joined(lead, body)
    assert (found.arguments, found.confidence) == (body.arguments, 0.6)


def test_what_one_word_tells_apart_stays_apart() -> None:
    one, other = event(("project", "云湖数据中心"), start=6), event(("project", "青浦云湖数据中心"), start=6)
    assert joined(one, other) == [one, other]


def test_the_poorer_telling_gives_the_roles_that_the_fuller_lacks() -> None:
    full = event(("project", "云湖数据中心"), ("owner", "蓝岭集团"))
    (found,) = joined(full, event(("project", "云湖数据中心"), ("time", "3月")))
    assert sorted(a.role for a in found.arguments) == ["owner", "project", "time"]


@pytest.mark.parametrize(
    ("type_", "shared", "differing"),
    [
        ("location", "place", "subject"),
        ("award", "honor", "recipients"),
        ("land_deal", "seller", "buyer"),
        ("approval", "approvers", "items"),
    ],
)
def test_the_same_beside_another_participant_is_another_event(type_: str, shared: str, differing: str) -> None:
    one, other = (
        event((shared, "蓝岭集团"), (differing, name), type=type_, stage=None) for name in ("云湖数据中心", "远山工程")
    )
    untold = event((shared, "蓝岭集团"), type=type_, stage=None)
    assert joined(one, other) == [one, other]
    assert joined(one, untold) == [one]


@pytest.mark.parametrize(
    "other",
    [
        event(("project", "远山工程")),
        event(("project", "云湖数据中心"), realis="planned"),
        event(("project", "云湖数据中心"), stage="completed"),
    ],
    ids=["another project", "only planned", "another step"],
)
def test_another_happening_stays_another_event(other: EventReading) -> None:
    assert len(joined(event(("project", "云湖数据中心")), other)) == 2


def test_somebody_may_sign_twice() -> None:
    signed = {"type": "signing", "stage": None}
    once = event(("parties", "蓝岭集团"), ("time", "3月"), **signed)
    again = event(("parties", "蓝岭集团"), ("time", "4月"), **signed)
    assert len(joined(once, again)) == 2
    assert len(joined(once, event(("parties", "蓝岭集团"), **signed))) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("由蓝岭集团投资建设的云湖数据中心开工", ["开工"]),  # 建设 only describes what is begun
        ("云湖数据中心开工,由蓝岭集团投资建设云湖数据中心", ["开工"]),
        ("蓝岭集团将建设云湖数据中心,明年二季度云湖数据中心开工", ["建设", "开工"]),
    ],
)
def test_bare_building_is_part_of_a_step_that_it_describes_or_that_was_told_before(text: str, told: list[str]) -> None:
    def telling(word: str, stage: str | None) -> EventReading:
        start = text.index(word)
        project = text.rindex("云湖") if stage else text.index("云湖")
        argument = Argument("project", project, project + len("云湖数据中心"), "entity")
        return EventReading(
            start, start + 2, "construction", "actual", "body", (0, len(text)), 0.5, (argument,), stage
        )

    events = sorted([telling("建设", None), telling("开工", "groundbreaking")], key=lambda event: event.start)
    found = merged(Scene(text, "body", 0, len(text), Mentions()), events)
    assert [text[event.start : event.end] for event in found] == told


def test_merging_again_changes_nothing() -> None:
    events = [event(("project", "云湖数据中心")), event(("project", "青浦云湖数据中心"), ("time", "3月"))]
    once = joined(*events, event(("project", "远山工程")))
    assert joined(*once) == once


@pytest.mark.parametrize(
    ("type_", "role", "text", "found"),
    [
        ("financing", "round", "完成B轮融资", "B轮"),
        ("financing", "round", "完成Pre-A轮融资", "Pre-A轮"),
        ("financing", "round", "完成A++轮融资", "A++轮"),
        ("financing", "round", "完成天使轮融资", "天使轮"),
        ("financing", "round", "完成一轮谈判", None),
        ("meeting", "topic", "以“智造未来”为主题的大会", "智造未来"),
        ("meeting", "topic", "以绿色低碳为主题的大会", "绿色低碳"),
        ("meeting", "topic", "大会主题为“向新而行”", "向新而行"),
        ("meeting", "topic", "大会讨论了主题", None),
        ("location", "address", "人民路88号", "人民路88号"),
        ("location", "address", "人民大道与湖滨路交叉口", "人民大道与湖滨路交叉口"),
        ("location", "address", "环境优美", None),
    ],
)
def test_forms(type_: str, role: str, text: str, found: str | None) -> None:
    row = next(r for r in frames()[type_].roles if r.name == role)
    match = next((m for pattern in row.patterns if (m := pattern.search(text))), None)
    assert (match and match["x"]) == found


def test_an_address_begins_behind_the_place(scene_of: SceneOf) -> None:
    scene = scene_of("{PARK:云帆产业园}位于{DISTRICT:嘉定区}曹安公路1688号,交通便利")
    (found,) = find_triggered(scene)
    address = next(a for a in found.arguments if a.role == "address")
    assert scene.text[address.start : address.end] == "曹安公路1688号"


@pytest.mark.parametrize("name", list(read_toml("discourse.toml")["cues"]))
def test_the_example_of_a_cue_has_one_of_its_words(name: str) -> None:
    row = read_toml("discourse.toml")["cues"][name]
    assert any(word in row["example"] for word in row["words"])
    assert len(set(row["words"])) == len(row["words"])
