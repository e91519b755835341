"""An explanation as trees for a person to read."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import Literal

from rich.console import Console, RenderableType
from rich.text import Text
from rich.tree import Tree

from parkie.explaining.explanation import (
    ArgumentReason,
    CandidateReason,
    DateReason,
    EntityReason,
    EventReason,
    Explanation,
    FigureReason,
    NameReading,
    Refusal,
)
from parkie.writers.escape import escape_controls

__all__ = ["render_event", "render_explanation"]


def render_explanation(explanation: Explanation, *, width: int = 120, color: bool = False) -> str:
    """The explanation as text of at most ``width`` columns, of which a Chinese character fills two.

    There is no line break at the end. ``color`` adds the escape codes of a terminal; those of the page itself never
    get through.
    """
    parts: list[RenderableType] = []
    if explanation.entities:
        parts.append(_entities(explanation))
    if explanation.figures:
        parts.append(_branches("Figures", [_figure(reason) for reason in explanation.figures]))
    if explanation.dates:
        parts.append(_branches("Dates", [_date(reason) for reason in explanation.dates]))
    parts += [_event(reason) for reason in explanation.events] or [Text("no events")]
    if explanation.refused:
        parts.append(_branches("No events of their own", [_refusal(refusal) for refusal in explanation.refused]))
    return _printed(parts, width, color)


def render_event(reason: EventReason, *, width: int = 120, color: bool = False) -> str:
    """The same of one event."""
    return _printed([_event(reason)], width, color)


def _printed(parts: Sequence[RenderableType], width: int, color: bool) -> str:
    stream = StringIO()
    colors: Literal["standard"] | None = "standard" if color else None
    console = Console(file=stream, width=max(width, 40), force_terminal=color, color_system=colors)
    for number, part in enumerate(parts):
        if number:
            console.print()
        console.print(part)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def _line(*pieces: tuple[str, str] | str) -> Text:
    """Pieces of text with their style, nothing of which reaches the terminal as a control."""
    line = Text()
    for piece in pieces:
        words, style = (piece, "") if isinstance(piece, str) else piece
        line.append(escape_controls(words), style)
    return line


def _branches(title: str, lines: Sequence[RenderableType]) -> Tree:
    tree = Tree(Text(title, "bold"), guide_style="dim")
    for line in lines:
        tree.add(line)
    return tree


def _at(start: int, end: int) -> tuple[str, str]:
    return f" [{start}:{end}]", "dim"


def _entities(explanation: Explanation) -> Tree:
    tree = Tree(Text("Entities", "bold"), guide_style="dim")
    for reason in explanation.entities:
        branch = tree.add(_name(reason.reading, reason))
        for reading in reason.ruled:
            branch.add(_line(("the rules alone: ", "yellow"), _told(reading)))
        for reading in reason.lost:
            branch.add(_line(("lost: ", "dim"), _told(reading)))
    for reading in explanation.dropped:
        tree.add(_line(("taken away by the tagger: ", "yellow"), _told(reading)))
    return tree


def _name(reading: NameReading, reason: EntityReason) -> Text:
    sure = "" if reason.certainty is None else f", certainty {reason.certainty:.2f}"
    known = f" = {reason.name}" if reason.name != reading.text else ""
    code = f" {reason.adcode}" if reason.adcode else ""
    source = f"  {_source(reading)}{sure}{known}{code}"
    return _line((reading.text, "bold"), f" {reading.label}", _at(reading.start, reading.end), (source, ""))


def _told(reading: NameReading) -> str:
    return f"{reading.text} {reading.label}  {_source(reading)}"


def _source(reading: NameReading) -> str:
    source = f" {reading.source}" if reading.source not in ("", reading.by) else ""
    return f"by {reading.by}{source}, score {reading.score:.2f}"


def _figure(reason: FigureReason) -> Text:
    unit = f" {reason.unit} ({reason.table})" if reason.unit else ""
    bounds = f", {reason.modifier} by {' '.join(reason.bounds)}" if reason.bounds else f", {reason.modifier}"
    return _line((reason.text, "bold"), _at(reason.start, reason.end), f"  {reason.form}{unit}{bounds}")


def _date(reason: DateReason) -> Text:
    first, last = reason.earliest, reason.latest
    days = first if first == last else f"{first or '…'} to {last or '…'}"
    reference = reason.day or reason.year
    spoken = f", the text speaks from {reference}" if reference and reason.rule != "written" else ""
    return _line((reason.text, "bold"), _at(reason.start, reason.end), f"  {days or 'no day'}: {reason.rule}{spoken}")


def _event(reason: EventReason) -> Tree:
    tree = Tree(
        _line((f"{reason.id} {reason.type}", "bold"), f" {reason.text}", _at(reason.start, reason.end)),
        guide_style="dim",
    )
    sighted = "" if reason.sighted is None else f"; the tagger sights it with {reason.sighted:.2f}"
    tree.add(_line(f"{reason.by}, {reason.score:.2f}: {reason.told}{sighted}"))
    if reason.row is not None:
        row = reason.row
        said = [row.kind, *(["weak"] if row.weak else []), *([f"stage {row.stage}"] if row.stage else [])]
        said += [f"{name} {' '.join(words)}" for name, words in row.conditions.items() if not name.startswith("not")]
        tree.add(_line(f"{row.file}: {row.word} ({', '.join(said)})"))
    realis = reason.realis
    by = f"{realis.table}" if realis.table else "no cue says otherwise"
    cue = f" {realis.cue}" if realis.cue else ""
    tree.add(_line((realis.realis, "green" if realis.realis == "actual" else "yellow"), f": {by}{cue}"))
    for argument in reason.arguments:
        _add_argument(tree, argument)
    for role, candidates in reason.unfilled.items():
        branch = tree.add(_line((role, "cyan"), (" nothing", "dim")))
        for candidate in candidates:
            branch.add(_line(("lost: ", "dim"), _candidate(candidate)))
    return tree


def _add_argument(tree: Tree, reason: ArgumentReason) -> None:
    score = "" if reason.weighed is not None else f", score {reason.score:.2f}"
    branch = tree.add(
        _line(
            (reason.role, "cyan"), (f" {reason.text}", "bold"), _at(reason.start, reason.end),
            f"  {reason.origin}: {reason.told}{score}",
        )
    )  # fmt: skip
    if reason.weighed is not None:
        branch.add(_line(_candidate(reason.weighed)))
    for candidate in reason.lost:
        branch.add(_line(("lost: ", "dim"), _candidate(candidate)))


def _candidate(candidate: CandidateReason) -> str:
    """Its likelihood, its score and what that is made of."""
    likely = "" if candidate.likelihood is None else f" likelihood {candidate.likelihood:.2f}"
    parts = " ".join(f"{name} {value:+.2f}" for name, value in candidate.parts.items())
    score = "" if candidate.score is None else f" score {candidate.score:.2f} = {parts}"
    why = f": {candidate.why}" if candidate.why else ""
    return f"{candidate.text}{likely}{score}{why}"


def _refusal(refusal: Refusal) -> Text:
    score = "" if refusal.score is None else f" {refusal.score:.2f}"
    sighted = f", sighted {refusal.sighted:.2f}" if refusal.sighted else ""
    where = _at(refusal.start, refusal.end)
    return _line((refusal.text, "bold"), f" {refusal.type}", where, f"  {refusal.by}{score}: {refusal.why}{sighted}")
