"""Names of files for ids of articles: the id itself, with what no file system takes written as ``%XX``."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from parkie.errors import InputError

__all__ = ["name_file", "read_name"]

_UNSAFE_RE: Final = re.compile(r'[\x00-\x1f\x7f/\\%:*?"<>|]|^\.|[. ]$')
_LONGEST: Final = 200  # bytes; most file systems take 255 with the suffix
_EMPTY: Final = "%"


def name_file(article_id: str) -> str:
    """The name, without suffix, of the file of an article.

    >>> name_file("site/2024:01")
    'site%2F2024%3A01'

    Raises:
        InputError: the id is too long for the name of a file.
    """
    name = _UNSAFE_RE.sub(lambda found: f"%{ord(found[0]):02X}", article_id) or _EMPTY
    if len(name.encode("utf-8", "replace")) > _LONGEST:
        raise InputError(f"expected an id of at most {_LONGEST} bytes for a name of a file, found {article_id[:60]!r}…")
    return name


def read_name(stem: str) -> str:
    """The id that ``name_file`` made the name from.

    >>> read_name("site%2F2024%3A01")
    'site/2024:01'
    """
    return "" if stem == _EMPTY else unquote(stem)
