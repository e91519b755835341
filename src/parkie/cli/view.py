"""``parkie view``: one page in, a page of HTML out that shows what was read in it."""

from __future__ import annotations

from typing import Annotated

import typer

from parkie.cli.output import check_output, write_output
from parkie.cli.page import Html, Model, PageFile, Published, article_of

__all__ = ["view"]


def view(
    file: PageFile = "-",
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="PAGE.html", help="Where it goes; - is standard output.")
    ] = "-",
    published: Published = None,
    html: Html = None,
    model: Model = None,
) -> None:
    """Read one page and show it: its text with everything marked, and its events, in one file of HTML."""
    check_output(output, file)
    article = article_of(file, published, html, model)
    write_output(article.to_html(), output)
