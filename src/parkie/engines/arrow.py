"""The annotator as one function: Arrow data with a page a row in, Arrow data with an article a row out.

The pages are read in processes of its own, so that a page can end none of the engine's: whatever it does, it
becomes a row, and the job goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from parkie.batch.pool import Pool
from parkie.batch.rows import check_columns, read_rows
from parkie.batch.run import LARGEST_PAGE, PAGE_TIMEOUT
from parkie.batch.worker import Job
from parkie.writers.nested import schema, unpack
from parkie.writers.tables import import_pyarrow

__all__ = ["ArrowAnnotator", "Settings"]

_COLUMNS: Final = ("id", "text", "published", "html")


@dataclass(frozen=True, slots=True)
class Settings:
    """How pages are read.

    ``model``: path or name of a pipeline that every machine has, None for the packaged one. ``with_text``: fill the
    column ``text``. ``processes``: of each annotator, beside the engine's. ``page_timeout``: seconds a page may take.
    ``max_page_bytes``: a larger page becomes an error.
    """

    model: str | None = None
    with_text: bool = False
    processes: int = 1
    page_timeout: float = PAGE_TIMEOUT
    max_page_bytes: int = LARGEST_PAGE


class ArrowAnnotator:
    """Reads the pages of record batches; the pipeline is loaded once, with the first batch.

    Input columns: ``id`` and ``text``, and if known ``published`` and ``html``, as in files of rows; others are not
    read. Output: ``parkie.writers.nested.schema()``, a row for each page, in their order. Use it in a ``with`` block,
    or ``close`` it, or leave it to the end of the process.

    >>> import pyarrow as pa
    >>> with ArrowAnnotator() as annotate:
    ...     rows = annotate(pa.table({"id": ["a"], "text": ["云栖谷产业园7月3日开园,总投资20亿元。"]}))
    >>> rows.num_rows, rows.column("events")[0].as_py()[0]["type"]
    (1, 'construction')
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._pool: Pool | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; the next batch starts them again."""
        self._pool = None
        self._open.close()

    def __call__(self, pages: Any) -> Any:
        """The articles of a record batch or table of pages, as a table.

        Raises:
            InputError: it has not the columns ``id`` and ``text``, or a column is of another type.
            PipelineError: the pipeline cannot be loaded.
        """
        return import_pyarrow().Table.from_batches(self.batches([pages]), schema())

    def batches(self, pages: Iterable[Any]) -> Iterator[Any]:
        """The articles of many record batches or tables, as record batches of about the same size, streaming."""
        pa = import_pyarrow()
        for batch in pages:
            check_columns(batch.schema, "the batch")
            packets = [unpack(result.packet) for result in self._running().run(self._pages(batch))]
            if packets:
                yield pa.Table.from_batches(packets).combine_chunks().to_batches()[0]

    def _pages(self, batch: Any) -> Iterator[Any]:
        rows = batch.select([name for name in batch.schema.names if name in _COLUMNS]).to_pylist()
        for number, page in enumerate(read_rows(rows, "the batch", self._settings.max_page_bytes)):
            yield replace(page, number=number)

    def _running(self) -> Pool:
        if self._pool is None:
            job = Job("nested", self._settings.with_text, self._settings.model)
            self._pool = self._open.enter_context(Pool(job, self._settings.processes, self._settings.page_timeout))
        return self._pool
