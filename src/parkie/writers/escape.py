"""Text of pages made harmless for a terminal: a hostile page must not move the cursor or change the title.

Control characters (C0, C1), bidirectional overrides and other invisible characters are shown as escapes.
"""

from __future__ import annotations

import re

__all__ = ["CONTROL_RE", "escape_controls", "escape_json"]

# C0 (no tab, no line break: the caller lays out lines), DEL and C1, soft hyphen, zero-width and directional
# marks, line and paragraph separators, invisible operators, BOM, interlinear annotation, surrogates, tags.
_INVISIBLE = (
    r"\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f"
)
CONTROL_RE = re.compile(rf"[\x00-\x1f{_INVISIBLE}]")
_BEYOND_JSON_RE = re.compile(rf"[{_INVISIBLE}]")


def escape_controls(text: str) -> str:
    r"""The text with every control or invisible character as a visible escape.

    >>> print(escape_controls("园区\x1b[31m开园\u202e"))
    园区\x1b[31m开园\u202e
    """
    return CONTROL_RE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def escape_json(document: str) -> str:
    r"""The same JSON value, with ``\u`` escapes also for the invisible characters that JSON lets through.

    >>> print(escape_json('{"text": "园区\x9b31m"}'))
    {"text": "园区\u009b31m"}
    """
    return _BEYOND_JSON_RE.sub(lambda match: _utf16_escape(match[0]), document)


def _utf16_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
