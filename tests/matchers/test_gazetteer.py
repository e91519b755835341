"""Known names in text: what is found, how safe it is, where it ends, and which division it means."""

from __future__ import annotations

import time
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkie import lexicon
from parkie.labels import ENTITY_LABELS
from parkie.lexicon.rows import Company, Division, Park
from parkie.lexicon.store import read_bytes
from parkie.matchers.gazetteer import Gazetteer
from parkie.matchers.places import ancestors, is_within, resolve_divisions
from parkie.text.fold import fold

GAZETTEER = Gazetteer.packaged()


def found(text: str, least: float = 0.5) -> list[str]:
    """``surface/LABEL`` of the best reading of each place in ``text``, sectors left out."""
    best: dict[int, str] = {}
    for match in GAZETTEER.find(fold(text)):
        if match.label != "INDUSTRY" and match.score >= least:
            best.setdefault(match.start, f"{text[match.start : match.end]}/{match.label}")
    return list(best.values())


CASES = [
    ("上海市松江区泗泾镇的企业", ["上海市/DISTRICT", "松江区/DISTRICT", "泗泾镇/DISTRICT"]),
    ("松江经开区与苏州工业园区结对", ["松江经开区/PARK", "苏州工业园区/PARK"]),
    ("长三角G60科创走廊九城", ["长三角G60科创走廊/REGION"]),
    ("工信部和国家发改委联合发文", ["工信部/GOVERNMENT", "国家发改委/GOVERNMENT"]),
    ("复旦大学附属中山医院揭牌", ["复旦大学附属中山医院/INSTITUTION"]),
    ("中国石化、华为和宁德时代签约", ["中国石化/COMPANY", "华为/COMPANY", "宁德时代/COMPANY"]),
    ("泰国、越南客商", ["泰国/DISTRICT", "越南/DISTRICT"]),
    ("原南汇区与襄樊市", ["南汇区/DISTRICT", "襄樊市/DISTRICT"]),
    # the longest name wins
    ("中国(上海)自由贸易试验区临港新片区", ["中国(上海)自由贸易试验区临港新片区/REGION"]),
    ("浦东新区", ["浦东新区/DISTRICT"]),
    # a city and a district that begins with 市
    ("枣庄市中区、济南市中区", ["枣庄市中区/DISTRICT", "济南市中区/DISTRICT"]),
    # the last character belongs to the next word
    ("上海市场广阔", ["上海/DISTRICT"]),
    ("合肥市民政局", ["合肥市/DISTRICT"]),
    ("合肥市民", ["合肥/DISTRICT"]),
    ("科技部门", []),
    ("科技部印发", ["科技部/GOVERNMENT"]),
    ("长兴县域经济", ["长兴/DISTRICT"]),
    # words, not places
    ("深化合作,资源共享,公安机关", []),
    ("南京路步行街", []),
    ("比如东县", ["如东县/DISTRICT"]),
    ("机器人产业", []),
    ("太阳能发电", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_names_that_are_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_offsets_name_code_and_source() -> None:
    match = GAZETTEER.find("在松江经开区")[0]
    assert (match.start, match.end, match.label, match.name, match.adcode, match.source) == (
        1, 6, "PARK", "松江经济技术开发区", "310117", "parks",
    )  # fmt: skip


SAFER = [("松江区", "松江"), ("上海", "松江"), ("苏州", "朝阳"), ("松江", "东方"), ("华为", "美的"), ("浙大", "北大")]


@pytest.mark.parametrize(("safe", "weak"), SAFER)
def test_full_names_are_safer_than_short_ones_and_these_than_words(safe: str, weak: str) -> None:
    assert GAZETTEER.find(safe)[0].score > GAZETTEER.find(weak)[0].score


def test_a_form_of_several_tables_gives_one_match_per_label_the_safest_first() -> None:
    rows = [Division("310117", "松江区", "county", "310000", "松江", (), ""), Company("松江集团", ("松江",), "")]
    matches = Gazetteer(rows, {("companies", "松江"): 0.3}).find("松江")
    assert [(m.label, m.score) for m in matches] == [("DISTRICT", 0.8), ("COMPANY", 0.3)]


def test_a_name_of_two_parks_has_no_code_of_its_own() -> None:
    rows = [Park("云溪经开区", ("云溪园",), "310117", "etdz"), Park("云溪高新区", ("云溪园",), "310118", "hightech")]
    match = Gazetteer(rows).find("云溪园")[0]
    assert (match.name, match.adcode) == (None, None)


def test_no_rows_find_nothing() -> None:
    assert Gazetteer([]).find("上海") == []


def test_rules_of_the_following_text_match_their_examples() -> None:
    rules = tomllib.loads(read_bytes("gazetteer.toml").decode("utf-8"))
    for rule in rules["tails"]:
        for example in rule["example"].split():
            assert any(rule["last"] + word in example for word in rule["next"]), example
    for rule in rules["followers"]:
        for example in rule["example"].split():
            assert all(match.score <= rule["score"] for match in GAZETTEER.find(example)[:1])


# -- which division is meant -------------------------------------------------------------------------

MEANT = [
    ("福建省福州市鼓楼区", (), ["350000", "350100", "350102"]),
    ("南京发布消息。鼓楼区举行推介会", (), ["320100", "320106"]),
    ("鼓楼区举行推介会", (), [None]),
    ("鼓楼区举行推介会", ("320100",), ["320106"]),
    ("江西南昌西湖区", (), ["360000", "360100", "360103"]),
    ("北京朝阳区表示,朝阳将加快", (), ["110000", "110105", "110105"]),
    ("辽宁省朝阳市表示,朝阳将加快", (), ["210000", "211300", "211300"]),
    ("江苏南通通州区", (), ["320000", "320600", "320612"]),
    ("松江区新桥镇", (), ["310117", "310117105"]),
    ("新桥镇", (), [None]),
    ("海南", (), ["460000"]),
    ("南汇区", (), ["310115"]),
    ("泰国", (), [None]),
]


@pytest.mark.parametrize(("text", "hints", "expected"), MEANT)
def test_which_division_is_meant(text: str, hints: tuple[str, ...], expected: list[str | None]) -> None:
    matches = [match for match in GAZETTEER.find(text) if match.label == "DISTRICT"]
    resolved = resolve_divisions(text, matches, hints)
    assert [match.adcode for match in resolved] == expected
    assert [(m.start, m.end, m.label) for m in resolved] == [(m.start, m.end, m.label) for m in matches]


def test_another_article_of_the_page_is_no_evidence_for_this_one() -> None:
    text = "鼓楼区举行推介会\n福州发布消息,鼓楼区开园"
    matches = [match for match in GAZETTEER.find(text) if match.label == "DISTRICT"]
    resolved = resolve_divisions(text, matches, aside=[(text.index("福州"), len(text))])
    assert [match.adcode for match in resolved] == [None, "350100", "350102"]


def test_codes_contain_each_other() -> None:
    assert ancestors("429004001") == ("429004", "429000", "420000")
    assert is_within("310117102", "310117")
    assert is_within("310117", "310117")
    assert not is_within("310117", "310118")


# -- what holds for any text ---------------------------------------------------------------------------

PIECES = ["上海", "松江区", "鼓楼区", "市", "场", "市场", "科技部", "门", "光谷", "G60", "、", "\n", "的", "😀", "中国"]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=12).map("".join))
def test_matches_lie_in_the_text_in_order_and_do_not_overlap(text: str) -> None:
    folded = fold(text)
    end = 0
    last = (0, 0)
    for match in GAZETTEER.find(folded):
        assert 0 <= match.start < match.end <= len(folded)
        assert match.label in ENTITY_LABELS
        assert 0 < match.score <= 1
        assert GAZETTEER.forms(folded[match.start : match.end])
        assert (match.start, match.end) == last or match.start >= end
        last = (match.start, match.end)
        end = match.end


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_resolving_keeps_what_was_decided_and_can_be_done_twice(text: str) -> None:
    matches = GAZETTEER.find(text)
    once = resolve_divisions(text, matches)
    assert resolve_divisions(text, once) == once
    assert [m for m in once if m.source != "divisions"] == [m for m in matches if m.source != "divisions"]


HOSTILE = ["1", "上海市", "鼓楼区", "市场", "科技部门", "中国", "。", "鼓楼区、"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_searched_in_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        start = time.process_time()
        resolve_divisions(text, GAZETTEER.find(text))
        return time.process_time() - start

    seconds(100)
    assert seconds(16_000) < 12 * max(seconds(4_000), 0.005)


def test_the_packaged_gazetteer_has_every_table() -> None:
    assert Gazetteer.packaged() is Gazetteer.packaged()
    for table in (lexicon.divisions(), lexicon.parks(), lexicon.companies(), lexicon.regions(), lexicon.organs()):
        assert GAZETTEER.forms(table[-1].name)
