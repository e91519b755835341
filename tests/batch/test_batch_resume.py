"""A run that stopped, wherever it stopped, and was started again ends as one that did not stop."""

from __future__ import annotations

import fcntl
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import pyarrow.parquet as pq
import pytest

import parkie
from parkie.batch import output as output_module
from parkie.batch import run as run_module
from parkie.batch.journal import Journal
from parkie.batch.pool import Result
from parkie.batch.rows import Page
from parkie.batch.run import Options, run
from parkie.batch.worker import Job
from parkie.errors import InputError, OutputError
from parkie.writers import jsonl, parquet
from parkie.writers.tables import TABLES


def journal_of(output: Path) -> Path:
    return output.with_name(f"{output.name}.journal.json")


def contents(output: Path) -> Any:
    """Bytes of a file; of a dataset, the rows of each table, and the names of the parts."""
    if output.is_file():
        return output.read_bytes()
    parts = sorted(str(path.relative_to(output)) for path in output.rglob("*.parquet"))
    return parts, [pq.read_table(output / name).to_pylist() for name in TABLES]


def left_over(output: Path) -> list[str]:
    """What stands beside the output, its journal aside."""
    known = {output, journal_of(output)}
    return [path.name for path in output.parent.glob(f"{output.name}*") if path not in known]


# -- processes that are killed ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """3,000 rows of several sentences, some of which fail."""
    path = tmp_path_factory.mktemp("many") / "many.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for number in range(3_000):
            text = f"云栖谷产业园{number % 12 + 1}月3日开园,总投资{number + 1}亿元。" * (1 + number % 3)
            stream.write(json.dumps({"id": f"r{number}", "text": "" if number % 500 == 77 else text}) + "\n")
    return path


def start(source: Path, output: Path, model: str, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "parkie", "annotate", str(source), "--output", str(output)]
    command += ["--workers", "1", "--model", model, "--part-pages", "400", *more]
    # a shell that puts the tests into the background has it that SIGINT is not heard, here and in what is started
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def children(pid: int) -> set[int]:
    """The processes that the threads of a process have started."""
    found: set[int] = set()
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(OSError):  # it has ended
            found |= {int(child) for child in (thread / "children").read_text().split()}
    return found


def runs(pid: int) -> bool:
    """Whether the process runs: one that has ended and was not asked for its status has no command line."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except OSError:
        return False


def committed(output: Path) -> int:
    journal = Journal.read(journal_of(output))
    return journal.pages if journal else 0


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.01)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds worker processes in /proc")
@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_killed_runs_that_go_on_end_like_one_that_was_not(
    name: str, many: Path, model: str, tmp_path: Path
) -> None:
    whole, output = tmp_path / f"whole.{name}", tmp_path / name
    run(Options([str(many)], str(whole), workers=2, model=model, part_pages=400))
    chance = random.Random(name)
    before = 0
    for how in (signal.SIGKILL, signal.SIGKILL, signal.SIGINT):
        again = ["--resume"] if journal_of(output).exists() else []
        process = start(many, output, model, *again)
        wait_until(lambda process=process: len(children(process.pid)) > 0)
        if again and not before:
            wait_until(lambda: committed(output) > 0)
        time.sleep(chance.random() * 0.5)
        workers = children(process.pid)
        process.send_signal(how)
        _, told = process.communicate(timeout=60)
        assert process.returncode == (130 if how == signal.SIGINT else -signal.SIGKILL)
        assert ("--resume goes on" in told) == (how == signal.SIGINT)
        assert not output.exists()
        wait_until(lambda workers=workers: not any(map(runs, workers)), 20)
        before = committed(output)
    assert 0 < before < 3_000
    process = start(many, output, model, "--resume")
    _, told = process.communicate(timeout=120)
    assert f"3000 pages ({before} by earlier runs), 6 errors" in told
    assert process.returncode == 3
    assert contents(output) == contents(whole)
    assert left_over(output) == []


# -- stopped at every single step ------------------------------------------------------------------


class Crash(BaseException):
    """The process is no more."""


class Inline:
    """Takes the place of the worker processes: every page is an article with its own address, at once."""

    def __init__(self, job: Job, workers: int, page_timeout: float) -> None:
        self.job = job

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def run(self, pages: Iterator[Page]) -> Iterator[Result]:
        writer = {"jsonl": jsonl, "parquet": parquet}[self.job.format]
        for page in pages:
            if page.error:
                yield Result(page, writer.pack_error(page.id, page.number, *page.error), True)
            else:
                article = parkie.Article(url=f"http://www.example.com/{page.id}", text=page.body.decode())
                packed = writer.pack_article(page.id, page.number, article, with_text=self.job.with_text)
                yield Result(page, packed, False)


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "Pool", Inline)
    monkeypatch.setattr(run_module, "_digest", lambda folder, suffixes=(): "same")


@pytest.fixture
def options(tmp_path: Path, inline: None) -> Options:
    source = tmp_path / "in.jsonl"
    rows = [{"id": str(number), "text": "云栖谷" * number} for number in range(9)]
    rows[5] = {"id": "5", "text": 5}
    source.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return Options([str(source)], str(tmp_path / "out.jsonl"), with_text=True, part_pages=5)


STEPS = ("write", "fsync", "ftruncate", "replace", "rename", "unlink", "rmdir", "mkdir", "open")


def stopping(patch: pytest.MonkeyPatch, step: int) -> None:
    """From the given step on, every call that changes something on disk ends the process."""
    taken = 0

    def stops(call: Callable[..., Any]) -> Callable[..., Any]:
        def stopped(*arguments: Any, **named: Any) -> Any:
            nonlocal taken
            taken += 1
            if taken > step:
                raise Crash
            return call(*arguments, **named)

        return stopped

    for name in STEPS:
        patch.setattr(os, name, stops(getattr(os, name)))


def crashes(options: Options, step: int) -> bool:
    """Whether the run was stopped at the step, or had ended before."""
    with pytest.MonkeyPatch.context() as patch:
        stopping(patch, step)
        try:
            run(options)
        except Crash:
            return True
    return False


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
@pytest.mark.parametrize("old", [False, True], ids=["new", "over an old output"])
def test_a_run_may_stop_at_every_step(
    name: str, old: bool, options: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_module, "_COMMIT_SECONDS", 0.0)
    whole = replace(options, output=str(tmp_path / f"whole.{name}"))
    run(whole)
    expected = contents(Path(whole.output))
    (tmp_path / "old").mkdir()
    if old:
        run(replace(options, output=str(tmp_path / "old" / name), with_text=False))
        former = contents(tmp_path / "old" / name)
    step, stopped = 0, True
    while stopped:
        output = Path(shutil.copytree(tmp_path / "old", tmp_path / str(step))) / name
        first = replace(options, output=str(output), overwrite=old)
        again = replace(first, overwrite=False, resume=True)
        stopped = crashes(first, step)
        try:
            crashes(again, step)  # a second time, going on
            done = run(again)
        except OutputError:  # stopped before it had begun: what was there is still there, and is another run's
            assert old
            assert contents(output) == former
            done = run(first)
        assert (done.pages, done.errors) == (9, 1)
        assert contents(output) == expected
        assert left_over(output) == []
        step += 1 if name == "out.jsonl" else 3  # parts take long
    assert step > 30


# -- what is refused -------------------------------------------------------------------------------


def test_an_output_is_not_touched_without_being_asked(options: Options) -> None:
    run(options)
    before = contents(Path(options.output))
    with pytest.raises(OutputError, match=r"expected no output at .*, found one; --overwrite replaces it"):
        run(options)
    done = run(replace(options, resume=True))
    assert (done.pages, done.before, done.errors) == (9, 9, 1)
    assert contents(Path(options.output)) == before
    run(replace(options, overwrite=True, with_text=False))
    assert contents(Path(options.output)) != before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"with_text": False}, r"with-text \(was True, is False\)"),
        ({"page_timeout": 9.0}, r"page-timeout \(was 600, is 9\)"),
        ({"max_page_bytes": 99}, "max-page-bytes"),
        ({"model": "zh_other"}, r"model \(was packaged, is zh_other\)"),
    ],
)
@pytest.mark.parametrize("complete", [True, False])
def test_other_options_are_not_mixed(options: Options, change: dict[str, Any], told: str, complete: bool) -> None:
    if complete:
        run(options)
    else:
        assert crashes(options, 8)
    with pytest.raises(OutputError, match=told):
        run(replace(options, resume=True, **change))


@pytest.mark.parametrize("change", ["more", "touched", "another", "version"])
def test_other_inputs_or_programs_are_not_mixed(
    options: Options, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_module, "_COMMIT_SECONDS", 0.0)
    assert crashes(options, 50)
    source = Path(options.inputs[0])
    if change == "more":
        source.write_text(source.read_text("utf-8") + "\n{}", "utf-8")
    elif change == "touched":
        os.utime(source, ns=(0, 0))
    elif change == "another":
        other = source.with_name("more.jsonl")
        other.write_bytes(source.read_bytes())
        options = replace(options, inputs=[*options.inputs, str(other)])
    else:
        monkeypatch.setattr(parkie, "__version__", "9.9")
    with pytest.raises(OutputError, match="found changes: " + ("version" if change == "version" else "inputs")):
        run(replace(options, resume=True))


@pytest.mark.parametrize("same", [True, False])
def test_standard_input_must_be_the_same_again(
    same: bool, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    monkeypatch.setattr(output_module, "_COMMIT_SECONDS", 0.0)
    data = Path(options.inputs[0]).read_bytes()
    piped = replace(options, inputs=["-"])

    def pipe(given: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))

    pipe(data)
    assert crashes(piped, 40)
    assert committed(Path(piped.output)) > 3
    pipe(data if same else data.replace(json.dumps("云栖谷" * 2).encode(), b'"other"'))
    if same:
        run(replace(piped, resume=True))
        whole = replace(piped, output=f"{piped.output}.whole.jsonl")
        pipe(data)
        run(whole)
        assert contents(Path(piped.output)) == contents(Path(whole.output))
    else:
        with pytest.raises(InputError, match=r"expected the \d pages that the earlier run has read, found others"):
            run(replace(piped, resume=True))


def test_a_part_that_has_lost_something_is_not_continued(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_module, "_COMMIT_SECONDS", 0.0)
    assert crashes(options, 40)
    part = Path(f"{options.output}.part")
    part.write_bytes(part.read_bytes()[:10])
    with pytest.raises(OutputError, match=r"expected in .* what the earlier run has committed, found less"):
        run(replace(options, resume=True))


def test_two_runs_do_not_write_one_output(options: Options) -> None:
    with Path(f"{options.output}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="no other run writes to"):
            run(options)
    assert run(options).pages == 9


@pytest.mark.parametrize("name", ["precious", "precious.jsonl"])
def test_only_outputs_are_replaced(name: str, options: Options, tmp_path: Path) -> None:
    other = tmp_path / name
    other.mkdir()
    (other / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(OutputError, match="expected to replace an output of the same format, found something else"):
        run(replace(options, output=str(other), overwrite=True))
    assert (other / "letter.txt").read_text("utf-8") == "dear"


# -- disks -----------------------------------------------------------------------------------------


@pytest.fixture
def small_disk() -> Iterator[Callable[[int], None]]:
    """Lets no file grow beyond so many bytes, as the system does when a quota is reached."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_a_full_disk_keeps_what_was_committed(
    name: str, options: Options, tmp_path: Path, small_disk: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_module, "_COMMIT_SECONDS", 0.0)
    source = Path(options.inputs[0])
    noise = random.Random(1)
    texts = ["".join(chr(noise.randrange(0x4E00, 0x9FA0)) for _ in range(size * size)) for size in range(90)]
    rows = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
    source.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    whole = replace(options, output=str(tmp_path / f"whole.{name}"))
    run(whole)
    limited = replace(options, output=str(tmp_path / name))
    small_disk(30_000)
    with pytest.raises(OutputError, match=r"expected to write .*File too large; what was committed is kept"):
        run(limited)
    small_disk(resource.RLIM_INFINITY)
    assert 10 < committed(Path(limited.output)) < 90
    assert run(replace(limited, resume=True)).before > 10
    assert contents(Path(limited.output)) == contents(Path(whole.output))


def test_a_place_that_cannot_be_written_to(options: Options, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="expected a folder to write to, found none"):
        run(replace(options, output=str(tmp_path / "none" / "out.jsonl")))
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o500)
    if os.access(locked, os.W_OK):
        pytest.skip("this user may write everywhere")
    with pytest.raises(OutputError, match="Permission denied"):
        run(replace(options, output=str(locked / "out.jsonl")))
