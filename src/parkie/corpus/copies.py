"""Articles with nearly the same text: reprints, agency copy, one page under two addresses.

MinHash signatures of character shingles, with locality-sensitive hashing to find candidates: A. Broder, "On the
resemblance and containment of documents", 1997; both from the library datasketch. Outlets cut what they reprint, so
it is containment that counts: how much of the shorter text stands in the longer one. Daily reports of one form
(quotations, weather, tenders) share their words and not their numbers, so most numbers must be there too.

One pass, and each article is compared only with those that share a band of its signature, so the cost is linear in
the number of articles. What is kept is the signature of every article that is no copy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from parkie.errors import InputError
from parkie.text.fold import fold

__all__ = ["SIMILAR", "Copies", "Copy"]

SIMILAR: Final = 0.6
"""The share of the shorter text's shingles in the longer from which on one article is a copy of the other."""

_SHINGLE: Final = 5  # characters
_SHORTEST: Final = 40  # characters: of less nobody can tell
_LONGEST: Final = 20_000
_PERMUTATIONS: Final = 128
_BANDS: Final = 42, 3  # and rows: texts that share a third of all their shingles are found in four cases of five
_WORD_RE: Final = re.compile(r"[^\W_]+")  # punctuation and spaces change from outlet to outlet
_NUMBER_RE: Final = re.compile(r"\d+(?:\.\d+)?")
_NUMBERS: Final = 64  # of an article, the first ones
_FEW: Final = 3  # numbers of which nobody can tell
_SAME_NUMBERS: Final = 0.7


@dataclass(frozen=True, slots=True)
class Copy:
    """An article and the first one of its text; ``similarity`` is the estimated share of the shorter in the longer."""

    source: str
    page: int
    original: str
    original_page: int
    similarity: float


class Copies:
    """Finds copies among articles that come one by one; the first of its text is the original."""

    def __init__(self, similar: float = SIMILAR) -> None:
        try:
            import datasketch
        except ImportError as error:
            msg = f"expected datasketch, which finds copies, found none ({error}); pip install 'parkie[dedup]'"
            raise InputError(msg) from error
        if not 0.3 <= similar <= 1.0:
            raise InputError(f"expected a similarity between 0.3 and 1, found {similar}")
        self._library: Any = datasketch
        self._similar = similar
        self._index = datasketch.MinHashLSH(num_perm=_PERMUTATIONS, params=_BANDS)
        self._originals: dict[int, _Seen] = {}

    def add(self, source: str, page: int, body: str) -> Copy | None:
        """What the article is a copy of, or None where it is the first of its text or too short to tell."""
        folded = fold(body[:_LONGEST])
        text = "".join(_WORD_RE.findall(folded))
        if len(text) < _SHORTEST:
            return None
        shingles = {text[at : at + _SHINGLE].encode("utf-8", "replace") for at in range(len(text) - _SHINGLE + 1)}
        signature = self._library.MinHash(num_perm=_PERMUTATIONS)
        signature.update_batch(sorted(shingles))
        numbers = frozenset(islice((found[0] for found in _NUMBER_RE.finditer(folded)), _NUMBERS))
        text_seen = _Seen(source, len(shingles), numbers, self._library.LeanMinHash(signature))
        near = [(_similarity(text_seen, self._originals[key]), -key) for key in self._index.query(signature)]
        similarity, key = max(near, default=(0.0, 0))
        if similarity >= self._similar:
            return Copy(source, page, self._originals[-key].source, -key, round(similarity, 3))
        self._index.insert(page, signature)
        self._originals[page] = text_seen
        return None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of an article."""

    source: str
    size: int
    numbers: frozenset[str]
    signature: Any


def _similarity(one: _Seen, other: _Seen) -> float:
    """The containment that the estimated resemblance and the sizes of two sets give; 0 where the numbers differ."""
    fewer, more = sorted((one.numbers, other.numbers), key=len)
    if len(fewer) >= _FEW and len(fewer & more) < _SAME_NUMBERS * len(fewer):
        return 0.0
    resemblance = float(one.signature.jaccard(other.signature))
    common = resemblance / (1 + resemblance) * (one.size + other.size)
    return min(1.0, common / min(one.size, other.size))
