"""An article as tables for a person to read."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from typing import Literal

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from parkie.records.article import Article
from parkie.records.events import ConstructionEvent, Event
from parkie.records.mentions import Span
from parkie.writers.escape import escape_controls
from parkie.writers.normal import normal_form

__all__ = ["render_table"]

_WIDEST_MENTION = 24  # columns; a longer one makes its own event's column wider
_REALIS_STYLES = {"actual": "green", "planned": "yellow", "negated": "red"}


def render_table(article: Article, *, width: int = 120, color: bool = False) -> str:
    """The article as text of at most ``width`` columns, of which a Chinese character fills two.

    There is no line break at the end. ``color`` adds the escape codes of a terminal; those of the page itself
    never get through.
    """
    stream = StringIO()
    colors: Literal["standard"] | None = "standard" if color else None
    console = Console(file=stream, width=max(width, 40), force_terminal=color, color_system=colors)
    console.print(_head(article))
    console.print(_events(article) if article.events else Text("\nno events"))
    if article.entities:
        console.print(_entities(article))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def _shown(span: Span) -> Text:
    return Text(escape_controls(span.text))


def _head(article: Article) -> RenderableType:
    head = Table.grid(padding=(0, 2))
    head.add_column(style="bold", no_wrap=True)
    head.add_column()
    for name in ("title", "outlet"):
        span = getattr(article, name)
        if span is not None:
            head.add_row(name, _shown(span))
    if article.published is not None:
        head.add_row("published", Text(normal_form(article.published)))
    if article.url:
        head.add_row("url", Text(escape_controls(article.url)))
    lengths: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    for section in article.sections:
        lengths[section.kind] += section.end - section.start
        numbers[section.kind] += 1
    told = (f"{numbers[kind]} {kind} ({lengths[kind]:,} characters)" for kind in numbers)
    head.add_row("sections", Text(", ".join(told) or "none"))
    found = f"{len(article.entities)} entities, {len(article.figures)} figures, {len(article.dates)} dates"
    head.add_row("found", Text(f"{found}, {len(article.events)} events"))
    return head


def _events(article: Article) -> Table:
    table = Table(title="Events", title_justify="left", box=box.SIMPLE_HEAD, show_lines=False, expand=False)
    table.add_column("event", no_wrap=True)
    table.add_column("trigger")
    table.add_column("realis", no_wrap=True)
    table.add_column("arguments")
    arguments = [argument for event in article.events for argument in event.arguments()]
    widths = (
        max((len(role) for role, _ in arguments), default=0),
        min(max((_shown(mention).cell_len for _, mention in arguments), default=0), _WIDEST_MENTION),
    )
    for event in article.events:
        realis = Text(event.realis, _REALIS_STYLES[event.realis])
        table.add_row(_type(event), _shown(event.trigger), realis, _arguments(event, widths))
    return table


def _type(event: Event) -> Text:
    text = Text(event.type, "bold")
    if isinstance(event, ConstructionEvent) and event.stage:
        text.append(f"\n{event.stage}", "not bold")
    if event.section != "body":
        text.append(f"\nin {event.section}", "dim not bold")
    return text


def _arguments(event: Event, widths: tuple[int, int]) -> RenderableType:
    """Role, mention and normal form, one line each, in columns that all events share."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="cyan", no_wrap=True, min_width=widths[0])
    grid.add_column(overflow="fold", min_width=widths[1])
    grid.add_column(style="dim", overflow="fold")
    rows = 0
    for role, mention in event.arguments():
        grid.add_row(role, _shown(mention), Text(escape_controls(normal_form(mention))))
        rows += 1
    return Group(grid, "") if rows else Text("-")


def _entities(article: Article) -> Table:
    table = Table(title="Entities", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("label", no_wrap=True)
    table.add_column("names, with the number of mentions", overflow="fold")
    names: dict[str, Counter[str]] = {}
    for entity in article.entities:
        names.setdefault(entity.label, Counter())[entity.name] += 1
    for label in sorted(names):
        told = (name if count == 1 else f"{name} ×{count}" for name, count in names[label].items())
        table.add_row(label, Text(escape_controls(" · ".join(told))))
    return table
