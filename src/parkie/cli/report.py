"""``parkie report``: a corpus at a glance, as one page of HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parkie.cli.output import check_output, write_output

__all__ = ["report"]


def report(
    annotated: Annotated[
        str, typer.Argument(metavar="ANNOTATED", help="The Parquet dataset that parkie annotate wrote.")
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="PAGE.html", help="Where it goes; - is standard output.")
    ] = "-",
) -> None:
    """Count what was annotated: events over time, by type and place, amounts, parks, and what is missing."""
    from parkie.report.page import render_report

    check_output(output, annotated)
    write_output(render_report(Path(annotated)), output)
