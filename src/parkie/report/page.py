"""The report of a dataset: what the questions answered, as drawings with their numbers, on one page of HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from parkie.report.dataset import Answers, ask
from parkie.report.figures import FIGURES, Figure
from parkie.writers.web.shell import fill

__all__ = ["render_report"]

_STYLES: Final = ("page.css", "report.css")


def render_report(dataset: Path) -> str:
    """The page about the Parquet dataset in the folder, which ``parkie annotate`` has written.

    Raises:
        InputError: there is no such dataset.
        OutputError: what counts or draws is not installed.
    """
    answers = ask(dataset)
    [totals] = answers["totals"]
    figures = (make(answers) for make in FIGURES)
    tables = (_quality(answers), _largest(answers), _errors(answers))
    return fill(
        "report.html",
        _STYLES,
        None,
        name=dataset.resolve().name,
        totals=[(name, f"{count:,}") for name, count in totals.items()],
        figures=[figure for figure in figures if figure.rows],
        tables=[table for table in tables if table.rows],
    )


def _quality(answers: Answers) -> Figure:
    rows = [
        (row["what"], f"{row['missing']:,}", f"{row['whole']:,}", _share(row["missing"], row["whole"]))
        for row in answers["quality"]
    ]
    return Figure("What is missing", "", ("", "number", "of", "share"), rows)


def _largest(answers: Answers) -> Figure:
    rows = [
        (row["id"], row["type"].replace("_", " "), row["realis"], row["told"], f"{row['amount']:,.0f}")
        for row in answers["largest"]
    ]
    note = "To be looked at: one misread figure can be more than all others together."
    return Figure("The largest amounts", note, ("page", "type", "told as", "words", "yuan"), rows)


def _errors(answers: Answers) -> Figure:
    rows = [
        (row["error_type"], f"{row['pages']:,}", row["example"], row["message"] or "")
        for row in answers["errors"]
    ]
    return Figure("Pages that failed", "", ("error", "pages", "for example", "message"), rows)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"
