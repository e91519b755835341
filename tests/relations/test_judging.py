"""Words that are judged: what is seen has one form, what the judge says decides, frames decide where nobody looked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from parkie.labels import TRIGGERED_TYPES
from parkie.matchers.reading import Sighting
from parkie.relations.happenings.attempts import find_attempts, weigh
from parkie.relations.happenings.judging import of_fillers, of_triggers
from parkie.relations.happenings.triggered import find_triggered
from parkie.relations.happenings.triggers import find_possible_triggers
from parkie.relations.judging.judge import Judge
from parkie.relations.judging.rows import Row, as_matrix, buckets
from parkie.relations.scene import Mentions, Scene

SceneOf = Callable[[str], Scene]
Sighted = Callable[..., Scene]

TOLD = [
    "{COMPANY:泽远精密}与{GOVERNMENT:海盐县人民政府}9月20日签约,总投资约20亿元。",
    "由{COMPANY:泽远精密}投资建设的{PROJECT:云湖数据中心项目}开工,{PROJECT:青禾工厂项目}、3个项目竣工。",
    "{DISTRICT:海盐县}今年推进{PROJECT:云湖数据中心项目}。",
    "会上,{PERSON:林树声}当选{INSTITUTION:海盐县企业家协会}{POSITION:会长}。",
    "没有事件的一句话。",
]


class Says:
    """A judge that finds all fillers and all triggers as likely as it is told."""

    def __init__(self, fillers: float, triggers: float) -> None:
        self._told = {"fillers": fillers, "triggers": triggers}
        self.types = frozenset(TRIGGERED_TYPES)

    def likelihoods(self, part: str, rows: Sequence[Row], columns: Sequence[str]) -> list[list[float]]:
        return [[self._told[part]]] * len(rows)


@pytest.mark.parametrize("marked", TOLD)
def test_rows_are_as_wide_as_they_say(sighted: Sighted, scene_of: SceneOf, marked: str) -> None:
    scene = sighted(scene_of(marked), Sighting(3, 5, "signing", 0.4))
    for group in find_attempts(scene, find_possible_triggers(scene)):
        for attempt in group:
            fillers = of_fillers.rows_of_fillers(attempt.trigger, attempt.candidates)
            assert len(fillers) == len(attempt.candidates)
            assert {len(row.measures) for row in fillers} <= {len(of_fillers.MEASURES)}
            weigh(attempt, [0.7] * len(fillers))
            roles = sum(name.startswith("likely:") for name in of_triggers.columns())
            measured = of_triggers.row_of_trigger(scene, attempt, group).measures
            assert len(measured) == len(of_triggers.MEASURES) + roles
            rows = {"fillers": fillers, "triggers": [of_triggers.row_of_trigger(scene, attempt, group)]}
            for part, width in (("fillers", len(of_fillers.columns())), ("triggers", len(of_triggers.columns()))):
                assert np.isfinite(as_matrix(rows[part], width)).all()
                assert all(len(row.measures) + max(row.slots) < width for row in rows[part])


def test_what_is_suspected_of_a_filler_is_seen_role_by_role(sighted: Sighted, scene_of: SceneOf) -> None:
    """Of the same event type and role, of another role, and of another type."""
    plain = scene_of("{COMPANY:泽远精密}在{PARK:云栖谷产业园}签约,总投资约20亿元。")
    firm, park = plain.sentences[0].entities
    scene = sighted(
        plain,
        Sighting(firm.start, firm.end, "signing", 0.9, "parties"),
        Sighting(firm.start, firm.end, "construction", 0.6, "parties"),
        Sighting(park.start + 1, park.end, "signing", 0.7, "park"),
    )
    [group] = find_attempts(scene, find_possible_triggers(scene))
    attempt = next(attempt for attempt in group if attempt.trigger.row.type == "signing")
    rows = of_fillers.rows_of_fillers(attempt.trigger, attempt.candidates)
    names = ("suspected", "suspected_otherwise", "suspected_elsewhere")
    seen = {
        (candidate.filler.start, candidate.role.name): tuple(
            round(row.measures[of_fillers.MEASURES.index(name)], 2) for name in names
        )
        for candidate, row in zip(attempt.candidates, rows, strict=True)
    }
    assert seen[firm.start, "parties"] == (0.9, 0.0, 0.6)
    assert seen[park.start, "park"] == (0.7, 0.0, 0.0)
    assert seen[park.start, "parties"] == (0.0, 0.7, 0.0)


def test_measures_of_triggers_end_where_slots_begin(sighted: Sighted, scene_of: SceneOf) -> None:
    scene = sighted(scene_of(TOLD[0]))
    [group] = find_attempts(scene, find_possible_triggers(scene))
    attempt = next(attempt for attempt in group if attempt.trigger.row.type == "signing")
    weigh(attempt, [0.0] * len(attempt.candidates))
    row = of_triggers.row_of_trigger(scene, attempt, [attempt])
    last = len(of_triggers.columns()) - len(row.measures)
    assert max(buckets((str(n) for n in range(5_000)), 0)) == 255
    assert max(row.slots) < last
    # the slots of types lie in front of the 256 buckets
    assert last - 256 - len(TRIGGERED_TYPES) + TRIGGERED_TYPES.index("signing") in row.slots


@pytest.mark.parametrize("marked", TOLD)
def test_frames_decide_where_nobody_has_looked(scene_of: SceneOf, marked: str) -> None:
    assert find_triggered(scene_of(marked), Says(0.0, 0.0)) == find_triggered(scene_of(marked))


def test_what_the_judge_finds_unlikely_is_no_event(sighted: Sighted, scene_of: SceneOf) -> None:
    scene = sighted(scene_of(TOLD[0]))
    assert [event.type for event in find_triggered(scene)] == ["signing"]
    assert find_triggered(scene, Says(0.9, 0.1)) == []
    told = find_triggered(scene, Says(0.9, 0.8))
    [event] = [event for event in told if event.type == "signing"]
    assert event.confidence == 0.8
    assert {argument.role for argument in event.arguments} >= {"parties", "amount", "time"}


def test_types_that_the_judge_never_saw_are_told_by_their_frames(sighted: Sighted, scene_of: SceneOf) -> None:
    scene, judge = sighted(scene_of(TOLD[0])), Says(0.9, 0.1)
    judge.types -= {"signing"}
    assert find_triggered(scene, judge) == find_triggered(scene) != []


def test_unlikely_fillers_are_left_out(sighted: Sighted, scene_of: SceneOf) -> None:
    scene = sighted(scene_of(TOLD[0]))
    assert find_triggered(scene, Says(0.9, 0.8))[0].arguments
    told = find_triggered(scene, Says(0.1, 0.8))
    [event] = [event for event in told if event.type == "signing"]
    [ruled] = find_triggered(scene)
    assert event.arguments == ruled.arguments, "an event without any likely filler is told as the frames have it"


def test_a_possible_word_is_an_event_only_by_the_judge(sighted: Sighted, scene_of: SceneOf) -> None:
    plain = scene_of(TOLD[2])
    word = plain.text.index("推进")
    scene = sighted(plain, Sighting(word, word + 2, "construction", 0.2))
    assert word not in {event.start for event in find_triggered(scene)}
    assert word in {event.start for event in find_triggered(scene, Says(0.9, 0.8))}


def test_a_possible_word_that_nobody_suspects_is_not_judged(sighted: Sighted, scene_of: SceneOf) -> None:
    assert find_triggered(sighted(scene_of(TOLD[2])), Says(0.9, 0.8)) == []


@pytest.mark.parametrize(("score", "found"), [(0.9, True), (0.3, False)])
def test_a_word_of_no_list_is_a_trigger_where_the_reader_is_sure(
    sighted: Sighted, scene_of: SceneOf, score: float, found: bool
) -> None:
    plain = scene_of("{PROJECT:云湖数据中心项目}昨日鸣笛。")
    at = plain.text.index("鸣笛")
    scene = sighted(plain, Sighting(at, at + 2, "construction", score))
    told = [(event.start, event.type) for event in find_triggered(scene, Says(0.9, 0.8))]
    assert told == ([(at, "construction")] if found else [])


@pytest.mark.parametrize(
    ("behind", "run"), [("\n \n次日又雨。", "鸣笛\n \n"), ("。", "、鸣笛"), ("。\n次日又雨。", "鸣笛。\n次日")]
)
def test_a_suspicion_that_runs_over_a_mark_is_a_word_of_its_sentence(
    sighted: Sighted, scene_of: SceneOf, behind: str, run: str
) -> None:
    plain = scene_of("{PROJECT:云湖数据中心项目}昨日、鸣笛" + behind)
    at = plain.text.index(run)
    scene = sighted(plain, Sighting(at, at + len(run), "construction", 0.9))
    assert [plain.text[e.start : e.end] for e in find_triggered(scene, Says(0.9, 0.8))] == ["鸣笛"]


def test_a_sentence_without_triggers_costs_nothing(sighted: Sighted, scene_of: SceneOf) -> None:
    scene = sighted(scene_of(TOLD[4]))
    assert find_triggered(scene, Judge.packaged()) == []
    assert replace(Mentions(), sightings=()).sightings == ()
