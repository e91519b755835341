"""Our own form of a labelled article: plain text with marks, to be read and edited in any editor.

    published: 2024-11-14
    kind: local daily

    ⟦§body⟧⟦DATE|11月8日|2024-11-08 2024-11-08 day⟧,⟦PARK|云栖谷产业园⟧与⟦COMPANY|泽远精密⟧签约,
    总投资⟦FIG|约20亿元|2000000000 2000000000 2000000000 about CNY⟧。⟦/§⟧

    ==== events
    - {type: signing, trigger: 签约, in: 1, args: {parties: [泽远精密], park: 云栖谷产业园, amount: 约20亿元}}

Three parts: a head of ``key: value`` lines and an empty line, the text with its marks, and, behind a line
``==== events``, a YAML list. A mark is ``⟦LABEL|text⟧`` or ``⟦LABEL|text|values⟧``; ``⟦§kind⟧`` and ``⟦/§⟧``
enclose a section. In a value ``-`` is null and ``""`` the empty string; a value of the head or of a mark that could not
stand as it is (with a line break, with a space) is a JSON string. The characters ⟦ ⟧ | in a mark and ⟦ ⟧
outside are written behind a backslash, the backslash too.

Of an event, ``in`` is the number of its section, from 1. A trigger or argument is told by its words, which mean
the occurrence in that section that stands nearest to the trigger (the first for the trigger itself); ``@2``
behind them means the second occurrence. Alternatives are separated by `` | ``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any, Final

import srsly
from srsly.ruamel_yaml.error import YAMLError

from parkie.errors import InputError
from parkie.formats.labelled import Labelled, LabelledEvent, Mark
from parkie.formats.rows import dump
from parkie.formats.values import read_values, write_values

__all__ = ["read_marked", "write_marked"]

_EVENTS: Final = "==== events"
_TOKEN_RE: Final = re.compile(r"\\(?P<escaped>[⟦⟧|\\])|(?P<open>⟦)|(?P<close>⟧)|(?P<bar>\|)")
_HEAD_RE: Final = re.compile(r'(?P<key>[a-z_]+|"(?:[^"\\]|\\.)*"): (?P<value>.*)')
_NTH_RE: Final = re.compile(r"(?P<words>.*)@(?P<nth>[1-9]\d{0,4})", re.DOTALL)
_VALUES: Final = {"FIG": 5, "DATE": 3}
_KEY_RE: Final = re.compile(r"[a-z_]+")
_LINE_RE: Final = re.compile(r'(?!")[^\x00-\x1f\x7f-\x9f\u2028\u2029]*')


def read_marked(source: str, name: str) -> Labelled:
    """The article that ``source`` holds; ``name`` is its id, and what errors call it.

    Raises:
        InputError: it is not of this form; the message has the place.
    """
    head, _, rest = ("", "", source[1:]) if source.startswith("\n") else source.partition("\n\n")
    meta = dict(_read_head(head, name))
    marked, found, told = rest.rpartition(f"\n{_EVENTS}\n")
    if not found:
        raise InputError(f"{name}: expected a line '{_EVENTS}' behind the text, found none")
    text, marks = _read_marks(marked.removesuffix("\n"), name)
    sections = tuple(Mark(m.start, m.end, m.label[1:]) for m in marks if m.label.startswith("§"))
    if any(one.end > other.start for one, other in pairwise(sections)):
        raise InputError(f"{name}: expected sections one behind the other, found one inside another")
    return Labelled(
        id=name,
        text=text,
        entities=tuple(m for m in marks if m.label not in _VALUES and not m.label.startswith("§")),
        figures=tuple(m for m in marks if m.label == "FIG"),
        dates=tuple(m for m in marks if m.label == "DATE"),
        sections=sections,
        events=tuple(_read_events(told, text, sections, name)),
        meta=meta,
    )


def _read_head(head: str, name: str) -> Iterator[tuple[str, str]]:
    for line in head.split("\n") if head else ():
        found = _HEAD_RE.fullmatch(line)
        if found is None:
            raise InputError(f"{name}: expected a head of 'key: value' lines, found {line[:60]!r}")
        yield _unquoted(found["key"]), _unquoted(found["value"])


def _unquoted(told: str) -> str:
    """A key or value that is written as a JSON string, because it could not stand as it is."""
    if len(told) > 1 and told[0] == told[-1] == '"':
        try:
            return str(json.loads(told))
        except ValueError:
            return told
    return told


def _quoted(value: str, plain: re.Pattern[str]) -> str:
    return value if plain.fullmatch(value) else dump(value)


def _read_marks(marked: str, name: str) -> tuple[str, list[Mark]]:
    """The text without its marks, and the marks by start; sections before what they enclose."""
    reader = _Reader()
    at = 0
    for token in _TOKEN_RE.finditer(marked):
        reader.take(marked[at : token.start()])
        at = token.end()
        try:
            reader.read(token)
        except ValueError as error:
            line = marked.count("\n", 0, token.start()) + 1
            found = marked[max(0, token.start() - 8) : token.start() + 12]
            raise InputError(f"{name}: expected {error} in line {line} of the text, found {found!r}") from error
    reader.take(marked[at:])
    if reader.fields is not None or reader.opened:
        raise InputError(f"{name}: expected every mark and section to be closed, found one that is open at the end")
    return "".join(reader.text), reader.marks


class _Reader:
    """The text as it grows, the marks found, and the one that is open, by its fields."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.marks: list[Mark] = []
        self.fields: list[str] | None = None
        self.opened: list[int] = []  # the places among the marks of the sections that are open
        self._size = 0

    def take(self, piece: str) -> None:
        """Characters of the text, or of the field that is open."""
        if self.fields is not None:
            self.fields[-1] += piece
        else:
            self.text.append(piece)
            self._size += len(piece)

    def read(self, token: re.Match[str]) -> None:
        """An escape, a bar or a bracket; a ValueError says what was expected instead."""
        if token["escaped"] is not None:
            self.take(token["escaped"])
        elif token["bar"] and self.fields is None:
            self.take("|")
        elif token["bar"]:
            self.fields = [*(self.fields or ()), ""]
        elif token["open"]:
            if self.fields is not None:
                raise ValueError("no mark inside a mark")
            self.fields = [""]
        else:
            self._close()

    def _close(self) -> None:
        fields, self.fields = self.fields, None
        if fields is None:
            raise ValueError("a mark that was opened")
        if fields == ["/§"]:
            if not self.opened:
                raise ValueError("a section that was opened")
            place = self.opened.pop()
            self.marks[place] = replace(self.marks[place], end=self._size)
        elif fields[0].startswith("§") and len(fields) == 1:
            self.opened.append(len(self.marks))
            self.marks.append(Mark(self._size, -1, fields[0]))
        else:
            self.marks.append(_read_mark(fields, self._size))
            self.take(fields[1])


def _read_mark(fields: list[str], start: int) -> Mark:
    """The mark of a label, words and perhaps values; a ValueError says what was expected."""
    label, words = fields[0], fields[1] if len(fields) > 1 else ""
    if not label or not words or len(fields) > 3:
        raise ValueError("⟦LABEL|text⟧ or ⟦LABEL|text|values⟧")
    values = read_values(fields[2]) if len(fields) == 3 else ()
    if values and len(values) != _VALUES.get(label, 0):
        raise ValueError(f"{_VALUES.get(label, 0)} values")
    return Mark(start, start + len(words), label, values)


def _read_events(told: str, text: str, sections: tuple[Mark, ...], name: str) -> Iterator[LabelledEvent]:
    try:
        rows = srsly.yaml_loads(told) or []
    except (YAMLError, ValueError) as error:
        raise InputError(f"{name}: expected events as YAML, found something else ({error})") from error
    if not isinstance(rows, list):
        raise InputError(f"{name}: expected a list of events, found {type(rows).__name__}")
    for number, row in enumerate(rows, start=1):
        try:
            yield _read_event(row, text, sections)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"{name}: event {number}: {error}") from error


def _read_event(row: dict[str, Any], text: str, sections: tuple[Mark, ...]) -> LabelledEvent:
    number = row.get("in", 1)
    if not 1 <= number <= len(sections):
        raise ValueError(f"expected 'in' to be the number of a section, found {number}")
    section = sections[number - 1]
    trigger = _locate(str(row["trigger"]), text, section, section.start)
    arguments = []
    for role, values in (row.get("args") or {}).items():
        if not isinstance(role, str):
            raise TypeError(f"expected the name of a role, found {role!r}")
        for value in values if isinstance(values, list) else [values]:
            found = tuple(_locate(words, text, section, trigger[0]) for words in str(value).split(" | "))
            arguments.append((role, found))
    return LabelledEvent(
        row["type"], trigger, number - 1, row.get("realis", "actual"), row.get("stage"), tuple(arguments)
    )


def _locate(told: str, text: str, section: Mark, near: int) -> tuple[int, int]:
    """Where the words stand in the section: the n-th time, or nearest to ``near``."""
    counted = _NTH_RE.fullmatch(told)
    words = re.sub(r"\\([⟦⟧|\\@])", r"\1", counted["words"] if counted else told)
    starts = list(_occurrences(words, text, section))
    if not starts:
        raise LookupError(f"expected words of section {section.label}, found {words!r}")
    if counted and int(counted["nth"]) > len(starts):
        raise LookupError(f"expected {words!r} {counted['nth']} times in section {section.label}, found {len(starts)}")
    start = starts[int(counted["nth"]) - 1] if counted else min(starts, key=lambda at: abs(at - near))
    return start, start + len(words)


def _occurrences(words: str, text: str, section: Mark) -> Iterator[int]:
    at = text.find(words, section.start, section.end) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1, section.end)


def write_marked(article: Labelled) -> str:
    """The article in this form: ``read_marked`` gives it back.

    Raises:
        InputError: what is marked overlaps, or crosses the bounds of a section, which this form cannot say.
    """
    told = ((_quoted(key, _KEY_RE), _quoted(value, _LINE_RE)) for key, value in article.meta.items())
    head = "".join(f"{key}: {value}\n" for key, value in told)
    events = "".join(f"- {_flow(_event_row(event, article))}\n" for event in article.events)
    return f"{head}\n{_write_marks(article)}\n\n{_EVENTS}\n{events}"


def _escape(words: str, characters: str = "⟦⟧|\\\\") -> str:
    return re.sub(f"([{characters}])", r"\\\1", words)


def _write_marks(article: Labelled) -> str:
    inner = sorted((*article.entities, *article.figures, *article.dates))
    for one, other in pairwise(inner):
        if other.start < one.end:
            raise InputError(f"{article.id}: expected no overlaps, found {one} and {other}")
    places: list[tuple[int, int, str | Mark]] = [(m.start, 2, m) for m in inner]
    for section in article.sections:
        closing = [(section.end, 0, "⟦/§⟧")] if section.end > section.start else []
        places += [(section.start, 1, f"⟦§{section.label}⟧{'' if closing else '⟦/§⟧'}"), *closing]
        if any(m.start < edge < m.end for m in inner for edge in (section.start, section.end)):
            raise InputError(f"{article.id}: expected no mark over the edge of a section, found one")
    out: list[str] = []
    at = 0
    for start, _, what in sorted(places, key=lambda place: place[:2]):
        out.append(_escape(article.text[at:start], "⟦⟧\\\\"))
        at = start
        if isinstance(what, Mark):
            words = _escape(article.text[what.start : what.end])
            values = _escape(write_values(what.values))
            out.append(f"⟦{_escape(what.label)}|{words}{'|' if values else ''}{values}⟧")
            at = what.end
        else:
            out.append(what)
    return "".join(out) + _escape(article.text[at:], "⟦⟧\\\\")


def _event_row(event: LabelledEvent, article: Labelled) -> dict[str, Any]:
    section = article.sections[event.section]
    told = partial(_tell, text=article.text, section=section)
    trigger = told(event.trigger, near=section.start)
    row: dict[str, Any] = {"type": event.type, "trigger": trigger, "in": event.section + 1}
    if event.realis != "actual":
        row["realis"] = event.realis
    if event.stage:
        row["stage"] = event.stage
    roles: dict[str, list[str]] = {}
    for role, spans in event.arguments:
        roles.setdefault(role, []).append(" | ".join(told(span, near=event.trigger[0]) for span in spans))
    row["args"] = {role: values if len(values) > 1 else values[0] for role, values in roles.items()}
    return row


def _tell(span: tuple[int, int], *, text: str, section: Mark, near: int) -> str:
    """The words of the span, with their number where the nearest occurrence is another."""
    words = text[span[0] : span[1]]
    starts = list(_occurrences(words, text, section))
    told = _escape(words, "⟦⟧|@\\\\")
    nearest = min(starts, key=lambda at: abs(at - near))
    return told if nearest == span[0] else f"{told}@{starts.index(span[0]) + 1}"


_PLAIN_RE: Final = re.compile(r"(?!(?:true|false|null|yes|no|on|off|y|n)\Z)[a-z_一-鿿][\w一-鿿（）、]*", re.IGNORECASE)


def _flow(value: Any) -> str:
    """The value as YAML on one line; what could be read as something else is quoted."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and not _PLAIN_RE.fullmatch(value):
        return dump(value)
    return str(value)
