"""The only code that opens a data file of the package.

Two forms are kept in ``data/``: TOML for tables that people edit (units, bounds, cue words, frames) and TSV,
gzipped above 200 kB, for tables that ``build.py`` generates. A TSV begins with a header line of column names.
"""

from __future__ import annotations

import csv
import gzip
import io
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from parkie.errors import LexiconError

__all__ = ["read_bytes", "read_rows", "read_toml"]

_DATA = files("parkie.lexicon") / "data"


def read_bytes(name: str) -> bytes:
    """The bytes of data file ``name``, unzipped when it ends in ``.gz``.

    Raises:
        LexiconError: the package has no such file.
    """
    try:
        raw = (_DATA / name).read_bytes()
    except OSError as error:
        msg = f"expected the data file {name!r} in parkie.lexicon/data, found none; reinstall parkie"
        raise LexiconError(msg) from error
    return gzip.decompress(raw) if name.endswith(".gz") else raw


@cache
def read_toml(name: str) -> dict[str, Any]:
    """The TOML file ``name`` as a dictionary; read once per process, so do not change what you get.

    Raises:
        LexiconError: the file is missing or is not TOML; the message names the line.
    """
    try:
        return tomllib.loads(read_bytes(name).decode("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"expected TOML in data file {name!r}: {error}") from error


def read_rows(name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The rows of the TSV file ``name``, whose header must be ``columns``.

    Raises:
        LexiconError: the header or the width of a row is not as expected; the message names file and row.
    """
    reader = csv.reader(io.StringIO(read_bytes(name).decode("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = tuple(next(reader, ()))
    if header != columns:
        raise LexiconError(f"expected the columns {columns} in {name!r}, found {header}; rebuild the lexicon")
    for number, row in enumerate(reader, start=2):
        if len(row) != len(columns):
            raise LexiconError(f"expected {len(columns)} columns in {name!r} row {number}, found {len(row)}: {row}")
        yield tuple(row)
