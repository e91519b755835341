"""The border between strings and Docs: readings go in and come out unchanged, whatever the tokens are."""

from __future__ import annotations

from datetime import date

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from parkie import AlignmentError
from parkie.matchers.reading import NameMatch
from parkie.page.page import Page, Section, Stretch
from parkie.pipes import state

NLP = spacy.blank("zh")


@st.composite
def texts_with_readings(draw: st.DrawFn) -> tuple[str, list[NameMatch]]:
    text = draw(st.text(alphabet="园区A1 \n\t\u3000\u200b\ufeff😀𠮷，", min_size=1, max_size=30))
    bounds = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    drawn = draw(st.lists(bounds.filter(lambda pair: pair[0] < pair[1]), max_size=5))
    return text, [NameMatch(start, end, "PARK", source="test") for start, end in sorted(drawn)]


@given(texts_with_readings())
def test_readings_come_out_as_they_went_in(case: tuple[str, list[NameMatch]]) -> None:
    text, readings = case
    doc = NLP.make_doc(text)
    state.put(doc, state.NAMES, readings, "PARK")
    assert state.get(doc, state.NAMES, NameMatch) == readings
    assert [span.label_ for span in doc.spans[state.NAMES]] == ["PARK"] * len(readings)


@given(texts_with_readings())
def test_readings_survive_bytes(case: tuple[str, list[NameMatch]]) -> None:
    text, readings = case
    doc = NLP.make_doc(text)
    state.put(doc, state.NAMES, readings, "PARK")
    again = Doc(NLP.vocab).from_bytes(doc.to_bytes())
    assert state.get(again, state.NAMES, NameMatch) == readings


def test_two_readings_of_one_stretch_stay_apart() -> None:
    doc = NLP.make_doc("云栖智谷")
    readings = [NameMatch(0, 4, "PARK", name="云栖智谷产业园"), NameMatch(0, 4, "COMPANY")]
    state.put(doc, state.NAMES, readings, ["PARK", "COMPANY"])
    assert state.get(doc, state.NAMES, NameMatch) == readings


def test_a_span_is_widened_to_tokens_and_the_reading_is_not() -> None:
    doc = Doc(NLP.vocab, words=["云栖智", "谷产业", "园"], spaces=[False] * 3)
    state.put(doc, state.NAMES, [NameMatch(2, 4, "PARK")], "PARK")
    [span] = doc.spans[state.NAMES]
    assert (span.start_char, span.end_char) == (0, 6)
    assert state.get(doc, state.NAMES, NameMatch) == [NameMatch(2, 4, "PARK")]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 5), (2, 2), (3, 1), (4, 5)])
def test_a_reading_outside_the_text_is_an_error(start: int, end: int) -> None:
    doc = NLP.make_doc("云栖智谷")
    with pytest.raises(AlignmentError, match=rf"the 4 characters .* found \[{start}:{end}\] for 'names'"):
        state.put(doc, state.NAMES, [NameMatch(start, end, "PARK")], "PARK")


def test_what_nobody_put_is_empty() -> None:
    doc = NLP.make_doc("云栖智谷")
    assert state.get(doc, state.NAMES, NameMatch) == []
    assert state.get_page(doc) is None


def test_spans_of_others_are_not_readings() -> None:
    doc = NLP.make_doc("云栖智谷")
    doc.spans[state.NAMES] = [doc[0:2]]
    assert state.get(doc, state.NAMES, NameMatch) == []


@pytest.mark.parametrize(
    "page",
    [
        Page("云栖\n园区开园"),
        Page(
            "云栖\n园区开园",
            sections=(Section("title", 0, 2), Section("body", 3, 7)),
            title=Stretch(0, 2),
            outlet=Stretch(3, 5),
            published=date(2024, 9, 21),
            published_at=Stretch(5, 7),
            url="http://www.example.com/1.html",
        ),
    ],
)
def test_a_page_comes_out_as_it_went_in(page: Page) -> None:
    doc = NLP.make_doc(page.text)
    state.put_page(doc, page)
    assert state.get_page(Doc(NLP.vocab).from_bytes(doc.to_bytes())) == page


def test_boilerplate_is_not_searched_and_offsets_stay() -> None:
    page = Page("首页\n园区（一）\n二维码", sections=(Section("boilerplate", 0, 2), Section("body", 3, 8)))
    doc = NLP.make_doc(page.text)
    state.put_page(doc, page)
    assert state.live_text(doc) == "\n\n\n园区(一)\n\n\n\n"
    assert state.live_sections(doc) == (Section("body", 3, 8),)


def test_telephone_numbers_are_not_searched() -> None:
    doc = NLP.make_doc("园区A，电话：13800000000，园区B")
    assert "138" not in state.live_text(doc)
    assert len(state.live_text(doc)) == len(doc.text)
