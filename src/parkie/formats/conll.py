"""Columns, one character a line with its tag behind a tab, and an empty line where the text has a line break.

    # id = yunqi-1
    # text = "云栖谷 开园"
    云	B-PARK
    栖	I-PARK
    谷	I-PARK
    开	O
    园	O

BIO is written; BIO, IOB1, BIOES, BILOU and BMES are read. White space has no line of its own. What columns cannot
tell stands in comments ``# key = JSON`` above an article. Files without comments are read too: the first column is
the token, the last its tag; ``-DOCSTART-`` begins an article, and where there is none every block between empty
lines is one. Words in Latin letters are joined with a space.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from parkie.errors import InputError
from parkie.formats.draft import Draft, Region, finish, make_draft
from parkie.formats.labelled import Labelled
from parkie.formats.problems import Place, Problems
from parkie.formats.rows import as_meta, dump

__all__ = ["is_tag", "read", "write"]

_COMMENT_RE: Final = re.compile(r"# (?P<key>[a-z_]+) = (?P<value>.*)")
_TAG_RE: Final = re.compile(r"O|(?P<kind>[BIESLUMbieslum])-(?P<label>\S+)")
_OPENING: Final = "BSU"
_CLOSING: Final = "ESLU"
_DOCSTART: Final = "-DOCSTART-"


def is_tag(word: str) -> bool:
    """Whether a word can be a tag."""
    return _TAG_RE.fullmatch(word) is not None


@dataclass(slots=True)
class _Block:
    """One article of a file: its comments and its lines as (token, tag), None for an empty line."""

    number: int
    comments: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[str, str] | None] = field(default_factory=list)


def read(parts: Mapping[str, bytes], file: str, problems: Problems) -> Iterator[Labelled]:
    """The articles of a file.

    Raises:
        InputError: it is no UTF-8.
    """
    try:
        told = next(iter(parts.values())).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: expected UTF-8, found something else ({error})") from error
    for block in _blocks(told):
        place = Place(file, block.number)
        draft = _draft(block, place, problems)
        if draft is not None:
            yield finish(draft, problems)


def _blocks(told: str) -> Iterator[_Block]:
    lines = [line.rstrip("\r") for line in told.split("\n")]
    documents = any(line.startswith((_DOCSTART, "# id = ")) for line in lines)
    block = _Block(1)
    for line in lines:
        begins = line.startswith((_DOCSTART, "# id = "))
        if (begins or (not documents and not line.strip())) and (block.rows or block.comments):
            yield block
            block = _Block(block.number + 1)
        comment = _COMMENT_RE.fullmatch(line)
        if comment:
            block.comments[comment["key"]] = comment["value"]
        elif not line.strip():
            block.rows += [None] if documents and block.rows else []
        elif not line.startswith(_DOCSTART):
            columns = line.split("\t") if "\t" in line else line.split()
            block.rows.append((columns[0], columns[-1] if len(columns) > 1 else ""))
    if any(block.rows) or block.comments:
        yield block


def _draft(block: _Block, place: Place, problems: Problems) -> Draft | None:
    said = {key: _comment(value) for key, value in block.comments.items()}
    tokens = [row for row in block.rows if row is not None]
    text = said.get("text")
    starts = _align(text, tokens) if isinstance(text, str) else None
    if starts is None and "parkie" in said:
        problems.add(place, "expected the characters of '# text' in the first column, found others", 0, str(text))
        return None
    if starts is None or not isinstance(text, str):
        text, starts = _join(block.rows)
    draft = Draft(place, str(said.get("id", f"{place.file}-{place.record}")), text, meta=as_meta(said.get("meta")))
    draft.rest = said.get("parkie")
    draft.regions = list(_regions(tokens, starts, place, problems))
    return draft


def _comment(value: str) -> Any:
    """What a comment says; of another tool it need not be JSON."""
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _align(text: str, tokens: Sequence[tuple[str, str]]) -> list[int] | None:
    """Where each token begins, if they are the text without its white space."""
    starts = []
    at = 0
    for token, _ in tokens:
        while at < len(text) and text[at].isspace():
            at += 1
        if not text.startswith(token, at):
            return None
        starts.append(at)
        at += len(token)
    return None if text[at:].strip() else starts


def _join(rows: Sequence[tuple[str, str] | None]) -> tuple[str, list[int]]:
    """A text of the tokens, and where each begins."""
    parts: list[str] = []
    starts = []
    size = 0
    for row in rows:
        token = "\n" if row is None else row[0]
        before = parts[-1] if parts else "\n"
        gap = " " if before[-1:].isascii() and token[:1].isascii() and (before[-1:] + token[:1]).isalnum() else ""
        if gap and (len(before) > 1 or len(token) > 1):
            parts.append(gap)
            size += 1
        if row is not None:
            starts.append(size)
        parts.append(token)
        size += len(token)
    return "".join(parts).rstrip("\n"), starts


def _regions(
    tokens: Sequence[tuple[str, str]], starts: Sequence[int], place: Place, problems: Problems
) -> Iterator[Region]:
    """The labelled stretches; a tag that goes on with no beginning begins, as in IOB1."""
    open_at, end, label = 0, 0, ""
    for (token, tag), start in zip(tokens, starts, strict=True):
        found = _TAG_RE.fullmatch(tag)
        if found is None:
            message = f"expected a tag of BIO, BIOES or BILOU in the last column, found {tag!r}"
            problems.add(place, message, start, token)
        kind = (found["kind"] or "O").upper() if found else "O"
        named = found["label"] if found and kind != "O" else ""
        if label and (named != label or kind in _OPENING):
            yield Region(open_at, end, label)
            label = ""
        if named and not label:
            open_at, label = start, named
        end = start + len(token)
        if label and kind in _CLOSING:
            yield Region(open_at, end, label)
            label = ""
    if label:
        yield Region(open_at, end, label)


def write(articles: Sequence[Labelled]) -> dict[str, bytes]:
    """One file of all articles."""
    return {"": "".join(f"{line}\n" for article in articles for line in _write_lines(make_draft(article))).encode()}


def _write_lines(draft: Draft) -> Iterator[str]:
    said = {"id": draft.id, "text": draft.text, "meta": draft.meta, "parkie": draft.rest}
    yield from (f"# {key} = {dump(value)}" for key, value in said.items())
    tags = ["O"] * len(draft.text)
    for region in draft.regions:
        if not region.trigger and region.label != "SPAN":
            tags[region.start : region.end] = [f"I-{region.label}"] * (region.end - region.start)
            tags[region.start] = f"B-{region.label}"
    for character, tag in zip(draft.text, tags, strict=True):
        if character == "\n":
            yield ""
        elif not character.isspace():
            yield f"{character}\t{tag}"
    yield ""
