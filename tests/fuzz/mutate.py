"""How inputs are changed: by what Chinese pages are made of, not by bits.

``mutate`` takes a text and a source of random numbers and gives another text; the same seed gives the same text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from .material import TAGS, fragments

__all__ = ["mutate"]

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_NARROW = {wide: code for code, wide in _WIDE.items()}
_NUMBER_RE = re.compile(r"\d+")
_NUMBERS = ("0", "1", "7", "12", "31", "32", "99", "100", "1949", "2024", "20240921", "9999", "10000", "9" * 20, "0.5", "3.14")
_BETWEEN = ("\n", " ", "\u3000", "\u200b", "，", "。", "、", "")


def mutate(text: str, rng: Random, seeds: Sequence[str], longest: int, *, tags: bool = False) -> str:
    """``text`` with a few changes, of at most ``longest`` characters, or less; ``tags`` also puts markup in."""
    changes = _CHANGES + ((_insert_tag,) * 6 if tags else ())
    for _ in range(rng.choice((1, 1, 2, 3, 5, 8))):
        text = rng.choice(changes)(text, rng, seeds)
        if len(text) > longest:
            start = rng.randrange(len(text) - longest + 1)
            text = text[start : start + longest]
    return text


def _stretch(text: str, rng: Random, longest: int = 40) -> tuple[int, int]:
    start = rng.randrange(len(text) + 1)
    return start, min(len(text), start + rng.randrange(1, longest))


def _insert(text: str, rng: Random, seeds: Sequence[str]) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(fragments()) + text[at:]


def _insert_tag(text: str, rng: Random, seeds: Sequence[str]) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(TAGS) + text[at:]


def _replace(text: str, rng: Random, seeds: Sequence[str]) -> str:
    start, end = _stretch(text, rng, 8)
    return text[:start] + rng.choice(fragments()) + text[end:]


def _remove(text: str, rng: Random, seeds: Sequence[str]) -> str:
    start, end = _stretch(text, rng)
    return text[:start] + text[end:]


def _repeat(text: str, rng: Random, seeds: Sequence[str]) -> str:
    start, end = _stretch(text, rng, 12)
    return text[:end] + text[start:end] * rng.choice((1, 2, 5, 20)) + text[end:]


def _splice(text: str, rng: Random, seeds: Sequence[str]) -> str:
    start, end = _stretch(text, rng)
    other = rng.choice(seeds)
    first, last = _stretch(other, rng, 80)
    return text[:start] + other[first:last] + text[end:]


def _swap_lines(text: str, rng: Random, seeds: Sequence[str]) -> str:
    lines = text.split("\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _widen(text: str, rng: Random, seeds: Sequence[str]) -> str:
    start, end = _stretch(text, rng, 60)
    return text[:start] + text[start:end].translate(rng.choice((_WIDE, _NARROW))) + text[end:]


def _renumber(text: str, rng: Random, seeds: Sequence[str]) -> str:
    found = list(_NUMBER_RE.finditer(text))
    if not found:
        return _insert(text, rng, seeds)
    match = rng.choice(found)
    return text[: match.start()] + rng.choice(_NUMBERS) + text[match.end() :]


def _set_apart(text: str, rng: Random, seeds: Sequence[str]) -> str:
    """A sign between all characters of a stretch: 园 区 开 园."""
    start, end = _stretch(text, rng, 20)
    return text[:start] + rng.choice(_BETWEEN).join(text[start:end]) + text[end:]


_Change = Callable[[str, Random, Sequence[str]], str]
_CHANGES: tuple[_Change, ...] = (
    _insert, _insert, _insert, _insert, _replace, _replace, _remove, _repeat, _splice, _splice, _swap_lines, _widen,
    _renumber, _set_apart,
)  # fmt: skip
