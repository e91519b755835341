"""Every form gives back what was put in, and reads what the tools write."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkie.formats.labelled import Labelled, LabelledEvent, Mark
from parkie.formats.marked import read_marked
from parkie.formats.problems import Problems
from parkie.formats.registry import FORMS, Form
from parkie.labels import EVENT_TYPES, REALIS, STAGES

TEXTS = st.text(
    alphabet=st.sampled_from("云栖谷签约产业园,。 \n\r\t\u3000\u2028\x85\ufeff@2|⟦⟧\\-\"'#:;[]{}aB😀é\u0301"),
    max_size=40,
)
VALUES = st.one_of(st.none(), st.text(alphabet="0123 -\"\\m家/⟧|\n", max_size=5))
WORDS = st.text(alphabet="ab 云:\"\\\n\u2028-#", max_size=6)
LABELS = st.sampled_from(["PARK", "COMPANY", "DISTRICT", "GARDEN-1", "自定", "B|C⟧"])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())


@st.composite
def articles(draw: st.DrawFn) -> Labelled:
    """Articles with any text and meta, marks without overlap and without space at their edges, sections one behind
    the other, and events anywhere in a section."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    spans = [_trimmed(text, start, end) for start, end in pairwise(cuts)]
    spans = [(start, end) for start, end in spans if start < end and draw(st.booleans())]
    marks: dict[str, list[Mark]] = {"name": [], "FIG": [], "DATE": []}
    for start, end in spans:
        kind = draw(st.sampled_from(list(marks)))
        count = {"name": 0, "FIG": 5, "DATE": 3}[kind] * draw(st.integers(0, 1))
        values = tuple(draw(VALUES) for _ in range(count))
        marks[kind].append(Mark(start, end, draw(LABELS) if kind == "name" else kind, values))
    edges = [0, *(at for at in cuts if draw(st.booleans()) and not _inside(at, spans)), len(text)]
    kinds = st.sampled_from(["title", "body", "teaser"])
    sections = tuple(Mark(start, end, draw(kinds)) for start, end in pairwise(edges) if start < end)
    events = tuple(draw(st.lists(_events(sections), max_size=3))) if sections else ()
    return Labelled(
        id=draw(st.text(alphabet="ab云/.:% ", max_size=8)),
        text=text,
        entities=tuple(marks["name"]),
        figures=tuple(marks["FIG"]),
        dates=tuple(marks["DATE"]),
        sections=sections,
        events=events,
        meta=draw(st.dictionaries(WORDS, WORDS, max_size=3)),
    )


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < at < end for start, end in spans)


@st.composite
def _events(draw: st.DrawFn, sections: tuple[Mark, ...]) -> LabelledEvent:
    number = draw(st.integers(0, len(sections) - 1))
    section = sections[number]
    span = st.tuples(st.integers(section.start, section.end - 1), st.integers(1, 6)).map(
        lambda pair: (pair[0], min(section.end, pair[0] + pair[1]))
    )
    roles = draw(st.lists(st.sampled_from(["parties", "place", "amount"]), unique=True, max_size=3))
    arguments = [
        (role, tuple(alternatives))
        for role in roles
        for alternatives in draw(st.lists(st.lists(span, min_size=1, max_size=2, unique=True), min_size=1, max_size=2))
    ]
    return LabelledEvent(
        draw(st.sampled_from(EVENT_TYPES)),
        draw(span),
        number,
        draw(st.sampled_from(REALIS)),
        draw(st.sampled_from([None, *STAGES])),
        tuple(arguments),
    )


IDS = [f"{form.name}{form.suffixes[0]}" for form in FORMS]


def there_and_back(found: list[Labelled], form: Form) -> list[Labelled]:
    """What is read of what is written."""
    groups: dict[str, dict[str, bytes]] = {}
    for name, data in form.write(found).items():
        stem, dot, suffix = name.rpartition(".")
        groups.setdefault(stem, {})[dot + suffix] = data
    problems = Problems()
    back = [article for stem, parts in groups.items() for article in form.read(parts, stem, problems)]
    problems.check()
    assert not problems.left_out
    return back


@pytest.mark.parametrize("form", FORMS, ids=IDS)
@given(article=articles())
def test_any_article_comes_back(form: Form, article: Labelled) -> None:
    assert there_and_back([article], form) == [article]


@pytest.fixture(scope="module")
def labelled() -> list[Labelled]:
    paths = sorted((Path(__file__).parents[2] / "corpus" / "articles").glob("*.txt"))[::20]
    return [read_marked(path.read_text("utf-8"), path.stem) for path in paths]


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_the_corpus_comes_back(form: Form, labelled: list[Labelled]) -> None:
    assert len(labelled) > 10
    assert there_and_back(labelled, form) == labelled
