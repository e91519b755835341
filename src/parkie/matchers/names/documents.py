"""Documents: titles in 《》."""

from __future__ import annotations

import re

from parkie.matchers.names.tables import table
from parkie.matchers.reading import NameMatch

__all__ = ["find_documents"]

_TITLE_RE = re.compile(r"《[^《》\n]{1,70}(?:《[^《》\n]{1,40}》[^《》\n]{0,40}){0,2}》(?:\([^()\n]{1,12}稿\))?")


def find_documents(folded: str) -> list[NameMatch]:
    """Titles of policies, plans, agreements, reports and talks; not of newspapers, films, games and songs.

    >>> [text[m.start : m.end] for text in ["印发《产业园管理办法》,电影《远山》"] for m in find_documents(text)]
    ['《产业园管理办法》']
    """
    rows = table("documents")
    before, inside, after = (tuple(rows[key]["words"]) for key in ("before", "inside", "after"))
    found = []
    for match in _TITLE_RE.finditer(folded):
        title = match.group().rstrip("》")
        if folded.endswith(before, 0, match.start()) or title.endswith(inside):
            continue
        if folded.startswith(after, match.end()):
            continue
        found.append(NameMatch(match.start(), match.end(), "DOCUMENT", source="title", score=1.0))
    return found
