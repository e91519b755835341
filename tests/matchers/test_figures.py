"""Figures in sentences: span, value, interval, modifier and unit of each, and nothing else."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parkie.labels import DIMENSIONS, MODIFIERS
from parkie.lexicon.store import read_toml
from parkie.matchers.figures import find_figures
from parkie.matchers.reading import FigureMatch
from parkie.text.fold import fold
from parkie.text.numerals import write_numeral

CASES = Path(__file__).parents[1] / "cases" / "figures.txt"
MARKED_RE = re.compile(r"\[([^|\]]+)\|(\S+) (\S+) (\S+) (\S+) (\S+)\]")

Row = tuple[str, str, str, str, str, str]


def read_case(line: str) -> tuple[str, list[tuple[int, Row]]]:
    """The sentence of a case line and its expected figures with their starts."""
    text, at, expected = "", 0, []
    for match in MARKED_RE.finditer(line):
        text += line[at : match.start()]
        word, value, low, high, modifier, unit = match.groups()
        expected.append((len(text), (word, value, low, high, modifier, "" if unit == "''" else unit)))
        text, at = text + word, match.end()
    return text + line[at:], expected


def written(number: Decimal | None) -> str:
    return "-" if number is None else format(number, "f")


def found_in(text: str) -> list[tuple[int, Row]]:
    return [
        (f.start, (text[f.start : f.end], written(f.value), written(f.low), written(f.high), f.modifier, f.unit))
        for f in find_figures(fold(text))
    ]


def case_lines() -> list[object]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [known_failure(line) if line.startswith("! ") else line for line in lines]


def known_failure(line: str) -> object:
    reason, _, sentence = line.removeprefix("! ").partition(": ")
    return pytest.param(sentence, marks=pytest.mark.xfail(reason=reason, strict=True))


@pytest.mark.parametrize("line", case_lines())
def test_the_figures_of_a_sentence(line: str) -> None:
    text, expected = read_case(line)
    assert found_in(text) == expected


def entries() -> list[tuple[str, str, str]]:
    out = []
    for row in read_toml("units.toml")["unit"]:
        word = max((word for word in row["words"] if word in row["example"]), key=len)
        out.append((row["example"], word if row["unit"] == "=" else row["unit"], word))
    return out


@pytest.mark.parametrize(("example", "unit", "word"), entries())
def test_each_unit_reads_its_example(example: str, unit: str, word: str) -> None:
    figures = find_figures(example)
    assert [figure.unit for figure in figures] == [unit], word


def every_unit_word() -> list[tuple[str, str]]:
    rows = [row for row in read_toml("units.toml")["unit"] if not row.get("not_before", "").startswith("(?!")]
    return [(word, word if row["unit"] == "=" else row["unit"]) for row in rows for word in row["words"]]


@pytest.mark.parametrize(("word", "unit"), every_unit_word())
def test_each_unit_word_is_read_behind_a_large_number(word: str, unit: str) -> None:
    assert [(f.start, f.end, f.unit) for f in find_figures(f"达到35万{word}。")] == [(2, 5 + len(word), unit)]


@pytest.mark.parametrize("kind", ["any", "digits"])
def test_each_classifier_counts(kind: str) -> None:
    for word in read_toml("classifiers.toml")[kind]["words"]:
        text = f"共有分12{word}。"
        assert [(text[f.start : f.end], f.unit) for f in find_figures(text)] == [(f"12{word}", word)]


def test_each_noun_is_counted_without_a_classifier() -> None:
    for noun in read_toml("classifiers.toml")["nouns"]["words"]:
        assert [(f.start, f.end, f.unit) for f in find_figures(f"共有12{noun}。")] == [(2, 4, "")], noun


def test_each_bounding_word_belongs_to_the_figure() -> None:
    for row in read_toml("bounds.toml")["prefix"]:
        for word in row["words"]:
            assert [(f.start, f.modifier) for f in find_figures(f"值{word}百亿元。")] == [(1, row["modifier"])], word
    for row in read_toml("bounds.toml")["suffix"]:
        for word in row["words"]:
            assert [(f.end, f.modifier) for f in find_figures(f"长5年{word}。")] == [(3 + len(word), row["modifier"])]


def test_each_listed_word_is_no_figure() -> None:
    for word in read_toml("figure_decoys.toml")["words"]:
        assert find_figures(f"有{word}的") == [], word


@pytest.mark.parametrize("kind", ["prefix", "suffix"])
def test_each_bound_reads_its_example(kind: str) -> None:
    for row in read_toml("bounds.toml")[kind]:
        text = row["example"].replace("[", "").replace("]", "")
        at = row["example"].index("[")
        figure = find_figures(text)[0]
        assert figure.modifier == row["modifier"], text
        assert figure.start == at if kind == "prefix" else at < figure.end, text


def test_bounds_units_and_classifiers_are_listed_once() -> None:
    for kind in ("prefix", "suffix"):
        words = [word for row in read_toml("bounds.toml")[kind] for word in row["words"]]
        assert len(words) == len(set(words))
    words = [word for row in read_toml("units.toml")["unit"] for word in row["words"]]
    assert len(words) == len(set(words))
    table = read_toml("classifiers.toml")
    words = table["any"]["words"] + table["digits"]["words"]
    assert len(words) == len(set(words))
    assert set(table["guard"]) <= set(words)


ALPHABET = (
    "0123456789.,%-~—+/:、,。 (“”第约近超余多来数几一两三五十百千万亿点半成倍翻番元家个年月日天亩吨级以上内"
    "至到从每平方米人民币aG"
)


@given(st.text(alphabet=ALPHABET, max_size=60))
@settings(max_examples=400)
def test_figures_lie_in_the_text_in_order_and_bounded(text: str) -> None:
    end = 0
    for figure in find_figures(text):
        assert end <= figure.start < figure.end <= len(text)
        assert figure.modifier in MODIFIERS
        assert figure.dimension in DIMENSIONS
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high
        assert FigureMatch.from_dict(figure.to_dict()) == figure
        end = figure.end


@given(st.integers(min_value=2, max_value=10**15))
def test_a_numeral_means_the_same_in_han_and_in_digits(value: int) -> None:
    words = find_figures(f"总投资{write_numeral(value)}美元。")
    digits = find_figures(f"总投资{value}美元。")
    assert [f.value for f in words] == [f.value for f in digits] == [value]


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=1, max_value=999))
def test_a_range_holds_its_ends(first: int, second: int) -> None:
    low, high = sorted((first, second + 1000))
    (figure,) = find_figures(f"投资{low}-{high}亿元")
    assert (figure.value, figure.low, figure.high) == (None, low * 10**8, high * 10**8)


HOSTILE = [
    "1", "亿", "万", "1,", "1,000", "1.", "1-", "3、", "3和", "一百", "第1、", "每", "近", "3家", "“三家", "百分之",
    "过半", "1 ", "5元/", "1/3", "翻了", "-3%", "1亿2万", "从3家到", "3家至4家", "9分之1", "一点", "个多", "半年",
    "号3栋", "每一", "几", "数", "数十",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear_in_hostile_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        find_figures(text)
        return time.process_time() - start

    seconds(1000)
    small, large = min(seconds(2_000) for _ in range(3)), seconds(20_000)
    assert large < 40 * small + 0.05  # ten times the text; quadratic would be a hundred


@pytest.mark.parametrize("piece", ["1", "亿", "零", "9." * 3, "数"])
def test_a_run_of_numerals_is_no_figure(piece: str) -> None:
    assert find_figures(piece * 100_000) == []
