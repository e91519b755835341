"""What has been committed, and by which run: one small file beside the output, replaced atomically.

The journal is the only commit point. What an output holds beyond the journal's mark does not count and is cut
off when a run goes on; what it holds up to the mark has been fsynced before the journal was replaced. So at any
moment, journal and output together say exactly which pages are done, and going on gives what one run would have
given: the results of the pages up to the mark, and then those of the pages behind.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from parkie.errors import OutputError

__all__ = ["Journal", "locked", "sync_folder", "writing"]

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Journal:
    """How far a run has come.

    ``run`` says what kind of run it is: inputs, options, model and version, as plain strings. ``mark`` is how
    much of the output counts (bytes of a file, parts of a dataset), ``pages`` and ``errors`` how many rows that
    is, ``chain`` the digest of these pages.
    """

    run: dict[str, str] = field(default_factory=dict)
    pages: int = 0
    errors: int = 0
    chain: str = ""
    mark: int = 0
    complete: bool = False

    @classmethod
    def read(cls, path: Path) -> Journal | None:
        """The journal at the path, or None.

        Raises:
            OutputError: there is something else.
        """
        try:
            data: dict[str, Any] = json.loads(path.read_bytes())
            if data.pop("journal") != _VERSION:
                raise ValueError("it is of another version")
            return cls(**data)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise OutputError(f"expected the journal of an earlier run at {path}, found {error}") from error

    def write(self, path: Path) -> None:
        """Put the journal at the path: whole or not at all, and durable when this returns."""
        data = json.dumps({"journal": _VERSION} | asdict(self), ensure_ascii=False, indent=1).encode()
        draft = path.with_name(f"{path.name}.tmp")
        with writing(path):
            try:
                with draft.open("wb") as stream:
                    stream.write(data)
                    stream.flush()
                    os.fsync(stream.fileno())
                draft.replace(path)
            except OSError:
                with suppress(OSError):
                    draft.unlink()
                raise
            sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable, on systems that can."""
    if sys.platform != "win32":
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say of an ``OSError`` inside what could not be written and what to do.

    Raises:
        OutputError: in its place.
    """
    try:
        yield
    except OSError as error:
        told = error.strerror or str(error)
        raise OutputError(
            f"expected to write {path}, and the system says: {told}; what was committed is kept, "
            "so see to it and go on with --resume"
        ) from error


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock at the path. The system lets go of it when the process ends, however it ends.

    Raises:
        OutputError: another run has it, or the folder cannot be written to.
    """
    with writing(path):
        number = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(number, path)
        try:
            yield
        finally:
            with suppress(OSError):
                path.unlink()
    finally:
        os.close(number)


def _lock(number: int, path: Path) -> None:
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        ours = os.fstat(number).st_ino == path.stat().st_ino  # else another run has just ended, and its lock with it
    except OSError:
        ours = False
    if not ours:
        raise OutputError(f"expected an output that no other run writes to, found the lock {path} taken; wait for it")
