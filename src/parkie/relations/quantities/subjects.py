"""Whose figure it is: a name or noun in front of the indicator, what was counted before, or who was spoken of last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from parkie.lexicon.store import read_toml
from parkie.matchers.reading import NameMatch
from parkie.relations.quantities import tokens as k
from parkie.relations.quantities.phrases import Phrase
from parkie.relations.quantities.tokens import Token
from parkie.relations.quantities.wording import endings, listed
from parkie.relations.reading import Argument

__all__ = [
    "PLACED",
    "WEAK",
    "Memory",
    "any_name",
    "clause_start",
    "clause_subject",
    "earlier_subject",
    "leading_name",
    "leading_noun",
    "phrase_subject",
]

LABELS = frozenset(
    ("PARK", "DISTRICT", "REGION", "COMPANY", "GOVERNMENT", "INSTITUTION", "PROJECT", "DOCUMENT", "MEETING")
)
"""Labels of those who have figures."""
PLACED, WEAK, ASIDE = 0.55, 0.5, 0.35
REACH = 60
LONGEST_NOUN = 5
"""A standing noun has no more characters: 该产业园区."""
"""Tokens that a search for a subject goes back at most."""
_OPENERS = frozenset((k.LINK, k.FUNCTION, k.DATE, k.MARK, k.QUOTE, k.AND, k.VERSUS))
_NOUNS = frozenset((k.NOUN, k.OTHER, k.WIDE, k.QUOTE))
_GOES_ON = frozenset((k.LINK, k.STOP, k.FUNCTION, k.VERSUS, k.DATE))
_ENDS = frozenset((k.MARK, k.LINK, k.FUNCTION, k.DATE, k.STOP))
_BRACKETS = frozenset("()[]【】")
_HOLDERS = frozenset(("POSITION", "PERSON"))


@dataclass(slots=True)
class Memory:
    """Who was spoken of last in the section, the subject that later clauses leave out; ``age`` in sentences.

    ``named`` holds the last name of each label, for what a standing noun (园区, 该市) stands for; ``counted`` what was
    counted last, with its head noun, which 其中 goes into.
    """

    subject: Argument | None = None
    age: int = 0
    named: dict[str, tuple[NameMatch, str]] = field(default_factory=dict)
    counted: tuple[Argument, str] | None = None

    def remember(self, subject: Argument | None) -> None:
        """Speak of ``subject`` from now on, if there is one."""
        if subject is not None:
            self.subject, self.age = subject, 0

    def carried(self) -> Argument | None:
        """The remembered subject at a lower score."""
        return None if self.subject is None else replace(self.subject, score=WEAK)

    def read(self, row: Sequence[Token]) -> None:
        """Take note of the names of a sentence."""
        for token in row:
            if isinstance(token.mention, NameMatch):
                self.named[token.mention.label] = (token.mention, token.text)

    def resolved(self, subject: Argument | None, text: str) -> Argument | None:
        """``subject`` with the name that it stands for where it is a standing noun (``text`` is its wording)."""
        if subject is None or subject.kind != "span" or text[:1] == "全":
            return subject
        for label, nouns in _stands_for():
            if label in self.named and text.endswith(nouns) and len(text) <= LONGEST_NOUN:
                name, wording = self.named[label]
                return replace(subject, kind="entity", label=label, name=name.name or wording, adcode=name.adcode)
        return subject


@cache
def _set_aside() -> frozenset[str]:
    return listed("aside") | listed("aside", "placed") | listed("aside", "never")


@cache
def _stands_for() -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = read_toml("frames/statistic.toml")["stands_for"]
    return tuple((label, tuple(nouns)) for label, nouns in table.items() if label != "example")


def clause_start(row: Sequence[Token], end: int) -> int:
    """The first token of the clause, or of the stretch behind the last figure, that ends at ``end``."""
    begin = end
    while begin > 0 and end - begin < REACH and row[begin - 1].kind not in (k.MARK, k.FIGURE):
        begin -= 1
    return begin


def clause_subject(row: Sequence[Token], first: int, last: int) -> Argument | None:
    """The subject among the tokens ``[first, last)``: the name or standing noun nearest to ``last``.

    One that a preposition sets aside (在…: ``PLACED``, 由…: ``ASIDE``) scores low.
    """
    aside: Argument | None = None
    for index in range(last - 1, max(first, last - REACH) - 1, -1):
        argument = _argument(row, index)
        if argument is None:
            continue
        before = row[index - 1].text if index else ""
        if before in listed("aside", "never"):
            continue
        if before in _set_aside() or (index + 1 < len(row) and row[index + 1].text == "、"):
            aside = aside or replace(argument, score=PLACED if before in listed("aside", "placed") else ASIDE)
            continue
        return argument
    return aside


def any_name(row: Sequence[Token], last: int) -> Argument | None:
    """The name nearest to token ``last`` that can have figures, for want of anything better."""
    for index in range(last - 1, max(last - REACH, 0) - 1, -1):
        if row[index].kind == k.NAME and row[index - 1].text not in listed("aside", "never"):
            argument = _argument(row, index)
            if argument is not None:
                return replace(argument, score=ASIDE)
    return None


def earlier_subject(row: Sequence[Token], first: int, last: int) -> Argument | None:
    """The subject that leads one of the clauses among the tokens ``[first, last)``, the latest clause first."""
    found: Argument | None = None
    index = max(first, last - REACH)
    leads = first == 0
    while index < last:
        token = row[index]
        if token.kind == k.FIGURE:
            leads = False
        elif token.kind == k.MARK:
            leads = token.text not in _BRACKETS
        elif leads and token.kind not in _OPENERS:
            leads = False
            found = _leading(row, index, last) or found
        elif not leads and token.kind == k.NAME and row[index - 1].kind == k.DE and row[index + 1].kind in _ENDS:
            named = _argument(row, index)
            found = found if named is None else replace(named, score=0.65)
        index += 1
    return found


def _leading(row: Sequence[Token], index: int, last: int) -> Argument | None:
    """The subject that begins at ``index``, the first word of a clause behind its adverbs."""
    before = row[index - 1].text if index else ""
    if before in _set_aside() or before == "以及" or _is_source(row, index):
        return None
    argument = _argument(row, index)
    if argument is not None and row[index].kind != k.WIDE:
        return replace(argument, score=0.7)
    return leading_noun(row, index, last) or argument


def leading_name(row: Sequence[Token]) -> Argument | None:
    """The first name or standing noun of the sentence that can have figures and is not set aside."""
    for index, token in enumerate(row[:REACH]):
        if token.kind not in (k.NAME, k.TOPIC) or (index and row[index - 1].text in _set_aside()):
            continue
        if index + 1 < len(row) and row[index + 1].text in ("方面", "、"):
            continue
        argument = None if _passes(token) else _argument(row, index)
        qualifies = token.kind == k.TOPIC and index + 1 < len(row) and row[index + 1].kind in _NOUNS
        if argument is not None and not qualifies and not _is_source(row, index):
            return argument
    return None


def _passes(token: Token) -> bool:
    """Whether a name is spoken of in its own sentence only: an occasion."""
    return isinstance(token.mention, NameMatch) and token.mention.label in ("MEETING", "GOVERNMENT")


def leading_noun(row: Sequence[Token], first: int, last: int) -> Argument | None:
    """The noun phrase that leads the tokens ``[first, last)`` and can act (检察机关, 产品), with a verb behind it."""
    while first < last and row[first].kind in _OPENERS and row[first].text not in listed("aside", "placed"):
        first += 1
    end = first
    while end < last and end - first < 8 and row[end].kind in _NOUNS:
        end += 1
    if end in (first, last) or row[end].kind not in _GOES_ON or row[end].text == "方面":
        return None
    if not row[end - 1].text.endswith(endings("agent")) or row[end - 1].end - row[first].start > 20:
        return None
    return _span(row[first].start, row[end - 1].end, 0.65)


def phrase_subject(phrase: Phrase, score: float) -> Argument:
    """A common noun as a subject."""
    return _span(phrase.start, phrase.end, score)


def _span(start: int, end: int, score: float) -> Argument:
    return Argument("subject", start, end, "span", score=score)


def _argument(row: Sequence[Token], index: int) -> Argument | None:
    token = row[index]
    name = token.mention
    if isinstance(name, NameMatch):
        if name.label not in LABELS or _holds_post(row, index):
            return None
        return Argument("subject", name.start, name.end, "entity", name.label, name.name, name.adcode, score=0.9)
    before = row[index - 1] if index else None
    if token.kind == k.TOPIC:
        apart = before is None or before.kind not in (k.NOUN, k.OTHER, k.NAME)
        return _span(token.start, token.end, 0.8) if apart else None
    if token.kind == k.WIDE:
        leads = before is None or (before.kind in _OPENERS and before.text not in listed("aside", "placed"))
        return _span(token.start, token.end, 0.7) if leads else None
    return None


def _holds_post(row: Sequence[Token], index: int) -> bool:
    """Whether the name only tells where somebody works: 某公司[总经理]."""
    behind = row[index + 1].mention if index + 1 < len(row) else None
    return isinstance(behind, NameMatch) and behind.label in _HOLDERS


def _is_source(row: Sequence[Token], index: int) -> bool:
    """Whether the name is only who reports (据某局统计)."""
    for token in row[index + 1 : index + 5]:
        if token.kind == k.MARK:
            return False
        if token.text in listed("source"):
            return True
    return False
