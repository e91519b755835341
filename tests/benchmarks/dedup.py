"""How well retold news is merged, and what merging costs. Prints tables, decides nothing.

    python tests/benchmarks/dedup.py                 # the labelled sets, and 5,000 invented articles
    python tests/benchmarks/dedup.py --articles 100000

The table of sameness was set on the odd sets; the even ones only measure.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

import parkie
from parkie.corpus.copies import Copies
from parkie.corpus.happenings import Happenings
from parkie.corpus.sources import Source, source_of

sys.path.insert(0, str(Path(__file__).parents[1] / "corpus"))
from retold import HARD_REPRINTS, score

DEMO = Path(__file__).parents[2] / "docs" / "demo" / "page.txt"
SHARES = (0.1, 0.5, 1.0)


def show_quality() -> None:
    """Precision and recall on the labelled sets."""
    table = Table(title="Retold sets: pairs of events of two articles", title_justify="left")
    for column in ("sets", "triggers", "found", "pairs", "merged", "P", "R", "light reprints", "hard ones"):
        table.add_column(column, justify="right")
    for odd in (True, False):
        result = score(odd)
        found = {(copy.original, copy.source) for copy in result.merged.copies}
        numbers = [f"{n:02}" for n in range(1, 37) if n % 2 == odd]
        light = sum((f"{n}-a", f"{n}-b") in found for n in numbers)
        hard_sets = [n for n in numbers if n in HARD_REPRINTS]
        hard = sum(any((f"{n}-{first}", f"{n}-e") in found for first in "ab") for n in hard_sets)
        table.add_row(
            "odd" if odd else "even",
            str(result.marked),
            str(result.found),
            str(len(result.gold)),
            str(len(result.joined)),
            f"{result.precision:.3f}",
            f"{result.recall:.3f}",
            f"{light}/{len(numbers)}",
            f"{hard}/{len(hard_sets)}",
        )
    Console().print(table)


def articles(count: int) -> Iterator[Source]:
    """Articles after the demo page, of other days and other firms; every tenth is told twice."""
    base = source_of(0, "demo", parkie.extract(DEMO.read_text("utf-8")))
    for number in range(count):
        told = number - number % 10 if number % 10 == 1 else number
        shift = timedelta(days=told % 4000)
        body = base.body.replace("青澜", f"青{told}澜").replace("泽远", f"泽{told}远").replace("9月", f"{told}月")
        tellings = tuple(
            replace(
                telling,
                source=str(number),
                page=number,
                evidence=telling.evidence.replace("青澜", f"青{told}澜"),
                published=(date(2014, 1, 1) + shift,) * 2,
                roles={
                    role: tuple(replace(v, name=f"{v.name[:2]}{told}{v.name[2:]}") for v in values)
                    for role, values in telling.roles.items()
                    if role not in ("time", "period", "deadline")
                },
            )
            for telling in base.tellings
        )
        yield Source(str(number), number, body, tellings)


def show_cost(count: int) -> None:
    """Time per article and memory on the way through many."""
    table = Table(title="Merging, one process", title_justify="left")
    for column in ("articles", "ms an article since the line above", "memory, MB", "happenings"):
        table.add_column(column, justify="right")
    copies, happenings = Copies(), Happenings()
    marks = [int(share * count) for share in SHARES]
    started, before = time.process_time(), 0
    for number, source in enumerate(articles(count), start=1):
        happenings.add(source, copied=copies.add(source.id, source.page, source.body) is not None)
        if number in marks:
            now = time.process_time()
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
            cost = (now - started) / (number - before) * 1e3
            table.add_row(f"{number:,}", f"{cost:.2f}", f"{memory:.0f}", f"{len(happenings):,}")
            started, before = now, number
    Console().print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=5_000)
    show_quality()
    show_cost(parser.parse_args().articles)
