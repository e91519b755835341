"""How a result reaches stdout: as UTF-8, whatever the terminal or the pipe says."""

from __future__ import annotations

import sys

__all__ = ["write_stdout"]


def write_stdout(text: str) -> None:
    """Write the text and a line break to stdout."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()
