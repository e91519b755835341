"""From a raw page to its text and sections: ``read_page``, ``read_text``, ``read_html``."""

from __future__ import annotations

from parkie.page.page import Page, Section, Stretch
from parkie.page.reader import read_html, read_page, read_text

__all__ = ["Page", "Section", "Stretch", "read_html", "read_page", "read_text"]
