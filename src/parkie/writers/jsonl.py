"""An article, or the error that stands in its place, as one line of JSON.

A line break of any kind inside a page is escaped, also those that only some readers take for one (U+0085,
U+2028), so that a row is a line for every reader.
"""

from __future__ import annotations

import json

from parkie.records.article import Article
from parkie.writers.escape import escape_json

__all__ = ["pack_article", "pack_error"]


def pack_article(page_id: str, number: int, article: Article, *, with_text: bool = False) -> bytes:
    """The line ``{"id", "article"}`` in UTF-8, with its line break; ``with_text`` keeps the page's text.

    ``number``, the place of the page in its input, is not told: lines stand in input order.

    >>> print(pack_article("a.txt", 0, Article(url="http://www.example.com/")).decode()[:52])
    {"id":"a.txt","article":{"schema_version":"1","title
    """
    record = escape_json(article.model_dump_json(context={"text": with_text}))
    return f'{{"id":{_quoted(page_id)},"article":{record}}}\n'.encode()


def pack_error(page_id: str, number: int, kind: str, message: str) -> bytes:
    """The line ``{"id", "error": {"type", "message"}}`` in UTF-8, with its line break.

    >>> print(pack_error("a.txt", 0, "PageError", "expected a page, found an empty one").decode().rstrip())
    {"id":"a.txt","error":{"type":"PageError","message":"expected a page, found an empty one"}}
    """
    error = f'{{"type":{_quoted(kind)},"message":{_quoted(message)}}}'
    return f'{{"id":{_quoted(page_id)},"error":{error}}}\n'.encode()


def _quoted(text: str) -> str:
    return escape_json(json.dumps(text, ensure_ascii=False))
