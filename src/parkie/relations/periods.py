"""The date for which a figure holds, or by which it is to be reached."""

from __future__ import annotations

import re
from bisect import bisect_right

from parkie.matchers.reading import DateMatch
from parkie.relations.scene import Sentence

__all__ = ["Timeline"]

# A date of the report, not of what it reports.
_REPORTED_RE = re.compile(
    r"^(?:日|晚|晚上|上午|下午|凌晨)?[^,。;]{0,10}?(?:获悉|从|电|讯|召开|举行|举办|发布|印发|公布|公示|消息|报道|记者|"
    r"来到|走进|开工|签约|成立|揭牌|开幕|启动|落户|投产|调研|考察|介绍|表示)"
)
_COMPARED_RE = re.compile(r"(?:比|较|与|高于|成立于|始建于|创建于|于|增速为)$")
_UNTIL_RE = re.compile(r"(?:截至|截止|截止到|截至到|到|至)$")
_DAYS = frozenset(("day", "vague"))


class Timeline:
    """The dates of a sentence that can date a figure, found by bisection."""

    def __init__(self, sentence: Sentence) -> None:
        self._dates = [date for date in sentence.dates if _dates_figures(sentence, date)]
        self._ends = [date.end for date in self._dates]

    def at(self, position: int) -> DateMatch | None:
        """The nearest such date in front of ``position``."""
        index = bisect_right(self._ends, position)
        return self._dates[index - 1] if index else None

    @property
    def last(self) -> DateMatch | None:
        """The last such date of the sentence."""
        return self._dates[-1] if self._dates else None


def _dates_figures(sentence: Sentence, date: DateMatch) -> bool:
    left = sentence.before(date.start, 6)
    if _UNTIL_RE.search(left):
        return True
    if date.granularity in _DAYS or _COMPARED_RE.search(left):
        return False
    return _REPORTED_RE.match(sentence.after(date.end, 14)) is None
