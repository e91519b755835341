"""One-to-one folding: look-alike characters become one, and every offset stays true.

``fold`` is the first thing that happens to a text and the only normalisation before the matchers: a matcher
searches the folded text and its offsets hold in the text as given. The tables are in
``lexicon/data/fold.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from parkie.errors import LexiconError
from parkie.lexicon.store import read_toml

__all__ = ["fold"]

_FILE = "fold.toml"


def fold(text: str) -> str:
    """``text`` with each character, and a few pieces in context, replaced by a plain form of the same length.

    Digits, letters, ``, : ; ! ? % / + - ~ . ( ) [ ]`` come out half-width, any odd space as a space, any
    line end as a newline, double quotes as “ ”, the middle dot as ·, traditional numerals as simplified
    ones. ``。、《》‘’`` stay. Folding twice is folding once.

    Offsets:
        ``len(fold(text)) == len(text)``; character *i* of the result stands for character *i* of ``text``.

    >>> fold("总投资１５０．５亿元（约占６０％）——「蕞大」")
    '总投资150.5亿元(约占60%)--“最大”'
    >>> fold("开园头部天，头部企业签约")
    '开园第一天,头部企业签约'
    """
    chars, pieces, replacements = _tables()
    folded = text.translate(chars)
    if pieces is None:
        return folded
    return pieces.sub(lambda match: replacements[match.group()], folded)


@cache
def _tables() -> tuple[dict[int, str], re.Pattern[str] | None, dict[str, str]]:
    """The translation table, the pattern of the pieces in context, and what each piece becomes."""
    data = read_toml(_FILE)
    chars = _chars(data)
    patterns = []
    replacements: dict[str, str] = {}
    for row in data.get("pieces", ()):
        if len(row["from"]) != len(row["to"]):
            msg = f"expected a replacement of the length of {row['from']!r} in {_FILE}, found {row['to']!r}"
            raise LexiconError(msg)
        replacements[row["from"]] = row["to"]
        patterns.append(_piece(row))
    return chars, re.compile("|".join(patterns)) if patterns else None, replacements


def _chars(data: dict[str, Any]) -> dict[int, str]:
    """The character table: blocks first, then single characters, each taken to its last form."""
    table: dict[int, str] = {}
    for block in data.get("blocks", ()):
        for code in range(block["first"], block["last"] + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    for row in data.get("chars", ()):
        if len(row["from"]) != len(row["to"]):
            msg = f"`from` and `to` must be of one length in {_FILE}, found {row['from']!r} and {row['to']!r}"
            raise LexiconError(msg)
        table.update({ord(a): b for a, b in zip(row["from"], row["to"], strict=True) if a != b})
    # a form that is itself folded (﹣ to － to -) is followed to its end: folding twice is folding once
    return {code: table.get(ord(plain), plain) for code, plain in table.items()}


def _piece(row: dict[str, Any]) -> str:
    """The pattern of one piece, the piece first: its contexts are looked at only where it stands."""
    word = re.escape(row["from"])
    # a lookbehind needs one width, so each alternative before gets its own
    before = "|".join(f"(?<={context}{word})" for context in row.get("before", ()))
    after = f"(?={'|'.join(row['after'])})" if row.get("after") else ""
    if row.get("both"):
        return f"{word}(?:{before}){after}"
    return f"{word}(?:{'|'.join(filter(None, (before, after)))})"
