"""The command line as a program sees it: arguments and standard input in, status and both outputs out."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from parkie.cli.app import main


class Result(NamedTuple):
    """How a run ended, and what it wrote."""

    status: int | str | None
    out: str
    err: str


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the command line with the given arguments and standard input."""

    def runner(*arguments: str | Path, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as exit_info:
            main([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return Result(exit_info.value.code, out.decode("utf-8"), err.decode("utf-8"))

    return runner
