"""Pages per second of the local runner, of Ray Data and of Spark, on this machine. Prints a table, decides nothing.

    python tests/benchmarks/engines.py              # 400 and 1,600 copies of the demo page

Each runs two sizes; the speed is that of the pages between them, so that starts and loading do not count, and the
start is what is left of the smaller run. Spark runs as a local cluster with executors in processes of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from parkie.batch.run import Options, run
from parkie.engines import ray as ray_engine
from parkie.engines import spark as spark_engine

DEMO = Path(__file__).parents[2] / "docs" / "demo" / "page.txt"
PAGES_AT_ONCE = 50


def pages_of(count: int) -> list[dict[str, str]]:
    """So many pages, no two the same."""
    text = DEMO.read_text("utf-8")
    return [{"id": str(number), "text": f"{text}\n{number}"} for number in range(count)]


def run_local(count: int, workers: int) -> None:
    """The runner of one machine, to JSON lines."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        source.write_text("".join(json.dumps(row) + "\n" for row in pages_of(count)), "utf-8")
        run(Options([str(source)], str(Path(folder) / "out.jsonl"), workers=workers))


def run_ray(count: int, workers: int) -> None:
    """Ray Data on a local cluster of its own."""
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
    blocks = [pa.Table.from_pylist(pages_of(count)[at : at + PAGES_AT_ONCE]) for at in range(0, count, PAGES_AT_ONCE)]
    articles = ray_engine.annotate(ray.data.from_arrow(blocks), actors=workers, batch_size=PAGES_AT_ONCE)
    assert articles.count() == count
    ray.shutdown()


def run_spark(count: int, workers: int) -> None:
    """Spark with so many executors of one core each."""
    import pyspark
    from pyspark.sql import SparkSession

    os.environ |= {"SPARK_HOME": str(Path(pyspark.__file__).parent), "PYSPARK_PYTHON": sys.executable}
    builder: Any = SparkSession.builder.master(f"local-cluster[{workers},1,1024]")
    settings = {"spark.ui.enabled": "false", "spark.sql.execution.arrow.maxRecordsPerBatch": str(PAGES_AT_ONCE)}
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    frame = session.createDataFrame(pa.Table.from_pylist(pages_of(count))).repartition(8)
    assert spark_engine.annotate(frame).count() == count
    session.stop()


def seconds(runner: Callable[[int, int], None], count: int, workers: int) -> float:
    """Of a whole run."""
    started = time.perf_counter()
    runner(count, workers)
    return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=1_600)
    most = parser.parse_args().pages
    few = most // 4
    table = Table(title=f"{len(DEMO.read_text('utf-8')):,} characters a page", title_justify="left")
    for column in ("engine", "workers", "start, s", "pages/s", "hours per million pages"):
        table.add_column(column, justify="right")
    for name, runner in (("local", run_local), ("ray", run_ray), ("spark", run_spark)):
        for workers in (1, 2):
            short, long = (seconds(runner, count, workers) for count in (few, most))
            speed = (most - few) / (long - short)
            start = short - few / speed
            table.add_row(name, str(workers), f"{start:.1f}", f"{speed:.1f}", f"{1e6 / speed / 3600:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
