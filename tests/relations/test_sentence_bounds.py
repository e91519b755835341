"""Sentences and clauses: where they are cut, and what holds on any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkie.text.sentences import clauses, sentences

LONGEST = 800
PIECES = [
    "园区", "。", "!", "?", "”", ")", ",", ";", ":", "、", " ", "   ", "\n", "--", "1,200", "开工" * 300, "\u3000",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=80)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("园区开园。现有企业20家!", ["园区开园。", "现有企业20家!"]),
        ("他说:“开工!”会后签约。", ["他说:“开工!”", "会后签约。"]),
        ("(已竣工。)明年投产", ["(已竣工。)", "明年投产"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("第一段   第二段", ["第一段", "第二段"]),
        ("第一段  同一段", ["第一段  同一段"]),
        ("真的吗?!是。", ["真的吗?!", "是。"]),
        ("增长3.5%,达12.6亿元", ["增长3.5%,达12.6亿元"]),
        ("  两边有空 。", ["两边有空 。"]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年,园区引进企业5家", ["今年,", "园区引进企业5家"]),
        ("投资1,200万元,已开工", ["投资1,200万元,", "已开工"]),
        ("一是引进;二是建设:三是服务", ["一是引进;", "二是建设:", "三是服务"]),
        ("园区--云帆产业园", ["园区--", "云帆产业园"]),
        ("一句", ["一句"]),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in clauses(text, 0, len(text))] == expected


def test_a_blank_parts_the_clauses_of_a_title() -> None:
    text = "云湖产业园开工 18个项目签约"
    found = [text[start:end] for start, end in clauses(text, 0, len(text), spaced=True)]
    assert found == ["云湖产业园开工 ", "18个项目签约"]
    assert len(clauses(text, 0, len(text))) == 1


def test_a_sentence_that_runs_on_is_cut_behind_a_comma() -> None:
    text = "园区建设," * 500
    found = cut(text)
    assert "".join(found) == text
    assert all(piece.endswith(",") and len(piece) <= LONGEST for piece in found)


def test_bounds_inside_a_part_of_the_text() -> None:
    text = "开工。竣工。投产。"
    assert [text[a:b] for a, b in sentences(text, 3, 6)] == ["竣工。"]


@given(TEXTS)
def test_sentences_are_in_order_cover_the_text_and_are_bounded(text: str) -> None:
    found = list(sentences(text))
    position = 0
    for start, end in found:
        assert position <= start < end <= len(text)
        assert text[position:start].strip() == ""
        assert end - start <= LONGEST
        assert text[start:end].strip() != ""
        position = end
    assert text[position:].strip() == ""


@given(TEXTS)
def test_clauses_cover_their_sentence(text: str) -> None:
    for start, end in sentences(text):
        found = clauses(text, start, end)
        assert [a for a, _ in found] == [start, *(b for _, b in found[:-1])]
        assert found[-1][1] == end
        assert all(a < b for a, b in found)
