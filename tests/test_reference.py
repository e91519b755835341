"""The pages of reference say what the code says: the command line, the components, and the record in Chinese."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from spacy.lang.zh import Chinese
from spacy.util import load_config_from_str, load_model_from_config

from parkie.pipes import PIPELINE, WORDS, state

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SITE = ROOT / ".mkdocs.yml"


def tool(name: str) -> ModuleType:
    """A script of ``docs/building`` as a module."""
    spec = importlib.util.spec_from_file_location(f"building_{name}", DOCS / "building" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def parts(page: str, marks: str = "##") -> dict[str, str]:
    """The parts of a page by the first word of their heading, which is the same in every language."""
    text = (DOCS / page).read_text("utf-8")
    found = re.split(rf"^{marks} (\S+).*$", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


# -- the command line ------------------------------------------------------------------------------


def test_the_reference_of_the_command_line_is_that_of_the_commands() -> None:
    told = (DOCS / "cli.md").read_text("utf-8")
    assert told == tool("cli").render(), "run: python docs/building/cli.py"


# -- components ------------------------------------------------------------------------------------

COMPONENTS = parts("components.md")
KEY_RE = re.compile(r"`([a-z_]+)`")


def lines(factory: str, what: str) -> set[str]:
    """The keys of Doc state that the list entry ``what`` of a component names."""
    entry = re.search(rf"^- {what}: (.*(?:\n  .*)*)", COMPONENTS[factory], re.MULTILINE)
    assert entry is not None
    return set(KEY_RE.findall(entry[1]))


@pytest.mark.parametrize("factory", [*PIPELINE, WORDS])
def test_the_reference_of_components_names_what_they_read_write_and_are_set_by(factory: str) -> None:
    nlp = Chinese()
    pipe: Any = nlp.add_pipe(factory)
    assert lines(factory, "reads") >= set(pipe.READS)
    assert lines(factory, "reads") - set(pipe.READS) <= {state.MODEL}
    maybe = {state.SIGHTINGS, state.SUSPECTED, state.ASIDE}  # only if the tagger sees events, if words are wanted
    assert lines(factory, "writes") - maybe == set(pipe.WRITES) - maybe
    rows = re.findall(r"^\| `(\w+)` \| `([^`]*)` \|", COMPONENTS[factory], re.MULTILINE)
    assert {name: json.loads(value) for name, value in rows} == Chinese.get_factory_meta(factory).default_config


def test_the_reference_of_components_names_every_key_of_doc_state() -> None:
    keys = {value for name, value in vars(state).items() if name.isupper() and name in state.__all__}
    assert set(re.findall(r"^\| `([a-z]+)` \|", parts("components.md")["Doc"], re.MULTILINE)) == keys
    assert [name for name in COMPONENTS if name.startswith("parkie_")] == [*PIPELINE, WORDS]


def test_the_config_in_the_reference_gives_the_pipeline() -> None:
    blocks = re.findall(r"^```ini\n(.*?)^```", COMPONENTS["In"], re.MULTILINE | re.DOTALL)
    nlp = load_model_from_config(load_config_from_str(blocks[0]), auto_fill=True)
    assert nlp.pipe_names == list(PIPELINE)
    assert [(ent.text, ent.label_) for ent in nlp("今日，星河谷开园。").ents] == [("星河谷", "PARK")]


# -- the record in Chinese -------------------------------------------------------------------------

TYPES = {
    "entity or span": "实体或片段",
    "list of entity or span": "实体或片段的列表",
    "figure": "数字",
    "date": "日期",
    "string": "字符串",
}
ENGLISH, ZH = (parts(page, marks="#{2,3}") for page in ("records.md", "zh/records.md"))


def table(text: str) -> list[list[str]]:
    """The cells of the rows of all tables of a part, without their heads."""
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines() if line[:1] == "|"]
    return [row for row in rows if row[0].strip().startswith("`")]


def test_the_chinese_record_has_the_parts_of_the_english_one() -> None:
    assert list(ZH) == list(ENGLISH)
    assert len(ZH) > 20


@pytest.mark.parametrize("part", ENGLISH)
def test_the_chinese_record_names_the_same_fields_types_and_words(part: str) -> None:
    english, chinese = table(ENGLISH[part]), table(ZH[part])
    assert [row[0] for row in chinese] == [row[0] for row in english]
    if len(english[0]) == 3:
        assert [row[1] for row in chinese] == [TYPES[row[1]] for row in english]
    code_re = re.compile(r"`[^`]+`")
    for ours, theirs in zip(chinese, english, strict=True):
        assert set(code_re.findall(ours[-1])) >= set(code_re.findall(theirs[-1]))
    assert set(code_re.findall(ZH[part])) == set(code_re.findall(ENGLISH[part]))


# -- the site --------------------------------------------------------------------------------------


def test_every_page_is_in_the_navigation() -> None:
    named = set(re.findall(r"[\w/.-]+\.md\b", SITE.read_text("utf-8").partition("\nnav:\n")[2]))
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert {page for page in named if not page.startswith("project/")} == pages


@pytest.mark.parametrize(
    ("page", "link", "turned"),
    [
        ("train.md", "../corpus/README.md", "project/corpus/README.md"),
        ("how/names.md", "../../models/README.md", "../project/models/README.md"),
        ("how/names.md", "figures.md#bounds", "figures.md#bounds"),
        ("project/corpus/README.md", "../docs/records.md", "../../records.md"),
        ("project/corpus/README.md", "retold/README.md", "retold/README.md"),
        ("project/models/README.md", "../corpus/README.md", "../corpus/README.md"),
    ],
)
def test_links_are_turned_to_where_the_site_has_the_page(page: str, link: str, turned: str) -> None:
    assert tool("outside").turn_links(f"see [it]({link}), [here](#a)", page) == (f"see [it]({turned}), [here](#a)", [])


def test_a_link_out_of_the_site_is_told() -> None:
    text = "[a](../Makefile) [b](https://example.org/x)"
    assert tool("outside").turn_links(text, "train.md") == (text, ["../Makefile"])


@pytest.mark.parametrize(
    ("html", "fetched"),
    [
        ('<script src="https://example.org/a.js"></script>', True),
        ('<link href="//example.org/a.css" rel="stylesheet">', True),
        ('<img alt="" src=https://example.org/a.png>', True),
        ('<pre class="mermaid"><code>graph</code></pre>', True),
        ('<script src="assets/a.js"></script><link rel="stylesheet" href="a.css">', False),
        ('<a href="https://example.org/">there</a><link rel="canonical" href="https://example.org/">', False),
    ],
)
def test_a_page_that_fetches_is_told(html: str, fetched: bool, caplog: pytest.LogCaptureFixture) -> None:
    class Page:
        class file:  # noqa: N801  # mkdocs names it so
            src_uri = "a.md"

    assert tool("outside").on_post_page(html, Page, None) == html
    assert bool(caplog.records) == fetched
