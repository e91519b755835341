"""Figures: numbers with their unit and the words that bound them, found in a string."""

from __future__ import annotations

from parkie.matchers.figures.scan import Scanner
from parkie.matchers.reading import FigureMatch

__all__ = ["find_figures"]


def find_figures(folded: str) -> list[FigureMatch]:
    """The figures of ``folded``, sorted by start, without overlaps; offsets are 0-based and end-exclusive.

    ``folded`` is text whose full-width digits, letters and signs have been folded one to one. Values are in
    the base units of the record: yuan for 万元 and 亿元, square metres for 亩, tonnes for 斤, watts for 千瓦.

    >>> figures = find_figures("园区集聚企业250余家,占地约120亩")
    >>> [(f.start, f.end, str(f.low), f.high and str(f.high), f.modifier, f.unit) for f in figures]
    [(6, 11, '250', None, 'over', '家'), (14, 19, '80000', '80000', 'about', 'm2')]
    """
    return Scanner(folded).run()
