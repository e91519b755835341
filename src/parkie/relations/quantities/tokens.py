"""A sentence as a row of tokens: mentions in one piece, the words between them with a kind.

The kinds are those of a small grammar of noun phrases: enough to say where the phrase that names a measured
thing begins and ends, without a tagger. Words come from one automaton (longest word first), so the cost is linear
in the length of the sentence.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import ahocorasick_rs

from parkie.lexicon.store import read_rows, read_toml
from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch
from parkie.relations.scene import Sentence

__all__ = ["AND", "DATE", "DE", "DOWN", "FIGURE", "FUNCTION", "GROWTH", "LINK", "MARK", "MEASURE", "NAME", "NOUN",
           "OTHER", "QUOTE", "STOP", "TOPIC", "VERSUS", "WIDE", "Token", "tokens_of"]  # fmt: skip

NAME = "name"
FIGURE = "figure"
DATE = "date"
NOUN = "noun"
"""Nouns, adjectives, gerunds, letters."""
OTHER = "other"
"""A character that no word covers; runs on in a noun phrase."""
MEASURE = "measure"
"""A noun that surely names a quantity: 产值, 面积."""
TOPIC = "topic"
"""A noun that stands for a division, a park or a firm: 全市, 园区, 该项目."""
WIDE = "wide"
"""The same, but only where it begins a clause: 全国."""
LINK = "link"
GROWTH = "growth"
DOWN = "down"
VERSUS = "versus"
STOP = "stop"
"""A verb with content; it ends a noun phrase but may name what is counted (受益, 投入)."""
FUNCTION = "function"
DE = "的"
AND = "、"
"""Joins members: 、 和 及 与."""
QUOTE = "quote"
MARK = "mark"
"""Punctuation and white space; brackets too."""

_GRAMMAR = (("link", LINK), ("growth", GROWTH), ("down", DOWN), ("versus", VERSUS), ("measure", MEASURE),
            ("topic", TOPIC), ("wide", WIDE), ("function", FUNCTION), ("noun", NOUN), ("stop", STOP))  # fmt: skip
_COMMON = {"n": NOUN, "a": NOUN, "g": NOUN, "f": NOUN, "m": FUNCTION, "v": STOP, "h": FUNCTION}
_SINGLES = (
    dict.fromkeys("、和及与", AND)
    | dict.fromkeys("“”‘’\"'《》", QUOTE)
    | dict.fromkeys(",;:。!?()[]{}【】 \t\r\n　—…-~|", MARK)
    | {"的": DE}
)

_LOOSE = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%,;:。!?、()“”")
_ACTING = frozenset((STOP, LINK, GROWTH, DOWN))
_QUANTIFYING = frozenset("率度额量数值")


class Token(NamedTuple):
    """A word or mention at ``[start, end)``; ``mention`` is the reading for a name, figure or date."""

    start: int
    end: int
    kind: str
    text: str
    mention: NameMatch | FigureMatch | DateMatch | None = None


@cache
def _table() -> tuple[ahocorasick_rs.AhoCorasick, list[str]]:
    """The automaton over all words and the kind of each of its patterns."""
    kinds: dict[str, str] = {}
    for word, kind, _ in read_rows("name_words.tsv.gz", ("word", "kind", "cost")):
        if len(word) > 1 or kind in "hv":
            kinds[word] = _COMMON[kind]
    data = read_toml("frames/statistic.toml")
    for section, kind in reversed(_GRAMMAR):
        kinds.update(dict.fromkeys(data[section]["words"], kind))
    kinds.update(_SINGLES)
    kinds.update(dict.fromkeys(("以及", "及其"), AND))
    words = sorted(kinds)
    return ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest), [
        kinds[word] for word in words
    ]


def tokens_of(sentence: Sentence) -> list[Token]:
    """The tokens of ``sentence`` in text order, without a gap but for spaces set around letters and digits."""
    mentions: list[tuple[int, int, str, NameMatch | FigureMatch | DateMatch]]
    mentions = [(m.start, m.end, NAME, m) for m in sentence.names]
    mentions += [(m.start, m.end, FIGURE, m) for m in sentence.figures]
    mentions += [(m.start, m.end, DATE, m) for m in sentence.dates]
    mentions.sort(key=lambda item: (item[0], -item[1]))
    out: list[Token] = []
    position = sentence.start
    for start, end, kind, mention in mentions:
        if start < position:
            continue
        out += _words(sentence.text, position, start)
        out.append(Token(start, end, kind, sentence.text[start:end], mention))
        position = end
    out += _words(sentence.text, position, sentence.end)
    return [token for token in out if token.text != " " or _parts(sentence.text, token.start)]


def _parts(text: str, at: int) -> bool:
    """Whether the space at ``at`` parts two words; beside letters, digits and marks it is only set for looks."""
    beside = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
    return not any(character in _LOOSE for character in beside)


def _words(text: str, start: int, end: int) -> list[Token]:
    """The words of ``text[start:end]``, which holds no mention."""
    if start >= end:
        return []
    automaton, kinds = _table()
    piece = text[start:end]
    out: list[Token] = []
    position = 0
    append = out.append
    for index, lo, hi in automaton.find_matches_as_indexes(piece):
        if lo > position:
            _append_unknown(out, start + position, piece[position:lo])
        if hi - lo > 1 or not _quantified(out, start + lo, piece[lo:hi]):
            append(Token(start + lo, start + hi, kinds[index], piece[lo:hi]))
        position = hi
    if position < len(piece):
        _append_unknown(out, start + position, piece[position:])
    return out


def _append_unknown(out: list[Token], start: int, text: str) -> None:
    """Add characters that no word covers."""
    if _quantified(out, start, text[0]):
        start, text = start + 1, text[1:]
    if text:
        out.append(Token(start, start + len(text), OTHER, text))


def _quantified(out: list[Token], start: int, character: str) -> bool:
    """Join a character that makes a quantity of a verb to the verb before it, if there is one: 覆盖|率, 竣工|率."""
    if character not in _QUANTIFYING or not out:
        return False
    verb = out[-1]
    if verb.kind not in _ACTING or len(verb.text) < 2 or verb.end != start:
        return False
    out[-1] = Token(verb.start, start + 1, MEASURE, verb.text + character)
    return True
