"""Small datasets as ``parkie annotate`` writes them, from articles and errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import parkie
from parkie import Article
from parkie.writers.parquet import schemas
from parkie.writers.tables import article_rows, error_rows

Write = Callable[[Sequence[Article | str]], Path]

PAGES = [
    ("2024年9月20日,青澜湾产业园与泽远精密有限公司在海盐县签约,总投资20亿元。", "2024-09-21"),
    ("2024年10月8日,云栖谷产业园与蓝芯传感有限公司在杭州市签约,总投资3.5亿元。", "2024-10-08"),
    ("2025年3月1日,青澜湾产业园二期正式开工。云栖谷产业园计划2025年6月开工,总投资5亿元。", "2025-03-02"),
    ("昨天,恒屿新能源有限公司入驻云栖谷产业园。", None),
]


@pytest.fixture(scope="session")
def articles() -> list[Article]:
    """Four articles with seven or so events in two provinces' places and two years."""
    return [parkie.extract(text, published=published) for text, published in PAGES]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a dataset of articles; a string is the message of a page that failed."""

    def written(pages: Sequence[Article | str]) -> Path:
        folder = tmp_path / "out.parquet"
        for name, schema in schemas().items():
            found = []
            for number, page in enumerate(pages):
                key = {"id": f"{number}.txt", "page": number}
                rows = (
                    error_rows(key, "PageError", page) if isinstance(page, str) else article_rows(page, key)
                )
                found += rows.get(name, [])
            (folder / name).mkdir(parents=True)
            pq.write_table(pa.Table.from_pylist(found, schema), folder / name / "part-000000.parquet")
        return folder

    return written
