"""How a result reaches stdout or a file: as UTF-8, whatever the terminal or the pipe says."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from parkie.errors import OutputError

__all__ = ["check_output", "terminal", "write_output", "write_stdout"]

_WIDTH_WITHOUT_TERMINAL = 120


def terminal() -> tuple[int, bool]:
    """How many columns stdout has, and whether it is a terminal."""
    if sys.stdout.isatty():
        return shutil.get_terminal_size().columns, True
    return _WIDTH_WITHOUT_TERMINAL, False


def check_output(output: str, source: str) -> None:
    """Look, before the work, whether a page may be written there; ``-`` is stdout.

    Raises:
        OutputError: it is what is read, or a folder, or in a folder that is not there.
    """
    path = Path(output)
    if output == "-":
        return
    if path.is_dir() or not path.parent.is_dir():
        raise OutputError(f"expected the name of a file in a folder that is there, found {output}")
    if source != "-" and path.exists() and Path(source).exists() and path.samefile(source):
        raise OutputError(f"expected another file than the one that is read, found the same: {output}")


def write_output(text: str, output: str) -> None:
    """Write the text to the file, in the place of what is there, or to stdout for ``-``.

    Raises:
        OutputError: the file cannot be written.
    """
    if output == "-":
        write_stdout(text)
        return
    try:
        Path(output).write_text(text + "\n", "utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"expected a file that can be written, found {error.strerror}: {output}") from None


def write_stdout(text: str) -> None:
    """Write the text and a line break to stdout."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()
