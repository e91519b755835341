"""parkie in Apache Spark: a DataFrame of pages in, a DataFrame of articles out.

Spark runs the function in Python workers beside its executors and keeps them from task to task; each has one
annotator. A task whose executor died is run again, elsewhere if need be.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from parkie.engines.arrow import ArrowAnnotator, Settings
from parkie.errors import InputError
from parkie.writers.nested import schema
from parkie.writers.tables import TABLES, fields

__all__ = ["annotate", "table_of"]


@cache
def _annotator(settings: Settings) -> ArrowAnnotator:
    """The one of this process."""
    return ArrowAnnotator(settings)


def annotate(pages: Any, settings: Settings | None = None) -> Any:
    """The articles of a Spark ``DataFrame`` of pages, lazily, as a ``DataFrame``.

    Args:
        pages: with the columns ``id`` and ``text``, and if known ``published`` and ``html``; others are not read.
        settings: how pages are read.

    Raises:
        InputError: pyspark is not installed, or there are not the columns.
    """
    try:
        from pyspark.sql.pandas.types import from_arrow_schema
    except ImportError as error:
        msg = f"expected pyspark, found none ({error}); pip install 'parkie[spark]'"
        raise InputError(msg) from error
    if missing := {"id", "text"} - set(pages.columns):
        raise InputError(f"expected the columns id and text, found no {', '.join(sorted(missing))}")
    used = settings or Settings()

    def read(batches: Iterator[Any]) -> Iterator[Any]:
        return _annotator(used).batches(batches)

    return pages.mapInArrow(read, from_arrow_schema(schema()))


def table_of(articles: Any, name: str) -> Any:
    """One flat table out of a ``DataFrame`` of articles, with the page's ``id`` in every row.

    Raises:
        KeyError: there is no table of that name.
    """
    if name == TABLES[0]:
        return articles.select("id", *(column for column, _ in fields()[name]))
    fields()[name]
    return articles.selectExpr("id", f"inline({name})")
