"""Spark with executors in processes of their own: the same records as the local runner, also when one is killed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from parkie.engines import spark as engine
from parkie.engines.arrow import Settings
from parkie.errors import InputError
from parkie.writers.tables import TABLES

from .conftest import COLUMNS, rows_of
from .processes import kill_when_there

pyspark: Any = pytest.importorskip("pyspark", reason="needs Spark and a Java runtime: make engines")

pytestmark = pytest.mark.filterwarnings("ignore")  # what Spark warns about is not ours


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_HOME", str(Path(pyspark.__file__).parent))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = SparkSession.builder.master("local-cluster[2,1,1024]")
        for name, value in {
            "spark.ui.enabled": "false",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.sql.execution.arrow.maxRecordsPerBatch": "5",
        }.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


def check(spark: Any, pages: list[dict[str, Any]], settings: Settings, local: dict[str, list[dict[str, Any]]]) -> None:
    frame = spark.createDataFrame(pa.Table.from_pylist(pages, COLUMNS)).repartition(6, "id")
    articles = engine.annotate(frame, settings).cache()
    for name in TABLES:
        table = engine.table_of(articles, name)
        assert rows_of(table.toArrow()) == local[name], name
    articles.unpersist()


def test_records_are_those_of_the_local_runner(
    spark: Any, pages: list[dict[str, Any]], settings: Settings, local: dict[str, list[dict[str, Any]]]
) -> None:
    check(spark, pages, settings, local)


def test_a_killed_executor_loses_nothing_and_tells_nothing_twice(
    spark: Any, pages: list[dict[str, Any]], settings: Settings, local: dict[str, list[dict[str, Any]]]
) -> None:
    again = Settings(settings.model, with_text=True, page_timeout=settings.page_timeout)  # an annotator of its own
    told = {**local, "articles": [{**row, "text": None} for row in local["articles"]]}
    with kill_when_there("CoarseGrainedExecutorBackend", with_child="multiprocessing.spawn") as killed:
        frame = spark.createDataFrame(pa.Table.from_pylist(pages, COLUMNS)).repartition(6, "id")
        articles = engine.annotate(frame, again).toArrow()
    assert len(killed) == 1, "expected an executor to be killed while it worked"
    from parkie.writers.nested import table_of

    for name in TABLES:
        rows = rows_of(table_of(articles, name))
        assert [{**row, "text": None} if name == "articles" else row for row in rows] == told[name], name


def test_a_frame_of_something_else_is_refused(spark: Any) -> None:
    with pytest.raises(InputError, match="found no text"):
        engine.annotate(spark.createDataFrame([("a", "b")], ["id", "content"]))


def test_the_code_of_the_guide_runs(spark: Any, guided: Callable[..., Path]) -> None:
    here = {"hdfs:///pages": "{folder}/pages", "hdfs:///annotated": "{folder}/annotated", "4000": "2"}
    folder = guided("parkie.engines.spark", here, spark=spark)
    assert [row["error_type"] for row in rows_of(pq.read_table(folder / "annotated" / "articles"))].count(None) == 7
    assert pq.read_table(folder / "annotated" / "events").num_rows > 0
