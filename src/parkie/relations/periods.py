"""The date for which a figure holds, or by which it is to be reached."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from parkie.matchers.reading import DateMatch
from parkie.relations.scene import Sentence

__all__ = ["Timeline"]

# What happened at the date in a clause of its own dates no figure of the next clause.
_HAPPENED_RE = re.compile(
    r"[^,。;:]{0,24}?(?:成立|设立|印发|发布|揭牌|开工|投产|启动|举行|召开|获批|批准|签约|建成的|竣工|获悉|开幕|开园|投用|启用|落户|考察|调研|参观|会见)"
)
_CLAUSE_RE = re.compile(r"[,。;:]")
_COMPARED_RE = re.compile(r"(?:比|较|与|同|超|超过|高于|低于|成立于|始建于|创建于|创办于|创立于|设立于|注册于|诞生于|建于|迈上|按照|根据|增速为)$")
_AIMED_RE = re.compile(r"(?:目标|任务|计划|预算|规划|新征程|开局)")
_UNTIL_RE = re.compile(r"(?:截至|截止|截止到|截至到|到|至)$")
_FROM_RE = re.compile(r"[从由]$")
_RESET_RE = re.compile(r"目前|如今|现有|至今|每年|现已|迄今|当前")
_DAYS = frozenset(("day", "vague"))
BESIDE = 4
LOCAL = 3
"""A date that 由 or 从 introduces dates only the figure this close behind it."""


class Timeline:
    """The dates of a sentence that can date a figure, found by bisection."""

    def __init__(self, sentence: Sentence) -> None:
        figures = [figure.start for figure in sentence.figures]
        self._dates = [date for date in sentence.dates if _dates_figures(sentence, date, figures)]
        self._ends = [date.end for date in self._dates]
        self._local = {date.end for date in self._dates if _FROM_RE.search(sentence.before(date.start, 1))}
        found = _RESET_RE.finditer(sentence.text, sentence.start, sentence.end)
        self._resets = [match.start() for match in found]

    def at(self, position: int) -> DateMatch | None:
        """The nearest such date in front of ``position``, unless a word (目前) leads away from it."""
        index = bisect_right(self._ends, position) - 1
        if index >= 0 and self._ends[index] in self._local and position - self._ends[index] > LOCAL:
            index -= 1
        if index < 0:
            return None
        date = self._dates[index]
        return None if self.reset_before(position, date.end) else date

    def reset_before(self, position: int, start: int = 0) -> bool:
        """Whether a word such as 目前 stands between ``start`` and ``position``, not close behind ``start`` (至今)."""
        start += BESIDE if start else 0
        return bisect_left(self._resets, position) > bisect_left(self._resets, start)

    @property
    def last(self) -> DateMatch | None:
        """The last such date of the sentence."""
        return self._dates[-1] if self._dates else None


def _dates_figures(sentence: Sentence, date: DateMatch, figures: list[int]) -> bool:
    if _AIMED_RE.match(sentence.text, date.end, sentence.end):
        return False
    left = sentence.before(date.start, 4)
    happened = _HAPPENED_RE.match(sentence.text, date.end, min(sentence.end, date.end + 40))
    if happened:
        clause_end = _CLAUSE_RE.search(sentence.text, date.end, min(sentence.end, date.end + 60))
        end = clause_end.start() if clause_end else min(sentence.end, date.end + 60)
        if bisect_left(figures, end) == bisect_left(figures, date.end):
            return False
    if _UNTIL_RE.search(left):
        return True
    return date.granularity not in _DAYS and not _COMPARED_RE.search(left)
