"""``parkie explain``: why a page is read as it is."""

from __future__ import annotations

import json
import shutil
import sys
import warnings
from typing import Annotated

import typer

from parkie.cli.extract import WIDTH_WITHOUT_TERMINAL, Format, check_published, read_page_file
from parkie.cli.output import write_stdout
from parkie.errors import PageWarning

__all__ = ["explain"]


def explain(
    file: Annotated[str, typer.Argument(metavar="[FILE|-]", help="The page; - reads standard input.")] = "-",
    published: Annotated[
        str | None,
        typer.Option(
            callback=check_published, metavar="YYYY-MM-DD", help="The publication day, where it is known."
        ),
    ] = None,
    html: Annotated[
        bool | None, typer.Option("--html/--text", help="What the page is; without either, parkie looks.")
    ] = None,
    event: Annotated[
        int | None, typer.Option("--event", metavar="N", help="Only this event of the record, counted from 1.")
    ] = None,
    output_format: Annotated[
        Format, typer.Option("--format", help="Trees to read, or one JSON object.")
    ] = Format.table,
    model: Annotated[
        str | None, typer.Option(metavar="PATH", help="A trained pipeline; by default the packaged one.")
    ] = None,
) -> None:
    """Read one page and print why: what found each mention, trigger and argument, how surely, and what lost."""
    raw = read_page_file(file)
    from parkie import api
    from parkie.explaining.run import explain as run
    from parkie.explaining.tree import render_event, render_explanation
    from parkie.writers.escape import escape_json

    nlp = api.load(model) if model is not None else None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PageWarning)
        explanation = run(raw, published=published, html=html, nlp=nlp, certainty=True)
    for warning in caught:
        print(f"parkie: warning: {warning.message}", file=sys.stderr)
    reason = None if event is None else explanation.event(f"ev{event}")
    if output_format is Format.json:
        told = explanation.to_dict() if reason is None else reason.to_dict()
        write_stdout(escape_json(json.dumps(told, ensure_ascii=False)))
        return
    color = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if color else WIDTH_WITHOUT_TERMINAL
    if reason is None:
        write_stdout(render_explanation(explanation, width=width, color=color))
    else:
        write_stdout(render_event(reason, width=width, color=color))
