"""JSON lines of doccano, of projects for sequence labelling and for relations.

    {"id": 7, "text": "云栖谷开园", "label": [[0, 3, "PARK"]]}
    {"id": 7, "text": "云栖谷开园", "relations": [],
     "entities": [{"id": 1, "start_offset": 0, "end_offset": 3, "label": "PARK"}]}

A file is written in the second way as soon as one article has events; such a project needs "allow overlapping spans",
because triggers and arguments may lie inside names. doccano keeps the columns that it does not know, here ``meta`` and
``parkie``, and gives them back when it exports. Lists of JSON are read as well as lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from parkie.formats.draft import Draft, Link, Region, finish, make_draft
from parkie.formats.labelled import Labelled
from parkie.formats.problems import Place, Problems
from parkie.formats.rows import as_meta, read_offset, read_rows, write_lines

__all__ = ["make_row", "read", "write"]

_LABELS: Final = ("label", "labels", "entities")


def read(parts: Mapping[str, bytes], file: str, problems: Problems) -> Iterator[Labelled]:
    """The articles of a file."""
    for place, row in read_rows(next(iter(parts.values())), file, problems):
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            problems.add(place, f'expected an object with "text" and "label", found {type(row).__name__}')
            continue
        if not any(isinstance(row.get(key), list) for key in _LABELS):
            problems.add(place, f'expected a list under "label" or "entities", found {", ".join(map(str, row))[:80]}')
            continue
        yield finish(_draft(row, place, problems), problems)


def _draft(row: dict[str, Any], place: Place, problems: Problems) -> Draft:
    name = str(row["id"]) if isinstance(row.get("id"), int | str) else f"{place.file}-{place.record}"
    draft = Draft(place, name, row["text"], meta=as_meta(row.get("meta")), rest=row.get("parkie"))
    numbers: dict[Any, int] = {}
    for key in _LABELS:
        for label in row.get(key) or ():
            if region := _region(label, place, problems):
                if isinstance(label, dict):
                    numbers[str(label.get("id"))] = len(draft.regions)
                draft.regions.append(region)
    draft.linked = "entities" in row
    for relation in row.get("relations") or ():
        told = relation if isinstance(relation, dict) else {}
        head, child = numbers.get(str(told.get("from_id"))), numbers.get(str(told.get("to_id")))
        if head is None or child is None:
            problems.add(place, f"expected a relation between two labels, found {str(relation)[:80]}")
        else:
            draft.links.append(Link(head, child, str(told.get("type"))))
    return draft


def _region(label: Any, place: Place, problems: Problems) -> Region | None:
    if isinstance(label, list) and len(label) == 3:
        return Region(read_offset(label[0]), read_offset(label[1]), str(label[2]))
    if isinstance(label, dict) and {"start_offset", "end_offset", "label"} <= set(label):
        return Region(read_offset(label["start_offset"]), read_offset(label["end_offset"]), str(label["label"]))
    expected = "[start, end, label] or an object with start_offset, end_offset and label"
    problems.add(place, f"expected {expected}, found {str(label)[:60]}")
    return None


def write(articles: Sequence[Labelled]) -> dict[str, bytes]:
    """One file, for a project with relations if there are events."""
    related = any(article.events for article in articles)
    return {"": write_lines(make_row(make_draft(article), related=related) for article in articles)}


def make_row(draft: Draft, *, related: bool) -> dict[str, Any]:
    """The example of a draft; ``related`` says which kind of project it is for."""
    row: dict[str, Any] = {"id": draft.id, "text": draft.text, "meta": draft.meta, "parkie": draft.rest}
    if not related:
        return row | {"label": [[region.start, region.end, region.label] for region in draft.regions]}
    entities = [
        {"id": n, "start_offset": region.start, "end_offset": region.end, "label": region.label}
        for n, region in enumerate(draft.regions)
    ]
    relations = [
        {"id": n, "from_id": link.head, "to_id": link.child, "type": link.label} for n, link in enumerate(draft.links)
    ]
    return row | {"entities": entities, "relations": relations}
