"""What runs in a worker process: it loads a pipeline once, then answers every page with a packet of bytes.

What crosses the pipe is bytes, never a pickle. To the worker: a JSON head, a line break, the page. Back: a sign
and the packet, ``+`` for an article, ``-`` for an error; at the start ``=`` when the worker is ready, or ``!``
and why it cannot be.
"""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import Any, Literal

from parkie.batch.rows import Page
from parkie.errors import ParkieError

__all__ = ["Format", "Job", "pack_error", "serve", "to_message"]

Format = Literal["jsonl", "parquet", "nested"]
_WARM_UP = "云栖谷产业园7月3日开园,总投资20亿元。"
_LONGEST_MESSAGE = 2000


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know: which packets to make, with which pipeline (None: the packaged one)."""

    format: Format
    with_text: bool = False
    model: str | None = None


def pack_error(output: Format, page_id: str, number: int, kind: str, message: str) -> bytes:
    """The packet of a page that failed."""
    told = message.encode("utf-8", "backslashreplace").decode("utf-8")
    if len(told) > _LONGEST_MESSAGE:
        told = told[:_LONGEST_MESSAGE] + "…"
    packet: bytes = _writer(output).pack_error(page_id, number, kind, told)
    return packet


def to_message(page: Page) -> bytes:
    """The page as it crosses to the worker."""
    head = {name: getattr(page, name) for name in ("id", "number", "decoded", "published", "html")}
    return json.dumps(head).encode("ascii") + b"\n" + page.body


def serve(connection: Connection, job: dict[str, Any]) -> None:
    """Answer pages until the other end of the pipe is closed. ``job`` is a ``Job`` as plain data."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, and the parent ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        answer = _load(Job(**job))
    except ParkieError as error:
        connection.send_bytes(b"!" + str(error).encode("utf-8", "backslashreplace"))
        return
    connection.send_bytes(b"=")
    while True:
        try:
            message = connection.recv_bytes()
            connection.send_bytes(answer(message))
        except (EOFError, BrokenPipeError):
            return


def _end_with_parent() -> None:
    """End the process with its parent, in the middle of a page too."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _writer(output: Format) -> Any:
    return import_module(f"parkie.writers.{output}")


def _load(job: Job) -> Callable[[bytes], bytes]:
    from parkie import api

    nlp = api.load(job.model)
    api.extract(_WARM_UP, nlp=nlp)  # the word lists are read with the first page: its time is not the page's
    writer = _writer(job.format)

    def answer(message: bytes) -> bytes:
        told, _, body = message.partition(b"\n")
        head = json.loads(told)
        try:
            text = body.decode("utf-8", "surrogatepass") if head["decoded"] else body
            article = api.extract(text, published=head["published"], html=head["html"], nlp=nlp)
            packet: bytes = writer.pack_article(head["id"], head["number"], article, with_text=job.with_text)
            return b"+" + packet
        except Exception as error:  # whatever a page does, it becomes a row
            return b"-" + pack_error(job.format, head["id"], head["number"], type(error).__name__, str(error))

    return answer
