"""From a source to its pages, one at a time: the pages of a folder, the rows of JSON lines and of Parquet.

A row that is no page becomes a page with an error, and so a row of the output. A whole file that is no input at
all (no JSON lines, a Parquet file without the columns) is found before anything is read, by ``check_source``.
"""

from __future__ import annotations

import datetime
import gzip
import hashlib
import io
import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from parkie.batch.inputs import Source
from parkie.errors import InputError, OutputError
from parkie.writers.tables import import_pyarrow

__all__ = ["Page", "check_columns", "check_source", "read_pages", "read_rows"]

_COLUMNS: Final = ("id", "text", "published", "html")
_ROWS_AT_ONCE: Final = 16
_SLACK: Final = 1_000_000
"""Bytes of a JSON line beyond twice the largest page: a character of three bytes is six as an escape."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to read: bytes as they lie on disk, or, where ``decoded``, characters in UTF-8; or why it cannot be.

    ``number`` is its place in the whole input, from 0. ``done`` is how many bytes of input have been read with
    it, ``chain`` a digest of all pages up to it.
    """

    id: str
    body: bytes = b""
    decoded: bool = False
    published: str | None = None
    html: bool | None = None
    error: tuple[str, str] | None = None
    number: int = 0
    done: int = 0
    chain: str = ""


def read_pages(sources: Iterable[Source], max_page_bytes: int, behind: int = 0, chain: str = "") -> Iterator[Page]:
    """The pages of the sources; of those that an earlier run has ``behind`` it, only the digest is made.

    Each page is chained to the pages before it by its id and, where pages are rows, by its text. A file that is
    one page is not opened to be passed over: the survey of the inputs has its size and its time of change.

    Raises:
        InputError: the pages passed over are not those of ``chain``.
    """
    number, size, seen = 0, 0, ""
    for source in sources:
        single = source.kind == "page"
        for row in [Page(source.name, done=source.size)] if single else _ROWS[source.kind](source, max_page_bytes):
            seen = _chained(seen, row)
            number += 1
            if number == behind and seen != chain:
                raise InputError(f"expected the {behind} pages that the earlier run has read, found others")
            if number > behind:
                page = _read_file(row, source, max_page_bytes) if single else row
                yield replace(page, number=number - 1, done=size + page.done, chain=seen)
        size += source.size
    if number < behind:
        raise InputError(f"expected the {behind} pages that the earlier run has read, found {number}")


def _chained(chain: str, page: Page) -> str:
    head = f"{chain} {len(page.id)} {page.id} {page.published} {page.html} {page.decoded} "
    digest = hashlib.sha256(head.encode())
    digest.update(page.body)
    return digest.hexdigest()


def _read_file(page: Page, source: Source, max_page_bytes: int) -> Page:
    html = True if source.path.casefold().endswith((".html", ".htm")) else None
    try:
        with Path(source.path).open("rb") as stream:
            body = stream.read(max_page_bytes + 1)
    except OSError as error:
        return replace(page, error=("InputError", f"expected a file that can be read, found {error.strerror}"))
    return _bounded(replace(page, body=body, html=html), max_page_bytes)


def check_source(source: Source, max_page_bytes: int) -> None:
    """Look at the head of a file of many pages.

    Raises:
        InputError: it is not what its name says, or its first row has not the columns.
        OutputError: it is Parquet and pyarrow is not installed.
    """
    if source.kind == "parquet":
        _open_parquet(source)
    elif source.kind == "jsonl":
        first = next(_read_jsonl(source, max_page_bytes), None)
        if first is not None and first.error is not None and first.error[0] == "InputError":
            raise InputError(first.error[1])


def _bounded(page: Page, max_page_bytes: int) -> Page:
    return page if len(page.body) <= max_page_bytes else _too_large(page, max_page_bytes)


def _too_large(page: Page, max_page_bytes: int) -> Page:
    msg = f"expected a page of at most {max_page_bytes} bytes, found a larger one; raise --max-page-bytes or split it"
    return replace(page, body=b"", error=("PageError", msg))


# -- JSON lines ------------------------------------------------------------------------------------


def _read_stdin(source: Source, max_page_bytes: int) -> Iterator[Page]:
    for page in _read_lines(source.name, sys.stdin.buffer, max_page_bytes):
        if page.id == f"{source.name}:1" and page.error and page.error[0] == "InputError":
            raise InputError(page.error[1])
        yield page


def _read_jsonl(source: Source, max_page_bytes: int) -> Iterator[Page]:
    try:
        with Path(source.path).open("rb") as raw:
            zipped = source.path.casefold().endswith(".gz")
            stream: Any = gzip.GzipFile(fileobj=raw) if zipped else raw
            for page in _read_lines(source.name, io.BufferedReader(stream) if zipped else raw, max_page_bytes):
                yield replace(page, done=min(raw.tell(), source.size))
    except OSError as error:
        told = error.strerror or str(error)
        yield _bad(source.name, 0, f"a file that can be read, found {told}")


def _read_lines(name: str, stream: BinaryIO | io.BufferedReader, max_page_bytes: int) -> Iterator[Page]:
    """The rows of a stream; where it breaks off in the middle, the last row says so."""
    longest = 2 * max_page_bytes + _SLACK
    number = 0
    try:
        while line := stream.readline(longest):
            number += 1
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if len(line) == longest and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = stream.readline(longest)
                yield _too_large(Page(f"{name}:{number}"), max_page_bytes)
            elif line.strip():
                yield _bounded(_from_line(line, name, number), max_page_bytes)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield _bad(name, number + 1, f"a whole gzip file, found a broken one ({error})")


def _bad(name: str, number: int, expected: str, page_id: str | None = None) -> Page:
    where = f"{name}, row {number}" if number else name
    return Page(page_id or f"{name}:{number}", error=("InputError", f"{where}: expected {expected}"))


def _from_line(line: bytes, name: str, number: int) -> Page:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _bad(name, number, f"one JSON object a line, found something else ({error})")
    if not isinstance(row, dict):
        return _bad(name, number, f"a JSON object with the columns id and text, found {type(row).__name__}")
    return _from_row(row, name, number)


def _from_row(row: dict[str, Any], name: str, number: int) -> Page:
    """The page of a row, or what is wrong with the row."""
    missing = [column for column in ("id", "text") if row.get(column) is None]
    page_id = row.get("id")
    known = _clean(str(page_id)) if isinstance(page_id, str | int) and page_id != "" else None
    if missing:
        found = ", ".join(map(str, list(row)[:10])) or "none"
        return _bad(name, number, f"a value in the columns id and text, found the columns {found}", known)
    if known is None or isinstance(page_id, bool):
        return _bad(name, number, f"a string in the column id, found {page_id!r:.40}")
    text, html = row["text"], row.get("html")
    if not isinstance(text, str | bytes):
        return _bad(name, number, f"a string in the column text, found {type(text).__name__}", known)
    if html is not None and not isinstance(html, bool):
        return _bad(name, number, f"true, false or null in the column html, found {html!r:.40}", known)
    published = row.get("published")
    if isinstance(published, datetime.date):  # of Parquet, also a point in time
        published = published.isoformat()[:10]
    if published is not None and not isinstance(published, str):
        return _bad(name, number, f"a date as string in the column published, found {published!r:.40}", known)
    decoded = isinstance(text, str)
    body = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return Page(known, body, decoded, published or None, html)


def _clean(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


# -- Parquet ---------------------------------------------------------------------------------------


def _open_parquet(source: Source) -> Any:
    """The file, its columns checked; read as a stream, so that a large row group need not fit in memory."""
    try:
        pa = import_pyarrow()
    except OutputError as error:
        raise InputError(f"{source.name}: {error}") from error
    try:
        file = pa.parquet.ParquetFile(source.path, buffer_size=1 << 20, pre_buffer=False)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{source.name}: expected a Parquet file, found none: {error}") from error
    check_columns(file.schema_arrow, source.name)
    return file


def check_columns(schema: Any, name: str) -> None:
    """Look at the columns of an Arrow schema; ``name`` is what the error calls the input.

    Raises:
        InputError: it has not the columns, or they are of other types.
    """
    found = {column.name: column.type for column in schema}
    for column in ("id", "text"):
        if column not in found:
            told = ", ".join(found) or "none"
            raise InputError(f"{name}: expected the columns id and text, found the columns {told}")
    for column, accepts in _accepted(import_pyarrow()).items():
        if column in found and not any(is_type(found[column]) for is_type in accepts):
            raise InputError(f"{name}: expected another type in the column {column}, found {found[column]}")


def _accepted(pa: Any) -> dict[str, tuple[Any, ...]]:
    types = pa.types
    strings = (types.is_string, types.is_large_string, types.is_string_view, types.is_dictionary, types.is_null)
    return {
        "id": (*strings, types.is_integer),
        "text": (*strings, types.is_binary, types.is_large_binary),
        "published": (*strings, types.is_date, types.is_timestamp),
        "html": (types.is_boolean, types.is_null),
    }


def _read_parquet(source: Source, max_page_bytes: int) -> Iterator[Page]:
    file = _open_parquet(source)
    number, total = 0, max(1, file.metadata.num_rows)
    columns = [name for name in file.schema_arrow.names if name in _COLUMNS]
    with file:
        batches = file.iter_batches(batch_size=_ROWS_AT_ONCE, columns=columns, use_threads=False)
        while True:
            try:
                batch = next(batches, None)
                rows = batch.to_pylist() if batch is not None else None
            except (OSError, ValueError) as error:  # Arrow's errors are of these kinds
                yield _bad(source.name, number + 1, f"a whole Parquet file, found a broken one ({error})")
                return
            if rows is None:
                return
            for page in read_rows(rows, source.name, max_page_bytes, number):
                number += 1
                yield replace(page, done=source.size * number // total)


def read_rows(rows: Iterable[dict[str, Any]], name: str, max_page_bytes: int, behind: int = 0) -> Iterator[Page]:
    """The pages of rows as plain data; ``behind`` is how many rows of the input came before them."""
    for number, row in enumerate(rows, start=behind + 1):
        yield _bounded(_from_row(row, name, number), max_page_bytes)


_ROWS: Final = {"stdin": _read_stdin, "jsonl": _read_jsonl, "parquet": _read_parquet}
