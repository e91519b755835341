"""JSON lines of spaCy and Prodigy: ``text``, ``spans``, ``tokens``, ``relations``, ``meta``, ``answer``.

    {"text": "云栖谷开园", "spans": [{"start": 0, "end": 3, "label": "PARK"}], "answer": "accept"}

Tokens are characters, as with ``--highlight-chars``; ``token_end`` is the last token of a span, and a relation points
to last tokens, as Prodigy has it. Events are relations from their triggers. What has no place stands under the key
``parkie``, which Prodigy keeps. spaCy's pairs ``[text, {"entities": [[start, end, label]]}]`` are read too. Examples
whose answer is not ``accept`` are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from parkie.formats.draft import BARE, Draft, Link, Region, finish, make_draft
from parkie.formats.labelled import Labelled
from parkie.formats.problems import Place, Problems
from parkie.formats.rows import as_meta, read_offset, read_rows, write_lines
from parkie.labels import EVENT_TYPES

__all__ = ["make_row", "read", "write", "write_plain"]

_OBJECT: Final = 'expected an object with "text" and "spans"'


def read(parts: Mapping[str, bytes], file: str, problems: Problems) -> Iterator[Labelled]:
    """The articles of a file."""
    for place, row in read_rows(next(iter(parts.values())), file, problems):
        if isinstance(row, list) and len(row) == 2 and isinstance(row[1], dict):
            row = {"text": row[0], "spans": [_from_triple(span) for span in row[1].get("entities", ())]}
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            problems.add(place, f"{_OBJECT}, found {type(row).__name__}")
        elif row.get("answer", "accept") != "accept":
            problems.left_out["examples that were rejected or ignored"] += 1
        else:
            yield finish(_draft(row, place, problems), problems)


def _from_triple(span: Any) -> Any:
    return dict(zip(("start", "end", "label"), span, strict=False)) if isinstance(span, list) else span


def _draft(row: dict[str, Any], place: Place, problems: Problems) -> Draft:
    name = f"{place.file}-{place.record}"
    draft = Draft(place, name, row["text"], meta=as_meta(row.get("meta")), rest=row.get("parkie"))
    for span in row.get("spans") or ():
        if region := _region(span, place, problems):
            draft.regions.append(region)
    relations = row.get("relations") or ()
    if draft.rest is None:
        problems.left_out.update({"relations between labels": len(relations)} if relations else {})
        return draft
    draft.linked = "relations" in row
    numbers = {(region.start, region.end): n for n, region in enumerate(draft.regions)}
    heads: dict[tuple[Any, ...], int] = {}
    for relation in relations:
        head, child = (_region(_at(relation, key), place, problems) for key in ("head_span", "child_span"))
        if head is None or child is None:
            continue
        if head.label not in EVENT_TYPES:
            problems.left_out["relations between labels"] += 1
            continue
        key = (head.start, head.end, head.label, str(relation.get("event")))
        if key not in heads:
            heads[key] = len(draft.regions)
            draft.regions.append(head)
        at = (child.start, child.end)
        if at not in numbers:
            numbers[at] = len(draft.regions)
            draft.regions.append(replace(child, label=BARE))
        draft.links.append(Link(heads[key], numbers[at], str(relation.get("label"))))
    return draft


def _at(row: Any, key: str) -> Any:
    return row.get(key) if isinstance(row, dict) else None


def _region(span: Any, place: Place, problems: Problems) -> Region | None:
    if not isinstance(span, dict) or "start" not in span or "end" not in span:
        problems.add(place, f'expected a span with "start" and "end", found {str(span)[:60]}')
        return None
    says = span.get("text")
    values = tuple(None if v is None else str(v) for v in span.get("values") or ())
    start, end = read_offset(span["start"]), read_offset(span["end"])
    return Region(start, end, str(span.get("label")), says if isinstance(says, str) else None, values)


def write(articles: Sequence[Labelled]) -> dict[str, bytes]:
    """One file of Prodigy's examples."""
    return {"": write_lines(make_row(make_draft(article)) | {"answer": "accept"} for article in articles)}


def write_plain(articles: Sequence[Labelled]) -> dict[str, bytes]:
    """One file of spaCy's examples: without tokens and answers."""
    rows = (make_row(make_draft(article)) for article in articles)
    return {"": write_lines({k: v for k, v in row.items() if k != "tokens"} for row in rows)}


def make_row(draft: Draft) -> dict[str, Any]:
    """The example of a draft, without an answer."""
    shown = [n for n, region in enumerate(draft.regions) if not region.trigger and region.label != BARE]
    row: dict[str, Any] = {
        "text": draft.text,
        "meta": draft.meta,
        "tokens": [
            {"text": character, "start": at, "end": at + 1, "id": at, "ws": False}
            for at, character in enumerate(draft.text)
        ],
        "spans": [_span(draft.regions[n]) for n in shown],
    }
    if draft.linked:
        row["relations"] = [_relation(link, draft.regions) for link in draft.links]
    return row | {"parkie": draft.rest}


def _span(region: Region) -> dict[str, Any]:
    span: dict[str, Any] = {
        "start": region.start,
        "end": region.end,
        "token_start": region.start,
        "token_end": region.end - 1,
        "label": region.label,
    }
    return span | ({"values": list(region.values)} if region.values else {})


def _relation(link: Link, regions: Sequence[Region]) -> dict[str, Any]:
    head, child = _span(regions[link.head]), _span(regions[link.child])
    child.pop("values", None)
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": head,
        "child_span": child,
        "label": link.label,
        "event": link.head,
    }
