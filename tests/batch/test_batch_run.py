"""Many pages through worker processes: every page one row, in order, whatever becomes of the page."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import parkie
from parkie.batch import pool
from parkie.batch.pool import Pool
from parkie.batch.rows import Page
from parkie.batch.run import Options, Progress, run
from parkie.batch.worker import Job
from parkie.errors import PageError, PipelineError
from parkie.writers import parquet
from parkie.writers.tables import TABLES

MAX_BYTES = 50_000
Row = dict[str, Any]


@pytest.fixture(scope="module")
def finished(
    corpus: Path, model: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Options, Path, Progress, list[Progress]]:
    """The corpus as JSON lines, and what the run said."""
    output = tmp_path_factory.mktemp("jsonl") / "out.jsonl"
    options = Options([str(corpus)], str(output), workers=2, model=model, max_page_bytes=MAX_BYTES)
    said: list[Progress] = []
    return options, output, run(options, said.append), said


@pytest.fixture(scope="module")
def rows(finished: tuple[Options, Path, Progress, list[Progress]]) -> list[Row]:
    return [json.loads(line) for line in finished[1].read_text("utf-8").split("\n")[:-1]]


@pytest.fixture(scope="module")
def tables(
    finished: tuple[Options, Path, Progress, list[Progress]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Row]]:
    """The same corpus as a dataset of several parts."""
    output = tmp_path_factory.mktemp("parquet") / "out.parquet"
    run(replace(finished[0], output=str(output), part_pages=150))
    assert {path.name for path in output.iterdir()} == set(TABLES)
    assert len(list((output / "events").iterdir())) > 2
    return {name: pq.read_table(output / name).to_pylist() for name in TABLES}


# -- every page one row, in order ------------------------------------------------------------------


def test_every_page_is_a_row_in_input_order(rows: list[Row], finished: Any) -> None:
    ids = [row["id"] for row in rows]
    pages = [f"deep/er/{number:03}.txt" for number in range(40)]
    given = [f"j{number}" for number in range(120)]
    packed = ids.index("j0")
    assert ids[:packed] == ["a.HTML", "binary.txt", *pages, "empty.txt", "large.txt", "link.txt"]
    assert ids[packed : packed + 120] == given
    lines = ids[packed + 120 : packed + 240]
    assert lines[9] == "rows.jsonl:10"
    assert lines[12] == "j12\u2028"
    assert [name for number, name in enumerate(lines) if number not in (9, 12)] == [
        name for number, name in enumerate(given) if number not in (9, 12)
    ]
    assert ids[packed + 240 : packed + 360] == [str(number) for number in range(120)]
    torn = ids[packed + 360 :]
    assert 0 < len(torn) < 121
    assert torn[:-1] == given[: len(torn) - 1]
    done = finished[2]
    assert done.pages == len(rows)
    assert done.errors == sum("error" in row for row in rows)


@pytest.mark.parametrize(
    ("page_id", "kind", "told"),
    [
        ("empty.txt", "PageError", "empty"),
        ("binary.txt", "PageError", "expected a page"),
        ("large.txt", "PageError", "at most 50000 bytes"),
        ("link.txt", "InputError", "No such file"),
        ("j7", "InputError", "rows.jsonl, row 8: expected a string in the column text, found int"),
        ("j8", "InputError", "rows.jsonl, row 9: .* found the columns id, content"),
        ("rows.jsonl:10", "InputError", "rows.jsonl, row 10: expected one JSON object a line"),
        ("j10", "PageError", "surrogate"),
        ("j11", "PageError", "publication day"),
    ],
)
def test_a_page_that_fails_is_a_row_that_says_why(
    rows: list[Row], page_id: str, kind: str, told: str
) -> None:
    import re

    [error] = [row["error"] for row in rows if row["id"] == page_id and "error" in row]
    assert error["type"] == kind
    assert re.search(told, error["message"])


def test_a_torn_file_ends_with_an_error_and_loses_nothing_before(rows: list[Row]) -> None:
    last = rows[-1]
    assert "torn.jsonl.gz, row" in last["error"]["message"]
    assert all("article" in row for row in rows[-50:-1])


def test_a_row_is_what_extract_returns(rows: list[Row], corpus: Path, model: str) -> None:
    nlp = parkie.load(model)
    found = {row["id"]: row["article"] for row in rows if "article" in row}
    path = corpus / "deep" / "er" / "007.txt"
    assert found["deep/er/007.txt"] == parkie.extract(path.read_bytes(), nlp=nlp).model_dump(mode="json")
    text = json.loads((corpus / "rows.jsonl").read_text("utf-8-sig").split("\n")[13])["text"]
    article = parkie.extract(text, published="2024-09-21", nlp=nlp)
    assert found["j13"] == article.model_dump(mode="json")
    assert found["j13"]["dates"][0]["earliest"][:5] == "2024-"
    assert found["a.HTML"]["figures"][0]["text"] == "2亿元"


def test_a_row_is_one_line_for_every_reader(finished: Any, rows: list[Row]) -> None:
    raw = finished[1].read_bytes()
    assert len(raw.decode("utf-8").splitlines()) == len(rows)
    assert b"\x1b" not in raw


def test_progress_counts_pages_and_bytes(finished: Any) -> None:
    _, _, done, said = finished
    assert [progress.pages for progress in said] == list(range(1, done.pages + 1))
    assert [progress.done for progress in said] == sorted(progress.done for progress in said)
    assert said[-1].done == said[-1].size == done.size


# -- the tables ------------------------------------------------------------------------------------


def test_tables_have_the_values_of_the_json(rows: list[Row], tables: dict[str, list[Row]]) -> None:
    assert [row["id"] for row in tables["articles"]] == [row["id"] for row in rows]
    assert [row["page"] for row in tables["articles"]] == list(range(len(rows)))
    for row, article in zip(rows, tables["articles"], strict=True):
        error = row.get("error", {})
        assert (article["error_type"], article["error_message"]) == (error.get("type"), error.get("message"))
        assert article["text"] is None
        assert article["sections"] == (row["article"]["sections"] if "article" in row else None)
    pages = [(number, row) for number, row in enumerate(rows) if "article" in row]
    figures = [(number, figure) for number, row in pages for figure in row["article"]["figures"]]
    assert len(figures) == len(tables["figures"]) > 500
    for (number, figure), told in zip(figures, tables["figures"], strict=True):
        assert (told["page"], told["mention"]) == (number, figure["id"])
        assert all(told[name] == figure[name] for name in ("text", "start", "end", "unit", "modifier", "dimension"))
        assert told["value"] == Decimal(figure["value"])
    dates = [(number, day) for number, row in pages for day in row["article"]["dates"]]
    for (number, day), told in zip(dates, tables["dates"], strict=True):
        assert (told["page"], told["mention"], told["text"]) == (number, day["id"], day["text"])
        assert told["earliest"] == (day["earliest"] and date.fromisoformat(day["earliest"]))


DEMO = Path(__file__).parents[2] / "docs" / "demo" / "page.txt"


def read(packet: bytes) -> dict[str, list[Row]]:
    return {name: batch.to_pylist() for name, batch in parquet.unpack(packet)}


def test_events_and_arguments_refer_to_rows_that_are_there() -> None:
    article = parkie.extract(DEMO.read_text("utf-8"), published="2024-09-21")
    found = read(parquet.pack_article("demo", 7, article, with_text=True))
    assert set(found) == set(TABLES)
    assert {(row["id"], row["page"]) for rows in found.values() for row in rows} == {("demo", 7)}
    assert found["articles"][0]["text"] == article.text
    assert found["articles"][0]["published_earliest"] == date(2024, 9, 21)
    listed = {
        (kind, row["mention"]): row
        for kind, table in (("entity", "entities"), ("figure", "figures"), ("date", "dates"))
        for row in found[table]
    }
    data = article.model_dump(mode="json")
    arguments = iter(found["arguments"])
    for event, told, row in zip(article.events, data["events"], found["events"], strict=True):
        assert (row["event"], row["type"], row["realis"]) == (event.id, told["type"], told["realis"])
        assert (row["trigger"], row["evidence_end"]) == (event.trigger.text, event.evidence.end)
        assert row["stage"] == told.get("stage")
        for position, (role, mention) in enumerate(event.arguments()):
            argument = next(arguments)
            assert (argument["event"], argument["position"], argument["role"]) == (event.id, position, role)
            assert argument["text"] == article.text[argument["start"] : argument["end"]] == mention.text
            if argument["mention"] is not None:
                target = listed[argument["kind"], argument["mention"]]
                assert (target["start"], target["end"]) == (argument["start"], argument["end"])
    assert next(arguments, None) is None
    assert len([row for row in found["arguments"] if row["mention"]]) > 20
    amounts = {row["text"]: row["low"] for row in found["arguments"] if row["role"] == "amount"}
    assert amounts["超65亿元"] == Decimal(6_500_000_000)


@pytest.mark.parametrize(
    ("text", "stored"),
    [("1.23456789012", Decimal("1.2345678901")), ("-3", Decimal(-3)), ("9" * 28, Decimal("9" * 28)), ("9" * 29, None)],
)
def test_numbers_are_decimals_of_ten_places(text: str, stored: Decimal | None) -> None:
    number = Decimal(text)
    figure = {"text": "", "start": 0, "end": 0, "id": "f1", "value": number, "low": number, "high": None}
    figure |= {"modifier": "exact", "unit": "CNY", "dimension": "money"}
    article = parkie.Article.from_dict({"figures": [figure]})
    [row] = read(parquet.pack_article("a", 0, article))["figures"]
    assert (row["value"], row["low"], row["high"]) == (stored, stored, None)


# -- workers that die or take too long -------------------------------------------------------------


@pytest.fixture
def killing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """Kill the worker that has just been handed the page with an id, so many times."""
    left: dict[bytes, int] = {}
    send = pool._Worker.send

    def send_and_kill(worker: pool._Worker, message: bytes) -> None:
        send(worker, message)
        for page_id, times in left.items():
            if page_id in message.split(b"\n")[0] and times:
                left[page_id] -= 1
                os.kill(worker._process.pid or 0, signal.SIGKILL)

    monkeypatch.setattr(pool._Worker, "send", send_and_kill)
    return lambda page_id, times: left.update({f'"id": "{page_id}"'.encode(): times})


def pages_of(*bodies: tuple[str, str]) -> Iterator[Page]:
    for number, (page_id, text) in enumerate(bodies):
        yield Page(page_id, text.encode(), decoded=True, number=number)


def test_a_worker_that_dies_or_hangs_costs_one_page_at_most(
    model: str, killing: Callable[[str, int], None]
) -> None:
    text = "云栖谷产业园7月3日开园,总投资20亿元。"
    slow = text * 150_000  # takes far longer than it may
    killing("unlucky", 1)
    killing("deadly", 2)
    pages = pages_of(
        ("first", text), ("unlucky", text * 500), ("deadly", text * 500), ("slow", slow), ("last", text)
    )
    with Pool(Job("jsonl", model=model), 1, page_timeout=3.0) as workers:
        found = [(json.loads(result.packet), result.failed) for result in workers.run(pages)]
    ids = [row["id"] for row, _ in found]
    assert ids == ["first", "unlucky", "deadly", "slow", "last"]
    errors = {row["id"]: row["error"] for row, failed in found if failed}
    assert errors["deadly"]["type"] == "WorkerDied"
    assert "2 times, the last time by signal 9" in errors["deadly"]["message"]
    assert errors["slow"] == {
        "type": "Timeout",
        "message": "expected the page to be read within 3 seconds, and it was not",
    }
    assert set(errors) == {"deadly", "slow"}


def test_results_come_in_order_and_the_reader_is_held_back(model: str) -> None:
    text = "云栖谷产业园7月3日开园。"
    taken: list[int] = []

    def pages() -> Iterator[Page]:
        for page in pages_of(*((str(number), text * (1 + 50 * (number % 7 == 0))) for number in range(400))):
            taken.append(page.number)
            yield page

    with Pool(Job("jsonl", model=model), 2, page_timeout=60) as workers:
        for number, result in enumerate(workers.run(pages())):
            assert result.page.number == number
            assert taken[-1] - number <= 2 * pool._PAGES_AHEAD
            if number == 200:
                break
    assert len(taken) < 400


def test_a_pipeline_that_cannot_be_loaded_ends_the_run(tmp_path: Path) -> None:
    with (
        pytest.raises(PipelineError, match="expected a pipeline directory"),
        Pool(Job("jsonl", model=str(tmp_path / "none")), 1, page_timeout=9) as workers,
    ):
        list(workers.run(pages_of(("a", "云栖谷"))))


# -- memory ----------------------------------------------------------------------------------------


def test_memory_does_not_grow_with_the_corpus(tmp_path: Path, model: str) -> None:
    source = tmp_path / "many.jsonl"
    text = f"<html><!--{'x' * 20_000}--><p>云栖谷产业园7月3日开园,总投资20亿元。</p></html>"
    with source.open("w", encoding="utf-8") as stream:
        for number in range(3_000):
            stream.write(json.dumps({"id": str(number), "text": text}) + "\n")
    page_size = os.sysconf("SC_PAGE_SIZE")
    sizes: dict[int, int] = {}

    def report(progress: Progress) -> None:
        if progress.pages % 100 == 0:
            sizes[progress.pages] = int(Path("/proc/self/statm").read_text().split()[1]) * page_size

    run(Options([str(source)], str(tmp_path / "out"), workers=2, model=model, with_text=True, part_pages=500), report)
    assert max(sizes.values()) - sizes[600] < 20_000_000  # of 60 MB of pages, 48 MB came after this
    read_back = pq.read_table(tmp_path / "out" / "articles", columns=["id", "text"])
    assert read_back["id"].to_pylist() == [str(number) for number in range(3_000)]
    assert set(read_back["text"].to_pylist()) == {"云栖谷产业园7月3日开园,总投资20亿元。"}


# -- many pages in memory --------------------------------------------------------------------------


@pytest.mark.parametrize(("workers", "most"), [(1, 2), (2, 300)])
def test_annotate_reads_little_ahead(workers: int, most: int, model: str) -> None:
    taken = 0

    def pages() -> Iterator[tuple[str, int]]:
        nonlocal taken
        for number in range(3_000):
            taken += 1
            yield "云栖谷产业园7月3日开园。", number

    articles = parkie.annotate(pages(), workers=workers, nlp=parkie.load(model))
    assert taken == 0
    for number in range(5):
        article, context = next(articles)
        assert context == number
        assert article.dates[0].text == "7月3日"
        assert taken <= most + number
    articles.close()  # type: ignore[attr-defined]  # an iterator by its type, a generator in fact


@pytest.mark.parametrize("workers", [1, 2])
def test_annotate_gives_what_came_before_a_page_that_fails(workers: int, model: str) -> None:
    pages = [("云栖谷产业园7月3日开园。" * 60, number) for number in range(40)]
    articles = parkie.annotate([*pages, ("", 40), *pages], workers=workers, nlp=parkie.load(model))
    assert [next(articles)[1] for _ in range(40)] == list(range(40))
    with pytest.raises(PageError, match=r"page 40 \(counted from 0\): .*empty"):
        next(articles)


def test_annotate_ends_with_the_error_of_a_component(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = parkie.load(model)
    component = type(nlp.get_pipe("parkie_figures"))
    call = component.__call__
    monkeypatch.setattr(component, "__call__", lambda pipe, doc: call(pipe, doc) if "崩" not in doc.text else 1 // 0)
    pages = [("云栖谷产业园7月3日开园。" * 60, number) for number in range(100)]
    pages[50] = ("云栖谷崩", 50)
    with pytest.raises(ValueError, match="ZeroDivisionError"):
        list(parkie.annotate(pages, workers=2, nlp=nlp))
    assert nlp.default_error_handler is parkie.load(model).default_error_handler
