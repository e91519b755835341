"""Shows the examples in docstrings as code; to Markdown a line that begins with ``>>>`` is a quotation."""

from __future__ import annotations

import re
from typing import Any

import griffe

__all__ = ["FencedDoctests", "fence"]

_EXAMPLE_RE = re.compile(r"^>>> .*(?:\n(?=\S).*)*", re.MULTILINE)


class FencedDoctests(griffe.Extension):
    """Puts a fence around each example of each docstring."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Change the docstring of a module, class, function or attribute."""
        if obj.docstring is not None:
            obj.docstring.value = fence(obj.docstring.value)


def fence(docstring: str) -> str:
    """The docstring with its examples, up to the next empty line, as blocks of Python."""
    return _EXAMPLE_RE.sub(lambda example: f"```python\n{example[0]}\n```", docstring)
