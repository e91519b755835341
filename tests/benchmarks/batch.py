"""What the batch runner costs: speed by workers, overhead, memory, cost by size. Prints tables, decides nothing.

    python tests/benchmarks/batch.py                # 300 invented pages
    python tests/benchmarks/batch.py --pages 20000  # a long run, for memory

Speed is that of the wall clock, from the first result on, so that the start of the workers is told apart; on a
machine that does other work at the same time it is worth little. What the runner adds to a page is told in processor
time, that of the workers and of the process above them, against the pipeline alone.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import tempfile
import time
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

import parkie
from parkie.batch.run import Options, Progress, run

DEMO = Path(__file__).parents[2] / "docs" / "demo" / "page.txt"
SIZES = (1, 4, 16, 64)  # times the demo page


def write_pages(path: Path, pages: int, times: int = 1) -> Path:
    """JSON lines with so many copies of the demo page, each so many times as long."""
    text = DEMO.read_text("utf-8") * times
    with path.open("w", encoding="utf-8") as stream:
        for number in range(pages):
            stream.write(json.dumps({"id": str(number), "text": text}) + "\n")
    return path


def resident(pid: int | str) -> float:
    """Megabytes that a process holds in memory (Linux only)."""
    try:
        told = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    lines = (line.split() for line in told.splitlines() if line.startswith("VmRSS:"))
    return next((int(line[1]) / 1000 for line in lines), 0.0)


def worked(pid: int) -> float:
    """Seconds of processor time that a process has had (Linux only)."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


class Watch:
    """Takes time and memory while a run reports."""

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.first = 0.0
        self.last = 0.0
        self.own = self.theirs = 0.0
        self.memory: list[tuple[int, float, float]] = []

    def __call__(self, progress: Progress) -> None:
        """Note the page that is done."""
        self.last = time.perf_counter()
        if not self.first:
            self.first = self.last
            self.own, self.theirs = -time.process_time(), -self._of_workers()
        if progress.done == progress.size:
            self.own += time.process_time()
            self.theirs += self._of_workers()
        if progress.pages % 50 == 0:
            workers = [resident(child.pid or 0) for child in multiprocessing.active_children()]
            self.memory.append((progress.pages, resident("self"), max(workers, default=0.0)))


    def _of_workers(self) -> float:
        return sum(worked(child.pid or 0) for child in multiprocessing.active_children())


def measured(source: Path, output: Path, workers: int) -> Watch:
    """A run, and what was seen of it."""
    watch = Watch()
    run(Options([str(source)], str(output), workers=workers, overwrite=True), watch)
    return watch


def show(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print one table."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def bare(pages: int, times: int = 1) -> float:
    """Seconds of processor time a page of the pipeline alone, to JSON, in one process."""
    text = DEMO.read_text("utf-8") * times
    nlp = parkie.load()
    parkie.extract(text, nlp=nlp)
    started = time.process_time()
    for _ in range(pages):
        parkie.extract(text, nlp=nlp).model_dump_json()
    return (time.process_time() - started) / pages


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=300)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        source = write_pages(top / "in.jsonl", pages)
        alone = bare(min(pages, 300))
        rows = [("pipeline alone", "", f"{1 / alone:.1f}", "", f"{alone * 1e3:.1f}", "")]
        for name, workers in (("jsonl", 1), ("parquet", 1), ("jsonl", 2)):
            watch = measured(source, top / f"out{workers}.{name}", workers)
            speed = f"{(pages - 1) / (watch.last - watch.first):.1f}"
            own, theirs = watch.own / (pages - 1), watch.theirs / (pages - 1)
            more = f"{100 * ((own + theirs) / alone - 1):+.1f} %"
            start = f"{watch.first - watch.started:.1f}"
            rows.append(
                (f"{workers} to {name}", start, speed, f"{own * 1e3:.2f}", f"{theirs * 1e3:.1f}", more)
            )
        columns = ("workers", "start, s", "pages/s", "above, ms a page", "workers, ms a page", "over alone")
        show("Speed (wall clock) and processor time", columns, rows)
        told = watch.memory
        step = max(1, len(told) // 8)
        memory = [(f"{n:,}", f"{own:.0f}", f"{most:.0f}") for n, own, most in islice(told, 0, None, step)]
        show("Memory, MB, 2 workers", ("pages", "parent", "largest worker"), memory)
    sizes = [(times, bare(max(2, 64 // times), times)) for times in SIZES]
    length = len(DEMO.read_text("utf-8"))
    show(
        "Cost by size of page",
        ("characters", "ms a page", "µs a character"),
        [(f"{length * t:,}", f"{s * 1e3:.1f}", f"{s / length / t * 1e6:.1f}") for t, s in sizes],
    )


if __name__ == "__main__":
    main()
