"""How fast, how big, how linear: prints tables, decides nothing.

    python tests/benchmarks/speed.py             # over an invented page
    python tests/benchmarks/speed.py FOLDER      # over the .txt and .html pages of a folder

Speed is that of one core and of the whole pipeline, from characters to records. The line "jieba.posseg" is what
word segmentation with part-of-speech tags, without any extraction, takes over the same text in the same run.
"""

from __future__ import annotations

import gc
import logging
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

import parkie

DEMO = Path(__file__).parents[2] / "docs" / "demo" / "page.txt"
ENOUGH = 200_000  # characters that a measurement of speed reads at least
RUNS = 3

# The kernel's own count of a process begins anew with it; that of getrusage begins with its parent's.
REPORT_PEAK = """
import atexit, sys
def peak():
    try:
        lines = open("/proc/self/status").read().splitlines()
        return next(line.split()[1] for line in lines if line.startswith("VmHWM"))
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
atexit.register(lambda: print(peak(), file=sys.stderr))
"""
STARTS = {
    "python": "",
    "import parkie": "import parkie",
    "first page": "import parkie; parkie.extract('云栖谷产业园7月3日开园,总投资超20亿元。')",
    "parkie --help": "import sys; sys.argv = ['parkie', '--help']; from parkie.cli.app import main; main()",
}


def read_pages(folder: str | None) -> list[str]:
    """The pages to read: those of the folder, or the demo page, over and over until there are enough."""
    paths = [DEMO] if folder is None else sorted(p for p in Path(folder).rglob("*") if p.suffix in {".txt", ".html"})
    if not paths:
        raise SystemExit(f"expected .txt or .html pages in {folder}, found none")
    pages = [path.read_text("utf-8", errors="replace") for path in paths]
    return pages * (ENOUGH // max(1, sum(map(len, pages))) + 1)


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The shortest of some runs, in seconds of this process."""
    best = float("inf")
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print one table."""
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    for row in rows:
        table.add_row(*row)
    Console(width=100).print(table)


def speeds(pages: list[str]) -> Iterable[tuple[str, str, str]]:
    """Characters per second of the whole pipeline, of each component, and of jieba."""
    total = sum(map(len, pages))

    def row(name: str, spent: float) -> tuple[str, str, str]:
        return name, f"{total / spent:,.0f}", f"{1000 * spent / len(pages):.2f}"

    parkie.extract(pages[0])
    yield row("parkie, text to records", seconds(lambda: [parkie.extract(page) for page in pages]))
    tagger = jieba_tagger()
    if tagger is not None:
        yield row("jieba.posseg, tags only", seconds(lambda: [tagger(page) for page in pages], runs=1))
    nlp = parkie.load()
    docs = [nlp.make_doc(page) for page in pages]
    for name, pipe in nlp.pipeline:
        pipe(nlp.make_doc(pages[0]))
        start = time.process_time()
        for doc in docs:
            pipe(doc)
        yield row(f"  {name}", time.process_time() - start)


def jieba_tagger() -> Callable[[str], object] | None:
    """jieba's tagger, warmed up, or None where jieba is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba imports pkg_resources
        try:
            import jieba
            from jieba import posseg
        except ImportError:
            return None
    jieba.setLogLevel(logging.ERROR)
    list(posseg.cut("热身"))
    return lambda page: list(posseg.cut(page))


def starts() -> Iterable[tuple[str, str, str]]:
    """Wall seconds and peak memory of fresh processes."""
    for name, code in STARTS.items():
        best, memory = float("inf"), 0
        for _ in range(RUNS):
            start = time.perf_counter()
            command = [sys.executable, "-c", REPORT_PEAK + code]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            best = min(best, time.perf_counter() - start)
            memory = int(done.stderr.split()[-1])
        yield name, f"{best:.2f}", f"{memory / 1024:,.0f}"


def growth(pages: list[str]) -> Iterable[tuple[str, str, str, str]]:
    """Time over pages of growing length: the last column stays near 1 where time is linear."""
    once = "\n".join(pages)[:25_000]
    first = 0.0
    for factor in (1, 2, 4, 8):
        spent = seconds(lambda text=once * factor: parkie.extract(text, html=False), runs=2)
        per_character = 1e6 * spent / (len(once) * factor)
        first = first or per_character
        yield f"page ×{factor}", f"{len(once) * factor:,}", f"{per_character:.2f}", f"{per_character / first:.2f}"
    line = "".join(pages[0].split())
    hostile = {
        "digits": "9" * 100_000,
        "百": "百" * 100_000,
        "one cue word": "签约" * 50_000,
        "opening brackets": "《(“" * 33_333,
        "one line": (line * (1_700_000 // len(line) + 1))[:1_700_000],
    }
    for name, text in hostile.items():
        spent = seconds(lambda text=text: parkie.extract(text, html=False), runs=1)
        per_character = 1e6 * spent / len(text)
        yield name, f"{len(text):,}", f"{per_character:.2f}", f"{per_character / first:.2f}"


def main() -> None:
    """Measure and print."""
    pages = read_pages(sys.argv[1] if len(sys.argv) > 1 else None)
    told = f"{len(pages)} pages, {sum(map(len, pages)):,} characters"
    print_table("Start-up of a fresh process", ("what", "seconds", "peak MB"), starts())
    print_table(f"Speed, one core ({told})", ("what", "characters/s", "ms/page"), speeds(pages))
    columns = ("text", "characters", "µs/character", "against ×1")
    print_table("Growth with length", columns, growth(pages))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Console().print(f"Peak memory of this process: {peak:,.0f} MB")


if __name__ == "__main__":
    main()
