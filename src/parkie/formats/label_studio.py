"""Tasks of Label Studio as it imports and exports them: ``data``, ``annotations``, ``predictions``.

A label is a region of the control ``label``, an event a region with the label of its type, an argument a relation from
it, ``realis`` and ``stage`` are choices of the region, and the values of a figure or date are its note
(``meta.text``). What has no place stands in ``data.parkie``. ``make_config`` gives the labelling interface for it.

Of several annotations of a task the one that is marked as ground truth counts, else the last; those that were
cancelled count for nothing, and a task without any is left out: predictions are not labels. The export "JSON-MIN" is
read too. Label Studio gives the text of each region, so that an offset that does not fit is found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from parkie.formats.draft import BARE, Draft, Link, Region, finish, make_draft
from parkie.formats.labelled import Labelled
from parkie.formats.problems import Problems
from parkie.formats.rows import as_meta, read_offset, read_rows
from parkie.formats.values import read_values, write_values
from parkie.labels import ENTITY_LABELS, EVENT_TYPES, REALIS, ROLES, STAGES

__all__ = ["make_config", "make_result", "make_task", "read", "write", "write_tasks"]

_LABEL: Final = "label"
_TEXT: Final = "text"
_CHOICES: Final = ("realis", "stage")
_COLOURS: Final = (
    "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f",
    "#bcbd22", "#17becf", "#393b79", "#637939", "#8c6d31", "#843c39", "#7b4173",
)  # fmt: skip


def read(parts: Mapping[str, bytes], file: str, problems: Problems) -> Iterator[Labelled]:
    """The articles of a file."""
    for place, task in read_rows(next(iter(parts.values())), file, problems):
        if not isinstance(task, dict):
            problems.add(place, f'expected a task with "data", found {type(task).__name__}')
            continue
        data = task["data"] if isinstance(task.get("data"), dict) else task
        text = _text_of(data)
        if text is None:
            problems.add(place, f'expected a text in the task, found {", ".join(map(str, data))[:80]}')
            continue
        result = _result_of(task) if data is not task else _minimal_result(task)
        if result is None:
            problems.left_out["tasks without annotation"] += 1
            continue
        name = next((str(row["id"]) for row in (data, task) if isinstance(row.get("id"), int | str)), None)
        draft = Draft(place, name or f"{file}-{place.record}", text, meta=as_meta(data.get("meta")))
        draft.rest = data.get("parkie")
        _read_result(draft, result, problems)
        yield finish(draft, problems)


def _text_of(data: dict[str, Any]) -> str | None:
    if isinstance(data.get(_TEXT), str):
        return str(data[_TEXT])
    texts = [value for key, value in data.items() if isinstance(value, str) and key != "id"]
    return texts[0] if len(texts) == 1 else None


def _result_of(task: dict[str, Any]) -> list[Any] | None:
    """The regions of the annotation that counts."""
    found = [a for a in task.get("annotations") or task.get("completions") or () if isinstance(a, dict)]
    found = [a for a in found if not a.get("was_cancelled") and isinstance(a.get("result"), list)]
    best = next((a for a in reversed(found) if a.get("ground_truth")), found[-1] if found else None)
    return None if best is None else list(best["result"])


def _minimal_result(task: dict[str, Any]) -> list[Any] | None:
    """The regions of JSON-MIN, in which every control is a key of the task."""
    lists = [value for value in task.values() if isinstance(value, list)]
    rows = [row for value in lists for row in value if isinstance(row, dict) and "labels" in row]
    return [{"type": "labels", "value": row} for row in rows] if rows or lists or _LABEL in task else None


def _read_result(draft: Draft, result: Iterable[Any], problems: Problems) -> None:
    draft.linked = True
    numbers: dict[str, int] = {}
    rows = [row for row in result if isinstance(row, dict)]
    values = {id(row): row["value"] for row in rows if isinstance(row.get("value"), dict)}
    for row in rows:
        value = values.get(id(row), {})
        for label in _labels(value):
            numbers.setdefault(str(row.get("id")), len(draft.regions))
            draft.regions.append(_region(value, str(label), row.get("meta")))
    for row in rows:
        kind, number = row.get("type"), numbers.get(str(row.get("id")))
        if kind == "relation":
            _read_relation(draft, row, numbers, problems)
        elif kind == "choices" and number is not None and row.get("from_name") in _CHOICES:
            region, chosen = draft.regions[number], values.get(id(row), {}).get("choices")
            choice = chosen[0] if isinstance(chosen, list) and chosen else chosen
            attributes = {**region.attributes, str(row["from_name"]): str(choice)}
            draft.regions[number] = replace(region, attributes=attributes)
        elif not _labels(values.get(id(row), {})):
            problems.left_out[f"results of the type {kind}"] += 1


def _labels(value: dict[str, Any]) -> list[Any]:
    found = value.get("labels") or value.get("hypertextlabels") or ()
    return found if isinstance(found, list) else []


def _region(value: dict[str, Any], label: str, meta: Any) -> Region:
    says = value.get(_TEXT)
    start, end = read_offset(value.get("start")), read_offset(value.get("end"))
    if isinstance(value.get("globalOffsets"), dict):
        start, end = (read_offset(value["globalOffsets"].get(key)) for key in ("start", "end"))
    notes = meta.get("text") if isinstance(meta, dict) else None
    count = {"FIG": 5, "DATE": 3}.get(label)
    for note in notes if isinstance(notes, list) else [notes]:
        told = read_values(note) if isinstance(note, str) else ()
        if len(told) == count:
            return Region(start, end, label, says if isinstance(says, str) else None, told)
    return Region(start, end, label, says if isinstance(says, str) else None)


def _read_relation(draft: Draft, row: dict[str, Any], numbers: dict[str, int], problems: Problems) -> None:
    ends = [numbers.get(str(row.get(key))) for key in ("from_id", "to_id")]
    if row.get("direction") == "left":
        ends.reverse()
    head, child = ends
    if head is None or child is None:
        found = f"{row.get('from_id')} and {row.get('to_id')}"
        problems.add(draft.place, f"expected a relation between two regions, found {found}")
        return
    labels = row.get("labels") or [""]
    draft.links += [Link(head, child, str(label)) for label in (labels if isinstance(labels, list) else [labels])]


# -- out -------------------------------------------------------------------------------------------


def write(articles: Sequence[Labelled]) -> dict[str, bytes]:
    """One file of tasks, each with an annotation."""
    tasks = []
    for article in articles:
        draft = make_draft(article)
        tasks.append(make_task(draft) | {"annotations": [{"result": make_result(draft)}]})
    return {"": write_tasks(tasks)}


def write_tasks(tasks: Sequence[dict[str, Any]]) -> bytes:
    """The tasks as one list, numbered from 1."""
    numbered = [{"id": number, **task} for number, task in enumerate(tasks, start=1)]
    return (json.dumps(numbered, ensure_ascii=False, indent=1) + "\n").encode()


def make_task(draft: Draft) -> dict[str, Any]:
    """The task of a draft, without annotation."""
    return {"data": {"id": draft.id, _TEXT: draft.text, "meta": draft.meta, "parkie": draft.rest}}


def make_result(draft: Draft) -> list[dict[str, Any]]:
    """The regions, choices and relations of a draft; region n of the draft has the id ``r<n>``."""
    result: list[dict[str, Any]] = []
    for n, region in enumerate(draft.regions):
        place = {"start": region.start, "end": region.end, _TEXT: draft.text[region.start : region.end]}
        head = {"id": f"r{n}", "to_name": _TEXT}
        row = {**head, "from_name": _LABEL, "type": "labels", "value": {**place, "labels": [region.label]}}
        result.append(row | ({"meta": {"text": [write_values(region.values)]}} if region.values else {}))
        for name, choice in region.attributes.items():
            result.append({**head, "from_name": name, "type": "choices", "value": {**place, "choices": [choice]}})
    for link in draft.links:
        ends = {"from_id": f"r{link.head}", "to_id": f"r{link.child}", "direction": "right"}
        result.append({"type": "relation", **ends, "labels": [link.label]})
    return result


def make_config(labels: Iterable[str] = ENTITY_LABELS, *, events: bool = True) -> str:
    """The labelling interface: paste it under Settings, Labeling Interface, Code."""
    names = [*labels, "FIG", "DATE"]
    shown = [*names, *((BARE, *EVENT_TYPES) if events else ())]
    lines = ["<View>"]
    if events:
        roles = sorted({role.name for roles in ROLES.values() for role in roles})
        lines += ["  <Relations>", *(f"    <Relation value={quoteattr(role)}/>" for role in roles), "  </Relations>"]
    lines.append(f'  <Labels name="{_LABEL}" toName="{_TEXT}">')
    for number, label in enumerate(shown):
        colour = _COLOURS[number % len(_COLOURS)]
        lines.append(f'    <Label value={quoteattr(label)} background="{colour}"/>')
    lines += ["  </Labels>", f'  <Text name="{_TEXT}" value="${_TEXT}" granularity="symbol"/>']
    for name, choices in zip(_CHOICES, (REALIS, STAGES), strict=True) if events else ():
        lines.append(f'  <Choices name="{name}" toName="{_TEXT}" perRegion="true" choice="single">')
        lines += [*(f'    <Choice value="{choice}"/>' for choice in choices), "  </Choices>"]
    style = ".htx-text{white-space:pre-wrap}"
    return "\n".join([*lines[:1], f"  <Style>{style}</Style>", *lines[1:], "</View>", ""])
