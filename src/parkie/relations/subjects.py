"""Whose figure it is: a name or noun in front of the indicator, what was counted before, or who was spoken of last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parkie.matchers.reading import NameMatch
from parkie.relations import tokens as k
from parkie.relations.reading import Argument
from parkie.relations.tokens import Token

__all__ = ["Memory", "clause_subject", "leading_name", "name_argument", "noun_subject", "span_argument"]

LABELS = frozenset(("PARK", "DISTRICT", "REGION", "COMPANY", "GOVERNMENT", "INSTITUTION", "PROJECT", "DOCUMENT"))
"""Labels of those who have figures."""
MAX_TOKENS = 60
"""A clause is searched no further back than this."""
_ASIDE = frozenset(("在", "由", "从", "向", "与", "对", "被", "和", "及", "来自", "把", "据", "同", "于", "位于", "根据", "按照", "涵盖", "比", "较", "占", "获", "赴", "到", "距"))
"""What follows one of these is no grammatical subject."""
_SOURCES = frozenset(("获悉", "介绍", "表示", "报道", "数据", "发布", "公布", "消息", "讯", "电", "透露", "统计"))


@dataclass(slots=True)
class Memory:
    """Who was spoken of last in the section: the subject that later clauses leave out."""

    subject: Argument | None = None

    def carried(self) -> Argument | None:
        """The remembered subject at a lower score."""
        return None if self.subject is None else replace(self.subject, score=0.5)


def clause_subject(row: Sequence[Token], first: int, last: int) -> Argument | None:
    """The subject among the tokens ``[first, last)``: the name or standing noun nearest to ``last``.

    One that a preposition sets aside (在…, 由…) counts only when there is no other.
    """
    aside: Argument | None = None
    for index in range(last - 1, max(first, last - MAX_TOKENS) - 1, -1):
        argument = _argument(row, index)
        if argument is None:
            continue
        if index and row[index - 1].text in _ASIDE:
            aside = aside or replace(argument, score=0.6)
            continue
        return argument
    return aside


def leading_name(row: Sequence[Token]) -> Argument | None:
    """The first name of the sentence that can have figures and is not set aside."""
    for index, token in enumerate(row[:MAX_TOKENS]):
        if token.kind != k.NAME or (index and row[index - 1].text in _ASIDE):
            continue
        argument = _argument(row, index)
        if argument is not None and not _is_source(row, index):
            return argument
    return None


def noun_subject(row: Sequence[Token], first: int, last: int) -> Argument | None:
    """The noun phrase that leads the tokens ``[first, last)`` and is followed by a verb or a link."""
    while first < last and row[first].kind not in (k.NOUN, k.OTHER, k.QUOTE):
        first += 1
    end = first
    while end < last and row[end].kind in (k.NOUN, k.OTHER, k.QUOTE, k.MEASURE):
        end += 1
    if end == first or row[end - 1].end - row[first].start < 2 or row[end - 1].end - row[first].start > 24:
        return None
    return span_argument(row[first].start, row[end - 1].end, 0.6)


def name_argument(name: NameMatch, score: float = 0.9) -> Argument:
    """``name`` as a subject."""
    return Argument("subject", name.start, name.end, "entity", name.label, name.name, name.adcode, score=score)


def span_argument(start: int, end: int, score: float) -> Argument:
    """The common noun at ``[start, end)`` as a subject."""
    return Argument("subject", start, end, "span", score=score)


def _argument(row: Sequence[Token], index: int) -> Argument | None:
    token = row[index]
    if token.kind == k.NAME and isinstance(token.mention, NameMatch) and token.mention.label in LABELS:
        return name_argument(token.mention)
    if token.kind == k.TOPIC and (index == 0 or row[index - 1].kind not in (k.NOUN, k.OTHER)):
        return span_argument(token.start, token.end, 0.8)
    return None


def _is_source(row: Sequence[Token], index: int) -> bool:
    return any(token.text in _SOURCES for token in row[index + 1 : index + 3])
