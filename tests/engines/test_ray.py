"""A local Ray cluster: the same records as the local runner, also when an actor is killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from parkie.engines import ray as engine
from parkie.engines.arrow import Settings
from parkie.writers.nested import table_of
from parkie.writers.tables import TABLES

from .conftest import COLUMNS, rows_of
from .processes import kill_when_there

ray: Any = pytest.importorskip("ray", reason="needs Ray: make engines")

pytestmark = pytest.mark.filterwarnings("ignore")  # what Ray warns about is not ours


@pytest.fixture(scope="module", autouse=True)
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
    yield
    ray.shutdown()


def annotated(pages: list[dict[str, Any]], settings: Settings, actors: int) -> pa.Table:
    blocks = [pa.Table.from_pylist(pages[at : at + 10], COLUMNS) for at in range(0, len(pages), 10)]
    articles = engine.annotate(ray.data.from_arrow(blocks), settings, actors=actors, batch_size=5)
    return pa.concat_tables(ray.get(articles.to_arrow_refs()))


def check(found: pa.Table, local: dict[str, list[dict[str, Any]]]) -> None:
    for name in TABLES:
        assert rows_of(table_of(found, name)) == local[name], name


def test_records_are_those_of_the_local_runner(
    pages: list[dict[str, Any]], settings: Settings, local: dict[str, list[dict[str, Any]]]
) -> None:
    check(annotated(pages, settings, actors=2), local)


def test_a_killed_actor_loses_nothing_and_tells_nothing_twice(
    pages: list[dict[str, Any]], settings: Settings, local: dict[str, list[dict[str, Any]]]
) -> None:
    with kill_when_there("ray::MapWorker", with_child="multiprocessing.spawn") as killed:
        check(annotated(pages, settings, actors=1), local)
    assert len(killed) == 1, "expected an actor to be killed while it worked"


def test_the_code_of_the_guide_runs(guided: Callable[..., Path]) -> None:
    folder = guided("parkie.engines.ray", {"s3://bucket": "{folder}", "(4, 64)": "(1, 2)"})
    articles = pq.read_table(folder / "articles")
    assert articles.num_rows == 10
    assert [row["error_type"] for row in rows_of(articles)].count(None) == 7
    assert table_of(articles, "events").num_rows > 0
