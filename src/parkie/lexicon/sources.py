"""How the source tables in ``corpus/lexicon`` are read and the tables of ``data/`` are written."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from parkie.errors import LexiconError

__all__ = ["plain", "several", "source_rows", "table"]

# Names are written as the folded text has them (parkie.text.fold).
_PLAIN = str.maketrans("（）—–－•＋", "()---·+")


def plain(name: str) -> str:
    """``name`` with plain brackets, dashes and dots.

    >>> plain("中国（绵阳）科技城")
    '中国(绵阳)科技城'
    """
    return name.translate(_PLAIN)


def several(field: str) -> tuple[str, ...]:
    """The forms that a ``|``-joined field holds."""
    return tuple(form for form in field.split("|") if form)


def source_rows(path: Path, width: int) -> Iterator[tuple[str, ...]]:
    """The rows of a tab-separated source table, without its comments and blank lines, in plain characters.

    Raises:
        LexiconError: a row has not ``width`` fields.
    """
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        row = tuple(plain(field).strip() for field in line.split("\t"))
        if len(row) != width:
            raise LexiconError(f"expected {width} fields in {path.name} row {number}, found {len(row)}: {line!r}")
        yield row


def table(columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> bytes:
    """A TSV with its header; several forms in one field are joined by ``|``."""
    lines = ["\t".join(columns)]
    lines += ["\t".join("|".join(f) if isinstance(f, tuple) else f for f in row) for row in rows]
    return ("\n".join(lines) + "\n").encode()
