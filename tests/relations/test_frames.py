"""Frames: every trigger word, its example, its contexts; the words of the frames against the words of the record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from spacy.language import Language

import parkie
from parkie.errors import LexiconError
from parkie.labels import ENTITY_LABELS, EVENT_TYPES, ROLES, STAGES
from parkie.lexicon.store import read_toml
from parkie.relations.happenings import frames as module
from parkie.relations.happenings.frames import TriggerRow, frames
from parkie.relations.happenings.triggers import find_triggers
from parkie.relations.scene import Mentions, Scene
from parkie.text.fold import fold

TYPES = tuple(name for name in EVENT_TYPES if name not in ("statistic", "target"))


def rows() -> Iterator[tuple[TriggerRow, dict[str, Any]]]:
    """Every trigger with its row of the data file."""
    for name, frame in frames().items():
        yield from zip(frame.triggers, read_toml(f"frames/{name}.toml")["triggers"], strict=True)


ROWS = [pytest.param(row, data.get("example", ""), id=f"{row.type}-{row.word}") for row, data in rows()]


def triggers_in(text: str) -> list[tuple[str, str, str | None]]:
    """The triggers of a text without names, as (type, word, stage)."""
    folded = fold(text)
    found = find_triggers(Scene(folded, "body", 0, len(folded), Mentions()))
    return [(t.row.type, folded[t.start : t.end], t.row.stage) for t in found]


@pytest.mark.parametrize(("row", "example"), ROWS)
def test_an_example_has_its_trigger(row: TriggerRow, example: str) -> None:
    assert row.word in example, "every trigger needs an example"
    assert (row.type, row.word, row.stage) in triggers_in(example)


@pytest.mark.parametrize(("row", "example"), ROWS)
def test_an_example_tells_its_event(row: TriggerRow, example: str, rules_only: Language) -> None:
    article = parkie.extract(example, published="2024-11-20", html=False, nlp=rules_only)
    told = [(e.type, e.trigger.text, getattr(e, "stage", None)) for e in article.events]
    assert (row.type, row.word, row.stage) in told


def test_examples_are_all_different() -> None:
    examples = [data.get("example") for _, data in rows()]
    assert len(set(examples)) == len(examples)


CONTEXTS = [
    pytest.param(row, side, word, id=f"{row.type}-{row.word}-{side}-{word}")
    for row, _ in rows()
    for side in ("not_left", "not_right")
    for word in dict.fromkeys(getattr(row, side))
]


def test_every_context_suppresses_its_trigger() -> None:
    held = []
    for context in CONTEXTS:
        row, side, word = context.values
        required_left = row.left[0] if row.left else ""
        required_right = row.right[0] if row.right else ""
        left, right = (word, required_right) if side == "not_left" else (required_left, word)
        text = f"城南{left}{row.word}{right}。"
        at = len("城南" + left)
        scene = Scene(text, "body", 0, len(text), Mentions())
        if any(t.start == at and t.row is row for t in find_triggers(scene)):
            held.append(context.id)
    assert held == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("会议部署了园区建设、项目引进等方面的工作", "建设"),  # a weak word in a list is a noun
        ("会议部署了园区建设、项目引进等方面的工作", "引进"),
        ("此次落地的数据中心总投资3亿元", "落地"),  # told before
        ("副市长出席签约仪式", "签约"),  # who came, not what was signed
        ("县长主持开工仪式", "开工"),
        ("建设银行", "建设"),
        ("成立大会", "成立"),
    ],
)
def test_a_word_in_such_a_context_is_no_trigger(text: str, word: str) -> None:
    assert word not in [found for _, found, _ in triggers_in(text)]


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("项目开工建设", [("construction", "开工建设", "groundbreaking")]),
        ("公司揭牌成立", [("establishment", "揭牌成立", None)]),
        ("项目建成投产", [("construction", "建成投产", "in_production")]),
        ("企业签约入驻", [("settlement", "签约入驻", None)]),
    ],
)
def test_two_verbs_written_together_are_one_trigger(text: str, longest: list[tuple[str, str, str | None]]) -> None:
    assert triggers_in(text) == longest


def test_a_weight_of_a_required_context_holds() -> None:
    assert ("promotion", "推出", None) not in triggers_in("公司推出新品")
    assert ("promotion", "推出", None) in triggers_in("开发区推出地块12宗")


def test_every_type_but_those_of_figures_has_a_frame() -> None:
    assert tuple(frames()) == TYPES


@pytest.mark.parametrize("name", TYPES)
def test_a_frame_names_only_what_the_record_knows(name: str) -> None:
    frame = frames()[name]
    known = {role.name: role for role in ROLES[name]}
    classes = {f"noun:{word}" for word in read_toml("nouns.toml")["classes"]}
    assert {role.name for role in frame.roles} <= set(known)
    assert set(frame.core) <= set(known)
    assert set(frame.split) <= set(known)
    for other in (frame.carry, frame.agent):
        assert other is None or other in known
    for role in frame.roles:
        assert (role.kind, role.many) == (known[role.name].kind, known[role.name].many)
        assert {*role.labels, *role.agents} <= {*ENTITY_LABELS, *classes}
        assert role.counts is None or (role.kind == "figure" and role.counts in known)
    for row in frame.triggers:
        assert row.stage is None or (name == "construction" and row.stage in STAGES)
        assert row.needs is None or row.needs in known


def test_every_role_of_the_record_has_a_row() -> None:
    for name, frame in frames().items():
        assert {role.name for role in frame.roles} == {role.name for role in ROLES[name]}, name


def test_a_word_is_listed_once_per_type() -> None:
    for name, frame in frames().items():
        words = [row.word for row in frame.triggers]
        assert sorted(set(words)) == sorted(words), name


def test_an_unknown_role_is_named_in_the_error() -> None:
    data = {"core": ["parties"], "triggers": [{"word": "签约"}], "roles": {"witness": {}}}
    with pytest.raises(LexiconError, match=r"signing.*witness"):
        module._frame("signing", data)


def test_a_frame_takes_shared_roles_and_overrides_them() -> None:
    shared = read_toml("frames/shared.toml")["time"]
    data = {"core": ["time"], "triggers": [], "roles": {"time": {"use": "time", "threshold": 0.77}}}
    (role,) = module._frame("signing", data).roles
    assert (role.threshold, role.before, role.left) == (0.77, shared["before"], shared["left"])
