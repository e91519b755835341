"""Counts that leave out what they count: 签约项目32个,其中18个已开工,投产9个.

Such a count touches the word that tells what was done; what it counts was counted a little before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from parkie.lexicon.store import read_toml
from parkie.relations.happenings.frames import frames
from parkie.relations.happenings.nouns import NounPhrase, find_nouns
from parkie.relations.scene import Scene, Sentence

__all__ = ["find_elliptic"]

_COUNTED: Final = frozenset({"work", "firm"})
_FAR: Final = 12


def find_elliptic(scene: Scene, sentence: Sentence, nouns: Sequence[NounPhrase]) -> Iterator[NounPhrase]:
    """For each count without a noun the noun that it leaves out, with that count; ``nouns`` are the sentence's own.

    The noun keeps the place where it was said, which is before the count, in this sentence or the one before.
    """
    counted = {noun.figure for noun in nouns if noun.figure is not None}
    for figure in sentence.figures:
        if figure.dimension != "count" or figure in counted:
            continue
        before, after = sentence.before(figure.start, _FAR), sentence.after(figure.end, _FAR)
        if not (_leading().match(after) or (_ENDED_RE.match(after) and _led().search(before))):
            continue
        noun = _said_before(scene, sentence, nouns, figure.start)
        if noun is not None:
            yield NounPhrase(noun.start, noun.end, noun.classes, figure)


def _said_before(scene: Scene, sentence: Sentence, nouns: Sequence[NounPhrase], place: int) -> NounPhrase | None:
    """The last counted firms or works in front of a place."""
    here = [noun for noun in nouns if noun.end <= place]
    earlier = find_nouns(scene.sentences[sentence.index - 1]) if sentence.index and not any(map(_counts, here)) else []
    return next((noun for noun in reversed([*earlier, *here]) if _counts(noun)), None)


def _counts(noun: NounPhrase) -> bool:
    return noun.figure is not None and not _COUNTED.isdisjoint(noun.classes)


_ENDED_RE: Final = re.compile(r"\s*(?:[,;:。、()]|$)")


@cache
def _words() -> str:
    """The words of all frames with a role that counts, the longest first."""
    counting = [frame for frame in frames().values() if any(role.counts for role in frame.roles)]
    words = sorted({row.word for frame in counting for row in frame.triggers}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, words))


@cache
def _leading() -> re.Pattern[str]:
    """In front of the word: 18个已|开工; not where that describes something: 18个开工的…."""
    adverbs = "|".join(map(re.escape, read_toml("nouns.toml")["left_out"]["adverbs"]))
    return re.compile(f"(?:{adverbs}){{0,3}}(?:{_words()})(?=[,;。、()]|了|$)")


@cache
def _led() -> re.Pattern[str]:
    """Behind it: 投产|9个."""
    return re.compile(f"(?:{_words()})[了约达共有]?$")
