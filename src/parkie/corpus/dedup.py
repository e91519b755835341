"""The same news told twice: from annotated articles to copies and happenings, in one pass."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from parkie.corpus.copies import SIMILAR, Copies, Copy
from parkie.corpus.happenings import Happening, Happenings
from parkie.corpus.sources import Source, read_sources
from parkie.corpus.tables import TABLES, write_lines, write_tables
from parkie.errors import OutputError

__all__ = ["Merged", "dedup", "merge"]


@dataclass(frozen=True, slots=True)
class Merged:
    """What many articles come to: how many there were, which are copies, and what they tell."""

    articles: int
    copies: tuple[Copy, ...]
    happenings: tuple[Happening, ...]


def merge(
    sources: Iterable[Source], *, similar: float = SIMILAR, report: Callable[[int], None] = lambda articles: None
) -> Merged:
    """The copies among the articles, and their events, those of one happening together.

    Args:
        sources: from ``read_sources``, or ``source_of`` of articles in memory.
        similar: the share of its text (0.3 to 1) that a copy has in common with its original.
        report: called with the number of articles read, now and then.

    Raises:
        InputError: datasketch is not installed, or a source cannot be read.
    """
    copies, happenings = Copies(similar), Happenings()
    found: list[Copy] = []
    articles = 0
    for source in sources:
        copy = copies.add(source.id, source.page, source.body)
        if copy is not None:
            found.append(copy)
        happenings.add(source, copied=copy is not None)
        articles += 1
        if articles % 100 == 0:
            report(articles)
    return Merged(articles, tuple(found), tuple(happenings))


def dedup(
    path: str,
    output: str,
    *,
    similar: float = SIMILAR,
    overwrite: bool = False,
    report: Callable[[int], None] = lambda articles: None,
) -> Merged:
    """Merge what ``parkie annotate --with-text`` wrote to ``path``, and write it to ``output``.

    An output that ends in ``.jsonl`` becomes lines of JSON; any other a folder with four Parquet tables. It appears
    when it is complete.

    Raises:
        InputError: there is nothing at ``path`` that can be read.
        OutputError: there is an output already, or it cannot be written.
    """
    final = Path(output)
    if not final.parent.is_dir():
        raise OutputError(f"expected a folder to write to, found none: {final.parent}")
    if final.exists() and not (overwrite and _replaceable(final)):
        told = "found something else" if overwrite else "found one; --overwrite replaces it"
        raise OutputError(f"expected {'an output of parkie dedup' if overwrite else 'no output'} at {final}, {told}")
    merged = merge(read_sources(path), similar=similar, report=report)
    part = final.with_name(final.name + ".part")
    try:
        _remove(part)
        if final.suffix == ".jsonl":
            write_lines(part, merged.copies, merged.happenings)
        else:
            part.mkdir()
            write_tables(part, merged.copies, merged.happenings)
        _remove(final)
        part.replace(final)
    except OSError as error:
        raise OutputError(f"expected to write {final}, found: {error}") from error
    return merged


def _replaceable(path: Path) -> bool:
    """Whether what stands there is an output of this, and may be removed."""
    if path.is_dir():
        return {child.name for child in path.iterdir()} <= {f"{name}.parquet" for name in TABLES}
    return path.is_file() and path.suffix == ".jsonl"


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        with suppress(FileNotFoundError):
            path.unlink()
