"""The verbs of the library: one page in, one article out; many pages in, articles out in order."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from parkie.errors import PageError, PipelineError
from parkie.records.article import Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["annotate", "extract", "load", "read_published"]

C = TypeVar("C")

# A date of which only the year helps: 2023, 2023-07, 2023-00-08, 2023-07-00
_PART_OF_DATE_RE = re.compile(r"(?P<year>[12]\d{3})(?:-\d\d|-00-\d\d|-\d\d-00)?")


def load(name: str | Path | None = None) -> Language:
    """The packaged pipeline as a spaCy ``Language``, or a trained one, by path or by installed name.

    The packaged pipeline needs no download: it is made of the components of ``parkie.pipes.PIPELINE``.

    Raises:
        PipelineError: there is no pipeline at that path or under that name.
    """
    import spacy

    from parkie.pipes import PIPELINE
    from parkie.pipes.tokenizer import TOKENIZER

    if name is not None:
        try:
            return spacy.load(name)
        except OSError as error:
            msg = f"expected a pipeline directory or an installed package, found none: {name}"
            raise PipelineError(msg) from error
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.max_length = 100_000_000  # every component is linear in the length of the text
    for factory in PIPELINE:
        nlp.add_pipe(factory)
    return nlp


@cache
def _packaged() -> Language:
    return load()


def extract(
    text: str | bytes,
    *,
    published: str | datetime.date | None = None,
    html: bool | None = None,
    nlp: Language | None = None,
) -> Article:
    """The article of one page.

    Args:
        text: the page, plain text or HTML; bytes are decoded by what the page declares.
        published: the publication day, where it is known from elsewhere: ``"2024-11-14"`` or a ``date``; of
            ``"2024-11"``, ``"2024"`` or a date with parts unknown (``"2024-00-08"``) the year is used.
        html: True for HTML, False for plain text, None to look.
        nlp: a pipeline from ``parkie.load``; the packaged one by default.

    Raises:
        PageError: the page is empty, binary, undecodable or too large, or the date is not a date.
    """
    nlp = nlp or _packaged()
    return Article.from_doc(nlp(_make_doc(nlp, text, published, html)))


@overload
def annotate(
    pages: Iterable[str], *, workers: int = ..., nlp: Language | None = ...
) -> Iterator[Article]: ...
@overload
def annotate(
    pages: Iterable[tuple[str, C]], *, workers: int = ..., nlp: Language | None = ...
) -> Iterator[tuple[Article, C]]: ...
def annotate(pages: Iterable[Any], *, workers: int = 1, nlp: Language | None = None) -> Iterator[Any]:
    """The articles of many pages, in order, streaming; (page, context) pairs give (article, context) pairs.

    Raises:
        PageError: a page cannot be read; the message says which.
    """
    nlp = nlp or _packaged()
    return _annotate(iter(pages), workers, nlp)


def _annotate(pages: Iterator[Any], workers: int, nlp: Language) -> Iterator[Any]:

    def docs() -> Iterator[tuple[Doc, tuple[bool, Any]]]:
        for number, item in enumerate(pages):
            paired = isinstance(item, tuple)
            page, context = item if paired else (item, None)
            try:
                yield _make_doc(nlp, page, None, None), (paired, context)
            except PageError as error:
                raise PageError(f"page {number} (counted from 0): {error}") from error

    for doc, (paired, context) in nlp.pipe(docs(), as_tuples=True, n_process=workers):
        article = Article.from_doc(doc)
        yield (article, context) if paired else article


def _make_doc(
    nlp: Language, raw: str | bytes, published: str | datetime.date | None, html: bool | None
) -> Doc:
    from parkie.page import read_page
    from parkie.pipes import state

    page = read_page(raw, html=html)
    if published is not None:
        day, year = read_published(published)
        page = replace(page, published=day, published_year=year, published_at=None)
    doc = nlp.make_doc(page.text)
    state.put_page(doc, page)
    return doc


def read_published(value: str | datetime.date) -> tuple[datetime.date | None, int | None]:
    """The day, or else the year, that ``value`` gives.

    Raises:
        PageError: it is no date.
    """
    if isinstance(value, datetime.datetime):
        return value.date(), None
    if isinstance(value, datetime.date):
        return value, None
    part = _PART_OF_DATE_RE.fullmatch(value)
    try:
        return (None, int(part["year"])) if part else (datetime.date.fromisoformat(value), None)
    except ValueError as error:
        raise PageError(
            f"expected the publication day as YYYY-MM-DD (or YYYY-MM or YYYY, unknown parts as 00), found {value!r}"
        ) from error
