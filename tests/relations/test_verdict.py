"""What is told of nobody is no event, whatever a judge thinks of the word."""

from __future__ import annotations

import pytest

from parkie.relations.happenings.verdict import says_something
from parkie.relations.reading import Argument, EventReading


@pytest.mark.parametrize(
    ("type_", "arguments", "says"),
    [
        ("signing", [("projects", "重点项目", "span")], False),
        ("signing", [("projects", "重点项目", "span"), ("time", "3月", "date")], True),
        ("signing", [("projects", "青澜项目", "entity")], True),
        ("signing", [("documents", "框架协议", "span")], True),
        ("signing", [("parties", "双方", "span")], True),
        ("construction", [("project", "一期厂房", "span")], True),  # a kind of thing, but which one is told
        ("construction", [("project", "重大工程", "span")], False),
        ("settlement", [("entrants", "上下游企业", "span")], False),
        ("settlement", [("entrants", "上下游企业", "span"), ("entrant_count", "20家", "figure")], True),
        ("release", [("items", "重点项目", "span")], True),  # what is released may be a list of them
    ],
)
def test_kinds_of_things_alone_tell_nothing(type_: str, arguments: list[tuple[str, str, str]], says: bool) -> None:
    text = "".join(words for _, words, _ in arguments)
    places = [(role, text.index(words), len(words), kind) for role, words, kind in arguments]
    placed = [Argument(role, start, start + size, kind) for role, start, size, kind in places]
    event = EventReading(0, 1, type_, "actual", "body", (0, len(text)), 0.5, tuple(placed))
    assert says_something(text, event) is says
