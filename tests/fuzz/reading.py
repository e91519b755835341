"""Reads inputs with one target: counts them, looks at the time they take, and keeps what breaks it.

Of every two hundred inputs one is also read at two lengths, one sixteen times the other, which may not take much more
than sixteen times as long.
"""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path
from random import Random

from .mutate import mutate
from .targets import TARGETS, Target

__all__ = ["Reader", "SlowError", "check_time", "run_guided", "run_plain"]

_SHORT, _STRETCHED = 1000, 16
_ALLOWED = 3 * _STRETCHED
_WORTH_TIMING = 0.25
_TIMED = 200
_SLOWEST = 10  # seconds of the processor for one input of a few hundred characters


class SlowError(AssertionError):
    """An input takes longer than its length explains."""


class Reader:
    """One target, and how many inputs it has read."""

    def __init__(self, name: str, findings: Path) -> None:
        self.name, self.target, self.findings = name, TARGETS[name], findings
        self.read, self.finished = 0, False

    def __call__(self, text: str) -> None:
        """Read one input."""
        self.read += 1
        try:
            spent = seconds(self.target, text)
            if spent > _SLOWEST:
                raise SlowError(f"{spent:.1f} s for {len(text)} characters")
            if self.read % _TIMED == 0:
                check_time(self.target, text)
        except Exception:  # whatever it is, the input is kept before it is raised
            self.findings.mkdir(parents=True, exist_ok=True)
            raw = text.encode("utf-8", "surrogatepass")
            path = self.findings / f"{self.name}-{hashlib.sha256(raw).hexdigest()[:12]}.txt"
            path.write_bytes(raw)
            print(f"{self.name}: what broke it is in {path}", file=sys.stderr, flush=True)
            raise


def seconds(target: Target, text: str) -> float:
    """Processor seconds of one check."""
    start = time.process_time()
    target.check(text)
    return time.process_time() - start


def check_time(target: Target, text: str) -> None:
    """Raise if the text, repeated, takes more time than its length explains."""
    short = (text * (_SHORT // max(1, len(text)) + 1))[:_SHORT]
    for _ in range(3):  # a busy machine may disturb one measurement, not three
        once, many = seconds(target, short), seconds(target, short * _STRETCHED)
        if many < _WORTH_TIMING or many < _ALLOWED * once:
            return
    raise SlowError(f"{once:.3f} s for {len(short)} characters, {many:.3f} s for {_STRETCHED} times as many")


def run_plain(reader: Reader, minutes: float, seed: int) -> None:
    """Change the seeds, one to three times each, until the time is over."""
    target, rng = reader.target, Random(seed)
    seeds = target.seeds()
    end = time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        text = rng.choice(seeds)[: target.longest]
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            text = mutate(text, rng, seeds, target.longest, tags=target.tags)
            reader(text)
    print(f"{reader.name}: {reader.read} inputs read", file=sys.stderr, flush=True)


def run_guided(reader: Reader, minutes: float, seed: int) -> None:
    """Let atheris choose which inputs are changed further; it ends the process."""
    import atheris

    target = reader.target
    seeds = target.seeds()
    end = time.monotonic() + 60 * minutes

    def change(data: bytes, longest: int, number: int) -> bytes:
        rng = Random(number)
        text = data.decode("utf-8", "replace") if data.strip() else rng.choice(seeds)[: target.longest]
        return mutate(text, rng, seeds, target.longest, tags=target.tags).encode("utf-8", "replace")[:longest]

    def read(data: bytes) -> None:
        if time.monotonic() < end:
            reader(data.decode("utf-8", "replace"))
        elif not reader.finished:
            reader.finished = True
            print(f"{reader.name}: {reader.read} inputs read", file=sys.stderr, flush=True)

    start = reader.findings / "seeds" / reader.name
    start.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(Random(seed).sample(list(seeds), min(200, len(seeds)))):
        (start / f"{number:03}").write_bytes(text[: target.longest].encode("utf-8", "replace"))
    options = [f"-max_total_time={round(60 * minutes) + 2}", f"-seed={seed + 1}", f"-max_len={4 * target.longest}"]
    options += ["-timeout=60", "-verbosity=0", f"-artifact_prefix={reader.findings}/"]
    atheris.Setup([reader.name, *options, str(start)], read, custom_mutator=change)
    atheris.Fuzz()
