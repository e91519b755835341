"""Worker processes under supervision: pages in, packets out in the same order, whatever happens to a worker.

Each worker process has a thread beside it that hands it one page at a time and waits. A process that dies is
replaced and its page tried once more; a process that takes too long over a page is killed and replaced. Work
ahead of the writer is bounded, in pages and in bytes, so a slow page or a slow disk holds the reader back.
"""

from __future__ import annotations

import multiprocessing
import queue
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Final, Self

from parkie.batch.rows import Page
from parkie.batch.worker import Job, pack_error, serve, to_message
from parkie.errors import PipelineError

__all__ = ["Pool", "Result"]

_PAGES_AHEAD: Final = 32  # for each worker
_BYTES_AHEAD: Final = 64_000_000  # for all; one page may be larger and then goes alone
_LONGEST_START: Final = 600.0  # seconds, on a machine with much else to do
_STARTS: Final = 3  # a worker that cannot start so often will never do
_TRIES: Final = 2

_CONTEXT: Final = multiprocessing.get_context("spawn")  # nothing of the parent gets into a worker, on any system


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a page: its packet, and whether it is that of an error."""

    page: Page
    packet: bytes
    failed: bool

    @property
    def weight(self) -> int:
        """Bytes that it keeps in memory."""
        return len(self.page.body) + len(self.packet)


class _DiedError(Exception):
    """The worker process is no more."""


class _Worker:
    """One worker process and the pipe to it."""

    def __init__(self, job: Job) -> None:
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=serve, args=(theirs, asdict(job)), daemon=True)
        self._process.start()
        theirs.close()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.is_alive()

    def start(self) -> None:
        """Wait until it is ready.

        Raises:
            PipelineError: it says that it cannot be.
        """
        answer = self.receive(_LONGEST_START)
        if answer is None or answer[:1] != b"=":
            raise PipelineError((answer or b"!expected a worker to start, it took too long")[1:].decode("utf-8"))

    def send(self, message: bytes) -> None:
        """Hand a page over; the worker must be waiting for one."""
        try:
            self._pipe.send_bytes(message)
        except OSError as error:
            raise _DiedError from error

    def receive(self, timeout: float) -> bytes | None:
        """Its answer, or None after ``timeout`` seconds."""
        try:
            return self._pipe.recv_bytes() if self._pipe.poll(timeout) else None
        except (EOFError, OSError) as error:
            raise _DiedError from error

    def kill(self) -> None:
        """End the process, whatever it does; safe from any thread and more than once."""
        with suppress(ValueError):  # closed already
            self._process.kill()

    def close(self) -> int | None:
        """Kill it, wait for its end and let go of everything; the exit status."""
        self.kill()
        self._process.join()
        status = self._process.exitcode
        self._pipe.close()
        return status


class _Seat(threading.Thread):
    """The thread beside a worker: takes pages, puts results, and keeps the seat taken."""

    def __init__(self, job: Job, page_timeout: float, pages: queue.Queue[Page | None]) -> None:
        super().__init__(daemon=True)
        self.results: queue.Queue[Result | Exception]
        self._job, self._timeout, self._pages = job, page_timeout, pages
        self._worker: _Worker | None = None
        self._closing = False
        self._lock = threading.Lock()

    def run(self) -> None:
        """Work until there is no more, or until the seat is closed."""
        try:
            self._seated()
            while (page := self._pages.get()) is not None:
                self.results.put(self._result(page))
        except Exception as error:  # the main thread raises it
            self.results.put(error)
        finally:
            self._leave()

    def end(self) -> None:
        """Close the seat from another thread, in the middle of a page too."""
        with self._lock:
            self._closing = True
            if self._worker is not None:
                self._worker.kill()

    def _result(self, page: Page) -> Result:
        status: int | None = None
        for _ in range(_TRIES):
            worker = self._seated()
            try:
                worker.send(to_message(page))
                answer = worker.receive(self._timeout)
            except _DiedError:
                status = self._leave()
                continue
            if answer is not None:
                return Result(page, answer[1:], answer[:1] != b"+")
            self._leave()
            msg = f"expected the page to be read within {self._timeout:g} seconds, and it was not"
            return failed(self._job, page, "Timeout", msg)
        told = f"signal {-status}" if status is not None and status < 0 else f"exit status {status}"
        msg = f"expected the page to be read, and its worker process died {_TRIES} times, the last time by {told}"
        return failed(self._job, page, "WorkerDied", msg)

    def _seated(self) -> _Worker:
        """A worker that waits for a page: the one there is, or, if that died, another.

        Raises:
            PipelineError: none can be started.
        """
        if self._worker is not None and self._worker.alive:
            return self._worker
        status = self._leave()
        for _ in range(_STARTS):
            with self._lock:
                if self._closing:
                    raise _DiedError
                self._worker = worker = _Worker(self._job)
            try:
                worker.start()
            except _DiedError:
                status = self._leave()
                continue
            return worker
        told = f"expected a worker process to start, and it died {_STARTS} times (status {status})"
        raise PipelineError(f"{told}; if memory is short, use fewer --workers")

    def _leave(self) -> int | None:
        """End the worker, if there is one; its exit status."""
        with self._lock:
            worker, self._worker = self._worker, None
        return worker.close() if worker is not None else None


def failed(job: Job, page: Page, kind: str, message: str) -> Result:
    """The result of a page that no worker could read."""
    return Result(page, pack_error(job.format, page.id, page.number, kind, message), True)


class Pool:
    """Some worker processes; leaving the ``with`` block ends them, whatever they do."""

    def __init__(self, job: Job, workers: int, page_timeout: float) -> None:
        self._job = job
        self._pages: queue.Queue[Page | None] = queue.Queue()
        self._results: queue.Queue[Result | Exception] = queue.Queue()
        self._seats = [_Seat(job, page_timeout, self._pages) for _ in range(workers)]
        self._limit = _PAGES_AHEAD * workers

    def __enter__(self) -> Self:
        for seat in self._seats:
            seat.results = self._results
            seat.start()
        return self

    def __exit__(self, kind: object, error: object, trace: TracebackType | None) -> None:
        for seat in self._seats:
            seat.end()
            self._pages.put(None)
        for seat in self._seats:
            seat.join()

    def run(self, pages: Iterator[Page]) -> Iterator[Result]:
        """The results of the pages, in the order of the pages, which are read as they are needed.

        Raises:
            PipelineError: no worker can be started.
        """
        order: deque[int] = deque()  # pages read and not yet given back
        ready: dict[int, Result] = {}
        weight = 0
        more = True
        while more or order:
            while more and len(order) < self._limit and (weight < _BYTES_AHEAD or not order):
                page = next(pages, None)
                if page is None:
                    more = False
                    break
                order.append(page.number)
                weight += len(page.body)
                if page.error is None:
                    self._pages.put(page)
                else:
                    ready[page.number] = result = failed(self._job, page, *page.error)
                    weight += len(result.packet)
            if order and order[0] not in ready:
                result = self._next_result()
                ready[result.page.number] = result
                weight += len(result.packet)
            while order and order[0] in ready:
                result = ready.pop(order.popleft())
                weight -= result.weight
                yield result

    def _next_result(self) -> Result:
        result = self._results.get()
        if isinstance(result, Exception):
            raise result
        return result
