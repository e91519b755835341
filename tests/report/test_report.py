"""The report of a corpus: what is counted, that it is escaped, and that its page needs nothing but itself."""

from __future__ import annotations

import re
import shutil
import sys
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from selectolax.lexbor import LexborHTMLParser

from parkie import Article, InputError, OutputError
from parkie.cli.app import main
from parkie.report.dataset import ask
from parkie.report.figures import Figure, amounts, districts, parks, provinces, times
from parkie.report.page import render_report

from .conftest import Write

HOSTILE = (
    """</text></svg><script>alert(1)</script><img src=x onerror="alert(2)">'"&amp;{{ 7*7 }}\x1b\u202e园"""
)


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements of a page as a browser would see them, with their attributes."""
    root = LexborHTMLParser(html).root
    assert root is not None
    return [(str(node.tag), node.attributes) for node in root.traverse()]


def cells(figure: Figure) -> set[tuple[str, ...]]:
    return set(figure.rows)


# -- what is counted -------------------------------------------------------------------------------


def test_everything_is_counted(articles: list[Article], write: Write) -> None:
    answers = ask(write([*articles, "an empty page", "another"]))
    assert answers["totals"] == [
        {
            "pages": 6,
            "errors": 2,
            "events": sum(len(article.events) for article in articles),
            "entities": sum(len(article.entities) for article in articles),
            "figures": sum(len(article.figures) for article in articles),
            "dates": sum(len(article.dates) for article in articles),
        }
    ]
    types = Counter((event.type, event.realis) for article in articles for event in article.events)
    assert {(row["type"], row["realis"]): row["events"] for row in answers["types"]} == types
    [failed] = answers["errors"]
    assert failed == {"error_type": "PageError", "pages": 2, "example": "4.txt", "message": "an empty page"}


def test_amounts_parks_places_and_times(articles: list[Article], write: Write) -> None:
    answers = ask(write(articles))
    assert cells(amounts(answers)) == {
        ("2024", "signed", "23.50", "2"),
        ("2025", "planned", "5.00", "1"),
    }
    assert cells(provinces(answers)) == {("浙江", "2")}
    assert cells(districts(answers)) == {("海盐", "1"), ("杭州", "1")}
    assert {row[0]: row[3] for row in parks(answers).rows}["云栖谷产业园"] == "3"
    told = times(answers)
    assert {row[0] for row in told.rows} >= {"2024-09", "2024-10", "2025-06"}
    assert sum(int(row[2]) for row in told.rows) + int(re.findall(r"; (\d+) events", told.note)[0]) == sum(
        len(article.events) for article in articles
    )


def test_many_months_are_told_by_year() -> None:
    rows = [{"month": f"{year}-01", "realis": "actual", "events": 1} for year in range(1950, 2060)]
    told = times({"times": [*rows, {"month": None, "realis": "actual", "events": 5}]})
    assert [row[0] for row in told.rows] == [str(year) for year in range(1978, 2060)]
    assert "33 events" in told.note


def test_what_is_missing_is_told(articles: list[Article], write: Write) -> None:
    found = {
        row["what"]: (row["missing"], row["whole"]) for row in ask(write([*articles, "an error"]))["quality"]
    }
    assert found["pages without a publication day"] == (1, 4)
    dates = [date for article in articles for date in article.dates]
    assert found["dates that are not resolved"] == (sum(date.latest is None for date in dates), len(dates))
    assert found["dates that are not resolved"][0] > 0
    events = [event for article in articles for event in article.events]
    assert found["events with a confidence below 0.5"] == (
        sum(e.confidence < 0.5 for e in events),
        len(events),
    )


def test_a_corpus_without_an_event_has_a_report(write: Write) -> None:
    assert "section" in {tag for tag, _ in elements(render_report(write(["an error"])))}


# -- the page --------------------------------------------------------------------------------------


def renamed(article: Article, words: str) -> Article:
    """The article with all names, texts and ids replaced by the words."""
    data = article.model_dump(mode="json")

    def replaced(value: object) -> object:
        if isinstance(value, dict):
            kept = {key: replaced(each) for key, each in value.items()}
            return kept | {key: words for key in ("text", "name") if isinstance(value.get(key), str)}
        return [replaced(each) for each in value] if isinstance(value, list) else value

    return Article.from_dict(replaced(data))


def test_hostile_names_are_shown_as_text(articles: list[Article], write: Write, tmp_path: Path) -> None:
    calm = elements(render_report(write(articles)))
    shutil.rmtree(tmp_path / "out.parquet")
    html = render_report(write([*(renamed(article, HOSTILE) for article in articles)]))
    page = elements(html)
    assert {tag for tag, _ in page} <= {tag for tag, _ in calm}
    handlers = {name for _, attributes in page for name in attributes if name.startswith("on")}
    assert not handlers
    assert HOSTILE not in html
    assert "\x1b" not in html
    assert "&lt;script&gt;" in html


def test_the_page_needs_no_script_and_no_inline_style(articles: list[Article], write: Write) -> None:
    page = elements(render_report(write(articles)))
    attributes = {name for _, each in page for name in each}
    assert not attributes & {"style", "src", "href", "xlink:href"}
    assert "script" not in {tag for tag, _ in page}
    [policy] = [each["content"] for _, each in page if "http-equiv" in each]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'", str(policy)
    )


def test_the_same_dataset_gives_the_same_page(articles: list[Article], write: Write) -> None:
    folder = write(articles)
    assert render_report(folder) == render_report(folder)


# -- what is refused -------------------------------------------------------------------------------


def test_a_folder_that_is_no_dataset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="with a folder 'articles', found none"):
        render_report(tmp_path)


def test_other_tables_are_refused(articles: list[Article], write: Write) -> None:
    folder = write(articles)
    pq.write_table(pa.table({"page": [1]}), folder / "events" / "part-000000.parquet")
    with pytest.raises(InputError, match="expected the tables that parkie annotate writes"):
        render_report(folder)


def test_a_file_that_is_no_parquet_is_refused(articles: list[Article], write: Write) -> None:
    folder = write(articles)
    (folder / "dates" / "part-000000.parquet").write_text("no parquet")
    with pytest.raises(InputError, match="expected the tables"):
        render_report(folder)


def test_a_name_with_the_signs_of_a_pattern_is_a_name(articles: list[Article], write: Write) -> None:
    folder = write(articles)
    strange = folder.with_name("a*b[1]?.parquet")
    folder.rename(strange)
    assert ask(strange)["totals"][0]["pages"] == 4


@pytest.mark.parametrize("missing", ["duckdb", "vl_convert"])
def test_what_is_not_installed_is_named(
    articles: list[Article], write: Write, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(OutputError, match=r"pip install 'parkie\[report\]'"):
        render_report(write(articles))


def test_the_command_writes_the_page(articles: list[Article], write: Write, tmp_path: Path) -> None:
    folder = write(articles)
    with pytest.raises(SystemExit) as exit_info:
        main(["report", str(folder), "--output", str(tmp_path / "report.html")])
    assert exit_info.value.code == 0
    assert (tmp_path / "report.html").read_text("utf-8") == render_report(folder) + "\n"
