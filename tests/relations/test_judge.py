"""The judge whatever it is asked: a row has one form, weights survive, and find their columns by name."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest

from parkie.errors import PipelineError
from parkie.labels import EVENT_TYPES
from parkie.relations.judging.judge import Judge, Network
from parkie.relations.judging.rows import Row, as_matrix

COLUMNS = ("long", "short", "red", "green")


def judge_of(answers: int, columns: tuple[str, ...] = COLUMNS) -> Judge:
    """One part with weights that mean nothing."""
    rng = np.random.default_rng(answers)
    shapes = ((len(columns), 6), (6,), (3, answers), (answers,))
    weights = [rng.normal(0, 1, shape).astype(np.float32) for shape in shapes]
    return Judge({"colours": Network(columns, *weights)}, ["award", "statistic"])


def test_a_matrix_has_measures_then_slots() -> None:
    assert as_matrix([Row([0.5, 2.0], [1, 2])], 6).tolist() == [[0.5, 2.0, 0.0, 1.0, 1.0, 0.0]]


@pytest.mark.parametrize("answers", [1, 2])
def test_each_row_has_each_answer(answers: int) -> None:
    rows = [Row([0.1, 0.2], [0]), Row([3.0, 0.2], [1])]
    found = judge_of(answers).likelihoods("colours", rows, COLUMNS)
    assert [len(row) for row in found] == [answers, answers]
    assert all(0 < likelihood < 1 for row in found for likelihood in row)
    assert found[0] != found[1]
    assert judge_of(answers).likelihoods("colours", [], COLUMNS) == []


def test_a_judge_survives_bytes() -> None:
    judge, rows = judge_of(2), [Row([0.1, 0.2], [0]), Row([3.0, 0.2], [1])]
    again = Judge.from_bytes(judge.to_bytes())
    assert again.types == {"award", "statistic"}
    found, known = (np.array(j.likelihoods("colours", rows, COLUMNS)) for j in (again, judge))
    np.testing.assert_allclose(found, known, atol=1e-2)


def test_weights_find_their_columns_by_name() -> None:
    judge = judge_of(1)
    [[known]] = judge.likelihoods("colours", [Row([0.5, 2.0], [1])], COLUMNS)
    today = ("short", "brand new", "long", "green", "red")
    [[found]] = judge.likelihoods("colours", [Row([2.0, 9.0, 0.5], [0])], today)
    assert found == pytest.approx(known)


def test_the_packaged_judge_is_asked_of_every_type() -> None:
    packaged = Judge.packaged()
    assert packaged.types == set(EVENT_TYPES)
    assert set(packaged.networks) == {"fillers", "triggers", "figures"}


def test_weights_of_something_else_are_refused() -> None:
    with pytest.raises(PipelineError, match="weights of a judge"):
        Judge.from_bytes(b"PK nonsense")
    stream = BytesIO()
    np.savez(stream, parts=np.array(["colours"]), types=np.array(["award"]), colours_hidden=np.zeros((2, 2)))
    with pytest.raises(PipelineError, match="colours_columns"):
        Judge.from_bytes(stream.getvalue())
    with np.load(BytesIO(judge_of(1).to_bytes())) as arrays:
        kept = dict(arrays)
    kept["colours_columns"] = kept["colours_columns"][:2]
    stream = BytesIO()
    np.savez(stream, **kept)
    with pytest.raises(PipelineError, match="4 columns for 2 names"):
        Judge.from_bytes(stream.getvalue())
