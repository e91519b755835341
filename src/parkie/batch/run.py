"""The whole run: from inputs to an output that is complete, or that can be continued where it stopped."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import parkie
from parkie.batch.inputs import Inputs, Survey
from parkie.batch.journal import Journal, locked
from parkie.batch.output import open_output, publish, replaceable
from parkie.batch.pool import Pool
from parkie.batch.rows import check_source, read_pages
from parkie.batch.worker import Format, Job
from parkie.errors import OutputError

__all__ = ["LARGEST_PAGE", "PAGE_TIMEOUT", "PART_PAGES", "Options", "Progress", "format_of", "run"]

LARGEST_PAGE: Final = 50_000_000
PAGE_TIMEOUT: Final = 600.0
PART_PAGES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Options:
    """What to annotate, where to put it, and how.

    ``workers``: processes, 0 for one per core. ``resume``: go on with the run that stopped. ``overwrite``:
    replace the output of an earlier one. ``model``: path or name of a pipeline, None for the packaged one.
    ``page_timeout``: seconds a page may take. ``max_page_bytes``: a larger page becomes an error. ``part_pages``:
    pages in a part of a Parquet dataset, which is also how much work a run that is killed can lose.
    """

    inputs: Sequence[str]
    output: str
    workers: int = 0
    resume: bool = False
    overwrite: bool = False
    model: str | None = None
    with_text: bool = False
    page_timeout: float = PAGE_TIMEOUT
    max_page_bytes: int = LARGEST_PAGE
    part_pages: int = PART_PAGES


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: pages and errors among them, of this run and those it goes on with; bytes of input
    read, of how many in all (None: nobody can tell); ``before`` are the pages of earlier runs."""

    pages: int
    errors: int
    done: int
    size: int | None
    before: int


def format_of(output: str) -> Format | None:
    """The format that the name of an output asks for, None if it asks for none."""
    name = output.casefold()
    if name.endswith(".jsonl"):
        return "jsonl"
    if name.endswith((".parquet", "/", os.sep)) or os.path.isdir(output) or "." not in os.path.basename(name):
        return "parquet"
    return None


def run(options: Options, report: Callable[[Progress], None] = lambda progress: None) -> Progress:
    """Annotate every page of the inputs; ``report`` is called with each page that is done.

    Raises:
        InputError: an input is not there or not what it should be, or has changed since the run that is resumed.
        OutputError: there is an output already, it is that of another run, or it cannot be written.
        PipelineError: the pipeline cannot be loaded.
    """
    output = format_of(options.output)
    if output is None:
        raise OutputError(f"expected an output that ends in .jsonl or .parquet, or a folder, found {options.output}")
    if output == "parquet":
        from parkie.writers.tables import import_pyarrow

        import_pyarrow()
    final = Path(options.output)
    if not final.name:
        raise OutputError(f"expected the name of an output, found {options.output}")
    part, path, lock = (final.with_name(final.name + end) for end in (".part", ".journal.json", ".lock"))
    inputs = Inputs(options.inputs, [str(final), str(part)])
    if not final.parent.is_dir():
        raise OutputError(f"expected a folder to write to, found none: {final.parent}")
    survey = inputs.survey()
    for source in inputs:
        check_source(source, options.max_page_bytes)
    with locked(lock):
        journal = _begin(options, output, (final, part, path), _identity(options, output, survey))
        before = journal.pages
        if not (journal.complete and not part.exists()):
            work = _Work(options, output, inputs, survey, report)
            journal = work.go_on(journal, part, path)
            publish(part, final)
    return Progress(journal.pages, journal.errors, survey.size or 0, survey.size, before)


def _begin(options: Options, output: Format, places: tuple[Path, Path, Path], identity: dict[str, str]) -> Journal:
    """The journal to go on with: that of the earlier run, or a new one."""
    final, part, path = places
    found = None if options.overwrite else Journal.read(path)
    if options.resume and found is not None:
        _check_same(found.run, identity, final)
        if found.complete and not part.exists() and not _stands(final):
            raise OutputError(f"expected the finished output at {final}, found none; start again with --overwrite")
        return found
    for place in (final, part):
        if options.overwrite and _stands(place) and not replaceable(output, place):
            raise OutputError(f"expected to replace an output of the same format, found something else: {place}")
    if not options.overwrite:
        begun = part.exists() if found is None else found.pages and not found.complete
        if begun and not options.resume:  # a run that failed before its first page, on a wrong --model, may begin again
            raise OutputError(
                f"expected no output at {final}, found that of a run that did not end; "
                "--resume goes on with it, --overwrite starts again"
            )
        if _stands(final):
            raise OutputError(f"expected no output at {final}, found one; --overwrite replaces it")
    new = Journal(run=identity)
    new.write(path)  # before the part: a journal that is complete never stands beside a part that is not
    return new


def _stands(path: Path) -> bool:
    """Whether there is something, an empty folder aside."""
    return os.path.lexists(path) and not (path.is_dir() and not any(path.iterdir()))


def _check_same(earlier: dict[str, str], now: dict[str, str], final: Path) -> None:
    """Refuse to go on with a run of another kind."""
    changed = [name for name in now if earlier.get(name) != now[name]]
    if changed:
        told = ", ".join(
            name if len(now[name]) > 40 else f"{name} (was {earlier.get(name)}, is {now[name]})" for name in changed
        )
        raise OutputError(
            f"expected to go on with the run that wrote {final}, found changes: {told}; "
            "undo them, or start again with --overwrite"
        )


def _identity(options: Options, output: Format, survey: Survey) -> dict[str, str]:
    """All that decides what the output holds; the number of workers does not."""
    return {
        "version": parkie.__version__,
        "program": _digest(Path(parkie.__file__).parent, (".py", ".toml", ".tsv", ".gz", ".npz")),
        "inputs": survey.digest,
        "format": output,
        "model": _model_identity(options.model),
        "with-text": str(options.with_text),
        "page-timeout": f"{options.page_timeout:g}",
        "max-page-bytes": str(options.max_page_bytes),
        "part-pages": str(options.part_pages if output == "parquet" else 0),
    }


def _model_identity(model: str | None) -> str:
    if model is None:
        return "packaged"
    if Path(model).is_dir():
        return _digest(Path(model))
    try:
        return f"{model} {version(model)}"
    except PackageNotFoundError:
        return model  # loading it will say what is wrong


def _digest(folder: Path, suffixes: tuple[str, ...] = ()) -> str:
    """Of the names and contents of all files in a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (not suffixes or path.suffix in suffixes):
            digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Work:
    """The work itself: from the journal's mark to the end of the inputs."""

    options: Options
    output: Format
    inputs: Inputs
    survey: Survey
    report: Callable[[Progress], None]

    def go_on(self, journal: Journal, part: Path, path: Path) -> Journal:
        """Do what is left; the journal of the complete run."""
        if journal.complete:
            return journal
        options = self.options
        job = Job(self.output, options.with_text, options.model)
        pages = read_pages(self.inputs, options.max_page_bytes, journal.pages, journal.chain)
        before = journal.pages
        with (
            closing(open_output(self.output, part, journal.mark, options.part_pages)) as output,
            Pool(job, options.workers or os.cpu_count() or 1, options.page_timeout) as pool,
        ):
            for result in pool.run(pages):
                output.write(result.packet)
                errors = journal.errors + result.failed
                journal = replace(journal, pages=journal.pages + 1, errors=errors, chain=result.page.chain)
                self.report(Progress(journal.pages, errors, result.page.done, self.survey.size, before))
                if output.due:
                    journal = replace(journal, mark=output.commit())
                    journal.write(path)
            journal = replace(journal, mark=output.commit(), complete=True)
            journal.write(path)
        return journal
