"""Annotated articles read back: the same from JSON lines, from flat tables and from nested rows."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import parkie
from parkie.batch.run import Options, run
from parkie.corpus.sources import Source, read_sources, source_of
from parkie.engines.arrow import ArrowAnnotator, Settings
from parkie.errors import InputError

PAGES = {
    "a": "2024年9月20日,青澜湾产业园与泽远精密有限公司签约,总投资20亿元。2024年上半年,园区营收同比下降3%。",
    "b": "",
    "c": "公司:云栖谷产业园\n\n云栖谷产业园集聚企业250余家,2025年产值将突破100亿元。",
    "d": "没有消息。",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "pages.jsonl"
    rows = [{"id": name, "text": text, "published": "2024-09-21"} for name, text in PAGES.items()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def outputs(pages: Path) -> dict[str, Path]:
    """What the runner and an engine write of the pages."""
    out = {name: pages.with_name(f"out.{name}") for name in ("jsonl", "parquet")}
    for path in out.values():
        run(Options([str(pages)], str(path), workers=1, with_text=True, part_pages=2))
    rows = [json.loads(line) for line in pages.read_text("utf-8").splitlines()]
    with ArrowAnnotator(Settings(with_text=True)) as annotate:
        out["nested"] = pages.with_name("nested")
        out["nested"].mkdir()
        pq.write_table(annotate(pa.Table.from_pylist(rows)), out["nested"] / "0.parquet")
    return out


def test_every_form_gives_the_same_sources(outputs: dict[str, Path]) -> None:
    read = {name: list(read_sources(str(path))) for name, path in outputs.items()}
    assert [source.id for source in read["jsonl"]] == ["a", "c", "d"]
    assert read["jsonl"] == read["parquet"] == read["nested"]


def test_a_source_of_memory_is_that_of_a_file(outputs: dict[str, Path]) -> None:
    read = {source.id: source for source in read_sources(str(outputs["jsonl"]))}
    for page, (name, text) in enumerate(PAGES.items()):
        if text:
            assert source_of(page, name, parkie.extract(text, published="2024-09-21")) == read[name]


def test_values_have_what_comparing_needs(outputs: dict[str, Path]) -> None:
    source: Source = next(read_sources(str(outputs["parquet"])))
    signing = next(telling for telling in source.tellings if telling.type == "signing")
    amount = signing.roles["amount"][0]
    assert (amount.low, amount.high, amount.unit) == (Decimal(2_000_000_000), Decimal(2_000_000_000), "CNY")
    assert signing.days is not None
    assert signing.days[0].isoformat() == "2024-09-20"
    assert {value.name for value in signing.roles["parties"]} == {"泽远精密有限公司"}
    assert signing.published is not None


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("none.jsonl", None, "found nothing at"),
        ("page.txt", "云栖谷产业园", "line 1: expected a line of parkie annotate"),
        ("short.jsonl", '{"id": "a", "article": {"events": []}}', "annotate --with-text"),
        ("list.jsonl", "[]", "line 1: expected a line of parkie annotate"),
    ],
)
def test_what_is_no_output_of_annotate_is_refused(tmp_path: Path, name: str, content: str | None, told: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(InputError, match=told):
        list(read_sources(str(tmp_path / name)))


def test_folders_of_something_else_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no Parquet files"):
        read_sources(str(tmp_path))
    pq.write_table(pa.table({"x": [1]}), tmp_path / "x.parquet")
    with pytest.raises(InputError, match="found the columns x"):
        list(read_sources(str(tmp_path)))


def test_tables_without_texts_are_refused(pages: Path, tmp_path: Path) -> None:
    run(Options([str(pages)], str(tmp_path / "out.parquet"), workers=1))
    with pytest.raises(InputError, match="annotate --with-text"):
        list(read_sources(str(tmp_path / "out.parquet")))
