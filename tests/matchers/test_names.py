"""Names: passages with their entities marked, and what must hold for any text."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parkie.labels import ENTITY_LABELS
from parkie.matchers.gazetteer import Gazetteer
from parkie.matchers.names import discarded, find_anaphors, find_names, link_aliases, resolve_names
from parkie.matchers.names.places import standing_names
from parkie.matchers.reading import NameMatch
from parkie.text.fold import fold

CASES = Path(__file__).parents[1] / "cases" / "names.txt"
MARK_RE = re.compile(r"\[([^|\]]+)\|[A-Z]+\]")


def read_cases() -> list[object]:
    cases: list[object] = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("!"):
            reason, _, passage = line.removeprefix("! ").partition(": ")
            cases.append(pytest.param(passage, marks=pytest.mark.xfail(reason=reason, strict=True)))
        elif line and not line.startswith("#"):
            cases.append(line)
    return cases


def names_of(folded: str, aside: Sequence[tuple[int, int]] = ()) -> list[NameMatch]:
    known = Gazetteer.packaged().find(folded)
    return link_aliases(folded, resolve_names(folded, [*known, *find_names(folded, known)]), aside)


def marked(text: str) -> str:
    """The text with its entities marked as the case table marks them."""
    out, done = [], 0
    for match in names_of(fold(text)):
        if match.label != "INDUSTRY":
            out.append(f"{text[done : match.start]}[{text[match.start : match.end]}|{match.label}]")
            done = match.end
    return "".join(out) + text[done:]


@pytest.mark.parametrize("passage", read_cases())
def test_names_of_the_table(passage: str) -> None:
    assert marked(MARK_RE.sub(r"\1", passage)) == passage


def canonical(text: str) -> dict[str, str | None]:
    folded = fold(text)
    return {folded[m.start : m.end]: m.name for m in names_of(folded)}


def test_a_short_form_carries_the_full_name() -> None:
    names = canonical("江阴汉锐精机股份有限公司落户,汉锐精机是龙头。")
    assert names["汉锐精机"] == "江阴汉锐精机股份有限公司"


def test_a_short_form_is_told_without_the_space_behind_it() -> None:
    text = fold("澜石股份有限公司(以下简称“澜石 ”)签约。")
    assert "澜石" in {text[m.start : m.end] for m in names_of(text)}
    assert all(text[m.start : m.end] == text[m.start : m.end].strip() for m in names_of(text))


def test_a_contraction_carries_the_longer_name_of_the_text() -> None:
    names = canonical("江阴霞客湾股权托管交易中心成立,江阴霞客湾股交中心揭牌。")
    assert names["江阴霞客湾股交中心"] == "江阴霞客湾股权托管交易中心"


@pytest.mark.parametrize(
    ("text", "name", "adcode"),
    [
        ("江西新余高新区", "新余高新技术产业开发区", "360500"),
        ("安徽省合肥高新区", "合肥高新技术产业开发区", "340100"),
        ("广东新余高新区", "广东新余高新区", "440000"),
        ("江西新余云溪高新区", "江西新余云溪高新区", "360500"),
    ],
)
def test_a_known_park_behind_its_province_is_that_park(text: str, name: str, adcode: str) -> None:
    (park,) = (m for m in names_of(f"{text}签约。") if m.label == "PARK")
    assert (park.name or text, park.adcode) == (name, adcode)


def test_a_name_carries_the_code_of_its_division() -> None:
    (park,) = (m for m in names_of("江阴明睿康激光产业园开园") if m.label == "PARK")
    assert park.adcode == "320281"


@pytest.mark.parametrize(
    ("text", "adcode"),
    [("云溪明睿激光产业园开园。", None), ("云溪区的云溪明睿激光产业园开园。", "430603")],
)
def test_a_brand_is_no_division_unless_the_text_names_it(text: str, adcode: str | None) -> None:
    (park,) = (m for m in names_of(text) if m.label == "PARK")
    assert park.adcode == adcode


def test_another_article_of_the_page_makes_no_division_of_a_brand() -> None:
    text = "云溪明睿激光产业园开园。\n云溪区的云溪明睿激光产业园开园。"
    codes = [m.adcode for m in names_of(text, [(text.index("\n") + 1, len(text))]) if m.label == "PARK"]
    assert codes == [None, "430603"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("江阴明睿康激光产业园开园,该园区占地百亩。", ("PARK", "江阴明睿康激光产业园")),
        ("江阴明睿康激光科技有限公司投产,这家公司表示满意。", ("COMPANY", "江阴明睿康激光科技有限公司")),
        ("松江区与江阴市签约,该市表示欢迎。", ("DISTRICT", "江阴市")),
    ],
)
def test_an_anaphor_has_the_label_and_the_name_of_its_antecedent(text: str, expected: tuple[str, str]) -> None:
    (anaphor,) = find_anaphors(text, names_of(text))
    assert (anaphor.label, anaphor.name) == expected


def test_an_anaphor_without_antecedent_is_left_out() -> None:
    assert find_anaphors("该园区占地百亩", []) == []


def test_the_losers_are_kept_apart() -> None:
    long, short = NameMatch(0, 5, "PARK"), NameMatch(0, 2, "DISTRICT")
    entities = resolve_names("江阴产业园", [short, long])
    assert entities == [long]
    assert discarded([short, long], entities) == [short]


def test_the_surer_of_two_equally_long_candidates_wins() -> None:
    text = "甲乙丙丁"
    sure, unsure = NameMatch(0, 4, "COMPANY", score=0.9), NameMatch(0, 4, "PARK", score=0.6)
    assert resolve_names(text, [unsure, sure]) == [sure]


WORDS = (
    "江阴 松江区 产业园 有限公司 明睿 、 等15家企业 “ ” ( ) 《 》 书记 王建国 项目 获评 仪式 2031年 的 和 在 · "
    "简称 该园区 表示 A 9 党组 市委"
)
PIECES = st.sampled_from([*WORDS.split(), " ", "\n"])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_entities_lie_in_the_text_in_order_and_do_not_overlap(text: str) -> None:
    folded = fold(text)
    names = names_of(folded)
    assert all(0 <= m.start < m.end <= len(folded) and m.label in ENTITY_LABELS for m in names)
    assert all(before.end <= after.start for before, after in pairwise(names))


def test_a_short_form_takes_the_place_of_every_entity_inside_it() -> None:
    text = "第一站,弗兰克福特轴承。"  # the brand 福特 and the sector 轴承 are known
    names = [(m.start, m.end, m.label) for m in names_of(text)]
    assert names == [(7, 11, "COMPANY")]


HOSTILE = (
    "1 产业园 、 ( “ 等15家企业 书记 王 项目 获评 江阴 《 有限公司 年产 仪式 "
    "该园区 和产业园 明、 明睿、等企业 “大”项目 10千伏 附属医院"
)


@pytest.mark.parametrize("piece", HOSTILE.split())
def test_time_is_linear_in_repetitions(piece: str) -> None:
    def seconds(repetitions: int) -> float:
        folded = fold(piece * repetitions)
        start = time.process_time()
        names = names_of(folded)
        find_anaphors(folded, names)
        return time.process_time() - start

    seconds(50)
    small = min(seconds(1_000) for _ in range(2))
    assert seconds(8_000) < 8 * 5 * small + 0.2


def test_a_known_name_that_holds_a_comma_stands_beside_another() -> None:
    names = [NameMatch(0, 2, "DISTRICT", source="divisions"), NameMatch(3, 8, "PARK", source="parks")]
    standing = standing_names("嘉善与云溪,松岭签约,次日又雨。", names)
    assert [(name.start, name.end) for name in standing] == [(0, 2), (3, 8)]
