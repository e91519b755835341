"""``parkie train``, ``init-config``, ``evaluate``: a reader of names from labelled articles, and how well it reads."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

if TYPE_CHECKING:
    from parkie.training.fit import Epoch
    from parkie.training.scores import Counts, Scores

__all__ = ["evaluate", "init_config", "train"]

_SHARE_RE: Final = re.compile(r"0?\.\d+")

_Train = Annotated[str, typer.Argument(metavar="TRAIN", help="A folder of labelled articles, or one of them.")]
_Dev = Annotated[
    str, typer.Option(metavar="DEV", help="Other articles, which say when to stop; a number: a share of TRAIN.")
]
_Output = Annotated[str, typer.Option("--output", "-o", metavar="DIR", help="Where the pipeline goes.")]
_Base = Annotated[str | None, typer.Option(metavar="MODEL", help="The pipeline to go on from; the packaged one.")]
_Config = Annotated[str | None, typer.Option(metavar="CFG", help="A training config of spaCy: how to train.")]
_Label = Annotated[list[str] | None, typer.Option(metavar="LABEL", help="A label of your own; may be repeated.")]
_Count = Annotated[list[str] | None, typer.Option(metavar="LABEL", help="Count this label only; may be repeated.")]
_Epochs = Annotated[int | None, typer.Option(min=1, help="Times through the articles at most; 14, or 300 steps.")]
_Rate = Annotated[float | None, typer.Option(min=1e-6, max=0.1, help="The largest size of a step; 0.0005.")]
_Seed = Annotated[int | None, typer.Option(min=0, help="Of the random numbers; 0.")]
_Steps = Annotated[int, typer.Option(min=1, help="Batches of some 2,500 characters at most.")]
_Scratch = Annotated[bool, typer.Option("--scratch", help="Forget what the tagger of the base has learnt.")]
_Target = Annotated[str, typer.Argument(metavar="CFG", help="Where the config goes.")]
_Model = Annotated[str, typer.Argument(metavar="MODEL", help="A pipeline, or - for the packaged one.")]
_Data = Annotated[str, typer.Argument(metavar="DATA", help="A folder of labelled articles, or one of them.")]
_Format = Annotated[str, typer.Option("--format", metavar="table|json", help="What is printed.")]
_Mistakes = Annotated[int, typer.Option(min=0, help="How many mistakes are shown in the table.")]


def train(
    articles: _Train,
    output: _Output,
    *,
    dev: _Dev = "0.1",
    base: _Base = None,
    config: _Config = None,
    label: _Label = None,
    epochs: _Epochs = None,
    rate: _Rate = None,
    seed: _Seed = None,
    scratch: _Scratch = False,
) -> None:
    """Train the reader of names on labelled articles, from where the base is, and save the pipeline."""
    from parkie.training.fit import Plan
    from parkie.training.run import train as run

    def tell(epoch: Epoch) -> None:
        mark = " *" if epoch.best else ""
        f1 = epoch.scores.exact.f1
        print(f"epoch {epoch.number:2}  loss {epoch.loss:.4f}  dev F1 {f1:.4f}{mark}", file=sys.stderr)

    if config is not None and (scratch or {epochs, rate, seed} != {None}):
        raise typer.BadParameter("scratch, epochs, rate and seed stand in the config", param_hint="--config")
    plan = Plan(epochs=epochs, rate=rate or 5e-4, seed=seed or 0)
    share = float(dev) if _SHARE_RE.fullmatch(dev) else dev
    settings: dict[str, Any] = {"base": base, "scratch": scratch, "config": config, "labels": label or ()}
    scores = run(articles, share, output, plan=plan, report=tell, log=sys.stderr, **settings)
    print(f"parkie: dev F1 {scores.exact.f1:.4f}: {output}", file=sys.stderr)


def init_config(
    config: _Target, *, base: _Base = None, label: _Label = None, steps: _Steps = 500, seed: _Seed = None
) -> None:
    """Write a training config for ``spacy train`` and ``parkie train --config``."""
    from parkie.training.config import write_config

    write_config(config, base, labels=label or (), steps=steps, seed=seed or 0)
    print(f"parkie: {config}; spacy train takes it with --paths.train and --paths.dev", file=sys.stderr)


def evaluate(
    model: _Model,
    data: _Data,
    *,
    output_format: _Format = "table",
    mistakes: _Mistakes = 20,
    label: _Count = None,
) -> None:
    """Say how well a pipeline finds the names of labelled articles."""
    from parkie.training.run import evaluate as run

    if output_format not in ("table", "json"):
        raise typer.BadParameter(f"expected table or json, found {output_format}", param_hint="--format")
    scores = run(None if model == "-" else model, data, labels=label)
    if output_format == "json":
        print(json.dumps(_plain(scores), ensure_ascii=False))
    else:
        _show(scores, mistakes)


def _plain(scores: Scores) -> dict[str, object]:
    def row(counts: Counts) -> dict[str, float]:
        return {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1} | counts._asdict()

    return {
        "exact": row(scores.exact),
        "partial": row(scores.partial),
        "interval": scores.interval,
        "labels": {label: row(counts) for label, counts in scores.labels.items()},
        "confusion": [[*pair, count] for pair, count in scores.confusion.most_common()],
        "mistakes": [mistake._asdict() for mistake in scores.mistakes],
    }


def _show(scores: Scores, mistakes: int) -> None:
    from rich.console import Console
    from rich.table import Table

    from parkie.writers.escape import escape_controls

    table = Table()
    for column in ("", "precision", "recall", "F1", "names"):
        table.add_column(column, justify="left" if not column else "right")
    for label, c in {"all": scores.exact, "all, partly": scores.partial, **scores.labels}.items():
        table.add_row(label, f"{c.precision:.3f}", f"{c.recall:.3f}", f"{c.f1:.3f}", str(c.hits + c.missed))
    console = Console(highlight=False, markup=False)
    console.print(table)
    console.print("95 % of samples of articles: F1 from {:.3f} to {:.3f}".format(*scores.interval))
    for (gold, found), count in scores.confusion.most_common(10):
        console.print(f"{count:4} {gold} read as {found}")
    for mistake in scores.mistakes[:mistakes]:
        told = f"{mistake.gold or 'nothing'} read as {mistake.found or 'nothing'}"
        console.print(escape_controls(f"{mistake.article}:{mistake.start} {mistake.text} {told}: …{mistake.context}…"))
