"""Kills a process of this test's own while something runs (Linux: looks in /proc)."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["kill_when_there"]


def _processes() -> dict[int, tuple[int, str]]:
    """Of every process, its parent and its command line."""
    found = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with suppress(OSError):
                told = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                stat = (path / "stat").read_text("utf-8", "replace")
                found[int(path.name)] = int(stat.rpartition(")")[2].split()[1]), told
    return found


def _below(top: int, processes: dict[int, tuple[int, str]]) -> set[int]:
    """The processes that descend from one."""
    found = {top}
    while more := {pid for pid, (parent, _) in processes.items() if parent in found} - found:
        found |= more
    return found - {top}


def _victim(name: str, with_child: str) -> int | None:
    processes = _processes()
    for pid in _below(os.getpid(), processes):
        if name in processes[pid][1]:
            below = _below(pid, processes)
            if any(with_child in processes[child][1] for child in below):
                return pid
    return None


@contextmanager
def kill_when_there(name: str, with_child: str) -> Iterator[list[int]]:
    """While the block runs, kill the first descendant of this process whose command line holds ``name`` and that has
    a descendant with ``with_child``; the list given holds it afterwards."""
    killed: list[int] = []
    over = threading.Event()

    def watch() -> None:
        while not killed and not over.wait(0.05):
            if (victim := _victim(name, with_child)) is not None:
                over.wait(1.0)  # in the midst of its pages
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()
