"""The words of ``dates.toml`` as patterns and rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from parkie.lexicon.store import read_toml

__all__ = [
    "Row",
    "decoy_pattern",
    "future_pattern",
    "occasion_heads",
    "table",
    "word_openings",
    "word_pattern",
]

Row = Mapping[str, Any]
FILE = "dates.toml"
WORD_TABLES = (
    "year", "years", "month", "week", "quarter", "day", "same", "year_part", "month_part", "vague", "festival", "plan",
)  # fmt: skip


@cache
def table(name: str) -> dict[str, Row]:
    """The rows of one table by their text.

    >>> table("year")["去年"]["shift"]
    -1
    """
    rows: list[Row] = read_toml(FILE)[name]
    return {str(row["text"]): row for row in rows}


def _alternative(row: Row) -> str:
    before = f"(?<![{re.escape(row['before'])}])" if row.get("before") else ""
    after = f"(?!{'|'.join(map(re.escape, row['after']))})" if row.get("after") else ""
    return f"{before}{re.escape(row['text'])}{after}"


def _alternation(rows: Iterable[Row]) -> str:
    return "|".join(_alternative(row) for row in sorted(rows, key=lambda row: -len(row["text"])))


@cache
def word_pattern(*names: str) -> re.Pattern[str]:
    """A pattern of the words of the named tables, longest first, with what may not stand beside them."""
    return re.compile(_alternation(row for name in names for row in table(name).values()))


@cache
def decoy_pattern() -> re.Pattern[str]:
    """A pattern of the phrases that hold a word of time and are no date."""
    return re.compile(_alternation(table("decoy").values()))


@cache
def future_pattern() -> re.Pattern[str]:
    """A pattern of the cues that what is told lies ahead."""
    return re.compile("|".join(map(re.escape, read_toml(FILE)["future"]["cues"])))


@cache
def occasion_heads() -> str:
    """The source of a pattern of the last words of names of occasions."""
    heads: list[str] = read_toml(FILE)["occasion"]["heads"]
    return "|".join(map(re.escape, sorted(heads, key=lambda head: -len(head))))


@cache
def word_openings() -> list[str]:
    """The first two characters of the words of all tables."""
    return sorted({text[:2] for name in WORD_TABLES for text in table(name)} - {"初", "底", "末"})
