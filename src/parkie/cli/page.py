"""The page that a verb reads: its options, its bytes, its article."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, TypeVar

import typer

from parkie.errors import PageError, PageWarning

if TYPE_CHECKING:
    from spacy.language import Language

    from parkie.records.article import Article

__all__ = ["Html", "Model", "PageFile", "Published", "article_of", "read_by"]

T = TypeVar("T")


def _check_published(value: str | None) -> str | None:
    if value is not None:
        from parkie.api import read_published

        try:
            read_published(value)
        except PageError as error:
            raise typer.BadParameter(str(error)) from None
    return value


PageFile = Annotated[str, typer.Argument(metavar="[FILE|-]", help="The page; - reads standard input.")]
Published = Annotated[
    str | None,
    typer.Option(
        callback=_check_published, metavar="YYYY-MM-DD", help="The publication day, where it is known."
    ),
]
Html = Annotated[
    bool | None, typer.Option("--html/--text", help="What the page is; without either, parkie looks.")
]
Model = Annotated[
    str | None, typer.Option(metavar="PATH", help="A trained pipeline; by default the packaged one.")
]


def article_of(file: str, published: str | None, html: bool | None, model: str | None) -> Article:
    """The article of the file, or of standard input for ``-``; what was lost on the way is told on stderr.

    Raises:
        PageError: the file or the page cannot be read.
    """


    def extract(raw: bytes, nlp: Language | None) -> Article:
        from parkie import api

        return api.extract(raw, published=published, html=html, nlp=nlp)

    return read_by(extract, file, model)


def read_by(use: Callable[[bytes, Language | None], T], file: str, model: str | None) -> T:
    """What ``use`` makes of the bytes of the file and the pipeline at ``model``; its warnings are told on stderr.

    Raises:
        PageError: the file cannot be read.
        PipelineError: there is no such pipeline.
    """
    raw = _read(file)
    from parkie import api

    nlp = api.load(model) if model is not None else None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PageWarning)
        made = use(raw, nlp)
    for warning in caught:
        print(f"parkie: warning: {warning.message}", file=sys.stderr)
    return made


def _read(file: str) -> bytes:
    """The bytes of the file, or of standard input for ``-``."""
    if file == "-":
        return _read_from(sys.stdin.buffer)
    try:
        with Path(file).open("rb") as stream:
            return _read_from(stream)
    except FileNotFoundError:
        raise PageError(f"expected a file with a page, found none: {file}") from None
    except IsADirectoryError:
        raise PageError(f"expected a file with a page, found a directory: {file}") from None
    except OSError as error:
        raise PageError(f"expected a file that can be read, found {error.strerror}: {file}") from None


def _read_from(stream: BinaryIO) -> bytes:
    from parkie.page.reader import LARGEST

    # One byte more than a page may have: the page reader then says so, and an endless pipe does not fill the memory.
    return stream.read(LARGEST + 1)
