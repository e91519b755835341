"""What the site needs besides the pages of ``docs``: files that they link to, and a look at the result.

Pages link to each other and to the rest of the repository by plain relative paths, so that they can be read in a clone.
For the site the files named here become pages of it, and links to them are turned; a link to anything else outside is a
warning, and with that, the build being strict, an error. So is an address in a page that a browser would fetch from
elsewhere: the site is read offline, and tells nobody that it is read.
"""

from __future__ import annotations

import logging
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

__all__ = ["on_files", "on_page_markdown", "on_post_page", "turn_links"]

ROOT: Final = Path(__file__).parents[2]
OUTSIDE: Final = (
    "corpus/README.md",
    "corpus/lexicon/README.md",
    "corpus/retold/README.md",
    "models/README.md",
    "models/segmenter.md",
    "src/parkie/lexicon/data/sameness.toml",
)
_LINK_RE: Final = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)#\s]+)")
_FETCHED_RE: Final = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"?(?:https?:)?//[^\s\">]+"
    r"|<link\b(?=[^>]*\brel=\"?(?:stylesheet|preload|preconnect|icon))[^>]*\bhref=\"?(?:https?:)?//[^\s\">]+"
    r"|<pre class=\"mermaid\">"  # the theme would fetch what draws it
)
_log = logging.getLogger("mkdocs.hooks.outside")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files of the repository that pages link to."""
    from mkdocs.structure.files import File

    for name in OUTSIDE:
        files.append(File.generated(config, f"project/{name}", abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn the links of a page that lead out of ``docs``, or into it from outside."""
    turned, lost = turn_links(markdown, page.file.src_uri)
    for target in lost:
        _log.warning("%s: expected a link into the site, found %s; name it in %s", page.file.src_uri, target, __file__)
    return turned


def turn_links(markdown: str, uri: str) -> tuple[str, list[str]]:
    """The text of the page ``uri`` with its links as the site has them, and those that lead to nothing in it."""
    own = uri.removeprefix("project/") if uri.startswith("project/") else f"docs/{uri}"
    lost: list[str] = []

    def turn(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(own), match[0]))
        if target.startswith("docs/"):
            there = target.removeprefix("docs/")
        elif target in OUTSIDE:
            there = f"project/{target}"
        else:
            lost.append(match[0])
            return match[0]
        return posixpath.relpath(there, posixpath.dirname(uri) or ".")

    return _LINK_RE.sub(turn, markdown), lost


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Refuse a page that makes a browser fetch something from elsewhere."""
    for match in _FETCHED_RE.finditer(output):
        _log.warning("%s: expected local files only, found %s", page.file.src_uri, match[0])
    return output
