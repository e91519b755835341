"""``parkie prelabel``: raw pages to tasks of a label tool, labelled by parkie, the least sure first."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

__all__ = ["prelabel"]

_SOME_FAILED = 3
_TOOLS = "label-studio, prodigy or doccano"
_Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help="Folders, patterns and files, as parkie annotate takes them."),
]
_Output = Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="The file of tasks.")]
_To = Annotated[str, typer.Option("--to", metavar="TOOL", help=_TOOLS)]
_Model = Annotated[
    str | None, typer.Option(metavar="PATH", help="A trained pipeline; by default the packaged one.")
]
_Events = Annotated[bool, typer.Option("--events", help="Show events too, as triggers and relations.")]
_Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")]


def prelabel(
    inputs: _Inputs,
    output: _Output,
    *,
    to: _To = "label-studio",
    model: _Model = None,
    events: _Events = False,
    overwrite: _Overwrite = False,
) -> None:
    """Write tasks for a label tool with what parkie finds, the least sure pages first.

    The exit status is 0 when every page became a task, 3 when some could not be read, 1 when the run failed, 2 for bad
    usage.
    """
    if to not in ("label-studio", "prodigy", "doccano"):
        raise typer.BadParameter(f"expected {_TOOLS}, found {to}", param_hint="--to")
    from parkie.batch.prelabel import prelabel as run
    from parkie.writers.escape import escape_controls

    done = run(inputs, output, to=to, model=model, events=events, overwrite=overwrite)
    for page, message in done.failed:
        print(escape_controls(f"parkie: {page}: {message}"), file=sys.stderr)
    interface = f", labelling interface {done.config}" if done.config else ""
    print(f"parkie: {done.tasks} tasks, {len(done.failed)} errors: {output}{interface}", file=sys.stderr)
    if done.failed:
        raise typer.Exit(_SOME_FAILED)
