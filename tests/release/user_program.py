"""A small program of a user, for the type checker: every public name has a type, and it is the right one."""

from __future__ import annotations

from decimal import Decimal

import parkie
from parkie import Article, ConstructionEvent, Entity, Event, Figure


def amounts(pages: list[str]) -> dict[str, Decimal]:
    """The amounts of what was built, by project."""
    found: dict[str, Decimal] = {}
    for article in parkie.annotate(pages):
        for event in article.events:
            if isinstance(event, ConstructionEvent) and event.project and event.amount:
                found[event.project.text] = event.amount.value or Decimal(0)
    return found


def names(article: Article) -> list[str]:
    """Names as the page has them."""
    entities: tuple[Entity, ...] = article.entities
    figures: tuple[Figure, ...] = article.figures
    events: tuple[Event, ...] = article.events
    roles: list[str] = [role for event in events for role, _ in event.arguments()]
    return [*(entity.name for entity in entities), *(figure.unit for figure in figures), *roles]


if __name__ == "__main__":
    try:
        names(parkie.extract("云栖谷开园。", published="2024-09-21"))
    except parkie.ParkieError as error:
        print(error)
    pairs: list[tuple[Article, int]] = list(parkie.annotate([("云栖谷开园。", 1)]))
    score: float = parkie.evaluate(None, "articles").exact.f1
