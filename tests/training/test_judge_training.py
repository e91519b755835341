"""Training the judge: what is right of what the pipeline finds, and that a judge learns it, the same each time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

import parkie
from parkie.formats.labelled import Labelled
from parkie.formats.marked import read_marked
from parkie.relations import Judge
from parkie.relations.quantities import of_figures
from parkie.training.cases import Case, find_cases, fold_of, measure, takes, told_as, told_by
from parkie.training.judge import Recipe, train_judge

ARTICLES = sorted((Path(__file__).parents[2] / "corpus" / "articles").rglob("*.txt"))[::12]
SMALL = Recipe(units=8, networks=2, epochs=40, rate=0.02)

Marked = Callable[[str], Labelled]

TOLD = """published: 2024-09-21

⟦§body⟧⟦DATE|6月⟧，⟦COMPANY|泽远精密有限公司⟧与⟦GOVERNMENT|海盐县政府⟧签约，总投资⟦FIG|20亿元⟧。园区产值⟦FIG|50亿元⟧，增长⟦FIG|5%⟧，力争达⟦FIG|80亿元⟧。⟦/§⟧

==== events
- {type: signing, trigger: 签约, in: 1, args: {parties: [泽远精密有限公司, 海盐县政府], amount: 20亿元, time: 6月}}
- {type: statistic, trigger: 50亿元, in: 1, args: {subject: 园区, indicator: 产值, value: 50亿元, change: 5%}}
- {type: target, trigger: 80亿元, in: 1, realis: planned, args: {subject: 园区, indicator: 产值, value: 80亿元}}
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return parkie.load()


@pytest.fixture(scope="module")
def cases(nlp: Language) -> list[Case]:
    articles = [read_marked(path.read_text("utf-8"), path.stem) for path in ARTICLES]
    return list(find_cases(nlp, articles))


@pytest.fixture
def case(nlp: Language) -> Case:
    [case] = find_cases(nlp, [read_marked(TOLD, "told")])
    measure(case, Judge.packaged())
    return case


def test_a_word_is_right_where_an_event_of_its_type_is_marked(case: Case) -> None:
    right = {a.trigger.row.word: bool(told_by(a, case.events)) for a in case.attempts}
    assert right["签约"]


def test_fillers_are_right_in_the_role_that_they_are_marked_in(case: Case) -> None:
    attempt = next(a for a in case.attempts if a.trigger.row.type == "signing")
    [event] = told_by(attempt, case.events)
    text = case.article.text
    right = {(text[c.filler.start : c.filler.end], c.role.name) for c in attempt.candidates if takes(c, event)}
    assert ("20亿元", "amount") in right
    assert ("6月", "time") in right
    assert not any(role == "amount" for word, role in right if word != "20亿元")


def test_figures_are_told_as_what_is_marked(case: Case) -> None:
    text = case.article.text
    told = {
        text[one.slot.figure.start : one.slot.figure.end]: [event.type for event in told_as(one, case.events)]
        for one in case.measured
    }
    assert told["50亿元"] == ["statistic"]
    assert told["80亿元"] == ["target"]
    assert "5%" not in told, "the growth of another figure is not asked"
    assert told.get("20亿元", []) == []


def test_only_marked_sections_count(nlp: Language) -> None:
    outside = TOLD.replace("⟦§body⟧⟦DATE|6月⟧", "园区产值30亿元。\n⟦§body⟧⟦DATE|6月⟧")
    [case] = [case for case in find_cases(nlp, [read_marked(outside, "told")]) if case.events]
    measure(case, Judge.packaged())
    words = {case.article.text[one.slot.figure.start : one.slot.figure.end] for one in case.measured}
    assert "30亿元" not in words


def test_a_judge_learns_and_is_the_same_each_time(cases: list[Case]) -> None:
    judge = train_judge(cases, SMALL)
    assert set(judge.networks) == {"fillers", "triggers", "figures"}
    again = train_judge(cases, SMALL)
    assert again.to_bytes() == judge.to_bytes()
    measured = [(case, one) for case in cases for one in case.measured]
    rows = [of_figures.rows_of_figures(case.scene, [one])[0] for case, one in measured]
    found = np.array(judge.likelihoods("figures", rows, of_figures.columns()))
    right = np.array([any(e.type == "statistic" for e in told_as(one, case.events)) for case, one in measured])
    assert found[right, 0].mean() > found[~right, 0].mean() + 0.2


def test_folds_share_out_all_articles() -> None:
    articles = [Labelled(str(number), f"甲{number}") for number in range(50)]
    assert {fold_of(article, 3) for article in articles} == {0, 1, 2}
