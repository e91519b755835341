"""Bytes of a page to its characters: byte order mark, then what the page declares, then what fits."""

from __future__ import annotations

import codecs
import re

from parkie.errors import PageError

__all__ = ["decode"]

_SNIFFED = 4096
_DECLARED_RE = re.compile(rb"""(?:charset|encoding)\s{0,4}=\s{0,4}["']?\s{0,4}([\w-]{2,20})""", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Pages that declare gb2312 or gbk hold characters of its successor, and gb18030 reads all three.
_SUCCESSORS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "utf8": "utf-8",
}
_TRIALS = ("utf-8", "gb18030", "big5hkscs")

# The most frequent characters of Chinese text, simplified and traditional: bytes read in the wrong encoding
# give rare ones. Source: any frequency list; the first ranks are the same in all.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那"
    "社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通"
    "園區這個來時為國們們後會發動產對過學業經與關開點現實機電進還當從內數條間題長東車見門問"
)
_LOSS = 2000
"""One broken character in so many is a page with a flaw; more is a page in another encoding."""


def decode(raw: bytes) -> tuple[str, str | None]:
    """The characters of ``raw`` and a warning, None where every byte could be read.

    A page with a few broken characters is read with U+FFFD in their place, and the warning counts them.

    Raises:
        PageError: no encoding fits.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding) or _flawed(raw, encoding)
    declared = _declared(raw)
    if declared and (read := _strict(raw, declared)):
        return read
    fitting = [read for encoding in _TRIALS if (read := _strict(raw, encoding))]
    if fitting and _strict(raw, "utf-8"):
        return fitting[0]
    if fitting:
        return max(fitting, key=lambda read: _plausible(read[0]))
    return _flawed(raw, declared or "utf-8")


def _declared(raw: bytes) -> str | None:
    """The encoding that the page names, if Python knows it."""
    match = _DECLARED_RE.search(raw[:_SNIFFED])
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    try:
        return codecs.lookup(_SUCCESSORS.get(name, name)).name
    except LookupError:
        return None


def _strict(raw: bytes, encoding: str) -> tuple[str, None] | None:
    """``raw`` read without a flaw, or None."""
    try:
        text = raw.decode(encoding)
    except (UnicodeDecodeError, LookupError, AttributeError, ValueError):
        return None
    return (text, None) if isinstance(text, str) else None


def _flawed(raw: bytes, encoding: str) -> tuple[str, str]:
    """``raw`` read with U+FFFD for what cannot be read, if that is little."""
    best = ""
    fewest = len(raw) + 1
    for name in dict.fromkeys((encoding, *_TRIALS)):
        text = raw.decode(name, "replace")
        if (broken := text.count("\ufffd")) < fewest:
            best, fewest, encoding = text, broken, name
    if fewest * _LOSS > max(len(best), _LOSS):
        msg = (
            f"expected a page in UTF-8, GB18030 or Big5, found bytes that none of them reads "
            f"({fewest} broken characters as {encoding}); give the page as text"
        )
        raise PageError(msg)
    return best, f"{fewest} characters could not be read as {encoding} and are U+FFFD"


def _plausible(text: str) -> float:
    """The share of frequent characters among those beyond ASCII."""
    beyond = [char for char in text[:20_000] if char > "\x7f"]
    return sum(char in _FREQUENT for char in beyond) / len(beyond) if beyond else 1.0
