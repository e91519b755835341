"""When events of two articles are one happening, and what a happening says when its sources disagree."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import parkie
from parkie.corpus.copies import Copies
from parkie.corpus.dedup import Merged, dedup, merge
from parkie.corpus.names import keys_of, same_body
from parkie.corpus.sources import Source, source_of
from parkie.corpus.tables import TABLES
from parkie.errors import InputError, OutputError
from parkie.labels import EVENT_TYPES
from parkie.lexicon.store import read_toml


def sources(*texts: str, published: str = "2024-09-21") -> list[Source]:
    return [source_of(n, f"p{n}", parkie.extract(text, published=published)) for n, text in enumerate(texts)]


def merged(*texts: str, published: str = "2024-09-21") -> Merged:
    return merge(sources(*texts, published=published))


def told_by_both(result: Merged, kind: str) -> bool:
    return any(len(happening.sources) > 1 for happening in result.happenings if happening.type == kind)


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        ("signing", "9月20日,海盐县政府与泽远精密有限公司签约。", "昨日,泽远精密与海盐县人民政府签署协议。", True),
        ("signing", "9月20日,海盐县政府与泽远精密有限公司签约。", "9月20日,海盐县政府与蓝芯传感有限公司签约。", False),
        ("signing", "9月20日,海盐县政府与泽远精密有限公司签约。", "9月12日,海盐县政府与泽远精密有限公司签约。", False),
        ("construction", "9月18日,岚图数控产业园项目开工。", "岚图数控产业园项目日前开工,总投资5亿元。", True),
        ("construction", "9月18日,岚图数控产业园项目开工。", "9月18日,岚图数控产业园项目竣工。", False),
        ("construction", "9月18日,岚图数控产业园项目开工。", "9月18日,岚图数控产业园二期项目开工。", False),
        ("meeting", "9月19日,2024海盐发展大会举行。", "2024海盐发展大会19日在海盐举行。", True),
        ("meeting", "9月19日,2024海盐发展大会举行。", "2023海盐发展大会去年举行。", False),
        ("meeting", "9月19日,市政府举行新闻发布会。", "9月19日,县商务局召开新闻发布会。", False),
        ("statistic", "2023年,云栖谷产业园营收121.5亿元。", "去年云栖谷产业园实现营收约121亿元。", True),
        ("statistic", "2023年,云栖谷产业园营收121.5亿元。", "2022年,云栖谷产业园营收121.5亿元。", False),
        ("statistic", "2023年,云栖谷产业园营收121.5亿元。", "2023年,云栖谷产业园税收121.5亿元。", False),
        ("statistic", "2023年,云栖谷产业园有企业250家。", "2023年,云栖谷产业园有企业250户以上。", False),
    ],
)  # fmt: skip
def test_two_tellings_are_one_happening_or_two(kind: str, one: str, other: str, same: bool) -> None:
    result = merged(one, other)
    assert {kind} <= {happening.type for happening in result.happenings}, "expected events to compare"
    assert told_by_both(result, kind) == same
    assert told_by_both(merged(other, one), kind) == same, "expected the order of articles not to matter"


def test_disagreements_stay_visible() -> None:
    result = merged(
        "9月20日,海盐县政府与泽远精密有限公司签约,总投资20亿元。",
        "9月20日,泽远精密有限公司与海盐县政府签约,投资额20亿元。会后参观了园区。",
        "海盐县政府20日与泽远精密有限公司签约,总投资26亿元,落户青澜湾产业园。",
    )
    [happening] = [h for h in result.happenings if h.type == "signing"]
    assert happening.sources == ["p0", "p1", "p2"]
    roles = happening.roles()
    assert [(told.value.text, told.count, told.disputed) for told in roles["amount"]] == [
        ("20亿元", 2, True),
        ("26亿元", 1, True),
    ]
    assert not any(told.disputed for role, fillers in roles.items() if role != "amount" for told in fillers)


def test_one_article_tells_two_happenings_apart() -> None:
    result = merged("9月20日,岚图数控产业园项目一期开工。9月20日,岚图数控产业园项目二期开工。")
    assert all(len(happening.tellings) == 1 for happening in result.happenings)


def test_teasers_are_not_tellings() -> None:
    related = "相关阅读\n\n泽远精密与海盐县政府签约\n\n蓝芯传感获评专精特新企业\n"
    page = f"岚图开工\n\n9月18日,岚图数控产业园项目开工。\n\n{related}"
    sections = {telling.section for telling in sources(page)[0].tellings}
    result = merged(page, "9月20日,泽远精密与海盐县政府签约。")
    assert "teaser" not in {t.section for happening in result.happenings for t in happening.tellings}
    assert sections <= {"title", "body", "teaser"}


# -- names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "other", "label", "same"),
    [
        ("海州岚图机床有限公司", "岚图机床", "COMPANY", True),
        ("岚图(苏州)机床股份有限公司", "苏州岚图机床有限公司", "COMPANY", True),
        ("岚图机床", "岚图重工", "COMPANY", False),
        ("鸠江经济开发区", "鸠江经开区", "PARK", True),
        ("芜湖鸠江经济开发区", "鸠江经济开发区", "PARK", True),
        ("云栖谷产业园", "青澜湾产业园", "PARK", False),
        ("上海大学", "上海海洋大学", "INSTITUTION", False),
        ("2024海盐发展大会", "海盐发展大会", "MEETING", True),
        ("海盐发展大会", "海盐发展大会新闻发布会", "MEETING", False),
        ("程家骥", "程家", "PERSON", False),
    ],
)
def test_names_of_one_body(name: str, other: str, label: str, same: bool) -> None:
    assert bool(same_body(name, other, label)) == same
    assert same_body(name, other, label) == same_body(other, name, label)
    if same:
        assert keys_of(name, label) & keys_of(other, label), "expected a key to find one by the other"


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["COMPANY", "PARK", "MEETING", "DISTRICT"]))
def test_names_compare_the_same_both_ways(name: str, other: str, label: str) -> None:
    assert same_body(name, other, label) == same_body(other, name, label)
    assert 0.0 <= same_body(name, other, label) <= 1.0
    assert same_body(name, name, label) == 1.0


def test_every_type_has_its_policy() -> None:
    assert set(read_toml("sameness.toml")) - {"labels", "enough"} == set(EVENT_TYPES)


# -- copies ----------------------------------------------------------------------------------------

BODY = "岚图机床落户海盐,园区为企业准备了标准厂房和人才公寓。企业负责人说,当地的配套齐全,工人也好招。" * 2


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        (f"来源:县报 {BODY}", True),
        (BODY[: len(BODY) * 2 // 3], True),
        (BODY.replace(",", ","), True),
        ("青澜湾产业园昨天迎来首批员工,食堂、班车和宿舍都已就绪,街道还安排了志愿者引路,大家说很方便。", False),
        ("岚图", False),
    ],
)
def test_a_copy_is_the_same_text_cut_or_lengthened(text: str, copied: bool) -> None:
    copies = Copies()
    assert copies.add("a", 0, BODY) is None
    found = copies.add("b", 1, text)
    assert (found is not None) == copied
    if found is not None:
        assert (found.source, found.original, found.original_page) == ("b", "a", 0)
        assert 0.6 <= found.similarity <= 1.0


def test_daily_reports_of_one_form_are_no_copies() -> None:
    form = "截至{0}月{1}日收盘,海盐产业指数报收于{2}点,上涨{3}%,成交额{4}亿元,其中装备成交{5}亿元,电子成交{6}亿元。"
    copies = Copies()
    assert copies.add("a", 0, form.format(3, 4, 1201.5, 1.2, 87.1, 31.6, 22.9)) is None
    assert copies.add("b", 1, form.format(5, 6, 1333.7, 0.8, 92.3, 28.4, 25.2)) is None


def test_a_similarity_that_means_nothing_is_refused() -> None:
    with pytest.raises(InputError, match=r"between 0\.3 and 1"):
        Copies(similar=0.0)


def test_many_tellings_of_one_name_cost_no_more_each() -> None:
    days = [f"2024年{n % 12 + 1}月{n % 28 + 1}日" for n in range(60)]
    texts = [f"{day},云栖谷产业园与泽远{n}有限公司签约,总投资{n + 1}亿元。" for n, day in enumerate(days)]
    base = sources(*texts)
    spent = []
    for times in (4, 16):
        many = [Source(f"{s.id}-{k}", s.page + 60 * k, s.body, s.tellings) for k in range(times) for s in base]
        started = time.process_time()
        merge(many)
        spent.append((time.process_time() - started) / len(many))
    assert spent[1] < 3 * spent[0]


# -- the output ------------------------------------------------------------------------------------

TOLD = [
    "9月20日,海盐县政府与泽远精密有限公司签约,总投资20亿元。" + BODY,
    "海盐县政府20日与泽远精密有限公司签约,总投资26亿元。",
    "昨日,海盐县政府与泽远精密有限公司签约,总投资20亿元。" + BODY,
]


@pytest.fixture(scope="module")
def annotated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dedup") / "annotated.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(TOLD):
            article = parkie.extract(text, published="2024-09-21")
            record = article.model_dump(mode="json", context={"text": True})
            stream.write(json.dumps({"id": f"p{number}", "article": record}) + "\n")
        stream.write(json.dumps({"id": "p3", "error": {"type": "PageError", "message": "empty"}}) + "\n")
    return path


def test_tables_and_lines_say_the_same(annotated: Path, tmp_path: Path) -> None:
    result = dedup(str(annotated), str(tmp_path / "out.jsonl"))
    assert dedup(str(annotated), str(tmp_path / "out.parquet")) == result
    assert result.articles == 3
    tables = {name: pq.read_table(tmp_path / "out.parquet" / f"{name}.parquet").to_pylist() for name in TABLES}
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [line["copy"] for line in lines if "copy" in line] == tables["copies"]
    assert [(row["id"], row["original"]) for row in tables["copies"]] == [("p2", "p0")]
    records = [line["happening"] for line in lines if "happening" in line]
    assert [record["happening"] for record in records] == [row["happening"] for row in tables["happenings"]]
    assert sum(len(record["values"]) for record in records) == len(tables["values"])
    [signing] = [record for record in records if record["type"] == "signing"]
    assert (signing["articles"], signing["copies"], signing["disputed"]) == (2, 1, ["amount"])
    assert [telling["id"] for telling in signing["tellings"]] == ["p0", "p1", "p2"]
    amounts = {v["text"]: (v["articles"], v["low"], v["sources"]) for v in signing["values"] if v["role"] == "amount"}
    assert amounts == {"20亿元": (1, "2000000000", ["p0", "p2"]), "26亿元": (1, "2600000000", ["p1"])}
    assert signing["earliest"] == "2024-09-20"


def test_an_output_is_not_replaced_unless_asked(annotated: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    dedup(str(annotated), str(out))
    with pytest.raises(OutputError, match="--overwrite replaces it"):
        dedup(str(annotated), str(out))
    dedup(str(annotated), str(out), overwrite=True)
    (out / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(OutputError, match="found something else"):
        dedup(str(annotated), str(out), overwrite=True)
    with pytest.raises(OutputError, match="folder to write to"):
        dedup(str(annotated), str(tmp_path / "none" / "out"))
    assert not list(tmp_path.glob("*.part"))
