"""The record: lossless as JSON, frozen, strict, and true to its text."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from parkie import Article, ParkieError, RecordError, labels
from parkie.records import events, mentions

SCHEMA = Path(__file__).parents[1] / "cases" / "article.schema.json"
TEXT = "云栖智谷产业园7月3日开园,总投资超20亿元,同比下降3%。"

CHARACTERS = "云栖智谷产业园7月3日开园总投资超20亿元，。 \n\t“”\u3000\u200b\x1b😀𠮷"
decimals = st.builds(Decimal.scaleb, st.integers().map(Decimal), st.integers(-9, 15))
numbers = st.none() | decimals
texts = st.text(alphabet=CHARACTERS, min_size=4, max_size=60)
ids = st.integers(1, 999)


@st.composite
def spans(draw: st.DrawFn, text: str) -> dict[str, Any]:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return {"text": text[start:end], "start": start, "end": end}


@st.composite
def entities(draw: st.DrawFn, text: str) -> dict[str, Any]:
    return draw(spans(text)) | {
        "id": draw(ids.map("e{}".format)),
        "label": draw(st.sampled_from(labels.ENTITY_LABELS)),
        "name": draw(texts),
        "adcode": draw(st.none() | st.integers(110000, 659999).map(str)),
    }


@st.composite
def figures(draw: st.DrawFn, text: str) -> dict[str, Any]:
    return draw(spans(text)) | {
        "id": draw(ids.map("f{}".format)),
        "value": draw(numbers),
        "low": draw(numbers),
        "high": draw(numbers),
        "modifier": draw(st.sampled_from(labels.MODIFIERS)),
        "unit": draw(st.sampled_from(["CNY", "%", "m2", "家", ""])),
        "dimension": draw(st.sampled_from(labels.DIMENSIONS)),
    }


@st.composite
def dates(draw: st.DrawFn, text: str) -> dict[str, Any]:
    return draw(spans(text)) | {
        "id": draw(ids.map("d{}".format)),
        "earliest": draw(st.none() | st.dates()),
        "latest": draw(st.none() | st.dates()),
        "granularity": draw(st.sampled_from(labels.GRANULARITIES)),
    }


@st.composite
def event_data(draw: st.DrawFn, text: str) -> dict[str, Any]:
    event_type = draw(st.sampled_from(labels.EVENT_TYPES))
    data: dict[str, Any] = {
        "id": draw(ids.map("ev{}".format)),
        "type": event_type,
        "trigger": draw(spans(text)),
        "realis": draw(st.sampled_from(labels.REALIS)),
        "section": draw(st.sampled_from(labels.SECTION_KINDS)),
        "evidence": draw(spans(text)),
        "confidence": draw(st.floats(0, 1)),
    }
    name = entities(text) | spans(text)
    fillers = {"name": name, "text": name, "figure": figures(text), "date": dates(text)}
    for role in labels.ROLES[event_type]:
        filler = fillers[role.kind]
        data[role.name] = draw(st.lists(filler, max_size=2) if role.many else st.none() | filler)
    if event_type == "construction":
        data["stage"] = draw(st.none() | st.sampled_from(labels.STAGES))
    return data


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(texts)
    return Article.from_dict(
        {
            "text": text,
            "title": draw(st.none() | spans(text)),
            "outlet": draw(st.none() | spans(text)),
            "published": draw(st.none() | dates(text)),
            "url": draw(st.none() | st.just("http://www.example.com/1.html")),
            "sections": [{"kind": draw(st.sampled_from(labels.SECTION_KINDS)), "start": 0, "end": len(text)}],
            "entities": draw(st.lists(entities(text), max_size=3)),
            "figures": draw(st.lists(figures(text), max_size=3)),
            "dates": draw(st.lists(dates(text), max_size=2)),
            "events": draw(st.lists(event_data(text), max_size=3)),
        }
    )


# -- invariants ------------------------------------------------------------------------------------


@given(articles())
def test_json_and_back_is_lossless(article: Article) -> None:
    document = article.model_dump_json(context={"text": True})
    assert Article.model_validate_json(document) == article
    assert Article.from_dict(json.loads(document)) == article


@given(articles())
def test_the_text_is_left_out_unless_asked_for(article: Article) -> None:
    data = json.loads(article.model_dump_json())
    assert "text" not in data
    again = Article.from_dict(data)
    assert again == article.model_copy(update={"text": ""})


@given(decimals)
def test_numbers_are_plain_decimal_strings(number: Decimal) -> None:
    adapter = TypeAdapter(mentions.Number)
    written = adapter.dump_python(number, mode="json")
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", written)
    assert Decimal(written) == number
    assert adapter.json_schema()["pattern"] == r"^-?\d+(\.\d+)?$"


@given(articles())
def test_arguments_are_the_filled_roles_in_order(article: Article) -> None:
    for event in article.events:
        roles = [role for role, _ in event.arguments()]
        stated = [role.name for role in labels.ROLES[event.type]]
        assert sorted(roles, key=stated.index) == roles
        for role, mention in event.arguments():
            value = getattr(event, role)
            assert mention in value if isinstance(value, tuple) else mention is value


# -- one article, looked at closely ----------------------------------------------------------------


def span(text: str) -> dict[str, Any]:
    start = TEXT.index(text)
    return {"text": text, "start": start, "end": start + len(text)}


PARK = span("云栖智谷产业园") | {"id": "e1", "label": "PARK", "name": "云栖智谷产业园", "adcode": None}
DAY = span("7月3日") | {"id": "d1", "earliest": None, "latest": None, "granularity": "day"}
AMOUNT = span("超20亿元") | {
    "id": "f1", "value": "2E+9", "low": "2000000000.0", "high": None,
    "modifier": "over", "unit": "CNY", "dimension": "money",
}  # fmt: skip
OPENING = {
    "id": "ev1", "type": "construction", "trigger": span("开园"), "realis": "actual", "section": "body",
    "evidence": span(TEXT), "confidence": 0.9, "stage": "opened",
    "project": PARK, "amount": AMOUNT, "time": DAY, "owner": span("总投资"),
}  # fmt: skip
ARTICLE = {"text": TEXT, "entities": [PARK], "figures": [AMOUNT], "dates": [DAY], "events": [OPENING]}


def test_numbers_in_the_json_have_no_exponent() -> None:
    [figure] = json.loads(Article.from_dict(ARTICLE).model_dump_json())["figures"]
    assert (figure["value"], figure["low"], figure["high"]) == ("2000000000", "2000000000", None)


def test_the_type_chooses_the_class() -> None:
    [event] = Article.from_dict(ARTICLE).events
    assert type(event) is events.ConstructionEvent
    assert type(event.project) is mentions.Entity
    assert type(event.owner) is mentions.Span


@pytest.mark.parametrize("event_type", labels.EVENT_TYPES)
def test_a_bare_event_of_each_type(event_type: str) -> None:
    shared = {key: OPENING[key] for key in events.EventBase.model_fields}
    [event] = Article.from_dict({"text": TEXT, "events": [shared | {"type": event_type}]}).events
    assert type(event) is events.EVENT_CLASSES[event_type]
    assert list(event.arguments()) == []
    written = event.model_dump(mode="json")
    for role in labels.ROLES[event_type]:
        assert written[role.name] == ([] if role.many else None)


def test_arguments_come_as_role_and_mention() -> None:
    [event] = Article.from_dict(ARTICLE).events
    assert [(role, mention.text) for role, mention in event.arguments()] == [
        ("project", "云栖智谷产业园"),
        ("owner", "总投资"),
        ("amount", "超20亿元"),
        ("time", "7月3日"),
    ]


def test_events_and_mentions_are_found_by_type_and_id() -> None:
    article = Article.from_dict(ARTICLE)
    assert article.events_of("construction", "signing") == list(article.events)
    assert article.events_of("signing") == []
    assert article.mention("f1").text == "超20亿元"
    with pytest.raises(RecordError, match="expected the id of an entity, figure or date, found 'f9'"):
        article.mention("f9")


def test_records_are_frozen() -> None:
    article = Article.from_dict(ARTICLE)
    for record in (article, article.entities[0], article.events[0], article.events[0].trigger):
        with pytest.raises(ValidationError, match="frozen"):
            record.text = ""  # type: ignore[misc, union-attr]  # the write that must fail
    assert len({article, Article.from_dict(ARTICLE)}) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"titel": None}, "titel"),
        ({"entities": [PARK | {"labels": "PARK"}]}, "labels"),
        ({"entities": [PARK | {"label": "VALLEY"}]}, "VALLEY"),
        ({"entities": [PARK | {"start": -1}]}, "greater than or equal to 0"),
        ({"events": [OPENING | {"type": "wedding"}]}, "wedding"),
        ({"events": [OPENING | {"bride": PARK}]}, "bride"),
        ({"events": [OPENING | {"stage": "halfway"}]}, "halfway"),
        ({"events": [OPENING | {"confidence": 1.5}]}, "less than or equal to 1"),
        ({"figures": [AMOUNT | {"value": "many"}]}, "value"),
        ({"figures": [AMOUNT | {"value": "NaN"}]}, "value"),
        ({"dates": [DAY | {"earliest": "2024-02-30"}]}, "earliest"),
    ],
)
def test_nothing_unknown_gets_in(change: dict[str, Any], words: str) -> None:
    with pytest.raises(RecordError, match=words):
        Article.from_dict(ARTICLE | change)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"title": span("开园") | {"text": "闭园"}}, "title"),
        ({"entities": [PARK | {"start": 1}]}, "e1"),
        ({"figures": [AMOUNT | {"end": 99}]}, "f1"),
        ({"dates": [DAY | {"end": DAY["start"]}]}, "d1"),
        ({"events": [OPENING | {"trigger": span("开园") | {"start": 0}}]}, "the trigger of ev1"),
        ({"events": [OPENING | {"evidence": span("开园") | {"end": 0}}]}, "the evidence of ev1"),
        ({"events": [OPENING | {"project": PARK | {"text": "云栖"}}]}, "project of ev1"),
    ],
)
def test_a_span_that_is_not_its_text_is_refused(change: dict[str, Any], where: str) -> None:
    with pytest.raises(ParkieError, match=f"expected {where} to be .*, found .*character offsets") as info:
        Article.from_dict(ARTICLE | change)
    assert info.type is RecordError


def test_a_publication_day_that_the_caller_gave_stands_nowhere() -> None:
    day = {"id": "d0", "earliest": "2024-09-21", "latest": "2024-09-21", "granularity": "day"}
    article = Article.from_dict(ARTICLE | {"published": day | {"text": "", "start": 0, "end": 0}})
    assert article.published is not None
    assert str(article.published.latest) == "2024-09-21"


def test_a_doc_that_parkie_has_not_seen_is_refused() -> None:
    class Doc:
        @staticmethod
        def has_extension(name: str) -> bool:
            return False

    with pytest.raises(RecordError, match=r"through parkie's pipeline; see parkie\.load"):
        Article.from_doc(Doc())


# -- the schema ------------------------------------------------------------------------------------


def test_the_schema_is_the_one_that_was_agreed() -> None:
    """A change of the schema is a change of the contract: write it with ``parkie schema > tests/cases/…``."""
    assert Article.model_json_schema() == json.loads(SCHEMA.read_text("utf-8"))


def test_the_schema_names_every_label_role_and_word() -> None:
    schema = Article.model_json_schema()["$defs"]
    assert schema["Entity"]["properties"]["label"]["enum"] == list(labels.ENTITY_LABELS)
    for event_type, event_class in events.EVENT_CLASSES.items():
        properties = schema[event_class.__name__]["properties"]
        assert properties["type"]["const"] == event_type
        assert {role.name for role in labels.ROLES[event_type]} <= set(properties)
        assert schema[event_class.__name__]["additionalProperties"] is False
