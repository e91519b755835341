"""JSON as label tools write it: one object a line, or one list of objects, or one object; and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from parkie.formats.problems import Place, Problems

__all__ = ["as_meta", "dump", "read_offset", "read_rows", "write_lines"]

# Plain characters in JSON, but line breaks to some readers or, in YAML, forbidden.
_UNSAFE_RE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def read_rows(data: bytes, file: str, problems: Problems) -> Iterator[tuple[Place, Any]]:
    """The values of a file with their places; a line that is no JSON is a problem."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        return
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):  # UnicodeDecodeError is one of these
        yield from _read_lines(data, file, problems)
        return
    pair = isinstance(whole, list) and len(whole) == 2 and isinstance(whole[0], str)  # of spaCy, alone in its file
    for number, row in enumerate(whole if isinstance(whole, list) and not pair else [whole], start=1):
        yield Place(file, number), row


def _read_lines(data: bytes, file: str, problems: Problems) -> Iterator[tuple[Place, Any]]:
    number = 0
    for line in data.split(b"\n"):
        if not line.strip():
            continue
        number += 1
        place = Place(file, number)
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.add(place, f"expected one JSON object a line, found something else ({error})")
            continue
        yield place, row


def read_offset(value: Any) -> int:
    """An offset: an integer, or what says one; -1 for anything else, which lies in no text."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def as_meta(value: Any) -> dict[str, str]:
    """What stands under ``meta`` as strings; what is no string becomes JSON."""
    if not isinstance(value, Mapping):
        return {}
    return {str(key): inner if isinstance(inner, str) else dump(inner) for key, inner in value.items()}


def dump(value: Any) -> str:
    """The value as JSON, on one line for every reader."""
    told = json.dumps(value, ensure_ascii=False)
    return _UNSAFE_RE.sub(lambda found: f"\\u{ord(found[0]):04x}", told)


def write_lines(rows: Iterable[Any]) -> bytes:
    """The rows as JSON lines in UTF-8."""
    return "".join(f"{dump(row)}\n" for row in rows).encode()
