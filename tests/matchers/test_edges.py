"""Where a name begins and ends, whatever grammar or tagger took it for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import parkie
from parkie.matchers.names import chain_names, trim_names
from parkie.matchers.reading import NameMatch

# [what was found], ‹what it should be›; a known name of the gazetteer stands between { and }
CASES = [
    ("PARK", "园区[北连‹{望城经开区}›]，交通便利"),
    ("PARK", "园区东临湘江，[南面紧邻‹云澜智造产业园›]，西靠山"),
    ("REGION", "[西靠‹{湘江新区}›]"),
    ("REGION", "他在[‹{东临新区}›]工作"),  # a place of that name
    ("PARK", "他来到[‹东连岛产业园›]考察"),  # no clause begins here, and nothing behind is known
    ("DISTRICT", "位于[‹{东至县}›]"),
    ("DISTRICT", "沙溪、[‹浏河›两镇]相邻"),
    ("HONOR", "获授“[‹青澜之城›”牌匾]。"),
    ("HONOR", "获得[‹全国文明城市›称号]"),
    ("PERSON", "（[‹林知远›摄]）"),
    ("GOVERNMENT", "[该市‹经济开发区管委会›]介绍"),
    ("GOVERNMENT", "[协办单位（‹海州商务局›]、海州科技局等）到场"),
    ("PROJECT", "建设和[运营‹青澜装备基地项目›]"),
    ("PROJECT", "[‹推进项目›]"),  # nothing would be left but a head
    ("PROJECT", "由某公司运营的‹“[青澜星座”项目]›启动"),
    ("PROJECT", "承建的‹[云澜“梦工厂]”›启用"),
    ("MEETING", "举行[“‹青澜共享书房›”]揭牌"),
    ("REGION", "助力[“‹五个新城›”]建设"),
    ("COMPANY", "澄江泉科技（[‹Aquaspring›）]落户"),
    ("PARK", "推进‹[青澜园（三期]）›招商"),
    ("PROJECT", "（[二）‹固阳硅料供电项目›]，"),
    ("DOCUMENT", "印发[‹《青澜“十四五”规划》›]"),
    ("COMPANY", "与 [ ‹云澜科技› ]签约"),
]


def _read(marked: str) -> tuple[str, dict[str, int]]:
    text, places = "", {}
    for character in marked:
        if character in "[]‹›{}":
            places[character] = len(text)
        else:
            text += character
    return text, places


@pytest.mark.parametrize(("label", "marked"), CASES)
def test_a_name_has_its_own_edges(label: str, marked: str) -> None:
    text, places = _read(marked)
    known = [NameMatch(places["{"], places["}"], label)] if "{" in places else []
    (found,) = trim_names(text, [NameMatch(places["["], places["]"], label)], known)
    assert text[found.start : found.end] == text[places["‹"] : places["›"]]
    assert (found.start, found.label) == (places["‹"], label)


def test_the_last_division_of_a_list_begins_behind_the_separator() -> None:
    text = "在延平区西芹、来舟两镇接合部"
    (found,) = trim_names(text, [NameMatch(8, 11, "DISTRICT")])
    assert text[found.start : found.end] == "来舟"


def test_a_sector_is_no_place_that_a_direction_leads_to() -> None:
    text = "走进东望智能装备产业园"
    (found,) = trim_names(text, [NameMatch(2, 11, "PARK")], [NameMatch(4, 8, "INDUSTRY")])
    assert text[found.start : found.end] == "东望智能装备产业园"


def test_a_count_of_one_character_names_is_no_name() -> None:
    assert trim_names("苏、浙两省", [NameMatch(2, 5, "DISTRICT")]) == []


def test_what_somebody_was_before_is_no_part_of_the_body() -> None:
    text = "原潮联国际副总裁谢仁杰"
    names = [NameMatch(0, 5, "COMPANY"), NameMatch(5, 8, "POSITION"), NameMatch(8, 11, "PERSON")]
    assert [text[m.start : m.end] for m in trim_names(text, names)] == ["潮联国际", "副总裁", "谢仁杰"]
    assert trim_names("原力科技投产", [NameMatch(0, 4, "COMPANY")])[0].start == 0  # no post behind it


def test_a_name_of_ones_own_stands_as_it_is() -> None:
    rows = [["北临青澜园", "PARK", None, None], ["“澜图", "COMPANY", None, None]]
    nlp = parkie.load(tagger=False)
    nlp.replace_pipe("parkie_gazetteer", "parkie_gazetteer", config={"rows": rows})
    found = [ent.text for ent in nlp("今日，北临青澜园开园，“澜图”入驻。").ents]
    assert found == ["北临青澜园", "“澜图"]


CHAINS = [
    ("COMPANY", "芯澜微电子有限公司", "INSTITUTION", "临港研发中心", "INSTITUTION"),
    ("PARK", "襄州经开区", "PROJECT", "圆通项目", "PROJECT"),
    ("DISTRICT", "迁西县", "REGION", "青山关景区", "REGION"),
    ("GOVERNMENT", "科技部", "INSTITUTION", "火炬中心", "INSTITUTION"),
    ("PARK", "青澜产业园", "DISTRICT", "松江", None),
    ("GOVERNMENT", "市政府", "POSITION", "副秘书长", None),
    ("INSTITUTION", "研究院", "DOCUMENT", "《报告》", None),
]


@pytest.mark.parametrize(("first", "one", "second", "other", "joined"), CHAINS)
def test_names_that_touch_are_one_where_one_leads_into_the_other(
    first: str, one: str, second: str, other: str, joined: str | None
) -> None:
    names = [NameMatch(0, len(one), first), NameMatch(len(one), len(one) + len(other), second)]
    found = chain_names(names)
    assert [match.label for match in found] == ([first, second] if joined is None else [joined])


def test_a_firm_does_not_lead_into_a_body_of_the_tables() -> None:
    names = [NameMatch(0, 4, "COMPANY"), NameMatch(4, 7, "INSTITUTION", source="institutions")]
    assert len(chain_names(names)) == 2


LETTERS = "东南临两镇、和原该市项目摄 青澜\n"
ONE_KIND = st.sampled_from(["“”", "（）"]).flatmap(lambda marks: st.text(LETTERS + marks, max_size=30))
"""Texts with marks of one kind: where pairs of two kinds cross, no bounds are right."""


@given(ONE_KIND, st.data())
def test_names_lie_in_the_text_and_trimming_comes_to_rest(text: str, data: st.DataObject) -> None:
    label = data.draw(st.sampled_from(["PARK", "DISTRICT", "HONOR", "PERSON", "PROJECT", "COMPANY", "DOCUMENT"]))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    names = [NameMatch(start, end, label)]
    for _ in range(len(text) + 2):  # each turn takes something away, or is the last
        before, names = names, trim_names(text, names)
        assert all(0 <= found.start < found.end <= len(text) for found in names)
    assert names == before


@given(st.text(alphabet="东南临两镇、和“”（）原该市项目摄 青澜\n", min_size=1, max_size=40), st.data())
def test_names_that_lay_apart_stay_apart(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=8, unique=True)))
    labels = st.sampled_from(["PARK", "DISTRICT", "HONOR", "PERSON", "PROJECT", "COMPANY"])
    names = [NameMatch(start, end, data.draw(labels)) for start, end in pairwise(cuts)]
    found = trim_names(text, names)
    assert all(one.end <= other.start for one, other in pairwise(found))
