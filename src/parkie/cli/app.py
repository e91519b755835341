"""``parkie VERB``: the command line, one module per verb.

Results go to stdout, everything else to stderr. The exit status is 0, 1 for bad input, 2 for bad usage,
and of ``annotate`` and ``prelabel`` 3 when some pages failed.
Importing this module reads no data and imports neither spaCy nor pydantic, so that ``--help`` is quick.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

import parkie
from parkie.cli.annotate import annotate
from parkie.cli.convert import convert
from parkie.cli.dedup import dedup
from parkie.cli.explain import explain
from parkie.cli.extract import extract
from parkie.cli.prelabel import prelabel
from parkie.cli.report import report
from parkie.cli.schema import schema
from parkie.cli.train import evaluate, init_config, train
from parkie.cli.view import view
from parkie.errors import ParkieError

__all__ = ["app", "main"]

# The collector of garbage walks over the 150,000 objects of the tables each time it comes, which is a tenth of the time
# of a first page, and finds nothing: what a page leaves behind is freed without it.
_SELDOM = 50_000

app = typer.Typer(name="parkie", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command()(extract)
app.command()(explain)
app.command()(view)
app.command()(annotate)
app.command()(dedup)
app.command()(prelabel)
app.command()(convert)
app.command()(report)
app.command()(train)
app.command("init-config")(init_config)
app.command()(evaluate)
app.command()(schema)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(parkie.__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Chinese pages about industrial parks and investment in, typed event records out."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line with the given arguments, or those of the process; ends in ``SystemExit``."""
    gc.set_threshold(_SELDOM)
    try:
        app(arguments, prog_name="parkie")
    except ParkieError as error:
        print(f"parkie: {error}", file=sys.stderr)
        raise SystemExit(1) from None
