"""``parkie extract``: one page in, its record on stdout."""

from __future__ import annotations

import shutil
import sys
import warnings
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from parkie.cli.output import write_stdout
from parkie.errors import PageError, PageWarning

__all__ = ["WIDTH_WITHOUT_TERMINAL", "Format", "check_published", "extract", "read_page_file"]

WIDTH_WITHOUT_TERMINAL = 120


class Format(StrEnum):
    """How the record is printed."""

    json = "json"
    table = "table"


def check_published(value: str | None) -> str | None:
    """The value as it is, if it is a date; else bad usage."""
    if value is not None:
        from parkie.api import read_published

        try:
            read_published(value)
        except PageError as error:
            raise typer.BadParameter(str(error)) from None
    return value


def extract(
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
    output_format: Annotated[
        Format, typer.Option("--format", help="One JSON object, or tables to read.")
    ] = Format.json,
    with_text: Annotated[bool, typer.Option("--with-text", help="Keep the page's text in the JSON.")] = False,
    model: Annotated[
        str | None, typer.Option(metavar="PATH", help="A trained pipeline; by default the packaged one.")
    ] = None,
) -> None:
    """Read one page and print its record: entities, figures, dates and events with their offsets."""
    raw = read_page_file(file)
    from parkie import api
    from parkie.writers.escape import escape_json

    nlp = api.load(model) if model is not None else None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PageWarning)
        article = api.extract(raw, published=published, html=html, nlp=nlp)
    for warning in caught:
        print(f"parkie: warning: {warning.message}", file=sys.stderr)
    if output_format is Format.json:
        write_stdout(escape_json(article.model_dump_json(context={"text": with_text})))
        return
    from parkie.writers.table import render_table

    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else WIDTH_WITHOUT_TERMINAL
    write_stdout(render_table(article, width=width, color=terminal))


def read_page_file(file: str) -> bytes:
    """The bytes of the file, or of standard input for ``-``."""
    if file == "-":
        return _read_from(sys.stdin.buffer)
    try:
        with Path(file).open("rb") as stream:
            return _read_from(stream)
    except FileNotFoundError:
        raise PageError(f"expected a file with a page, found none: {file}") from None
    except IsADirectoryError:
        raise PageError(f"expected a file with a page, found a directory: {file}") from None
    except OSError as error:
        raise PageError(f"expected a file that can be read, found {error.strerror}: {file}") from None


def _read_from(stream: BinaryIO) -> bytes:
    from parkie.page.reader import LARGEST

    # One byte more than a page may have: the page reader then says so, and an endless pipe does not fill the memory.
    return stream.read(LARGEST + 1)
