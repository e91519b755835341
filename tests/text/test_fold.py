"""Folding keeps every offset, and brings look-alikes together."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkie.errors import LexiconError
from parkie.lexicon.store import read_toml
from parkie.text import fold as room
from parkie.text.fold import fold

CASES = [
    ("ＡＢＣ１２３", "ABC123"),
    ("占比６０．５％", "占比60.5%"),
    ("约３０～５０万㎡", "约30~50万㎡"),
    ("（一期）：占地２００ 亩；", "(一期):占地200 亩;"),
    ("甲园区、乙园区。", "甲园区、乙园区。"),
    ("《规划》‘南园’", "《规划》‘南园’"),
    ("「甲」『乙』〝丙〞", "“甲”“乙”“丙”"),
    ("12\N{NO-BREAK SPACE}亩\N{IDEOGRAPHIC SPACE}起\N{ZERO WIDTH SPACE}租\t现房", "12 亩 起 租\t现房"),
    ("一行\r\n二行\N{LINE SEPARATOR}三行", "一行\n\n二行\n三行"),
    ("一期——二期", "一期--二期"),
    ("2021–2025", "2021-2025"),
    ("甲•乙・丙", "甲·乙·丙"),
    ("投資三億兩千萬圓", "投资三亿两千万圆"),
    ("沪府规〔2024〕3号", "沪府规[2024]3号"),
    ("集中度蕞高", "集中度最高"),
    ("⼯业⽤地", "工业用地"),
    ("头部个项目开工", "第一个项目开工"),
    ("头部季度营收", "第一季度营收"),
    ("产量中国头部、亚洲前三", "产量中国第一、亚洲前三"),
    ("引进头部企业、头部项目和头部品牌", "引进头部企业、头部项目和头部品牌"),
    ("不少是业界的头部，", "不少是业界的头部,"),
    ("头部个人投资者", "头部个人投资者"),
    ("头部家电企业", "头部家电企业"),
    ("二○○八年", "二〇〇八年"),
    ("○ 第一条", "○ 第一条"),
]


@pytest.mark.parametrize(("text", "folded"), CASES)
def test_a_text_folds_to_its_plain_form(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("row", read_toml("fold.toml")["pieces"], ids=lambda row: row["example"])
def test_each_piece_folds_its_own_example(row: dict[str, str]) -> None:
    assert fold(row["example"]) == row["folded"]


ODD = "\ud800\udfff\x00\N{COMBINING ACUTE ACCENT}😀\N{ZERO WIDTH JOINER}頭头部天蕞（）％．﹣⼀ﬁ㎡①Ⅳ½…—\r\n"


@given(st.text(st.one_of(st.characters(), st.sampled_from(ODD))))
def test_folding_keeps_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(st.one_of(st.characters(), st.sampled_from(ODD))))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.sampled_from("头部第一天个国全居、亚洲前三,。○〇二")))
def test_pieces_in_any_order_settle_at_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_character_alone_stays_one_character_and_settles() -> None:
    every = "".join(map(chr, range(0x30000)))
    once = fold(every)
    assert len(once) == len(every)
    assert fold(once) == once


def test_no_context_repeats_without_bound() -> None:
    rows = read_toml("fold.toml")["pieces"]
    contexts = [c for row in rows for c in (*row.get("before", ()), *row.get("after", ()))]
    assert not [c for c in contexts if re.search(r"[*+]|,\}", c)]


@pytest.mark.parametrize("piece", ["9", "头部", "中国头部", "蕞", "○", "\x00"])
def test_long_repeats_fold_in_linear_time(piece: str) -> None:
    started = time.perf_counter()
    assert len(fold(piece * 200_000)) == len(piece) * 200_000
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "data",
    [{"chars": [{"from": "ab", "to": "a"}]}, {"pieces": [{"from": "头部", "to": "第"}]}],
    ids=["characters", "piece"],
)
def test_a_table_that_would_move_offsets_is_refused(
    data: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "read_toml", lambda _: data)
    with pytest.raises(LexiconError, match=r"length.*found"):
        room._tables.__wrapped__()
