"""Fuzzing: many changed inputs, and what must hold of each.

    python -m tests.fuzz                            # every target, a minute each
    python -m tests.fuzz figures dates --minutes 5
    python -m tests.fuzz pipeline --minutes 5 --plain --seed 3

Each target runs in a process of its own, under atheris, which keeps the inputs that reach code no other has reached
and changes those further. ``--plain`` needs no atheris: it changes the seeds again and again, and is faster.

An input that breaks something is written to ``--findings``, its traceback is printed, and the exit status is 1. The
last line of a target says how many inputs were read.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

NAMES = ("fold", "figures", "dates", "page", "html", "bytes", "marked", "record", "names", "rules", "pipeline")


def main() -> int:
    """The command line; 0 where nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzz parkie.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"one of {' '.join(NAMES)}; all by default")
    parser.add_argument("--minutes", type=float, default=1.0, help="of each target (1)")
    parser.add_argument("--seed", type=int, default=0, help="of the random numbers (0)")
    parser.add_argument("--plain", action="store_true", help="without atheris")
    parser.add_argument("--findings", type=Path, default=Path("build/fuzz"), help="a folder (build/fuzz)")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := set(options.targets) - set(NAMES):
        parser.error(f"expected targets of {' '.join(NAMES)}, found {' '.join(sorted(unknown))}")
    if options.here:
        return run(options.targets[0], options)
    given = [f"--minutes={options.minutes}", f"--seed={options.seed}", f"--findings={options.findings}", "--here"]
    given += ["--plain"] if options.plain else []
    codes = [
        subprocess.run([sys.executable, "-m", "tests.fuzz", name, *given], check=False).returncode
        for name in options.targets or NAMES
    ]
    return 1 if any(codes) else 0


def run(name: str, options: argparse.Namespace) -> int:
    """Fuzz one target in this process."""
    if options.plain:
        from .reading import Reader, run_plain

        reader = Reader(name, options.findings)
        run_plain(reader, options.minutes, options.seed)
        return 0
    import atheris

    with atheris.instrument_imports(include=["parkie"]):
        import parkie.api
        import parkie.training.run  # noqa: F401  # with everything below it

        from .reading import Reader, run_guided
    run_guided(Reader(name, options.findings), options.minutes, options.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
