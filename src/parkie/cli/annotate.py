"""``parkie annotate``: many pages in, one file of JSON lines or one Parquet dataset out."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from parkie.batch.run import Progress

__all__ = ["annotate"]

_SOME_FAILED = 3
_INTERRUPTED = 130
_REDRAW_SECONDS = 0.2


_Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Folders, patterns and files: .txt .html .htm, .jsonl .jsonl.gz .parquet; - reads JSON lines.",
    ),
]
_Output = Annotated[
    str, typer.Option("--output", "-o", metavar="OUT", help="OUT.jsonl, or OUT.parquet or OUT/ for a dataset.")
]
_Workers = Annotated[int, typer.Option(min=0, help="Worker processes; 0 is one per core.")]
_Resume = Annotated[bool, typer.Option("--resume", help="Go on where an earlier run stopped.")]
_Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the output of an earlier run.")]
_Model = Annotated[
    str | None, typer.Option(metavar="PATH", help="A trained pipeline; by default the packaged one.")
]
_WithText = Annotated[bool, typer.Option("--with-text", help="Keep the text of the pages.")]
_PageTimeout = Annotated[
    float, typer.Option(min=0.001, metavar="SECONDS", help="A page that takes longer becomes an error.")
]
_MaxPageBytes = Annotated[int, typer.Option(min=1, help="A larger page becomes an error.")]
_PartPages = Annotated[int, typer.Option(min=1, help="Pages in one part of a Parquet dataset.")]


def annotate(
    inputs: _Inputs,
    output: _Output,
    *,
    workers: _Workers = 0,
    resume: _Resume = False,
    overwrite: _Overwrite = False,
    model: _Model = None,
    with_text: _WithText = False,
    page_timeout: _PageTimeout = 600.0,
    max_page_bytes: _MaxPageBytes = 50_000_000,
    part_pages: _PartPages = 2_000,
) -> None:
    """Read many pages with all cores and write their records; a page that fails is a row with its error.

    The exit status is 0 when every page went through, 3 when some are rows with errors, 1 when the run failed,
    2 for bad usage.
    """
    from parkie.batch.run import Options, format_of, run

    if resume and overwrite:
        raise typer.BadParameter("--resume goes on with the output, --overwrite replaces it: give one of them")
    if format_of(output) is None:
        raise typer.BadParameter(f"expected OUT.jsonl, OUT.parquet or OUT/, found {output}", param_hint="--output")
    options = Options(
        inputs,
        output,
        workers=workers,
        resume=resume,
        overwrite=overwrite,
        model=model,
        with_text=with_text,
        page_timeout=page_timeout,
        max_page_bytes=max_page_bytes,
        part_pages=part_pages,
    )
    started = time.monotonic()
    try:
        with _bar() as report:
            done = run(options, report)
    except KeyboardInterrupt:
        print("parkie: stopped; what was committed is kept, --resume goes on", file=sys.stderr)
        raise typer.Exit(_INTERRUPTED) from None
    _tell(done, output, time.monotonic() - started)
    if done.errors:
        raise typer.Exit(_SOME_FAILED)


def _tell(done: Progress, output: str, seconds: float) -> None:
    """The summary on stderr."""
    now = done.pages - done.before
    earlier = f" ({done.before} by earlier runs)" if done.before else ""
    speed = f"{now / seconds:.1f} pages/s" if now else "nothing was left to do"
    print(
        f"parkie: {done.pages} pages{earlier}, {done.errors} errors, {seconds:.1f} s, {speed}: {output}",
        file=sys.stderr,
    )


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    """A progress bar on stderr while the block runs, if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn())
    started = time.monotonic()
    drawn = 0.0
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, told="starting")

        def report(progress: Progress) -> None:
            nonlocal drawn
            now = time.monotonic()
            if now - drawn < _REDRAW_SECONDS:
                return
            drawn = now
            speed = (progress.pages - progress.before) / (now - started)
            told = f"{progress.pages} pages, {speed:.1f} pages/s, {progress.errors} errors"
            bar.update(task, total=progress.size, completed=progress.done, told=told)

        yield report
