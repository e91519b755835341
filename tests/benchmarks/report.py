"""What a report costs: time and memory of parkie report on a dataset that holds the labelled corpus many times over.

    python tests/benchmarks/report.py [COPIES]

Each copy is a part of its own with pages of its own. The report is made in a fresh process, whose largest memory is
told, with that of one which makes the report of a single copy beside it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from parkie.formats.marked import read_marked
from parkie.writers.parquet import schemas, unpack
from parkie.writers.tables import TABLES

ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"
MAKE = """
import resource, sys, time
from pathlib import Path
from parkie.report.page import render_report
started = time.perf_counter()
page = render_report(Path(sys.argv[1]))
seconds = time.perf_counter() - started
print(f"{seconds:.1f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB, page {len(page) // 1024} kB")
"""


def tables() -> dict[str, pa.Table]:
    """The corpus, as parkie reads it, in the six tables."""
    import parkie
    from parkie.writers.parquet import pack_article

    batches: dict[str, list[pa.RecordBatch]] = {name: [] for name in TABLES}
    for number, path in enumerate(sorted(ARTICLES.glob("*.txt"))):
        article = read_marked(path.read_text("utf-8"), path.stem)
        day = article.meta["published"]
        read = parkie.extract(article.text, published=None if day == "-" else day)
        for name, batch in unpack(pack_article(article.id, number, read)):
            batches[name].append(batch)
    return {name: pa.Table.from_batches(found, schemas()[name]) for name, found in batches.items()}


def write(copies: int, whole: dict[str, pa.Table], folder: Path) -> int:
    """The dataset with that many copies; how many rows it has."""
    rows = 0
    pages = whole["articles"].num_rows
    for name, table in whole.items():
        (folder / name).mkdir(parents=True)
        place = table.schema.get_field_index("page")
        for copy in range(copies):
            moved = pa.compute.add(table["page"], copy * pages)
            pq.write_table(table.set_column(place, "page", moved), folder / name / f"part-{copy:06}.parquet")
        rows += table.num_rows * copies
    return rows


def main() -> None:
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    whole = tables()
    with tempfile.TemporaryDirectory() as folder:
        for number in (1, copies):
            dataset = Path(folder) / f"{number}.parquet"
            rows = write(number, whole, dataset)
            done = subprocess.run(
                [sys.executable, "-c", MAKE, str(dataset)], capture_output=True, text=True, check=True
            )
            events = whole["events"].num_rows * number
            print(f"{events:9,} events in {rows:10,} rows: {done.stdout.strip()}")


if __name__ == "__main__":
    main()
