"""What there is to annotate: files named by paths, patterns and folders, and standard input.

Nothing is kept but the names of one folder at a time, so a corpus may have any number of files. The order is
that of the inputs as given, and inside a folder that of the names, which is the same on every machine.
"""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from parkie.errors import InputError

__all__ = ["STDIN", "Inputs", "Source", "Survey"]

STDIN: Final = "-"
Kind = Literal["page", "jsonl", "parquet", "stdin"]
_KINDS: Final[dict[str, Kind]] = {
    ".txt": "page",
    ".html": "page",
    ".htm": "page",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".parquet": "parquet",
}
_KNOWN: Final = " ".join(_KINDS)


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or standard input. ``name`` is the id of a page, or what messages call a file of many."""

    kind: Kind
    path: str
    name: str
    size: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """What a walk over all inputs found: how many files, how many bytes (None: nobody can tell), and a digest
    of names, sizes and times of change, which differs as soon as the list of inputs does."""

    files: int
    size: int | None
    digest: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs as given; ``skip`` are paths that are no input wherever they lie, such as the output."""

    given: Sequence[str]
    skip: Collection[str] = field(default_factory=frozenset)

    def __iter__(self) -> Iterator[Source]:
        """Every source, in order; each walk looks at the disk anew.

        Raises:
            InputError: an input is not there, has nothing to read, or two pages would have the same id.
        """
        skipped = {os.path.basename(path): os.path.realpath(path) for path in self.skip}
        folders: list[str] = []
        for given in self.given:
            if given == STDIN:
                yield Source("stdin", STDIN, "standard input")
                continue
            for path in _expanded(given):
                if _is_skipped(path, skipped):
                    if path == given:
                        raise InputError(f"expected an input, found the output of the run: {given}")
                    continue
                if not os.path.isdir(path):
                    yield _named(path)
                    continue
                found = False
                for source in _walk(path, "", skipped):
                    found = True
                    _check_unique(source, folders, path)
                    yield source
                if not found:
                    raise InputError(f"expected files to annotate ({_KNOWN}) in the folder, found none: {path}")
                folders.append(path)

    def survey(self) -> Survey:
        """What one walk finds."""
        digest = hashlib.sha256()
        files, size = 0, 0
        endless = False
        for source in self:
            files += 1
            size += source.size
            endless = endless or not _regular(source)
            told = f"{source.kind}\0{source.name}\0{source.size}\0{source.changed}\n"
            digest.update(told.encode("utf-8", "backslashreplace"))
        return Survey(files, None if endless else size, digest.hexdigest())


def _expanded(given: str) -> list[str]:
    """The path itself if there is something, else what it matches as a pattern."""
    if os.path.lexists(given):
        return [given]
    if glob.has_magic(given):
        if found := sorted(glob.glob(given, recursive=True)):
            return [path for path in found if not os.path.isdir(path) and _kind(path)] or found
        raise InputError(f"expected files that match the pattern, found none: {given}")
    raise InputError(f"expected a file, a folder, a pattern or -, found nothing at {given}")


def _kind(path: str) -> Kind | None:
    name = path.casefold()
    return next((kind for suffix, kind in _KINDS.items() if name.endswith(suffix)), None)


def _named(path: str) -> Source:
    """The source at a path that the user gave; its id is the path as given."""
    kind = _kind(path)
    if kind is None:
        raise InputError(f"expected a file that ends in one of {_KNOWN}, found {path}")
    try:
        found = os.stat(path)
    except OSError as error:
        raise InputError(f"expected a file that can be read, found {error.strerror}: {path}") from None
    return Source(kind, path, _printable(path), found.st_size, found.st_mtime_ns)


def _walk(root: str, below: str, skipped: Mapping[str, str]) -> Iterator[Source]:
    """The sources under a folder, names in order, without hidden ones; links to folders are not followed."""
    folder = os.path.join(root, below)
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise InputError(f"expected a folder that can be read, found {error.strerror}: {folder}") from None
    for name in names:
        path = os.path.join(folder, name)
        if name.startswith(".") or _is_skipped(path, skipped):
            continue
        inner = os.path.join(below, name)
        if os.path.isdir(path):
            if not os.path.islink(path):
                yield from _walk(root, inner, skipped)
        elif kind := _kind(name):
            found = _status(path)
            size, changed = (found.st_size, found.st_mtime_ns) if found else (0, 0)
            yield Source(kind, path, _printable(inner.replace(os.sep, "/")), size, changed)


def _is_skipped(path: str, skipped: Mapping[str, str]) -> bool:
    real = skipped.get(os.path.basename(path))
    return real is not None and os.path.realpath(path) == real


def _status(path: str) -> os.stat_result | None:
    """None for a link that leads nowhere: its page then fails with what the system says."""
    try:
        return os.stat(path)
    except OSError:
        return None


def _regular(source: Source) -> bool:
    if source.kind == "stdin":
        return False
    found = _status(source.path)
    return found is None or stat.S_ISREG(found.st_mode)


def _check_unique(source: Source, folders: Sequence[str], folder: str) -> None:
    """Pages are named by their path inside the folder, so two folders must not have the same path inside."""
    if source.kind != "page":
        return
    for earlier in folders:
        if os.path.lexists(os.path.join(earlier, os.path.relpath(source.path, folder))):
            raise InputError(
                f"expected every page to have an id of its own, found {source.name!r} in {earlier} and in {folder}; "
                "give the folder that holds both"
            )


def _printable(path: str) -> str:
    r"""The path as text; bytes that are no UTF-8 as ``\x..``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
