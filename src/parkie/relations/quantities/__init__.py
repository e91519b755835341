"""Statistics and targets: what a figure measures, whose it is, when it holds, and whether it is only intended."""

from __future__ import annotations

from parkie.relations.quantities.statistics import find_statistics

__all__ = ["find_statistics"]
