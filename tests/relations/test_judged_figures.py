"""Figures that are judged: what is seen has one form, what the judge says decides, rules decide where nobody looked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from parkie.labels import EVENT_TYPES, TRIGGERED_TYPES
from parkie.matchers.reading import Sighting
from parkie.relations.judging.rows import Row, as_matrix
from parkie.relations.quantities import of_figures
from parkie.relations.quantities.statistics import find_measured, find_statistics
from parkie.relations.scene import Scene

SceneOf = Callable[[str], Scene]
Sighted = Callable[..., Scene]

TOLD = [
    "{PARK:云栖谷产业园}位于{DISTRICT:海盐县}。截至2023年末,园区引进企业近60家,总投资30亿元,同比增长5%。",
    "2022年,全市工业总产值达120亿元,其中高新技术产业占比30%。预计到2025年,实现税收5亿元。",
    "6月,{COMPANY:泽远精密}、{COMPANY:青禾}增幅均超10%。",
    "年产值20亿元的{PARK:云栖谷产业园}。",
    "没有数字的一句话。",
]


class Says:
    """A judge that finds figures as likely as it is told."""

    def __init__(self, statistic: float, target: float) -> None:
        self._figures = [statistic, target]
        self.types = frozenset(EVENT_TYPES)

    def likelihoods(self, part: str, rows: Sequence[Row], columns: Sequence[str]) -> list[list[float]]:
        return [self._figures] * len(rows)


@pytest.mark.parametrize("marked", TOLD)
def test_rows_are_as_wide_as_they_say(sighted: Sighted, scene_of: SceneOf, marked: str) -> None:
    plain = scene_of(marked)
    figures = [figure for sentence in plain.sentences for figure in sentence.figures]
    scene = sighted(plain, *(Sighting(figure.start, figure.end, "statistic", 0.6) for figure in figures))
    found = find_measured(scene, set())
    rows, width = of_figures.rows_of_figures(scene, found), len(of_figures.columns())
    assert all(len(row.measures) == len(of_figures.MEASURES) for row in rows)
    assert all(len(row.measures) + max(row.slots) < width for row in rows)
    assert np.isfinite(as_matrix(rows, width)).all()


def test_columns_have_each_a_name_of_its_own() -> None:
    columns = of_figures.columns()
    assert len(set(columns)) == len(columns)


@pytest.mark.parametrize("marked", TOLD)
def test_rules_decide_where_nobody_has_looked(scene_of: SceneOf, marked: str) -> None:
    scene = scene_of(marked)
    assert find_statistics(scene, set(), Says(0.0, 0.0)) == find_statistics(scene, set())


def test_a_judge_that_never_saw_figures_is_not_asked(sighted: Sighted, scene_of: SceneOf) -> None:
    judge, scene = Says(0.0, 0.0), sighted(scene_of(TOLD[0]))
    judge.types = frozenset(TRIGGERED_TYPES)
    assert find_statistics(scene, set(), judge) == find_statistics(scene, set()) != []


@pytest.mark.parametrize(
    ("likely", "types"),
    [((0.8, 0.1), {"statistic"}), ((0.2, 0.7), {"target"}), ((0.3, 0.2), set())],
)
def test_what_is_likely_is_told(
    sighted: Sighted, scene_of: SceneOf, likely: tuple[float, float], types: set[str]
) -> None:
    events = find_statistics(sighted(scene_of(TOLD[1])), set(), Says(*likely))
    assert {event.type for event in events} == types
    assert {event.confidence for event in events} <= {max(likely)}
    assert {event.realis for event in events} <= {"actual" if types == {"statistic"} else "planned"}


def test_what_another_event_has_or_another_figure_grew_by_is_not_told(sighted: Sighted, scene_of: SceneOf) -> None:
    scene = sighted(scene_of(TOLD[0]))
    [count, amount, growth] = [figure for sentence in scene.sentences for figure in sentence.figures]
    events = find_statistics(scene, {(amount.start, amount.end)}, Says(0.9, 0.1))
    assert [event.start for event in events if event.start in (count.start, amount.start)] == [count.start]
    everything = find_statistics(scene, set(), Says(0.9, 0.1))
    assert growth.start not in {event.start for event in everything}
