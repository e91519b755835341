"""Dates: sentences with their dates marked, and what must hold for any text."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parkie.lexicon.store import read_toml
from parkie.matchers.dates import Reference, find_dates, resolve_reference
from parkie.matchers.dates.scan import STARTS
from parkie.text.fold import fold

CASES = Path(__file__).parents[1] / "cases" / "dates.tsv"
MARK_RE = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")


def read_cases() -> list[tuple[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(known, sentence) for known, sentence in rows[1:]]


def read_known(known: str) -> Reference:
    if known == "-":
        return Reference()
    return Reference(year=int(known)) if len(known) == 4 else Reference(published=date.fromisoformat(known))


def marked(text: str, reference: Reference) -> str:
    """The text with its dates marked as the case table marks them."""
    out, done = [], 0
    for m in find_dates(fold(text), reference):
        if m.earliest is None or m.latest is None:
            days = "-"
        else:
            days = m.earliest.isoformat() if m.earliest == m.latest else f"{m.earliest}..{m.latest}"
        out.append(f"{text[done : m.start]}[{text[m.start : m.end]}|{days} {m.granularity}]")
        done = m.end
    return "".join(out) + text[done:]


@pytest.mark.parametrize(("known", "sentence"), read_cases())
def test_dates_of_the_table(known: str, sentence: str) -> None:
    assert marked(MARK_RE.sub(r"\1", sentence), read_known(known)) == sentence


WORDS = [
    (name, row) for name, rows in read_toml("dates.toml").items() if isinstance(rows, list) for row in rows
]


@pytest.mark.parametrize(
    ("name", "row"), WORDS, ids=lambda value: value if isinstance(value, str) else value["text"]
)
def test_every_word_is_found_in_its_example(name: str, row: dict[str, object]) -> None:
    word, example = str(row["text"]), str(row["example"])
    start = example.index(word)
    found = [
        m for m in find_dates(fold(example), Reference()) if m.start < start + len(word) and start < m.end
    ]
    if name == "decoy":
        assert not found
    elif name == "goal":
        assert [m.end for m in find_dates(fold(example), Reference())] == [start]
    else:
        assert any(m.start <= start and start + len(word) <= m.end for m in found)


def test_cues_of_the_future_and_occasions_work_in_their_examples() -> None:
    may = Reference(published=date(2024, 1, 20))
    [ahead] = find_dates(read_toml("dates.toml")["future"]["example"], may)
    assert ahead.earliest == date(2024, 12, 1)
    [day] = find_dates(read_toml("dates.toml")["occasion"]["example"], Reference())[:1]
    assert day.earliest == date(2021, 6, 6)


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("滨江10月16日电", Reference(published=date(2024, 10, 18)), date(2024, 10, 16)),
        ("滨江12月30日电", Reference(published=date(2024, 1, 2)), date(2023, 12, 30)),
        ("滨江2024年2月1日讯", Reference(), date(2024, 2, 1)),
        ("滨江10月16日电", Reference(), None),
        ("(2023年08月02日 第07版)", Reference(), date(2023, 8, 2)),
        ("滨江2月30日电", Reference(year=2024), None),
        ("滨江10月16日电", Reference(today=date(2020, 1, 1)), date(2020, 1, 1)),
    ],
)
def test_the_date_line_says_what_today_is(text: str, known: Reference, expected: date | None) -> None:
    assert resolve_reference(text, known).today == expected


def test_a_title_takes_the_year_of_its_body() -> None:
    reference = resolve_reference("6月6日,2021滨江产业发展大会开幕。", Reference())
    [year] = find_dates("今年首批项目开工", reference)
    assert year.earliest == date(2021, 1, 1)


# -- what holds for any text ---------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("2024年", "11月", "8日", "至", "-", "今年", "去年", "底", "初", "上半年", "前三季度", "1-6月"),
        *("“十四五”", "期间", "昨日", "当天", "本月", "上周五", "近日", "近三年", "5年", "来", "春节"),
        *("开局之年", "去年同期", "次年", "二〇二四年", "31日", "2月30日", "0", "9999", "将", "电", "。"),
        *(",", "(", "园区", "大会", "2021", "年", "月", "日", "十", " ", "\n"),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=40)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
REFERENCES = st.builds(Reference, published=st.none() | DAYS, year=st.none() | st.integers(1, 9999))


@settings(max_examples=200, deadline=None)
@given(TEXTS, REFERENCES)
def test_matches_lie_in_the_text_in_order_and_their_days_too(text: str, reference: Reference) -> None:
    end = 0
    for m in find_dates(text, reference):
        assert end <= m.start < m.end <= len(text)
        assert (m.earliest is None) == (m.latest is None)
        assert m.earliest is None or m.latest is None or m.earliest <= m.latest
        end = m.end


@settings(max_examples=60, deadline=None)
@given(TEXTS, REFERENCES)
def test_a_sentence_without_dates_changes_nothing(text: str, reference: Reference) -> None:
    first = find_dates(text + "。", reference)
    assert find_dates(text + "。园区配套齐全。", reference) == first


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), REFERENCES)
def test_a_whole_date_needs_no_reference(day: date, reference: Reference) -> None:
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month:02}月{day.day:02}日",
        str(day),
    ):
        [m] = find_dates(f"园区于{text}开园", reference)
        assert (m.start, m.end, m.earliest, m.latest) == (3, 3 + len(text), day, day)


HOSTILE = [
    "1", "年", "今年", "8月", "2023年", "1-", "近", "“十四五", "8日至", "一", "2023会", "上年", "去年同期", "2023年的",
    "今天", "8月10日", "“", "前三", "2023大",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        find_dates(text, Reference(published=date(2024, 1, 1)))
        find_dates(text, Reference())
        return time.process_time() - start

    seconds(100)
    short, long = seconds(2_000), seconds(16_000)
    assert long < max(30 * short, 0.2)  # eight times the text; squared time would be 64


@pytest.mark.parametrize(("characters", "pattern"), STARTS)
def test_a_row_of_starts_begins_with_its_characters(characters: str, pattern: str) -> None:
    texts = (path.read_text("utf-8") for path in sorted(CASES.parents[2].glob("corpus/articles/*.txt")))
    begins = {match.group()[0] for text in texts for match in re.finditer(pattern, fold(text))}
    assert begins, "the articles hold none"
    assert {character for character in begins if not re.match(f"[{characters}]", character)} == set()
