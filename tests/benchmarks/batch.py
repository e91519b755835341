"""What the batch runner costs: speed by workers, overhead, memory, cost by size. Prints tables, decides nothing.

    python tests/benchmarks/batch.py                           # 300 pages a run, then 2,000 short ones
    python tests/benchmarks/batch.py --pages 0 --long 100000   # only the long run, for memory and cost per page

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
from pathlib import Path

from rich.console import Console
from rich.table import Table

import parkie
from parkie.batch.run import Options, Progress, run

DEMO = Path(__file__).parents[2] / "docs" / "demo" / "page.txt"
SIZES = (1, 4, 16, 64)  # times the demo page
SHORT = (
    "{month}月{day}日,海盐县举行青澜湾产业发展大会第{n}次签约活动,泽远精密、蓝芯传感等{few}家企业与海盐县人民政府签署合作协议,"
    "总投资超{n}亿元。截至2024年{month}月底,青澜湾智能装备产业园已入驻企业{n}余家,占地约{n}亩,营业收入同比增长{few}.3%。"
)


def write_pages(path: Path, pages: int, times: int = 1) -> Path:
    """JSON lines with so many copies of the demo page, each so many times as long."""
    text = DEMO.read_text("utf-8") * times
    with path.open("w", encoding="utf-8") as stream:
        for number in range(pages):
            stream.write(json.dumps({"id": str(number), "text": text}) + "\n")
    return path


def write_short_pages(path: Path, pages: int) -> Path:
    """JSON lines with short pages, no two of them the same."""
    with path.open("w", encoding="utf-8") as stream:
        for n in range(1, pages + 1):
            text = SHORT.format(n=n, month=n % 12 + 1, day=n % 28 + 1, few=n % 9 + 2)
            stream.write(json.dumps({"id": str(n), "text": text}) + "\n")
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

    def __init__(self, every: int = 50) -> None:
        self.started = time.perf_counter()
        self.first = 0.0
        self.last = 0.0
        self.own = self.theirs = 0.0
        self.seen: list[tuple[int, float, float, float]] = []  # pages, processor seconds, megabytes here and there
        self._every = every

    def __call__(self, progress: Progress) -> None:
        """Note the page that is done."""
        self.last = time.perf_counter()
        if not self.first:
            self.first = self.last
            self.own, self.theirs = -time.process_time(), -self._of_workers()
            self._start = -self.own - self.theirs
        if progress.done == progress.size:
            self.own += time.process_time()
            self.theirs += self._of_workers()
        if progress.pages % self._every == 0:
            workers = [resident(child.pid or 0) for child in multiprocessing.active_children()]
            spent = time.process_time() + self._of_workers() - self._start
            self.seen.append((progress.pages, spent, resident("self"), max(workers, default=0.0)))

    @staticmethod
    def _of_workers() -> float:
        return sum(worked(child.pid or 0) for child in multiprocessing.active_children())


def measured(source: Path, output: Path, workers: int, every: int = 50) -> Watch:
    """A run, and what was seen of it."""
    watch = Watch(every)
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


def compare_runs(top: Path, pages: int) -> None:
    """Speed by workers, and what the runner adds to the pipeline alone."""
    source = write_pages(top / "in.jsonl", pages)
    alone = bare(min(pages, 300))
    rows = [("pipeline alone", "", f"{1 / alone:.1f}", "", f"{alone * 1e3:.1f}", "")]
    for name, workers in (("jsonl", 1), ("parquet", 1), ("jsonl", 2)):
        watch = measured(source, top / f"out{workers}.{name}", workers)
        speed = f"{(pages - 1) / (watch.last - watch.first):.1f}"
        own, theirs = watch.own / (pages - 1), watch.theirs / (pages - 1)
        more = f"{100 * ((own + theirs) / alone - 1):+.1f} %"
        start = f"{watch.first - watch.started:.1f}"
        rows.append((f"{workers} to {name}", start, speed, f"{own * 1e3:.2f}", f"{theirs * 1e3:.1f}", more))
    columns = ("workers", "start, s", "pages/s", "above, ms a page", "workers, ms a page", "over alone")
    show("Speed (wall clock) and processor time", columns, rows)


def run_long(top: Path, pages: int) -> None:
    """Memory and cost per page of one long run, at a hundredth, at a tenth and on the way to its end."""
    marks = sorted({pages // 100, pages // 10, pages // 4, pages // 2, 3 * pages // 4, pages})
    watch = measured(write_short_pages(top / "long.jsonl", pages), top / "long.parquet", 2, every=pages // 100)
    seen = {n: rest for n, *rest in watch.seen}
    rows, before = [], (0, 0.0)
    for n in marks:
        spent, own, most = seen[n]
        cost = (spent - before[1]) / (n - before[0]) * 1e3
        rows.append((f"{n:,}", f"{cost:.2f}", f"{own:.0f}", f"{most:.0f}"))
        before = n, spent
    columns = ("pages", "processor ms a page since the line above", "parent, MB", "largest worker, MB")
    show(f"One run of {pages:,} short pages to Parquet, 2 workers", columns, rows)
    print(f"{pages / (watch.last - watch.first):.1f} pages/s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--long", type=int, default=2_000)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if told.pages:
            compare_runs(Path(folder), told.pages)
        if told.long >= 100:
            run_long(Path(folder), told.long - told.long % 100)
    sizes = [(times, bare(max(2, 64 // times), times)) for times in SIZES]
    length = len(DEMO.read_text("utf-8"))
    show(
        "Cost by size of page",
        ("characters", "ms a page", "µs a character"),
        [(f"{length * t:,}", f"{s * 1e3:.1f}", f"{s / length / t * 1e6:.1f}") for t, s in sizes],
    )


if __name__ == "__main__":
    main()
