"""Marks that overlap in any way come out as tags that nest, with every character once and in order."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkie.writers.web.nesting import Mark, Open, Text, cut, nest


def drawn(marks: Iterable[tuple[int, int]], text: str) -> str:
    """The text with marks as brackets; ``(`` begins one, ``[`` goes on with one."""
    steps = nest([Mark(start, end, 0, number) for number, (start, end) in enumerate(marks)], 0, len(text))
    return "".join(
        text[step.start : step.end]
        if isinstance(step, Text)
        else (f"{'(' if step.first else '['}{step.key} " if isinstance(step, Open) else ")")
        for step in steps
    )


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], "青澜湾产业园"),
        ([(0, 3)], "(0 青澜湾)产业园"),
        ([(0, 6), (0, 3)], "(0 (1 青澜湾)产业园)"),
        ([(0, 3), (0, 6)], "(1 (0 青澜湾)产业园)"),
        ([(0, 4), (2, 6)], "(0 青澜(1 湾产))[1 业园)"),
        ([(0, 4), (1, 5), (2, 6)], "(0 青(1 澜(2 湾产)))[1 [2 业))[2 园)"),
        ([(2, 2), (6, 6)], "青澜湾产业园"),
        ([(0, 3), (3, 6)], "(0 青澜湾)(1 产业园)"),
    ],
)
def test_marks_are_drawn_as_tags(marks: list[tuple[int, int]], expected: str) -> None:
    assert drawn(marks, "青澜湾产业园") == expected


def test_of_the_same_extent_the_lower_rank_is_outside() -> None:
    steps = list(nest([Mark(0, 2, 1, 7), Mark(0, 2, 0, 8)], 0, 2))
    assert [step.key for step in steps if isinstance(step, Open)] == [8, 7]


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple), max_size=12)


@given(SPANS, st.lists(st.integers(1, 29), max_size=5))
def test_every_mark_covers_its_characters_and_nothing_else(
    spans: list[tuple[int, int]], inner: list[int]
) -> None:
    edges = sorted({0, 30, *inner})
    marks = [Mark(start, end, number % 2, number) for number, (start, end) in enumerate(spans)]
    covered: dict[int, list[int]] = {number: [] for number in range(len(marks))}
    begun: list[int] = []
    places: list[int] = []
    for start, end, block in zip(edges[:-1], edges[1:], cut(marks, edges), strict=True):
        tags: list[int] = []
        for step in nest(block, start, end):
            if isinstance(step, Text):
                assert step.start < step.end
                places += range(step.start, step.end)
                for key in tags:
                    covered[key] += range(step.start, step.end)
            elif isinstance(step, Open):
                tags.append(step.key)
                begun += [step.key] if step.first else []
            else:
                assert tags.pop() == step.key, "a tag closes that was not opened last"
        assert not tags
    assert places == list(range(30))
    assert covered == {number: list(range(start, end)) for number, (start, end) in enumerate(spans)}
    assert sorted(begun) == [number for number, (start, end) in enumerate(spans) if start < end]


def test_many_marks_side_by_side_are_drawn_in_linear_time() -> None:
    marks = [Mark(start, start + 2, 0, start) for start in range(0, 100_000, 2)]
    assert sum(isinstance(step, Open) for step in nest(marks, 0, 100_000)) == 50_000
