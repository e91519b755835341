"""BRAT standoff: a text file and beside it an ``.ann`` file with a line for each thing.

    T1	PARK 0 6	云栖谷产业园
    T2	construction 6 8	开园
    E1	construction:T2 project:T1
    A1	realis E1 actual
    #1	AnnotatorNotes T3	2000000000 - - over CNY

Offsets are characters of the text file. A label that goes over a line break is written as BRAT does it, in
fragments with the break left out between them; fragments with words between them (discontinuous labels) are
reported. What has no place is a note of the type ``parkie`` that is attached to itself, because BRAT deletes a note
with what it is attached to. Of files that BRAT wrote alone, events are read too; relations, equivalences and
normalisations are not.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from parkie.errors import InputError
from parkie.formats.draft import Draft, Link, Region, finish, make_draft
from parkie.formats.labelled import Labelled
from parkie.formats.names import name_file, read_name
from parkie.formats.problems import Place, Problems
from parkie.formats.rows import as_meta, dump
from parkie.formats.values import read_values, write_values

__all__ = ["read", "write"]

_SPANS_RE: Final = re.compile(r"(?P<label>\S+) (?P<spans>-?\d{1,9} -?\d{1,9}(?:;-?\d{1,9} -?\d{1,9})*)")
_EVENT_RE: Final = re.compile(r"(?P<label>[^\s:]+):(?P<trigger>\S+)(?P<rest>.*)")
_NUMBER_RE: Final = re.compile(r"\d+\Z")
_NOTE: Final = "AnnotatorNotes"
_REST: Final = "parkie"
_UNREAD: Final = {"R": "relations between labels", "*": "equivalences", "N": "normalisations"}


def read(parts: Mapping[str, bytes], file: str, problems: Problems) -> Iterator[Labelled]:
    """The article of a text file and its annotations.

    Raises:
        InputError: one of the two is missing or no UTF-8.
    """
    if ".txt" not in parts or ".ann" not in parts:
        raise InputError(f"{file}: expected a .txt and a .ann file of that name, found only {', '.join(parts)}")
    try:
        text, told = parts[".txt"].decode(), parts[".ann"].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: expected UTF-8, found something else ({error})") from error
    yield finish(_Reader(Draft(Place(file), read_name(file), text, linked=True), problems).read(told), problems)


class _Reader:
    """What has been read of an ``.ann`` file: its regions and events by their ids."""

    def __init__(self, draft: Draft, problems: Problems) -> None:
        self.draft, self.problems = draft, problems
        self.numbers: dict[str, int] = {}

    def read(self, told: str) -> Draft:
        """The whole file; lines may point forward, so kinds of lines are read one after the other."""
        rows = [line.rstrip("\r").split("\t", 2) for line in told.split("\n") if line.strip()]
        for kind, reader in (("T", self._read_region), ("E", self._read_event), ("AM", self._read_attribute)):
            for row in rows:
                if row[0][:1] and row[0][0] in kind and not (len(row) > 1 and reader(row)):
                    self._complain(row)
        for row in rows:
            if row[0].startswith("#"):
                self._read_note(row)
            elif row[0][:1] in _UNREAD:
                self.problems.left_out[_UNREAD[row[0][:1]]] += 1
            elif row[0][:1] not in "TEAM" or not row[0]:
                self._complain(row)
        return self.draft

    def _complain(self, row: Sequence[str]) -> None:
        told = "\t".join(row)[:80]
        self.problems.add(self.draft.place, f"expected a line of the standoff form, found {told!r}")

    def _read_region(self, row: Sequence[str]) -> bool:
        found = _SPANS_RE.fullmatch(row[1])
        if found is None:
            return False
        spans = [tuple(map(int, span.split(" "))) for span in found["spans"].split(";")]
        (start, _), (_, end) = spans[0], spans[-1]
        says = row[2] if len(row) > 2 else None
        gaps = [(max(0, one[1]), max(0, other[0])) for one, other in pairwise(spans)]
        if any(before < after or self.draft.text[after:before].strip() for after, before in gaps):
            message = f"expected a label in one piece, found one in {len(spans)} ({found['label']})"
            self.problems.add(self.draft.place, message, start, says or "")
            return True
        self.numbers[row[0]] = len(self.draft.regions)
        self.draft.regions.append(Region(start, end, found["label"], says))
        return True

    def _read_event(self, row: Sequence[str]) -> bool:
        found = _EVENT_RE.fullmatch(row[1])
        head = self.numbers.get(found["trigger"]) if found else None
        if found is None or head is None:
            return False
        region = self.draft.regions[head]
        if region.trigger:  # a trigger of two events
            self.draft.regions.append(region)
            head = len(self.draft.regions) - 1
        self.draft.regions[head] = replace(region, trigger=True, attributes={})
        self.numbers[row[0]] = head
        for argument in found["rest"].split():
            role, _, name = argument.rpartition(":")
            child = self.numbers.get(name)
            if not role or child is None or name.startswith("E"):
                message = f"expected an argument that is a label, found {argument} of {row[0]}"
                self.problems.add(self.draft.place, message, region.start)
            else:
                self.draft.links.append(Link(head, child, _NUMBER_RE.sub("", role)))
        return True

    def _read_attribute(self, row: Sequence[str]) -> bool:
        name, _, rest = " ".join(row[1:]).partition(" ")
        target, _, value = rest.partition(" ")
        number = self.numbers.get(target)
        if number is None or name.casefold() not in ("realis", "stage"):
            self.problems.left_out[f"attributes {name}"] += 1
            return True
        region = self.draft.regions[number]
        self.draft.regions[number] = replace(region, attributes={**region.attributes, name.casefold(): value})
        return True

    def _read_note(self, row: Sequence[str]) -> None:
        kind, _, target = (row[1] if len(row) > 1 else "").partition(" ")
        words = row[2] if len(row) > 2 else ""
        if kind == _REST:
            try:
                data = json.loads(words)
                self.draft.rest, self.draft.meta = data, as_meta(data.get("meta"))
            except (ValueError, AttributeError, RecursionError):
                self.draft.rest = ()
            return
        number = self.numbers.get(target)
        values = read_values(words)
        count = {"FIG": 5, "DATE": 3}.get(self.draft.regions[number].label) if number is not None else None
        if number is not None and len(values) == count:
            self.draft.regions[number] = replace(self.draft.regions[number], values=values)
        else:
            self.problems.left_out["notes"] += 1


def write(articles: Sequence[Labelled]) -> dict[str, bytes]:
    """Two files an article, named by its id."""
    files: dict[str, bytes] = {}
    for article in articles:
        stem = name_file(article.id)
        files[f"{stem}.txt"] = article.text.encode()
        files[f"{stem}.ann"] = "".join(f"{line}\n" for line in _write_lines(make_draft(article))).encode()
    return files


def _write_lines(draft: Draft) -> Iterator[str]:
    notes = attributes = 0
    for n, region in enumerate(draft.regions, start=1):
        yield f"T{n}\t{region.label} {_write_spans(region, draft.text)}"
        if region.values:
            notes += 1
            yield f"#{notes}\t{_NOTE} T{n}\t{write_values(region.values)}"
    links: dict[int, list[Link]] = defaultdict(list)
    for link in draft.links:
        links[link.head].append(link)
    triggers = (n for n, region in enumerate(draft.regions) if region.trigger)
    for number, head in enumerate(triggers, start=1):
        times: Counter[str] = Counter()
        told = [f"{draft.regions[head].label}:T{head + 1}"]
        for link in links[head]:
            times[link.label] += 1
            count = times[link.label]
            told.append(f"{link.label}{count if count > 1 else ''}:T{link.child + 1}")
        yield f"E{number}\t{' '.join(told)}"
        for name, value in draft.regions[head].attributes.items():
            attributes += 1
            yield f"A{attributes}\t{name} E{number} {value}"
    rest: dict[str, Any] = {**draft.rest, "meta": draft.meta}
    yield f"#{notes + 1}\t{_REST} #{notes + 1}\t{dump(rest)}"


def _write_spans(region: Region, text: str) -> str:
    """Offsets and text, in fragments where there are line breaks; at an edge, an empty one keeps the bounds."""
    spans = [
        (region.start + found.start(), region.start + found.end())
        for found in re.finditer(r"[^\n]+", text[region.start : region.end])
    ]
    if not spans or spans[0][0] > region.start:
        spans.insert(0, (region.start, region.start))
    if spans[-1][1] < region.end:
        spans.append((region.end, region.end))
    offsets = ";".join(f"{start} {end}" for start, end in spans)
    return f"{offsets}\t{' '.join(text[start:end] for start, end in spans)}"
