"""Names found at their head: 云溪市明德激光科技|有限公司, 光子传感|产业园, 云溪区经|信委.

From the head a walk goes left over the words of the text, through places, brands and words of content, until
something stops it. What was walked over decides whether it is a name or a description.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from parkie.matchers.names.tables import Head, head_tables, table
from parkie.matchers.names.words import NAME, Word
from parkie.matchers.reading import NameMatch

__all__ = ["find_appended", "find_bare_bodies", "find_groups", "find_headed", "has_brand"]

_REACH = 45
"""The longest way from the head to the left edge, in characters."""
_PLACES = frozenset({"DISTRICT", "REGION", "PARK"})
_STOPS = frozenset("hvp")
_COUNTED = 100
"""How many names are counted in one text."""
_SCORES = {"named": 0.85, "specific": 0.75, "any": 0.95, "held": 0.85, "tight": 0.65, "place": 0.75}


def find_headed(folded: str, words: Sequence[Word], posts: frozenset[int] = frozenset()) -> list[NameMatch]:
    """Candidates that end in a head of ``name_heads.toml``; they may overlap.

    Offsets are those of ``folded``, whose words are given; ``posts`` is where the posts in it begin.
    """
    ends = [word.end for word in words]
    found = []
    counts: dict[str, int] = {}
    for head, end in _heads(folded):
        index = bisect_left(ends, end)
        if index == len(ends) or ends[index] != end or _glued(folded, end):
            continue
        if head.needs == "held" and end not in posts:
            continue
        quoted = _quoted(folded, end)
        if quoted is not None:
            if quoted < end - len(head.form):
                found.append(NameMatch(quoted, end, head.label, source=f"quoted:{head.form}", score=0.9))
            continue
        walk = _Walk(folded, words, head, end - len(head.form), counts)
        start = walk.left_edge(index)
        if start is not None:
            found.append(NameMatch(start, end, head.label, source=f"head:{head.form}", score=_SCORES[head.needs]))
    return found


def find_appended(folded: str, bodies: dict[int, int]) -> list[NameMatch]:
    """Committees of a body that another rule found: 云溪市发展促进中心|党组.

    ``bodies`` maps the end of each name of a body to its start.
    """
    found = []
    for index, start, end in _committees().find_matches_as_indexes(folded):
        if index >= 0 and start in bodies and not _glued(folded, end):
            found.append(NameMatch(bodies[start], end, "GOVERNMENT", source="head:committee", score=0.85))
    return found


@cache
def _committees() -> AhoCorasick:
    return AhoCorasick(table("persons")["bodies"]["committees"], matchkind=MatchKind.LeftmostLongest)


def _quoted(folded: str, end: int) -> int | None:
    """Where the quotation that closes at ``end`` begins, if it can be a name."""
    if folded[end : end + 1] != "”":
        return None
    opening = folded.rfind("“", max(0, end - 30), end)
    inside = folded[opening + 1 : end]
    return None if opening < 0 or any(mark in inside for mark in ",。;:!?”、-") or len(inside) < 4 else opening + 1


def _heads(folded: str) -> Iterator[tuple[Head, int]]:
    """Each head with its end; of the heads of one label that end together only the longest."""
    tables = head_tables()
    best: dict[tuple[str, int], Head] = {}
    for index, _, end in tables.automaton.find_matches_as_indexes(folded, overlapping=True):
        head = tables.heads[index]
        key = (head.label, end)
        if key not in best or len(best[key].form) < len(head.form):
            best[key] = head
    return ((head, end) for (_, end), head in best.items())


def _glued(folded: str, end: int) -> bool:
    """True where the head goes on: 集团军, 基地化, 项目库."""
    return folded[end : end + 1] in _GLUE


_DESCRIBING = frozenset(
    {"打造", "建设", "形成", "成为", "是", "为", "和", "与", "及", "、", "培育", "创建", "谋划", "布局", "各", "如", "将", "以", "新建", "在建", "拟建", "一批", "多个", "有", "建成", "全国", "全市", "全省", "升级", "推进", "推动", "发展", "共建", "规划", "打造成", "依托", "更多"}
)
_FIRMS = frozenset({"集团", "控股", "证券", "集团公司"})
_JOINTS = frozenset({"和", "及", "与"})
_JOINABLE = frozenset({"GOVERNMENT", "INSTITUTION", "PARK"})
_ENDS = ("园", "园区", "基地", "局", "委", "厅", "部", "大学", "学院", "医院", "研究院", "公司", "集团", "协会", "中心", "企业", "区", "城", "港", "会", "办")
_GLUE = frozenset("化型性军群们级制式库")


@dataclass(slots=True)
class _Walk:
    """One walk to the left from a head."""

    folded: str
    words: Sequence[Word]
    head: Head
    head_start: int
    counts: dict[str, int]

    def left_edge(self, index: int) -> int | None:
        """Where the name that ends with word ``index`` begins, or None where it is no name."""
        first = index
        while first > 0 and self.words[first].start > self.head_start:
            first -= 1
        if self.words[first].start < self.head_start and (self.words[first].kind in _STOPS or len(self.head.form) == 1):
            return None
        start = first if self.words[first].start < self.head_start else first + 0
        position = first - 1
        limit = self.head_start - _REACH
        placed = start < first or (self.words[first].start < self.head_start and self._is_place(first))
        while position >= 0 and self.words[position].start >= limit:
            step = self._step(position, placed)
            if step is None:
                break
            placed = placed or self._is_place(position)
            start = step
            position = step - 1
        start = self._trimmed(start, first)
        return self.words[start].start if self._is_name(start, first) else None

    def _counts(self, position: int) -> bool:
        """True for a number or a measure, not for a character that only may be one: 管|件|有限公司."""
        word = self.words[position]
        if self.head.label in {"INSTITUTION", "GOVERNMENT"}:
            return False
        return word.end - word.start > 1 or position == 0 or self.words[position - 1].kind != "u"

    def _is_place(self, position: int) -> bool:
        """True for a place, but not for two characters of a brand that happen to name one: 首|开福|泰投资."""
        word = self.words[position]
        if word.kind != NAME or word.label not in _PLACES:
            return False
        if self.head.needs != "any" or word.end - word.start > 2 or position == 0:
            return True
        return not (self.words[position - 1].kind == "u" and self.words[position + 1].kind == "u")

    def _step(self, position: int, placed: bool) -> int | None:
        """The first word of the piece that ends with word ``position`` and belongs to the name, or None."""
        word = self.words[position]
        text = self.folded[word.start : word.end]
        if word.kind == NAME:
            return None if word.label == "PERSON" else position
        if word.kind == "p":
            return self._through_mark(position, text)
        if placed:
            return position if text in head_tables().bare else self._brand_before_place(position)
        if word.kind in _STOPS:
            return position if self._crossed(position, text) else None
        if word.kind == "m" and self._counts(position):
            return None
        if self.head.label == "COMPANY" and text in head_tables().apposition:
            return None
        return None if word.kind == "f" or text in head_tables().posts else position

    def _crossed(self, position: int, text: str) -> bool:
        """True where a stop belongs to the name: 金华|达|科技有限公司, 规划|和|自然资源局."""
        if position == 0 or position + 1 >= len(self.words):
            return False
        before, after = self.words[position - 1], self.words[position + 1]
        if text in _JOINTS and self.head.label in _JOINABLE:
            return before.kind in "ng" and after.kind in "ngua" and self._place_before(position - 1)
        if self.head.needs == "any" and len(text) == 1 and text in head_tables().brand:
            return before.kind in "ue" and before.end - before.start <= 4 and after.kind in "ung"
        return False

    def _place_before(self, position: int) -> bool:
        """True where content leads from a joint back to a place, without another name or a head between."""
        tables = head_tables()
        for index in range(position, max(-1, position - 6), -1):
            word = self.words[index]
            text = self.folded[word.start : word.end]
            if word.kind == NAME:
                return word.label in _PLACES or word.label == "INSTITUTION"
            if text in tables.bare:
                return True
            if word.kind not in "ngau" or text in _ENDS or text.endswith(_ENDS):
                return False
        return False

    def _through_mark(self, position: int, text: str) -> int | None:
        """Over a bracket with a place or a part inside: 明德(云溪)有限公司."""
        if text != ")":
            return None
        opening = self.folded.rfind("(", max(0, self.words[position].start - 12), self.words[position].start)
        if opening < 0 or opening == 0:
            return None
        inner = position - 1
        while inner >= 0 and self.words[inner].start > opening:
            if self.words[inner].kind in "hp":
                return None
            inner -= 1
        if inner < 1 or self.words[inner].start != opening or self.words[inner - 1].kind in _STOPS:
            return None
        return inner

    def _brand_before_place(self, position: int) -> int | None:
        """The first word of a brand of two to five unknown characters between a mark or a name and the place."""
        last = position
        while position >= 0 and self.words[position].kind in "ux":
            position -= 1
        size = self.words[last].end - self.words[position + 1].start if last > position else 0
        bounded = position < 0 or self.words[position].kind in "hpe"
        return position + 1 if 2 <= size <= 5 and bounded else None

    def _trimmed(self, start: int, first: int) -> int:
        """The left edge without words that cannot begin a name."""
        leading = head_tables().leading
        while start < first:
            word = self.words[start]
            text = self.folded[word.start : word.end]
            following = self.words[start + 1]
            alone = word.kind != "u" or following.kind != "u"
            if word.kind != NAME and (word.kind == "m" or (text in leading and alone)):
                start += 1
            else:
                break
        return start

    def _is_name(self, start: int, first: int) -> bool:
        """True where the words from ``start`` to the head single out one body."""
        inside = self.words[start:first]
        if self.words[first].start < self.head_start:
            inside = self.words[start : first + 1]
        if not inside:
            return False
        if self.head.needs == "any":
            return True
        if self.head.label in {"GOVERNMENT", "INSTITUTION"}:
            first_word = self.folded[inside[0].start : inside[0].end]
            if first_word in head_tables().bare and self._tight(inside):
                return True
        named = any(w.kind == NAME or w.kind == "x" for w in inside) or has_brand(self.folded, inside)
        if self.head.needs == "place":
            return self._localised(inside)
        if self.head.needs == "tight":
            near = inside[-1]
            brand = near.kind == "u" and all(w.kind in "uxe" for w in inside) and near.end - inside[0].start <= 8
            if self.head.label == "DISTRICT" and any(self.folded[w.start] in "之第一中" for w in inside):
                return False
            return named and (near.kind == NAME and self.head.label != "DISTRICT" or brand)
        if named or self.head.needs in {"named", "held"}:
            return named or (self.head.form in _FIRMS and self._common_firm(start, inside))
        generic = head_tables().generic
        content = [w for w in inside if self.folded[w.start : w.end] not in generic]
        if len(content) >= 2:
            return self._definite(start)
        name = self.folded[self.words[start].start : self.head_start + len(self.head.form)]
        return bool(content) and len(name) >= 4 and self._definite(start) and self._repeated(name)

    def _repeated(self, name: str) -> bool:
        """True where the text has the name at least three times, which a description seldom is."""
        if name not in self.counts and len(self.counts) < _COUNTED:
            self.counts[name] = self.folded.count(name)
        return self.counts.get(name, 0) >= 3

    def _definite(self, start: int) -> bool:
        """True where the words before say that one body is meant, and none of them that it is described."""
        if start == 0:
            return True
        word = self.words[start - 1]
        text = self.folded[word.start : word.end]
        if text == "的":
            return start > 1 and self.words[start - 2].kind == NAME
        return text not in _DESCRIBING and word.kind not in "mnga"

    def _localised(self, inside: Sequence[Word]) -> bool:
        """True for a place and then what the body is for: 云溪市|海洋|局, not 上海|研发|中心."""
        lead = self.folded[inside[0].start : inside[0].end]
        located = (inside[0].kind == NAME and inside[0].label == "DISTRICT") or lead in head_tables().bare
        rest = [self.folded[w.start : w.end] for w in inside if w.kind in "nga"]
        generic = head_tables().generic
        if self.head.label == "INSTITUTION":
            return located and sum(text not in generic for text in rest) >= 2
        return located and bool(rest) and len(inside) <= 6

    def _common_firm(self, start: int, inside: Sequence[Word]) -> bool:
        """True for a firm named by common words: 首都会展|集团."""
        generic = head_tables().generic
        content = [w for w in inside if self.folded[w.start : w.end] not in generic]
        return len(content) >= 2 and len(inside) <= 3 and self._definite(start)

    def _tight(self, inside: Sequence[Word]) -> bool:
        """True where little stands between a bare place and the head: 市|建交委."""
        return self.head_start - inside[0].start <= 14


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


_GROUP_RE = re.compile(
    "(?:东北|西北|西南|华东|华北|中部|东部|沿海|京津冀|长三角|珠三角|沪苏浙皖|[\u4e00-\u9fff]{0,3}?)"
    "(?:[三四五六七八九十两]省(?:[一二三]?[市区])?(?!级|部|属|重)|[三四五六七八九]个新城|[三四五六七八九十]{1,2}城市(?!群))"
)


def find_groups(folded: str) -> list[NameMatch]:
    """Fixed groups with a number: 五个新城, 东北三省一区."""
    found = []
    for match in _GROUP_RE.finditer(folded):
        start = match.start()
        text = match.group()
        lead = re.match("(?:东北|西北|西南|华东|华北|中部|沿海|京津冀|长三角|珠三角)?[三四五六七八九十两]", text)
        if lead is None:
            start = match.start() + re.search("[三四五六七八九十两]", text).start()  # type: ignore[union-attr]
        if "省" in text and lead is None:
            continue
        found.append(NameMatch(start, match.end(), "REGION", source="group", score=0.8))
    return found


@cache
def _bare_bodies() -> AhoCorasick:
    return AhoCorasick(table("persons")["bodies"]["bare"], matchkind=MatchKind.LeftmostLongest)


def find_bare_bodies(folded: str) -> list[NameMatch]:
    """市委, 管委会, 党工委 where the text means one known body."""
    return [
        NameMatch(start, end, "GOVERNMENT", source="body:bare", score=0.7)
        for _, start, end in _bare_bodies().find_matches_as_indexes(folded)
        if not folded.startswith(("员", "会议", "人民"), end)
    ]
