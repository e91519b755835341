"""Makes the pictures of docs/view.md anew: the view of the sample page, and the report of the labelled corpus.

pip install 'parkie[report,parquet,browser]' pillow      # and Chromium, and a font with Chinese characters
python docs/demo/screenshots.py
"""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

import parkie
from parkie.batch.run import Options, run
from parkie.formats.marked import read_marked
from parkie.report.page import render_report

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus" / "articles"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
COLOURS = 128  # of the palette; a page has few, and the files become a third


class Shot(NamedTuple):
    """A picture: its name, what it shows, the window, and what is done before."""

    name: str
    document: str
    scheme: str
    size: tuple[int, int]
    event: str = ""
    """The type of the event that is chosen."""
    mobile: bool = False


def report(folder: Path) -> str:
    """The report of the articles of the corpus, read from their texts."""
    pages = folder / "pages.jsonl"
    with pages.open("w", encoding="utf-8") as stream:
        for path in sorted(CORPUS.glob("*.txt")):
            article = read_marked(path.read_text("utf-8"), path.stem)
            day = article.meta["published"]
            row = {"id": article.id, "text": article.text, "published": None if day == "-" else day}
            stream.write(json.dumps(row) + "\n")
    run(Options([str(pages)], str(folder / "corpus.parquet"), workers=2))
    return render_report(folder / "corpus.parquet")


def choose(page: Page, kind: str) -> None:
    """Open the first card of the type that stands in the body, and wait until all has come to rest."""
    page.locator(f".card.in-body[data-type={kind}] summary").first.click()
    page.locator("#chosen").wait_for()
    if page.locator("#to-text").is_visible():
        page.locator("#to-text").click()


def take(browser: Browser, shot: Shot, folder: Path) -> None:
    """Take the picture, with few colours, so that it is small."""
    path = folder / f"{shot.name}.html"
    path.write_text(shot.document, "utf-8")
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.scheme == "dark" else "light",
        reduced_motion="reduce",
        is_mobile=shot.mobile,
        has_touch=shot.mobile,
    )
    page = context.new_page()
    page.goto(path.as_uri())
    if shot.event:
        choose(page, shot.event)
    page.mouse.move(0, 0)
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(HERE / f"{shot.name}.png", optimize=True)
    context.close()


def main() -> None:
    """All pictures."""
    view = parkie.extract((HERE / "page.txt").read_text("utf-8")).to_html()
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        corpus = report(folder)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for shot in (
            Shot("view-light", view, "light", (1200, 800), "construction"),
            Shot("view-dark", view, "dark", (1200, 800)),
            Shot("view-phone", view, "light", (390, 780), "construction", mobile=True),
            Shot("report-light", corpus, "light", (1200, 1150)),
            Shot("report-dark", corpus, "dark", (1200, 1150)),
        ):
            take(browser, shot, folder)
        browser.close()


if __name__ == "__main__":
    main()
