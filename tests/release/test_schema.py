"""Readers of an older record go on: what a version of the schema promised holds until the version is raised.

``tests/cases/schemas`` has the schema of each version as it was first released. Within a version fields and whole
event types may come, but nothing may go, become optional, change its type or have words that readers do not know.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from parkie import Article

SCHEMAS = Path(__file__).parents[1] / "cases" / "schemas"
VERSION = Article.model_fields["schema_version"].default
NOW = Article.model_json_schema()


def promised(schema: dict[str, Any], where: str = "Article") -> dict[str, dict[str, Any]]:
    """The objects of a schema by name."""
    return {where: schema, **schema["$defs"]}


def breaks(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """What a reader of ``old`` does not understand in a record of ``new``."""
    after = promised(new)
    for name, before in promised(old).items():
        if name not in after:
            yield f"{name} is gone"
            continue
        fields, found = before.get("properties", {}), after[name].get("properties", {})
        yield from (f"{name}.{field} is gone" for field in fields if field not in found)
        yield from (f"{name}.{field} has another form" for field in fields if _differ(fields, found, field))
        left = set(before.get("required", ())) - set(after[name].get("required", ()))
        yield from (f"{name}.{field} may be left out" for field in left)


def _differ(fields: dict[str, Any], found: dict[str, Any], field: str) -> bool:
    """Whether a field that is still there is said otherwise; a new event type may join the list of events."""
    if field not in found:
        return False
    said, says = _plain(fields[field]), _plain(found[field])
    members, more = said.get("items", {}).get("oneOf"), says.get("items", {}).get("oneOf")
    if members and more:
        return not all(member in more for member in members)
    return bool(said != says)


def _plain(field: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in field.items() if key not in ("title", "description", "default")}


def test_the_schema_of_this_version_is_kept() -> None:
    assert (SCHEMAS / f"{VERSION}.json").exists(), "store the schema: parkie schema > tests/cases/schemas/VERSION.json"
    assert max((path.stem for path in SCHEMAS.glob("*.json")), key=int) == VERSION


def test_nothing_that_the_version_promised_is_broken() -> None:
    kept = json.loads((SCHEMAS / f"{VERSION}.json").read_text("utf-8"))
    assert not list(breaks(kept, NOW)), "raise schema_version, and store the new schema"


def _drop_field(schema: dict[str, Any]) -> None:
    del schema["$defs"]["Figure"]["properties"]["low"]


def _drop_event(schema: dict[str, Any]) -> None:
    del schema["$defs"]["ListingEvent"]


def _new_word(schema: dict[str, Any]) -> None:
    schema["$defs"]["Entity"]["properties"]["label"]["enum"].append("VALLEY")


def _optional(schema: dict[str, Any]) -> None:
    schema["$defs"]["Entity"]["required"].remove("name")


def _other_type(schema: dict[str, Any]) -> None:
    schema["$defs"]["Span"]["properties"]["start"]["type"] = "string"


@pytest.mark.parametrize("change", [_drop_field, _drop_event, _new_word, _optional, _other_type])
def test_a_change_that_breaks_readers_is_seen(change: Callable[[dict[str, Any]], None]) -> None:
    changed = copy.deepcopy(NOW)
    change(changed)
    assert list(breaks(NOW, changed))


def test_a_new_field_breaks_no_reader() -> None:
    changed = copy.deepcopy(NOW)
    changed["$defs"]["Entity"]["properties"]["wikidata"] = {"type": "string"}
    assert not list(breaks(NOW, changed))
