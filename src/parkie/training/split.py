"""Articles to learn from and articles to check with, which have nothing in common.

Articles of one site, and those whose texts are nearly the same, stay together: what is learnt of a site must not be
measured on it, and a reprint measures memory. Sites are the ``site`` (or ``outlet``) of the head of an article.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from parkie.errors import InputError
from parkie.formats.labelled import Labelled
from parkie.text.fold import fold

__all__ = ["split_articles"]

_PIECE: Final = 12  # characters of a piece of text
_SHARED: Final = 0.3  # of the pieces of the shorter text: more makes two articles one
_COMMON: Final = 20  # a piece that so many articles have says nothing of two of them


def split_articles(
    articles: Sequence[Labelled], share: float, seed: int = 0
) -> tuple[list[Labelled], list[Labelled]]:
    """The articles to learn from, and about ``share`` of their characters to check with, each in the given order.

    Where there are several sites, no site is in both; where all are of one site, the split is by article. Texts
    of which a third is the same are never parted. The same articles and seed give the same split.

    Raises:
        InputError: ``share`` is not between 0 and 1, or the articles hang together so that they cannot be parted.
    """
    if not 0 < share < 1:
        raise InputError(f"expected a share between 0 and 1 for dev, found {share}")
    sites = [article.meta.get("site") or article.meta.get("outlet") or "" for article in articles]
    groups = _groups(articles, sites)
    if len(groups) < 2:
        groups = _groups(articles, [""] * len(articles))
    if len(groups) < 2:
        raise InputError(f"expected articles that can be parted, found {len(articles)} that hang together")
    random.Random(seed).shuffle(groups)
    wanted = share * sum(len(article.text) for article in articles)
    picked: set[int] = set()
    size = 0
    for group in groups:
        more = sum(len(articles[n].text) for n in group)
        if abs(size + more - wanted) < abs(size - wanted):
            picked.update(group)
            size += more
    if not picked:  # every group is much larger than the share
        picked.update(sorted(groups, key=len)[0])
    parts = [n for n in range(len(articles)) if n not in picked], sorted(picked)
    return [articles[n] for n in parts[0]], [articles[n] for n in parts[1]]


def _groups(articles: Sequence[Labelled], sites: Sequence[str]) -> list[list[int]]:
    """The articles by number, those together that must not be parted, by their first."""
    leader = list(range(len(articles)))

    def find(number: int) -> int:
        while leader[number] != number:
            leader[number] = number = leader[leader[number]]
        return number

    first: dict[str, int] = {}
    for number, site in enumerate(sites):
        if site:
            leader[find(number)] = find(first.setdefault(site, number))
    for one, other in _copies(articles):
        leader[find(other)] = find(one)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(len(articles)):
        groups[find(number)].append(number)
    return [groups[number] for number in sorted(groups)]


def _copies(articles: Sequence[Labelled]) -> Iterator[tuple[int, int]]:
    """Pairs of articles whose texts share much."""
    pieces = [_pieces(article.text) for article in articles]
    having: defaultdict[str, list[int]] = defaultdict(list)
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    for number, own in enumerate(pieces):
        for piece in own:
            for other in having[piece][:_COMMON]:
                shared[other, number] += 1
            having[piece].append(number)
    for (one, other), count in shared.items():
        if count > _SHARED * min(len(pieces[one]), len(pieces[other])):
            yield one, other


def _pieces(text: str) -> list[str]:
    """The distinct pieces of a text without white space."""
    plain = "".join(fold(text).split())
    return sorted({plain[at : at + _PIECE] for at in range(max(1, len(plain) - _PIECE + 1))})
