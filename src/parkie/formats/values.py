"""The values of figures and dates in one line that a person can read and change: ``2000000000 - - over CNY``.

Values stand in order with spaces between them; ``-`` is null and ``""`` the empty string. A value that could be
taken for these, or has a space in it, is written as a JSON string.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Final

__all__ = ["read_values", "write_values"]

_VALUE_RE: Final = re.compile(r'"(?:[^"\\]|\\.)*"(?!\S)|\S+')
_PLAIN_RE: Final = re.compile(r'(?!-\Z)[^\s"\\]+')


def read_values(told: str) -> tuple[str | None, ...]:
    """The values that the line tells.

    >>> read_values('5 5 5 exact ""')
    ('5', '5', '5', 'exact', '')
    """
    return tuple(_read(value) for value in _VALUE_RE.findall(told))


def _read(value: str) -> str | None:
    if value == "-":
        return None
    if not value.startswith('"'):
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value


def write_values(values: Iterable[str | None]) -> str:
    """The line that ``read_values`` reads.

    >>> write_values(("5", None, "m2 / day"))
    '5 - "m2 / day"'
    """
    return " ".join("-" if value is None else _write(value) for value in values)


def _write(value: str) -> str:
    return value if _PLAIN_RE.fullmatch(value) else json.dumps(value, ensure_ascii=False)
