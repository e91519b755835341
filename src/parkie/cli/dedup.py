"""``parkie dedup``: copies among annotated articles, and the happenings that several of them tell."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

__all__ = ["dedup"]

_Input = Annotated[
    str, typer.Argument(metavar="ANNOTATED", help="What parkie annotate --with-text wrote: .jsonl or .parquet.")
]
_Output = Annotated[
    str, typer.Option("--output", "-o", metavar="OUT", help="OUT.jsonl, or a folder of Parquet tables.")
]
_Similar = Annotated[
    float, typer.Option(min=0.3, max=1.0, help="The share of its text that a copy has in common with its original.")
]
_Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace an earlier output.")]


def dedup(annotated: _Input, output: _Output, *, similar: _Similar = 0.6, overwrite: _Overwrite = False) -> None:
    """Find reprints, and merge the events of one happening into one, with all its sources and disagreements."""
    from parkie.corpus.dedup import dedup as run

    started = time.monotonic()
    show = sys.stderr.isatty()

    def report(articles: int) -> None:
        if show:
            speed = articles / (time.monotonic() - started)
            print(f"\r{articles} articles, {speed:.0f}/s ", end="", file=sys.stderr, flush=True)

    merged = run(annotated, output, similar=similar, overwrite=overwrite, report=report)
    several = sum(len(happening.sources) > 1 for happening in merged.happenings)
    seconds = time.monotonic() - started
    print(
        f"{chr(13) if show else ''}parkie: {merged.articles} articles, {len(merged.copies)} copies, "
        f"{len(merged.happenings)} happenings, {several} told by several, {seconds:.1f} s: {output}",
        file=sys.stderr,
    )
