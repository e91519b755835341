"""What holds of the events of any section, and what they cost."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parkie.labels import REALIS, ROLES, STAGES
from parkie.lexicon.store import read_toml
from parkie.matchers.dates import find_dates
from parkie.matchers.dates.reference import Reference
from parkie.matchers.figures import find_figures
from parkie.matchers.reading import NameMatch
from parkie.relations import find_events
from parkie.relations.happenings.frames import frames
from parkie.relations.reading import EventReading
from parkie.relations.scene import Mentions
from parkie.text.fold import fold

WORDS = sorted({row.word for frame in frames().values() for row in frame.triggers})
CUES = sorted({word for row in read_toml("realis.toml").values() for word in row["words"]})
HEADS = sorted({head for row in read_toml("nouns.toml")["classes"].values() for head in row["heads"]})
TALK = sorted({word for row in read_toml("discourse.toml")["cues"].values() for word in row["words"]})
NAMES = {
    "COMPANY": "蓝岭集团", "PARK": "云帆产业园", "DISTRICT": "松江区", "GOVERNMENT": "市工信局", "PERSON": "何秀兰",
    "POSITION": "区长", "HONOR": "绿色工厂", "PROJECT": "云湖项目", "MEETING": "2024海州大会", "INDUSTRY": "新能源",
    "DOCUMENT": "《惠企二十条》", "INSTITUTION": "海州大学", "REGION": "长三角",
}  # fmt: skip
FIGURES = ["20家", "3亿元", "50亩", "8万平方米", "2.5元/平方米/天", "5%", "18个", "30名", "近千亿元"]
DATES = ["3月5日", "去年", "今年一季度", "近日", "当天", "2024年"]
JOINTS = [*"、,。;\n和与等的在由将为向该 “”()"]
PLAIN = [*WORDS, *CUES, *HEADS, *TALK, *FIGURES, *DATES, *JOINTS, *JOINTS]
MIX = st.lists(st.one_of(st.sampled_from(PLAIN), st.sampled_from([*NAMES.items()])), max_size=30)
KINDS = {"name": {"entity", "span"}, "text": {"entity", "span"}, "figure": {"figure"}, "date": {"date"}}


def linked(pieces: list[str | tuple[str, str]], before: str = "") -> tuple[str, list[EventReading], Mentions]:
    """The events of a section made of words and (label, name) pairs, behind a text that belongs to another."""
    text = before
    names = []
    for piece in pieces:
        if isinstance(piece, tuple):
            names.append(NameMatch(len(text), len(text) + len(piece[1]), piece[0]))
        text += piece if isinstance(piece, str) else piece[1]
    text = fold(text)
    taken = [(n.start, n.end) for n in names]
    figures = [f for f in find_figures(text) if not any(a < f.end and f.start < b for a, b in taken)]
    dates = [d for d in find_dates(text, Reference()) if not any(a < d.end and d.start < b for a, b in taken)]
    mentions = Mentions(names, [], figures, dates)
    return text, find_events(text, ("body", len(before), len(text)), mentions), mentions


@settings(max_examples=150)
@given(MIX)
def test_any_mix_of_words_and_mentions_gives_well_formed_events(pieces: list[str | tuple[str, str]]) -> None:
    before = "蓝岭集团投资3亿元建设云湖项目。"
    text, events, mentions = linked(pieces, before)
    known = {
        "entity": {(m.start, m.end) for m in mentions.entities},
        "figure": {(m.start, m.end) for m in mentions.figures},
        "date": {(m.start, m.end) for m in mentions.dates},
    }
    assert [(e.start, e.end) for e in events] == sorted((e.start, e.end) for e in events)
    for event in events:
        roles = {role.name: role for role in ROLES[event.type]}
        assert len(before) <= event.start < event.end <= len(text)
        assert event.evidence[0] <= event.start < event.evidence[1]
        assert event.realis in REALIS
        assert event.stage is None or (event.type == "construction" and event.stage in STAGES)
        assert 0 <= event.confidence <= 1
        assert event.arguments
        for argument in event.arguments:
            assert len(before) <= argument.start < argument.end <= len(text)
            assert argument.kind in KINDS[roles[argument.role].kind]
            if argument.kind != "span" and argument.label is None:
                assert (argument.start, argument.end) in known[argument.kind]
        single = [a.role for a in event.arguments if not roles[a.role].many]
        assert len(set(single)) == len(single), event.type
        spans = [(a.role, a.start, a.end) for a in event.arguments]
        assert len(set(spans)) == len(spans)


@settings(max_examples=50)
@given(MIX)
def test_a_section_is_read_alike_wherever_it_stands(pieces: list[str | tuple[str, str]]) -> None:
    before = "云湖项目开工。"
    alone, shifted = linked(pieces)[1], linked(pieces, before)[1]
    offset = len(before)
    assert [(e.type, e.start + offset, len(e.arguments)) for e in alone] == [
        (e.type, e.start, len(e.arguments)) for e in shifted
    ]


@settings(max_examples=50)
@given(MIX)
def test_events_survive_as_plain_data(pieces: list[str | tuple[str, str]]) -> None:
    for event in linked(pieces)[1]:
        assert EventReading.from_dict(event.to_dict()) == event


def calls(run: Callable[[], object]) -> int:
    """How many Python functions a run calls: a measure of work that no busy machine disturbs."""
    count = 0

    def profiler(frame: object, kind: str, arg: object) -> None:
        nonlocal count
        count += kind in ("call", "c_call")

    sys.setprofile(profiler)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


UNITS = {
    "triggers": ["签约", "开工", "建设"],
    "sentences": [("PROJECT", "云湖项目"), "于3月5日在", ("DISTRICT", "松江区"), "开工,总投资3亿元。"],
    "one sentence": [("COMPANY", "蓝岭集团"), "、", ("COMPANY", "青禾集团"), "签约,"],
    "nouns": ["企业项目", "园区"],
    "meetings": [("MEETING", "2024海州大会"), "召开,", ("PERSON", "何秀兰"), "出席。"],
    "figures": ["20家企业入驻、"],
    "cues": ["预计将", "未", "已"],
    "closers": ["开工。”）"],
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_work_grows_with_the_length_of_the_page(unit: list[str | tuple[str, str]]) -> None:
    def prepared(times: int) -> tuple[str, Mentions]:
        text, names = "", []
        for piece in unit * times:
            if isinstance(piece, tuple):
                names.append(NameMatch(len(text), len(text) + len(piece[1]), piece[0]))
            text += piece if isinstance(piece, str) else piece[1]
        text = fold(text)
        inside = [(n.start, n.end) for n in names]
        starts = {i for a, b in inside for i in range(a, b)}
        figures = [f for f in find_figures(text) if f.start not in starts]
        return text, Mentions(names, [], figures, find_dates(text, Reference()))

    length = sum(len(piece if isinstance(piece, str) else piece[1]) for piece in unit)
    def cost(size: int) -> int:
        text, mentions = prepared(size // length)
        return calls(lambda: find_events(text, ("body", 0, len(text)), mentions))

    assert cost(3_600) <= 4.5 * cost(1_200)


@pytest.mark.parametrize("pattern", [p.pattern for f in frames().values() for r in f.roles for p in r.patterns])
def test_patterns_of_forms_bound_every_repetition(pattern: str) -> None:
    outside = re.sub(r"\[[^\]]*\]|\\.", "x", pattern)
    assert not re.search(r"[*+]|\{\d+,\}", outside), "an open repetition scans without bound"
