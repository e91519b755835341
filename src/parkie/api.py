"""The verbs of the library: one page in, one article out; many pages in, articles out in order."""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from parkie.errors import PageError, PageWarning, PipelineError
from parkie.records.article import Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["annotate", "extract", "load", "make_doc", "packaged", "read_published"]

C = TypeVar("C")

_MAX_LENGTH = 100_000_000  # characters of a page: every component is linear in the length of the text
_PAGES_AT_ONCE = 16  # for a worker process; the input is read a few times that ahead

# A date of which only the year helps: 2023, 2023-07, 2023-00-08, 2023-07-00
_PART_OF_DATE_RE = re.compile(r"(?P<year>[12]\d{3})(?:-\d\d|-00-\d\d|-\d\d-00)?")


# what is trained in the packaged pipeline, and how to do without
_SETTINGS = {"parkie_entities": {"tagger": False}, "parkie_linker": {"judge": False}}


def load(name: str | Path | None = None, *, tagger: bool = True, words: bool = False) -> Language:
    """The packaged pipeline as a spaCy ``Language``, or a trained one, by path or by installed name.

    The packaged pipeline needs no download: it is made of the components of ``parkie.pipes.PIPELINE``. Without its
    ``tagger`` it is rules and tables alone, also where events are concerned: faster, and less is found. Tokens are
    characters; with ``words`` a last component makes them words, which needs spacy-pkuseg and changes nothing of what
    is found.

    Raises:
        PipelineError: there is no pipeline at that path or under that name, or words need what is not installed.
    """
    import spacy

    from parkie.pipes import PIPELINE, WORDS
    from parkie.pipes.tokenizer import TOKENIZER

    if name is not None:
        try:
            nlp = spacy.load(name)
        except OSError as error:
            msg = f"expected a pipeline directory or an installed package, found none: {name}"
            raise PipelineError(msg) from error
    else:
        nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
        for factory in PIPELINE:
            nlp.add_pipe(factory, config={} if tagger else _SETTINGS.get(factory, {}))
    nlp.max_length = _MAX_LENGTH  # spaCy does not save it
    if words and WORDS not in nlp.pipe_names:
        nlp.add_pipe(WORDS)
    return nlp


@cache
def packaged() -> Language:
    """The packaged pipeline, put together once."""
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

    Warns:
        PageWarning: some bytes of the page are no text and were replaced.
    """
    nlp = nlp or packaged()
    return Article.from_doc(nlp(make_doc(nlp, text, published, html)))


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
    nlp = nlp or packaged()
    return _annotate(iter(pages), workers, nlp)


def _annotate(pages: Iterator[Any], workers: int, nlp: Language) -> Iterator[Any]:
    feed = _Feed(pages, nlp)
    raise_error = nlp.default_error_handler
    nlp.default_error_handler = feed.keep_error
    pipe = nlp.pipe(feed.docs(), as_tuples=True, n_process=workers, batch_size=_PAGES_AT_ONCE)
    try:
        for doc, (paired, context) in pipe:
            if feed.closed:
                break
            article = Article.from_doc(doc)
            yield (article, context) if paired else article
    finally:
        feed.closed = True
        for _ in pipe:
            pass
        nlp.default_error_handler = raise_error
    if feed.failure is not None:
        raise feed.failure


class _Feed:
    """The Docs of pages on their way into ``nlp.pipe``, which must not be left before its time.

    When spaCy's generator ends early, by an error or because nobody asks for more, it waits for worker processes
    that wait for it. So nothing is raised while it runs: a failure is kept, no more pages go in, what is under
    way comes out.
    """

    def __init__(self, pages: Iterator[Any], nlp: Language) -> None:
        self.failure: Exception | None = None
        self.closed = False
        self._pages, self._nlp = pages, nlp
        self._raise_error: Any = nlp.default_error_handler

    def docs(self) -> Iterator[tuple[Doc, tuple[bool, Any]]]:
        """Doc and context, up to the first page that fails."""
        try:
            for number, item in enumerate(self._pages):
                paired = isinstance(item, tuple)
                page, context = item if paired else (item, None)
                try:
                    doc = make_doc(self._nlp, page, None, None)
                except PageError as error:
                    raise PageError(f"page {number} (counted from 0): {error}") from error
                yield doc, (paired, context)
                if self.closed:
                    return
        except Exception as error:  # spaCy would lose it; the reader of the pages raises it
            self.failure = error

    def keep_error(self, name: Any, component: Any, docs: Any, error: Exception) -> None:
        """spaCy's error handler: raises in the process that works, keeps what a worker process tells."""
        if docs is not None:
            self._raise_error(name, component, docs, error)
        self.failure = error
        self.closed = True


def make_doc(
    nlp: Language,
    raw: str | bytes,
    published: str | datetime.date | None = None,
    html: bool | None = None,
) -> Doc:
    """The Doc of a page before any component has seen it, with what the page reader knows; as for ``extract``."""
    from parkie.page import read_page
    from parkie.pipes import state

    page = read_page(raw, html=html)
    for message in page.warnings:
        warnings.warn(message, PageWarning, stacklevel=3)
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
