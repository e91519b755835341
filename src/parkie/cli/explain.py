"""``parkie explain``: why a page is read as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from parkie.cli.extract import Format
from parkie.cli.output import terminal, write_stdout
from parkie.cli.page import Html, Model, PageFile, Published, read_by

if TYPE_CHECKING:
    from spacy.language import Language

    from parkie.explaining.explanation import Explanation

__all__ = ["explain"]


def explain(
    file: PageFile = "-",
    published: Published = None,
    html: Html = None,
    event: Annotated[
        int | None, typer.Option("--event", metavar="N", help="Only this event of the record, counted from 1.")
    ] = None,
    output_format: Annotated[
        Format, typer.Option("--format", help="Trees to read, or one JSON object.")
    ] = Format.table,
    model: Model = None,
) -> None:
    """Read one page and print why: what found each mention, trigger and argument, how surely, and what lost."""

    def explained(raw: bytes, nlp: Language | None) -> Explanation:
        from parkie.explaining.run import explain

        return explain(raw, published=published, html=html, nlp=nlp, certainty=True)

    explanation = read_by(explained, file, model)
    from parkie.explaining.tree import render_event, render_explanation
    from parkie.writers.escape import escape_json

    reason = None if event is None else explanation.event(f"ev{event}")
    if output_format is Format.json:
        told = explanation.to_dict() if reason is None else reason.to_dict()
        write_stdout(escape_json(json.dumps(told, ensure_ascii=False)))
        return
    width, color = terminal()
    if reason is None:
        write_stdout(render_explanation(explanation, width=width, color=color))
    else:
        write_stdout(render_event(reason, width=width, color=color))
