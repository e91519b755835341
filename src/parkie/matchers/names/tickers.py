"""Companies shown by a stock code behind them: 明德软件(600000), 汉光电气(证券代码:300001)."""

from __future__ import annotations

import re

from parkie.matchers.names.tables import head_tables
from parkie.matchers.names.words import WordedText
from parkie.matchers.reading import NameMatch

__all__ = ["find_coded"]

_CODE_RE = re.compile(
    r"\((?:(?:股票|证券)(?:代码|简称)|股票代码为|SH|SZ|HK|[0368]\d{5}(?:[.,)]|\.S[HZ])|\d{4,5}\.HK|[A-Z]{2,5}\.(?:US|N|O))"
)
_LONGEST = 10


def _leading() -> frozenset[str]:
    return head_tables().leading


def find_coded(text: WordedText) -> list[NameMatch]:
    """Candidates for companies directly before a bracket with a stock code."""
    words = text.words
    found = []
    for match in _CODE_RE.finditer(text.folded):
        last = text.ending(match.start())
        first = 0 if last is None else last + 1
        while first > 0 and words[first - 1].kind in "ngauxe" and match.start() - words[first - 1].start <= _LONGEST:
            first -= 1
        while last is not None and first < last and (words[first].kind == "m" or text.text(first) in _leading()):
            first += 1
        if last is not None and first <= last and match.start() - words[first].start >= 2:
            found.append(NameMatch(words[first].start, match.start(), "COMPANY", source="code", score=0.8))
    return found
