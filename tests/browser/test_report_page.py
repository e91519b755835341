"""The report in a real browser: it draws, fits a telephone, and runs nothing of a corpus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from parkie.batch.run import Options, run
from parkie.report.page import render_report

from .conftest import MISSING, Show

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

NAME = "青澜湾智能装备产业园"
TEXTS = (
    f"2024年9月20日,{NAME}与泽远精密有限公司在海盐县签约,总投资20亿元。",
    f"2025年3月1日,{NAME}二期正式开工,总投资5亿元。云栖谷产业园计划2026年6月开工,总投资5亿元。",
    "",
)
ATTACK = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of a small corpus in which a page failed, and one id is an attack."""
    folder = tmp_path_factory.mktemp("corpus")
    rows = [{"id": f"{number}{ATTACK}", "text": text} for number, text in enumerate(TEXTS)]
    (folder / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    run(Options([str(folder / "pages.jsonl")], str(folder / "out.parquet"), workers=1))
    return render_report(Path(folder / "out.parquet"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_drawings_are_drawn_in_the_colours_of_the_page(show: Show, report: str, scheme: Any) -> None:
    page = show(report, color_scheme=scheme)
    assert page.locator(".chart svg").count() >= 5
    box = page.locator(".chart svg").first.bounding_box()
    assert box is not None
    assert box["width"] > 300
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert page.evaluate("getComputedStyle(document.querySelector('.chart .role-mark text')).fill") == ink
    assert page.get_by_text(NAME).count() > 1


def test_the_numbers_open_with_the_keys(show: Show, report: str) -> None:
    page = show(report)
    table = page.locator("section.figure table").first
    assert table.is_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert table.is_visible()


def test_a_telephone_needs_no_sideways_scrolling(show: Show, report: str) -> None:
    page = show(report, width=360, height=740, has_touch=True, is_mobile=True)
    page.locator("summary").evaluate_all("all => all.forEach(each => { each.parentElement.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_nothing_of_a_corpus_runs(show: Show, report: str) -> None:
    page = show(report)
    assert page.get_by_text(ATTACK).count() > 0
    assert page.evaluate("window.hacked") is None
    assert page.locator("script, img").count() == 0
