"""The walk from the head of a name to its left edge, and whether what it passed is a name.

The walk goes over places, brands and words of content. Function words, verbs and marks stop it; before a place
only a brand may still stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parkie.matchers.names.tables import Head, head_tables
from parkie.matchers.names.words import NAME, Word, WordedText

__all__ = ["Walk", "has_brand"]

_REACH = 45
"""The longest way from the head to the left edge, in characters."""
_BARE_REACH = 14
_BRACKET = 12
_PLACES = frozenset({"DISTRICT", "REGION", "PARK"})
_STOPS = frozenset("hvp")
_COUNTED = 100
"""How many names are counted in one text."""
_JOINTS = frozenset({"和", "及", "与"})
_JOINABLE = frozenset({"GOVERNMENT", "INSTITUTION", "PARK"})
_ACREAGES = frozenset({"万亩", "千亩", "百亩"})
_BUILT = frozenset({"PARK", "REGION"})
_FIRMS = ("公司", "集团")
_ADMINISTERED = frozenset({"GOVERNMENT", "INSTITUTION"})


@dataclass(slots=True)
class Walk:
    """One walk to the left from a head."""

    text: WordedText
    head: Head
    head_start: int
    counts: dict[str, int]

    def left_edge(self, index: int) -> int | None:
        """Where the name that ends with word ``index`` begins, or None where it is no name."""
        first = index
        while first > 0 and self.text.words[first].start > self.head_start:
            first -= 1
        torn = self.text.words[first].start < self.head_start
        if torn and (self.text.words[first].kind in _STOPS or len(self.head.form) == 1):
            return None
        start = first
        position = first - 1
        limit = self.head_start - _REACH
        placed = torn and self._is_place(first)
        while position >= 0 and self.text.words[position].start >= limit:
            step = self._step(position, placed)
            if step is None:
                break
            placed = placed or self._is_place(position)
            start = step
            position = step - 1
        start = self._trimmed(start, first)
        return self.text.words[start].start if self._is_name(start, first) else None

    def _counts(self, position: int) -> bool:
        """True for a number or a measure, not for a character that only may be one: 管|件|有限公司."""
        word = self.text.words[position]
        if self.head.label in {"INSTITUTION", "GOVERNMENT"}:
            return False
        return word.end - word.start > 1 or position == 0 or self.text.words[position - 1].kind != "u"

    def _is_place(self, position: int) -> bool:
        """True for a place, but not for two characters of a brand that happen to name one: 首|开福|泰投资."""
        word = self.text.words[position]
        if word.kind != NAME or word.label not in _PLACES:
            return False
        if self.head.needs != "any" or word.end - word.start > 2 or position == 0:
            return True
        return not (self.text.words[position - 1].kind == "u" and self.text.words[position + 1].kind == "u")

    def _step(self, position: int, placed: bool) -> int | None:
        """The first word of the piece that ends with word ``position`` and belongs to the name, or None."""
        word = self.text.words[position]
        text = self.text.folded[word.start : word.end]
        if word.kind == NAME:
            return None if word.label == "PERSON" and self.head.form not in head_tables().memorial else position
        if text == "暨":
            return None
        if word.kind == "p":
            return self._through_mark(position, text)
        if placed:
            if text in head_tables().bare or self._attaches(position, text):
                return position
            return self._brand_before_place(position)
        if self._builds(position, text):
            return None
        if word.kind in _STOPS:
            return position if self._crossed(position, text) else None
        if word.kind == "m" and self._counts(position) and text not in _ACREAGES:
            return None
        if self.head.label == "COMPANY" and text in head_tables().apposition:
            return None
        return None if word.kind == "f" or text in head_tables().posts else position

    def _attaches(self, position: int, text: str) -> bool:
        """True for 附属 between a body and the place of its part: 云溪大学医学院|附属|江阴|医院."""
        if position == 0 or self.head.label != "INSTITUTION" or text not in head_tables().attaching:
            return False
        before = self.text.words[position - 1]
        return before.kind == NAME or self.text.folded.endswith(head_tables().ends, 0, before.end)

    def _builds(self, position: int, text: str) -> bool:
        """True for a verb of building right behind its subject: 江阴|建设|智能装备产业园."""
        if self.head.label not in _BUILT or text not in head_tables().building:
            return False
        before = self.text.words[position - 1] if position else None
        return before is None or before.kind in "ehvp" or self.text.folded.endswith(_FIRMS, 0, before.end)

    def _crossed(self, position: int, text: str) -> bool:
        """True where a stop belongs to the name: 金华|达|科技有限公司, 规划|和|自然资源局."""
        if position == 0 or position + 1 >= len(self.text.words):
            return False
        before, after = self.text.words[position - 1], self.text.words[position + 1]
        if text in _JOINTS and self.head.label in _JOINABLE:
            return before.kind in "ng" and after.kind in "ngua" and self._place_before(position - 1)
        if self.head.needs == "any" and text in _JOINTS:
            unknown = before.kind == "u" and position > 1 and self.text.words[position - 2].kind == "u"
            return unknown and self.text.text(position + 1) in head_tables().sectors
        if self.head.needs == "any" and len(text) == 1 and text in head_tables().brand:
            return before.kind in "ue" and before.end - before.start <= 4 and after.kind in "ung"
        return False

    def _place_before(self, position: int) -> bool:
        """True where content leads from a joint back to a place, without another name or a head between."""
        tables = head_tables()
        for index in range(position, max(-1, position - 6), -1):
            word = self.text.words[index]
            text = self.text.text(index)
            if word.kind == NAME:
                return word.label in _PLACES or word.label == "INSTITUTION"
            if text in tables.bare:
                return True
            if word.kind not in "ngau" or text.endswith(tables.ends):
                return False
        return False

    def _through_mark(self, position: int, text: str) -> int | None:
        """Over a bracket with a place or a part inside: 明德(云溪)有限公司."""
        if text != ")":
            return None
        closing = self.text.words[position].start
        opening = self.text.folded.rfind("(", max(0, closing - _BRACKET), closing)
        if opening < 0 or opening == 0:
            return None
        inner = position - 1
        while inner >= 0 and self.text.words[inner].start > opening:
            if self.text.words[inner].kind in "hpm":
                return None
            inner -= 1
        if inner < 1 or self.text.words[inner].start != opening or self.text.words[inner - 1].kind in _STOPS:
            return None
        return inner

    def _brand_before_place(self, position: int) -> int | None:
        """The first word of a brand of two to five unknown characters between a mark or a name and the place."""
        last = position
        while position >= 0 and self.text.words[position].kind in "ux":
            position -= 1
        size = self.text.words[last].end - self.text.words[position + 1].start if last > position else 0
        bounded = position < 0 or self.text.words[position].kind in "hpe"
        return position + 1 if 2 <= size <= 5 and bounded else None

    def _trimmed(self, start: int, first: int) -> int:
        """The left edge without words that cannot begin a name."""
        leading = head_tables().leading
        while start < first:
            word = self.text.words[start]
            text = self.text.folded[word.start : word.end]
            following = self.text.words[start + 1]
            alone = word.kind != "u" or following.kind != "u"
            if word.kind != NAME and (word.kind == "m" or (text in leading and alone)):
                start += 1
            else:
                break
        return start

    def _is_name(self, start: int, first: int) -> bool:
        """True where the words from ``start`` to the head single out one body."""
        last = first + 1 if self.text.words[first].start < self.head_start else first
        inside = self.text.words[start:last]
        if not inside or self.head.needs == "any":
            return bool(inside)
        if self.head.label in _ADMINISTERED and self._bare(inside):
            return True
        if self.head.needs == "place":
            return self._localised(inside)
        named = any(w.kind == NAME or w.kind == "x" for w in inside) or has_brand(self.text.folded, inside)
        if self.head.needs == "tight":
            return named and self._close(inside)
        if named or self.head.needs in {"named", "held"}:
            return named or (self.head.form in head_tables().firms and self._common_firm(start, inside))
        return self._specific(start, inside)

    def _content(self, inside: Sequence[Word]) -> int:
        """How many words are not generic."""
        generic = head_tables().generic
        return sum(self.text.folded[w.start : w.end] not in generic for w in inside)

    def _specific(self, start: int, inside: Sequence[Word]) -> bool:
        """True for two words of content, or one in a name that the text repeats; and not for a description."""
        content = self._content(inside)
        if content >= 2 or content == 0:
            return content >= 2 and self._definite(start)
        name = self.text.folded[inside[0].start : self.head_start + len(self.head.form)]
        return len(name) >= 4 and self._definite(start) and self._repeated(name)

    def _close(self, inside: Sequence[Word]) -> bool:
        """True where a known name or a brand stands right before the head: 云溪|片区, 石桥岭|村."""
        near = inside[-1]
        unknown = near.kind == "u" and all(w.kind in "uxe" for w in inside) and near.end - inside[0].start <= 8
        if self.head.label == "DISTRICT":
            return unknown and not any(self.text.folded[w.start] in "之第一中" for w in inside)
        return near.kind == NAME or unknown

    def _repeated(self, name: str) -> bool:
        """True where the text has the name at least three times, which a description seldom is."""
        if name not in self.counts and len(self.counts) < _COUNTED:
            self.counts[name] = self.text.folded.count(name)
        return self.counts.get(name, 0) >= 3

    def _definite(self, start: int) -> bool:
        """True where the words before say that one body is meant, and none of them that it is described."""
        if start == 0:
            return True
        word = self.text.words[start - 1]
        text = self.text.folded[word.start : word.end]
        if text == "的":
            return start > 1 and self.text.words[start - 2].kind == NAME
        return text not in head_tables().describing and word.kind not in "mnga"

    def _localised(self, inside: Sequence[Word]) -> bool:
        """True for a place and then what the body is for: 云溪市|海洋|局, not 上海|研发|中心."""
        lead = self.text.folded[inside[0].start : inside[0].end]
        located = (inside[0].kind == NAME and inside[0].label == "DISTRICT") or lead in head_tables().bare
        rest = [self.text.folded[w.start : w.end] for w in inside if w.kind in "nga"]
        generic = head_tables().generic
        if self.head.label == "INSTITUTION":
            return located and sum(text not in generic for text in rest) >= 2
        return located and bool(rest) and len(inside) <= 6

    def _common_firm(self, start: int, inside: Sequence[Word]) -> bool:
        """True for a firm named by common words: 首都会展|集团."""
        return self._content(inside) >= 2 and len(inside) <= 3 and self._definite(start)

    def _bare(self, inside: Sequence[Word]) -> bool:
        """True for a bare place with little behind it: 市|建交委."""
        lead = self.text.folded[inside[0].start : inside[0].end]
        return lead in head_tables().bare and self.head_start - inside[0].start <= _BARE_REACH


def has_brand(folded: str, words: Sequence[Word]) -> bool:
    """True where two or more single characters stand together that make no everyday word and no number."""
    weak = head_tables().weak
    run = strong = 0
    for word in words:
        if word.kind != "u":
            run = strong = 0
            continue
        run += 1
        strong += folded[word.start] not in weak
        if run >= 2 and strong:
            return True
    return False
