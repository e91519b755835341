"""The page of an article: the whole text with every mark where it belongs, and nothing of it taken for markup."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import parkie
from parkie import Article, RecordError
from parkie.labels import ENTITY_LABELS
from parkie.writers.web.marks import CODES, FAMILIES
from parkie.writers.web.view import notebook_view, render_view

from .reading import Page

DEMO = Path(__file__).parents[2] / "docs" / "demo" / "page.txt"
HOSTILE = """</mark></section><script>alert(1)</script><img src=x onerror="alert(2)">'"&amp;{{ 7*7 }}{% raw %}<!--]]>"""


@pytest.fixture(scope="module")
def article() -> Article:
    return parkie.extract(DEMO.read_text("utf-8"))


@pytest.fixture(scope="module")
def page(article: Article) -> Page:
    return Page(article.to_html())


def span(text: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"text": text[start:end], "start": start, "end": end} | more


def entity(text: str, start: int, end: int, number: int = 0, **more: Any) -> dict[str, Any]:
    defaults = {
        "id": f"e{number}",
        "label": ENTITY_LABELS[number % 13],
        "name": text[start:end],
        "adcode": None,
    }
    return span(text, start, end, **(defaults | more))


def location(text: str, trigger: tuple[int, int], evidence: tuple[int, int], **roles: Any) -> dict[str, Any]:
    return {
        "type": "location", "id": "ev1", "trigger": span(text, *trigger), "evidence": span(text, *evidence),
        "realis": "actual", "section": "body", "confidence": 0.5,
    } | roles  # fmt: skip


# -- what is shown ---------------------------------------------------------------------------------


def test_the_text_of_the_page_is_the_text_of_the_article(article: Article, page: Page) -> None:
    assert page.text == article.text


def test_every_mention_is_marked_at_its_place(article: Article, page: Page) -> None:
    marked = {(min(places), max(places) + 1) for places in page.marks.values()}
    mentions = [
        *article.entities,
        *article.figures,
        *article.dates,
        *(event.trigger for event in article.events),
    ]
    mentions += [argument for event in article.events for _, argument in event.arguments()]
    assert marked == {(mention.start, mention.end) for mention in mentions}


def test_every_event_has_its_evidence_and_its_card(article: Article, page: Page) -> None:
    for number, event in enumerate(article.events):
        assert page.evidence[str(number)] == set(range(event.evidence.start, event.evidence.end))
    cards = [attributes for _, attributes in page.seen if "data-type" in attributes]
    assert [card["data-type"] for card in cards] == [event.type for event in article.events]


def test_arguments_lead_to_their_marks(article: Article, page: Page) -> None:
    marks = {
        attributes["data-m"]: attributes
        for tag, attributes in page.seen
        if tag == "mark" and "id" in attributes
    }
    for number, event in enumerate(article.events):
        told = {(role, mention.start) for role, mention in event.arguments()} | {
            ("trigger", event.trigger.start)
        }
        found = {
            (role, min(page.marks[str(mark)]))
            for mark, attributes in marks.items()
            for owner, role in (pair.split(":") for pair in str(attributes["data-roles"]).split())
            if owner == str(number)
        }
        assert found == told


def test_each_label_has_a_colour_and_a_code_of_its_own() -> None:
    members = [label for labels in FAMILIES.values() for label in labels]
    assert sorted(members) == sorted(CODES) == sorted([*ENTITY_LABELS, "FIGURE", "DATE", "TRIGGER", "NOUN"])
    assert len(set(CODES.values())) == len(CODES)


def test_a_date_inside_a_name_and_evidence_across_names_nest() -> None:
    text = "2024青澜湾大会位于海盐"
    data = {
        "text": text,
        "sections": [{"kind": "title", "start": 0, "end": 8}, {"kind": "body", "start": 6, "end": 13}],
        "entities": [entity(text, 0, 9, 0), entity(text, 11, 13, 1)],
        "dates": [span(text, 0, 4, id="d1", earliest=None, latest=None, granularity="year")],
        "events": [location(text, (9, 11), (4, 12), subject=entity(text, 0, 9, 0))],
    }
    page = Page(Article.from_dict(data).to_html())
    assert page.text == text
    assert page.evidence == {"0": set(range(4, 12))}
    assert sorted(map(sorted, page.marks.values())) == sorted(
        list(range(*extent)) for extent in ((0, 9), (0, 4), (9, 11), (11, 13))
    )


def test_an_article_without_its_text_is_refused(article: Article) -> None:
    bare = Article.from_dict(article.model_dump(mode="json"))
    with pytest.raises(RecordError, match="keep it with"):
        bare.to_html()
    assert bare._repr_html_() is None


# -- what a hostile text can do --------------------------------------------------------------------


def article_of(text: str) -> Article:
    """An article whose every field that can hold words holds the text."""
    whole = (0, len(text))
    name = entity(text, *whole, id=text, name=text, adcode=text)
    return Article.from_dict(
        {
            "text": text, "title": span(text, *whole), "outlet": span(text, *whole), "url": text,
            "entities": [name], "events": [location(text, whole, whole, subject=name) | {"id": text}],
        }
    )  # fmt: skip


def harmless(html_page: str, calm: str) -> None:
    """The page has the tags and attributes of a page about a calm text, and no others."""

    def shape(page: str) -> set[tuple[str, tuple[str, ...]]]:
        return {(tag, tuple(sorted(attributes))) for tag, attributes in Page(page).seen}

    assert shape(html_page) - {("bdi", ("class", "data-point"))} == shape(calm)


def test_a_hostile_text_is_shown_as_text() -> None:
    page = article_of(HOSTILE).to_html()
    assert Page(page).text == HOSTILE
    harmless(page, article_of("园区").to_html())
    assert HOSTILE not in page
    assert "{{ 7*7 }}" in html.unescape(page)


NASTY = "<>&\"'/=`{%} \t\n\r\x00\x1b\x85\u200b\u202e\ufeff\ud800園园\U000e0041🏭-!"


@given(st.text(st.sampled_from(NASTY), min_size=1))
def test_no_text_becomes_markup_or_is_lost(text: str) -> None:
    page = render_view(article_of(text), script=False)
    assert Page(page).text == text
    harmless(page, render_view(article_of("园区"), script=False))
    page.encode("utf-8")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufeff]", page), (
        "drawn as escapes"
    )


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Articles whose sections, mentions and events lie across each other in any way."""
    text = draw(st.text(st.sampled_from("园区<&\r\n\u202e开工 "), min_size=1, max_size=40))
    extents = st.lists(
        st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted).map(tuple), max_size=6
    )
    kinds = st.sampled_from(["title", "body", "teaser", "boilerplate"])
    pairs = list(zip(draw(extents), draw(extents), strict=False))
    return Article.from_dict(
        {
            "text": text,
            "sections": [{"kind": draw(kinds), "start": start, "end": end} for start, end in draw(extents)],
            "entities": [entity(text, *extent, number) for number, extent in enumerate(draw(extents))],
            "events": [location(text, trigger, evidence) for trigger, evidence in pairs],
        }
    )


@given(articles())
def test_any_record_gives_a_page_with_its_whole_text(article: Article) -> None:
    page = Page(render_view(article, script=False))
    assert page.text == article.text
    for number, event in enumerate(article.events):
        assert page.evidence.get(str(number), set()) == set(range(event.evidence.start, event.evidence.end))
    extents = {
        (each.start, each.end) for each in (*article.entities, *(event.trigger for event in article.events))
    }
    expected = sorted(list(range(*extent)) for extent in extents if extent[0] < extent[1])
    assert sorted(map(sorted, page.marks.values())) == expected


# -- what the page allows --------------------------------------------------------------------------


def policy(page: Page) -> dict[str, str]:
    [content] = [
        str(attributes["content"]) for _, attributes in page.seen
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]  # fmt: skip
    parts = (part.strip().partition(" ") for part in content.split(";"))
    return {name: value for name, _, value in parts}


def digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode()}'"


def test_the_policy_allows_the_one_style_and_the_one_script(page: Page) -> None:
    allowed = policy(page)
    assert allowed["default-src"] == "'none'"
    assert allowed["style-src"] == digest(page.content["style"])
    assert allowed["script-src"] == digest(page.content["script"])
    assert allowed["base-uri"] == allowed["form-action"] == "'none'"
    assert [tag for tag, _ in page.seen if tag in ("style", "script")] == ["style", "script"]


def test_the_page_asks_for_nothing_and_has_no_handlers(article: Article, page: Page) -> None:
    attributes = {name for _, each in page.seen for name in each}
    assert not {name for name in attributes if name.startswith("on")}
    assert not attributes & {"src", "href", "action", "style", "srcset", "data"}
    assert not re.search(r"url\(|@import|@font-face", page.content["style"])
    sinks = r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|fetch)\b"
    assert not re.search(sinks, page.content["script"])


def test_a_notebook_gets_a_frame_in_which_nothing_runs(article: Article) -> None:
    shown = notebook_view(article)
    assert shown is not None
    frame = Page(shown)
    [(tag, attributes)] = frame.seen
    assert (tag, attributes["sandbox"]) == ("iframe", "")
    inside = Page(str(attributes["srcdoc"]))
    assert inside.text == article.text
    assert "script" not in {name for name, _ in inside.seen}
    assert "script-src" not in policy(inside)
    assert article._repr_html_() == shown


def test_a_hostile_text_stays_inside_the_frame() -> None:
    shown = notebook_view(article_of(HOSTILE))
    assert shown is not None
    assert [tag for tag, _ in Page(shown).seen] == ["iframe"]
