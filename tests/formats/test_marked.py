"""Our own form of labelled articles: what is written is read back, and what is wrong is told with its place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkie.errors import InputError
from parkie.formats.check import find_problems
from parkie.formats.labelled import Labelled, LabelledEvent, Mark
from parkie.formats.marked import read_marked, write_marked

EXAMPLE = """published: 2024-11-14
kind: local daily

⟦§title⟧云栖谷|签约⟦/§⟧
⟦§body⟧⟦DATE|11月8日|2024-11-08 2024-11-08 day⟧,⟦PARK|云栖谷产业园⟧与⟦COMPANY|泽远精密⟧签约,
总投资⟦FIG|约20亿元|2000000000 2000000000 2000000000 about CNY⟧,占地⟦FIG|百|100 100 100 exact ""⟧。⟦/§⟧

==== events
- {type: signing, trigger: 签约, in: 2, realis: planned,
   args: {parties: [泽远精密, 云栖谷], amount: 约20亿元, park: 云栖谷产业园 | 云栖谷}}
"""


def test_the_parts_of_an_article() -> None:
    article = read_marked(EXAMPLE, "a")
    words = {article.text[m.start : m.end]: (m.label, m.values) for m in (*article.entities, *article.figures)}
    assert words["云栖谷产业园"] == ("PARK", ())
    assert words["约20亿元"] == ("FIG", ("2000000000", "2000000000", "2000000000", "about", "CNY"))
    assert words["百"][1][-1] == ""
    assert [article.text[s.start : s.end][:7] for s in article.sections] == ["云栖谷|签约", "11月8日,云"]
    [event] = article.events
    assert (event.type, event.realis, article.text[slice(*event.trigger)]) == ("signing", "planned", "签约")
    assert event.trigger[0] > article.sections[1].start
    assert [len(alternatives) for role, alternatives in event.arguments] == [1, 1, 1, 2]
    assert dict(article.meta) == {"published": "2024-11-14", "kind": "local daily"}
    assert not list(find_problems(article))


def test_what_is_written_is_read_back() -> None:
    article = read_marked(EXAMPLE, "a")
    assert read_marked(write_marked(article), "a") == article


TEXTS = st.text(alphabet="云栖谷签约产业园公司与,。 \n@2|⟦⟧\\-\"'#:[]{}y", min_size=1, max_size=40)


@st.composite
def articles(draw: st.DrawFn) -> Labelled:
    """Articles with any text, marks that do not overlap, and events anywhere in the section."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = [(start, end) for start, end in pairwise(cuts)][::2]
    marks = tuple(Mark(start, end, draw(st.sampled_from(["PARK", "COMPANY"]))) for start, end in spans)
    span = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 6)).map(
        lambda pair: (pair[0], min(len(text), pair[0] + pair[1]))
    )
    event = st.builds(
        LabelledEvent,
        st.just("signing"),
        span,
        st.just(0),
        st.sampled_from(["actual", "planned"]),
        st.none(),
        st.lists(span, min_size=1, max_size=3).map(lambda found: (("parties", tuple(found)),)),
    )
    events = tuple(draw(st.lists(event, max_size=2)))
    return Labelled("x", text, entities=marks, sections=(Mark(0, len(text), "body"),), events=events)


def test_an_empty_section_survives_being_written() -> None:
    article = read_marked("\n⟦§title⟧⟦/§⟧\n⟦§body⟧⟦PARK|云栖谷⟧开园。⟦/§⟧⟦§teaser⟧⟦/§⟧\n\n==== events\n", "a")
    assert [(s.label, s.end - s.start) for s in article.sections] == [("title", 0), ("body", 6), ("teaser", 0)]
    assert read_marked(write_marked(article), "a") == article


@given(articles())
def test_any_article_survives_being_written(article: Labelled) -> None:
    assert read_marked(write_marked(article), "x") == article


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("⟦/§⟧\n\n", "\n\n"), "closed"),
        (("⟦PARK|云栖谷产业园⟧", "⟦PARK|云栖谷⟦产业园⟧"), "no mark inside a mark in line 2 of the text"),
        (("⟦PARK|云栖谷产业园⟧", "云栖谷产业园⟧"), "a mark that was opened in line 2"),
        (("⟦PARK|", "⟦PARK"), "LABEL"),
        (("2024-11-08 day", "day"), "3 values"),
        (("==== events", "events"), "==== events"),
        (("published: 2024", "published 2024"), "key: value"),
        (("in: 2", "in: 3"), "number of a section, found 3"),
        (("amount: 约20亿元", "amount: 约30亿元"), "event 1: expected words of section body, found '约30亿元'"),
        (("trigger: 签约", "trigger: 签约@2"), "expected '签约' 2 times"),
        (("args: {parties", "args: {{parties"), "YAML"),
        (("trigger: 签约, ", ""), "event 1"),
        (("{parties:", "{:"), "expected the name of a role, found None"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(change: tuple[str, str], told: str) -> None:
    assert change[0] in EXAMPLE
    with pytest.raises(InputError, match=told):
        read_marked(EXAMPLE.replace(*change), "a")


@pytest.mark.parametrize("told", [".5", "type: signing", "签约"])
def test_events_that_are_no_list_are_told(told: str) -> None:
    with pytest.raises(InputError, match="a list of events"):
        read_marked(f"\n⟦§body⟧开园。⟦/§⟧\n\n==== events\n{told}\n", "a")


def test_what_cannot_be_said_is_not_written() -> None:
    article = Labelled("x", "云栖谷产业园", entities=(Mark(0, 3, "REGION"), Mark(2, 6, "PARK")))
    with pytest.raises(InputError, match="no overlaps"):
        write_marked(article)
    article = Labelled("x", "云栖谷产业园", entities=(Mark(0, 3, "REGION"),), sections=(Mark(2, 6, "body"),))
    with pytest.raises(InputError, match="edge of a section"):
        write_marked(article)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("⟦PARK|", "⟦GARDEN|"), "'云栖谷产业园' at .*: expected a label of entities, found GARDEN"),
        (("⟦§body⟧", "⟦§text⟧"), "kind of section, found text"),
        (("type: signing", "type: singing"), "event 1 .singing.: expected a type of event"),
        (("amount: 约20亿元", "amount: 签约"), "expected amount to be a marked figure, found '签约'"),
        (("amount: 约20亿元", "price: 约20亿元"), "expected a role of the type, found price"),
        (("park: 云栖谷产业园 | 云栖谷", "park: [签约, 云栖谷]"), "one value for park"),
        (("realis: planned", "realis: maybe"), "expected a realis, found maybe"),
        (("realis: planned", "stage: opened"), "stage"),
        (("type: signing", "type: statistic"), "figure as trigger"),
        (("about CNY", "nearly CNY"), "modifier and unit"),
        (("公司", "公司"), ""),
    ],
)
def test_problems_are_told(change: tuple[str, str], told: str) -> None:
    problems = list(find_problems(read_marked(EXAMPLE.replace(*change), "a")))
    import re

    assert any(re.search(told, problem) for problem in problems) if told else not problems
