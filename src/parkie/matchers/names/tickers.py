"""Companies shown by a stock code behind them: 明德软件(600000), 汉光电气(证券代码:300001)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from parkie.matchers.names.words import Word
from parkie.matchers.reading import NameMatch

__all__ = ["find_coded"]

_CODE_RE = re.compile(
    r"\((?:(?:股票|证券)(?:代码|简称)|股票代码为|SH|SZ|HK|[0368]\d{5}(?:[.,)]|\.S[HZ])|\d{4,5}\.HK|[A-Z]{2,5}\.(?:US|N|O))"
)
_LONGEST = 10


def find_coded(folded: str, words: Sequence[Word]) -> list[NameMatch]:
    """Candidates for companies directly before a bracket with a stock code."""
    ends = [word.end for word in words]
    found = []
    for match in _CODE_RE.finditer(folded):
        last = bisect_left(ends, match.start())
        if last == len(ends) or ends[last] != match.start():
            continue
        first = last
        while first > 0 and match.start() - words[first - 1].start <= _LONGEST and words[first - 1].kind in "ngauxe":
            first -= 1
        start = words[first].start
        if words[first].kind in "ngauxe" and match.start() - start >= 2:
            found.append(NameMatch(start, match.start(), "COMPANY", source="code", score=0.8))
    return found
