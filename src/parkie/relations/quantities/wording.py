"""The word lists of statistics as sets and endings, read once from ``frames/statistic.toml``."""

from __future__ import annotations

from functools import cache

from parkie.lexicon.store import read_toml

__all__ = ["endings", "listed"]


@cache
def listed(section: str, key: str = "words") -> frozenset[str]:
    """The words of a section, for a test by membership."""
    return frozenset(read_toml("frames/statistic.toml")[section][key])


@cache
def endings(section: str, key: str = "words") -> tuple[str, ...]:
    """The words of a section, for ``str.endswith``."""
    return tuple(read_toml("frames/statistic.toml")[section][key])
