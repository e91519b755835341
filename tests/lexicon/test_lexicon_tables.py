"""The tables of names: built from their sources, sorted, folded, with valid codes, every one accounted for."""

from __future__ import annotations

import gzip
import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from parkie import labels, lexicon
from parkie.errors import LexiconError
from parkie.lexicon import rows, store
from parkie.lexicon.build import build, pack
from parkie.lexicon.short_forms import company_aliases, division_short, park_aliases
from parkie.lexicon.sources import plain, source_rows
from parkie.text.fold import fold

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "corpus" / "lexicon"
DATA = ROOT / "src" / "parkie" / "lexicon" / "data"
TABLES: dict[str, Callable[[], Sequence[Any]]] = {
    "divisions": lexicon.divisions,
    "parks": lexicon.parks,
    "regions": lexicon.regions,
    "organs": lexicon.organs,
    "institutions": lexicon.institutions,
    "companies": lexicon.companies,
    "industries": lexicon.industries,
}
TYPES = {
    "divisions": rows.Division,
    "parks": rows.Park,
    "regions": rows.Region,
    "organs": rows.Organ,
    "institutions": rows.Institution,
    "companies": rows.Company,
    "industries": rows.Industry,
}


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    return build(SOURCES)


def forms(row: Any) -> list[str]:
    found = [row.name, *row.aliases]
    return [*found, row.short] if isinstance(row, rows.Division) and row.short else found


# -- built from the sources -------------------------------------------------------------------------


def test_shipped_files_are_what_the_build_writes(built: dict[str, bytes]) -> None:
    for name, content in built.items():
        shipped = (DATA / name).read_bytes()
        unpacked = gzip.decompress(shipped) if name.endswith(".gz") else shipped
        assert unpacked == content, f"{name}: run python -m parkie.lexicon.build --sources corpus/lexicon"


def test_packing_carries_no_time(built: dict[str, bytes]) -> None:
    assert pack("a.tsv.gz", b"x") == pack("a.tsv.gz", b"x")
    assert pack("a.tsv", b"x") == b"x"
    assert pack("a.tsv.gz", b"x")[4:8] == bytes(4)


def test_every_generated_table_is_accounted_for(built: dict[str, bytes]) -> None:
    stated = tomllib.loads((DATA / "SOURCES.toml").read_text("utf-8"))
    assert set(stated) == set(built) - {"SOURCES.toml"}
    for name, entry in stated.items():
        assert set(entry) == {"source", "licence", "taken", "rows", "sha256"}
        assert all(str(value) for value in entry.values())
        assert entry["sha256"] == hashlib.sha256(built[name]).hexdigest()
        assert entry["rows"] == built[name].count(b"\n") - 1 > 100


def test_the_tables_stay_small() -> None:
    assert sum(path.stat().st_size for path in DATA.glob("*.tsv*")) < 6_000_000


def test_a_source_row_of_the_wrong_width_is_named(tmp_path: Path) -> None:
    (tmp_path / "parks.tsv").write_text("# c\n甲园\t\t\tpark\n乙园\tpark\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"parks\.tsv row 3"):
        list(source_rows(tmp_path / "parks.tsv", 4))


def test_importing_the_lexicon_reads_no_file() -> None:
    code = (
        "import builtins, gzip, io, sys\n"
        "import parkie.lexicon\n"
        "from parkie.lexicon import store\n"
        "sys.exit(store.read_toml.cache_info().currsize + parkie.lexicon.divisions.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- what the rows hold ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_typed_sorted_unique_and_folded(name: str) -> None:
    table = TABLES[name]()
    assert len(table) > 100
    assert all(type(row) is TYPES[name] for row in table)
    assert list(table) == sorted(set(table))
    for row in table:
        for form in forms(row):
            assert form == fold(form) == form.strip(), form
            assert "|" not in form
            assert "\t" not in form
            assert len(form) > 1 or form == ""
        assert len(set(forms(row))) == len(forms(row)), row


@pytest.mark.parametrize("name", [name for name in TABLES if name not in {"divisions", "industries"}])
def test_codes_are_those_of_divisions(name: str) -> None:
    known = {row.adcode for row in lexicon.divisions()} | {"320571"}
    unknown = {row.adcode for row in TABLES[name]() if row.adcode} - known
    assert unknown == set()


def test_names_of_a_table_are_unique() -> None:
    for name in set(TABLES) - {"divisions"}:
        found = [row.name for row in TABLES[name]()]
        assert len(found) == len(set(found)), name


def test_division_codes_have_the_length_of_their_level() -> None:
    digits = {"province": "[1-9][0-9]0000", "city": "[0-9]{4}00", "county": "[0-9]{6}", "town": "[0-9]{9}"}
    known = {row.adcode for row in lexicon.divisions()}
    for row in lexicon.divisions():
        if row.level in {"country", "foreign"}:
            assert row.adcode == row.parent == "", row
        elif not row.adcode.startswith(("71", "81", "82")):
            assert re.fullmatch(digits[row.level], row.adcode), row
            assert row.parent == "" if row.level == "province" else row.parent in known, row


def test_no_development_zone_is_a_division() -> None:
    zones = {row.name for row in lexicon.divisions() if row.name.endswith(("开发区", "园区", "高新区"))}
    assert zones == {"下花园区", "绿园区", "梁园区", "大园区", "林园区", "桃园区"}


DIVISIONS = [
    ("上海市", "310000", "province", "上海"),
    ("浦东新区", "310115", "county", "浦东"),
    ("泗泾镇", "310117102", "town", "泗泾"),
    ("内蒙古自治区", "150000", "province", "内蒙古"),
    ("恩施土家族苗族自治州", "422800", "city", "恩施"),
    ("香港特别行政区", "810000", "province", "香港"),
    ("仙桃市", "429004", "county", "仙桃"),
    ("东莞市", "441900", "city", "东莞"),
    ("石河子市", "659001", "county", "石河子"),
]


@pytest.mark.parametrize(("name", "code", "level", "short"), DIVISIONS)
def test_divisions_have_code_level_and_short_form(name: str, code: str, level: str, short: str) -> None:
    assert [(row.adcode, row.level, row.short) for row in lexicon.divisions() if row.name == name] == [
        (code, level, short)
    ]


FORMER = [("南汇区", "310115", "former"), ("闸北区", "310106", "former"), ("莱芜市", "370100", "former")]


@pytest.mark.parametrize(("name", "code", "former"), FORMER)
def test_merged_divisions_carry_the_code_of_their_successor(name: str, code: str, former: str) -> None:
    assert [(row.adcode, row.former) for row in lexicon.divisions() if row.name == name] == [(code, former)]


RENAMED = [("襄樊市", "襄阳市"), ("绍兴县", "柯桥区"), ("萧山市", "萧山区"), ("思茅市", "普洱市")]


@pytest.mark.parametrize(("old", "name"), RENAMED)
def test_renamed_divisions_are_known_by_their_old_name(old: str, name: str) -> None:
    assert name in {row.name for row in lexicon.divisions() if old in row.aliases}


FORMS = [
    ("parks", "苏州工业园区", "苏州园区"),
    ("parks", "松江经济技术开发区", "松江经开区"),
    ("parks", "武汉东湖高新技术产业开发区", "光谷"),
    ("parks", "洋山特殊综合保税区", "洋山特殊综保区"),
    ("regions", "长江三角洲", "长三角"),
    ("organs", "工业和信息化部", "工信部"),
    ("institutions", "中国科学院", "中科院"),
    ("companies", "中国石油化工集团有限公司", "中石化"),
    ("industries", "细胞与基因治疗", "细胞治疗"),
]


@pytest.mark.parametrize(("name", "full", "form"), FORMS)
def test_tables_know_full_and_short_forms(name: str, full: str, form: str) -> None:
    assert form in {alias for row in TABLES[name]() if row.name == full for alias in row.aliases}


def test_sectors_are_part_of_known_sectors() -> None:
    names = {row.name for row in lexicon.industries()}
    assert {row.parent for row in lexicon.industries()} - names == {""}
    assert len(names) >= 150


def test_suffixes_have_labels_and_long_forms() -> None:
    suffixes = lexicon.organ_suffixes()
    assert {row.label for row in suffixes} == {"GOVERNMENT", "INSTITUTION"}
    assert set(labels.ENTITY_LABELS) >= {row.label for row in suffixes}
    assert {row.form: row.name for row in suffixes}["经信委"] == "经济和信息化委员会"
    assert all(row.name for row in suffixes)


def test_weak_forms_are_scores_of_known_tables() -> None:
    weak = lexicon.weak_forms()
    assert {name for name, _ in weak} <= set(TABLES)
    assert all(0 < score <= 1 for score in weak.values())
    assert weak["divisions", "合作"] < 0.1


# -- rules of short forms ------------------------------------------------------------------------------

SHORTS = [
    ("广西壮族自治区", "province", "广西"),
    ("延边朝鲜族自治州", "city", "延边"),
    ("巴音郭楞蒙古自治州", "city", "巴音郭楞"),
    ("大兴安岭地区", "city", "大兴安岭"),
    ("景宁畲族自治县", "county", "景宁"),
    ("神农架林区", "county", "神农架"),
    ("东区", "county", ""),
    ("和县", "county", ""),
    ("芒市", "county", ""),
]


@pytest.mark.parametrize(("name", "level", "short"), SHORTS)
def test_short_form_of_a_division(name: str, level: str, short: str) -> None:
    assert division_short(name, level) == short


PARK_FORMS = [
    ("云溪经济技术开发区", "云溪经开区"),
    ("云溪高新技术产业开发区", "云溪高新区"),
    ("云溪综合保税区", "云溪综保区"),
    ("江苏云溪经济开发区", "云溪经济开发区"),
]


@pytest.mark.parametrize(("name", "form"), PARK_FORMS)
def test_short_form_of_a_park(name: str, form: str) -> None:
    assert form in park_aliases(name, {"江苏"}, {"云溪"})


def test_a_province_stays_where_no_place_follows() -> None:
    assert park_aliases("江苏经济开发区", {"江苏"}, {"云溪"}) == ("江苏经开区",)


LISTED = [("东方电气", ("东方电气",)), ("ST云溪", ()), ("云溪A", ()), ("柳工", ())]


@pytest.mark.parametrize(("short", "expected"), LISTED)
def test_short_name_of_a_listed_company(short: str, expected: tuple[str, ...]) -> None:
    assert company_aliases(short) == expected


def test_plain_characters_are_the_folded_ones() -> None:
    assert plain("中国（云溪）—自贸区") == "中国(云溪)-自贸区" == fold("中国（云溪）—自贸区")


def test_a_missing_table_is_an_error_with_its_name() -> None:
    with pytest.raises(LexiconError, match=r"no_such\.tsv"):
        list(store.read_rows("no_such.tsv", ("a",)))
