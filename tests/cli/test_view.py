"""``parkie view``: a page in, a page of HTML out."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import parkie
from parkie.cli.app import main

PAGE = "云栖谷产业园7月3日在海盐县开园，总投资超20亿元。"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return path


def view(*arguments: str | Path) -> int | str | None:
    with pytest.raises(SystemExit) as exit_info:
        main(["view", *map(str, arguments)])
    return exit_info.value.code


def test_the_page_is_written_to_the_file(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "view.html"
    output.write_text("an earlier view", "utf-8")
    assert view(page, "--output", output, "--published", "2024-07-04") == 0
    assert output.read_text("utf-8") == parkie.extract(PAGE, published="2024-07-04").to_html() + "\n"
    assert capsys.readouterr() == ("", "")


def test_without_a_file_it_goes_to_stdout(page: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert view(page) == 0
    assert capsysbinary.readouterr().out.decode("utf-8") == parkie.extract(PAGE).to_html() + "\n"


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("page.txt", "another file than the one that is read"),
        (".", "the name of a file"),
        ("no/v.html", "in a folder"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_the_work(
    page: Path, output: str, message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["parkie.cli.view"], "article_of", None)
    assert view(page, "--output", page.parent / output) == 1
    assert message in capsys.readouterr().err
    assert page.read_text("utf-8") == PAGE
