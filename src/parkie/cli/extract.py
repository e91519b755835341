"""``parkie extract``: one page in, its record on stdout."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from parkie.cli.output import terminal, write_stdout
from parkie.cli.page import Html, Model, PageFile, Published, article_of

__all__ = ["Format", "extract"]


class Format(StrEnum):
    """How the record is printed."""

    json = "json"
    table = "table"


def extract(
    file: PageFile = "-",
    published: Published = None,
    html: Html = None,
    output_format: Annotated[
        Format, typer.Option("--format", help="One JSON object, or tables to read.")
    ] = Format.json,
    with_text: Annotated[bool, typer.Option("--with-text", help="Keep the page's text in the JSON.")] = False,
    model: Model = None,
) -> None:
    """Read one page and print its record: entities, figures, dates and events with their offsets."""
    from parkie.writers.escape import escape_json

    article = article_of(file, published, html, model)
    if output_format is Format.json:
        write_stdout(escape_json(article.model_dump_json(context={"text": with_text})))
        return
    from parkie.writers.table import render_table

    width, color = terminal()
    write_stdout(render_table(article, width=width, color=color))
