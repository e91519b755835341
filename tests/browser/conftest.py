"""A headless Chromium, and pages in it that are watched: what they ask for, what they complain of."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import parkie
from parkie import Article

try:
    from playwright.sync_api import Browser, Page, sync_playwright
except ImportError:
    MISSING = "needs playwright: make browser"
else:
    MISSING = (
        "" if shutil.which("chromium") else "needs a browser: apt-get install chromium, then make browser"
    )

DEMO = Path(__file__).parents[2] / "docs" / "demo" / "page.txt"
# No sandbox: inside a container Chromium has no rights to make one. No background: it would call its maker.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip

Show = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if MISSING:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Shows a document in a new window; at the end, no window may have asked for anything or complained."""
    contexts, problems = [], []

    def shown(document: str, width: int = 1280, height: int = 900, **options: Any) -> Page:
        path = tmp_path / f"{len(contexts)}.html"
        path.write_text(document, "utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.on("console", lambda message: problems.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: problems.append(f"error: {error}"))
        page.on("dialog", lambda dialog: problems.append(f"dialog: {dialog.message}"))
        page.goto(path.as_uri())
        page.on("request", lambda request: problems.append(f"request: {request.url}"))
        return page

    yield shown
    for context in contexts:
        context.close()
    assert not problems


@pytest.fixture(scope="session")
def article() -> Article:
    return parkie.extract(DEMO.read_text("utf-8"))


@pytest.fixture
def page(show: Show, article: Article) -> Page:
    """The view of the sample page in a wide window."""
    return show(article.to_html())
