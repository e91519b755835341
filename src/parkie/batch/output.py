"""Where packets go: a file of JSON lines, or a Parquet dataset, as a part that is committed step by step.

Both write beside the final name, ``OUT.part``, which gets the final name only when it is complete. A commit makes
everything written durable and says how far it reaches, the mark; opening at a mark cuts off all behind it.

- JSON lines: the mark is a length in bytes, and cutting off is truncation. Shards to be joined at the end would
  need the space twice.
- Parquet: a file has its index at its end, so it cannot be continued. The mark is the number of parts, each one
  file per table, and cutting off is removing the files of later parts. A part has a fixed number of pages, so
  that a run that went on has the same parts as one that did not stop.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from parkie.batch.journal import sync_folder, writing
from parkie.batch.worker import Format
from parkie.errors import OutputError

__all__ = ["JsonLines", "Output", "ParquetDataset", "open_output", "publish", "replaceable"]

_COMMIT_SECONDS: Final = 1.0
_BUFFER: Final = 1 << 18
_ROW_GROUP: Final = 50_000  # rows
_GROUP_BYTES: Final = 32_000_000
_SMALL: Final = 128  # batches of one page; each has a frame that is many times its rows, so they are put together
_PART_RE: Final = re.compile(r"part-(\d{6,12})\.parquet")


class Output(ABC):
    """A part that grows packet by packet."""

    @property
    @abstractmethod
    def due(self) -> bool:
        """Whether it is time to commit."""

    @abstractmethod
    def write(self, packet: bytes) -> None:
        """Add a packet; it counts when it is committed."""

    @abstractmethod
    def commit(self) -> int:
        """Make all packets durable; the mark behind them."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what was not committed."""


def open_output(output: Format, part: Path, mark: int, part_pages: int) -> Output:
    """The part at its mark; at 0 it is new.

    Raises:
        OutputError: there is less than the mark says, or it cannot be written.
    """
    return JsonLines(part, mark) if output == "jsonl" else ParquetDataset(part, mark, part_pages)


def replaceable(output: Format, path: Path) -> bool:
    """Whether what stands at the path is an output of this format and nothing else, so that it may be removed."""
    if output == "jsonl":
        return path.is_file()
    from parkie.writers.tables import TABLES

    if path.is_symlink() or not path.is_dir():
        return False
    tables = list(path.iterdir())
    return all(table.name in TABLES and table.is_dir() for table in tables) and all(
        _PART_RE.fullmatch(file.name) and file.is_file() for table in tables for file in table.iterdir()
    )


def publish(part: Path, final: Path) -> None:
    """Give the complete part its final name, in the place of what stands there."""
    with writing(final):
        if final.is_dir():
            shutil.rmtree(final)
        part.replace(final)
        sync_folder(final.parent)


class JsonLines(Output):
    """One file; a packet is a line."""

    def __init__(self, part: Path, mark: int) -> None:
        self._part = part
        self._buffer = bytearray()
        self._committed = time.monotonic()
        with writing(part):
            self._file = os.open(part, os.O_RDWR | os.O_CREAT, 0o644)
            self._length = os.fstat(self._file).st_size
            if self._length >= mark:
                os.ftruncate(self._file, mark)
                os.lseek(self._file, mark, os.SEEK_SET)
        if self._length < mark:
            self.close()
            raise _damaged(part)
        self._length = mark

    @property
    def due(self) -> bool:
        """Every second."""
        return time.monotonic() - self._committed >= _COMMIT_SECONDS

    def write(self, packet: bytes) -> None:
        """Add a line."""
        self._buffer += packet
        if len(self._buffer) >= _BUFFER:
            self._drain()

    def commit(self) -> int:
        """Make all lines durable; the length of the file."""
        self._drain()
        with writing(self._part):
            os.fsync(self._file)
        self._committed = time.monotonic()
        return self._length

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _drain(self) -> None:
        with writing(self._part):
            at = 0
            with memoryview(self._buffer) as view:
                while at < len(view):
                    at += os.write(self._file, view[at:])
        self._length += len(self._buffer)
        self._buffer.clear()


class ParquetDataset(Output):
    """A folder for each table, in it a file for each part."""

    def __init__(self, part: Path, mark: int, part_pages: int) -> None:
        from parkie.writers import parquet
        from parkie.writers.tables import import_pyarrow

        self._pa, self._schemas, self._unpack = import_pyarrow(), parquet.schemas(), parquet.unpack
        self._part, self._mark, self._part_pages = part, mark, part_pages
        self._pages = 0
        self._small: dict[str, list[Any]] = {name: [] for name in self._schemas}
        self._rows: dict[str, list[Any]] = {name: [] for name in self._schemas}
        self._sizes = dict.fromkeys(self._schemas, (0, 0))
        self._writers: dict[str, Any] = {}
        with writing(part):
            for name in self._schemas:
                (part / name).mkdir(parents=True, exist_ok=True)
                self._cut(part / name)

    @property
    def due(self) -> bool:
        """When the part has its pages."""
        return self._pages >= self._part_pages

    def write(self, packet: bytes) -> None:
        """Add the rows of a page."""
        self._pages += 1
        for name, batch in self._unpack(packet):
            self._small[name].append(batch)
            if len(self._small[name]) >= _SMALL:
                self._join(name)
            rows, size = self._sizes[name]
            self._sizes[name] = rows, size = rows + batch.num_rows, size + batch.nbytes
            if rows >= _ROW_GROUP or size >= _GROUP_BYTES:
                self._flush(name)

    def commit(self) -> int:
        """Finish the part, if it has pages or is the first; the number of parts."""
        if self._pages or not self._mark:
            for name in self._schemas:
                self._flush(name)
            with writing(self._part):
                for name, writer in self._writers.items():
                    writer.close()
                    _sync(self._path(name))
                    sync_folder(self._part / name)
                sync_folder(self._part)
            self._writers.clear()
            self._mark += 1
            self._pages = 0
        return self._mark

    def close(self) -> None:
        """Close the files of the part at work, which no mark will ever count."""
        for writer in self._writers.values():
            with suppress(OSError):
                writer.close()

    def _path(self, name: str) -> Path:
        return self._part / name / f"part-{self._mark:06}.parquet"

    def _join(self, name: str) -> None:
        """Make one batch of the small ones."""
        table = self._pa.Table.from_batches(self._small[name], self._schemas[name])
        self._rows[name] += table.combine_chunks().to_batches()
        self._small[name] = []

    def _flush(self, name: str) -> None:
        """Write the waiting rows of a table as row groups; a table without rows becomes a file without rows."""
        schema = self._schemas[name]
        self._join(name)
        with writing(self._path(name)):
            if name not in self._writers:
                self._writers[name] = self._pa.parquet.ParquetWriter(self._path(name), schema, compression="zstd")
            if self._rows[name]:
                table = self._pa.Table.from_batches(self._rows[name], schema)
                self._writers[name].write_table(table, row_group_size=_ROW_GROUP)
        self._rows[name] = []
        self._sizes[name] = 0, 0

    def _cut(self, folder: Path) -> None:
        """Remove the files behind the mark; those before it must all be there."""
        numbers = {int(found[1]): path for path in folder.iterdir() if (found := _PART_RE.fullmatch(path.name))}
        if any(number not in numbers for number in range(self._mark)):
            raise _damaged(folder)
        for number, path in numbers.items():
            if number >= self._mark:
                path.unlink()


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _damaged(part: Path) -> OutputError:
    return OutputError(
        f"expected in {part} what the earlier run has committed, found less; start again with --overwrite"
    )
