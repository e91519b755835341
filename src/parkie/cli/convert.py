"""``parkie convert``: labelled articles from one form into another."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from parkie.formats.files import Converted

__all__ = ["convert"]

_FORMS = "spacy, prodigy, doccano, label-studio, brat, conll or parkie"
_Source = Annotated[str, typer.Argument(metavar="IN", help="A file or folder of labelled articles.")]
_Target = Annotated[str, typer.Argument(metavar="OUT", help="A file; of brat and parkie a folder.")]
_From = Annotated[str | None, typer.Option("--from", metavar="FORM", help=f"{_FORMS}; guessed if not given.")]
_To = Annotated[str | None, typer.Option("--to", metavar="FORM", help="The same; guessed from the suffix of OUT.")]
_SkipBad = Annotated[
    bool, typer.Option("--skip-bad", help="Leave out labels that cannot be taken over, and list them.")
]
_Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")]


def convert(
    source: _Source,
    target: _Target,
    *,
    from_: _From = None,
    to: _To = None,
    skip_bad: _SkipBad = False,
    overwrite: _Overwrite = False,
) -> None:
    """Convert labelled articles between the forms of label tools and of training, without loss."""
    from pathlib import Path

    from parkie.formats.files import convert as run
    from parkie.formats.registry import NAMES, guess_target

    for name, option in ((from_, "--from"), (to, "--to")):
        if name is not None and name not in NAMES:
            raise typer.BadParameter(f"expected {_FORMS}, found {name}", param_hint=option)
    if to is None and guess_target(Path(target).suffix) is None:
        raise typer.BadParameter(f"expected {_FORMS}: {target} does not tell which", param_hint="--to")
    done = run(source, target, from_=from_, to=to, skip_bad=skip_bad, overwrite=overwrite)
    _tell(done, target)


def _tell(done: Converted, target: str) -> None:
    from parkie.writers.escape import escape_controls

    for problem in done.problems:
        print(escape_controls(f"parkie: left out: {problem}"), file=sys.stderr)
    for what, count in done.left_out.items():
        print(escape_controls(f"parkie: left out: {count} {what}"), file=sys.stderr)
    bad = f", {len(done.problems)} labels or records left out" if done.problems else ""
    print(f"parkie: {done.articles} articles{bad}: {target}", file=sys.stderr)
