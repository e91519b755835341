"""A raw page, as text, markup or bytes, to a ``Page``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parkie.errors import PageError
from parkie.page.blocks import Line, find_lines
from parkie.page.charset import decode
from parkie.page.cues import find_roles
from parkie.page.html import Markup, looks_like_markup, read_markup
from parkie.page.masthead import Masthead, parse_day, read_masthead
from parkie.page.page import Page, Section, Stretch
from parkie.page.scraps import Scrap, find_head_scraps, find_inserts, find_tail_scraps
from parkie.page.zones import BODY, BOILERPLATE, TEASER, TITLE, find_kinds
from parkie.text.fold import fold

__all__ = ["LARGEST", "read_html", "read_page", "read_text"]

LARGEST = 50_000_000
"""Characters or bytes of the largest page that is read."""

_CONTROL_RE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROLS = 8
_CONTROL_SHARE = 0.01
_SURROGATE_RE = re.compile("[\ud800-\udfff]")
_HEADLINE_SHORTEST = 6
_ABOVE_TITLE = 3
"""Lines above the title that may still be its posting line."""


def read_page(raw: str | bytes, html: bool | None = None) -> Page:
    """The page ``raw``, read as HTML if ``html``, as text if not, and as what it looks like if None.

    Raises:
        PageError: the page is empty, binary, undecodable or larger than ``LARGEST``.
    """
    warnings: tuple[str, ...] = ()
    if isinstance(raw, bytes):
        _check_size(len(raw), "bytes")
        if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
            raise PageError(
                "expected a page of text or HTML, found binary data (NUL bytes); convert the file to text"
            )
        raw, warning = decode(raw)
        warnings = (warning,) if warning else ()
    if html is None:
        html = looks_like_markup(raw)
    page = read_html(raw) if html else read_text(raw)
    return replace(page, warnings=(*page.warnings, *warnings)) if warnings else page


def read_text(text: str) -> Page:
    """The page whose plain text is ``text``.

    Offsets:
        Into ``text``, which ``Page.text`` is, unchanged.

    Raises:
        PageError: the text is empty, binary or too large.

    >>> page = read_text("首页 > 动态\\n甲园区一期开园\\n2024-09-21 来源：乙日报\\n甲园区昨日开园。")
    >>> [(section.kind, page.text[section.start : section.end]) for section in page.sections]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('boilerplate', '首页 > 动态'), ('title', '甲园区一期开园'), ('boilerplate', '2024-09-21 来源：乙日报'),
     ('body', '甲园区昨日开园。')]
    >>> page.published, page.text[page.outlet.start : page.outlet.end]
    (datetime.date(2024, 9, 21), '乙日报')
    """
    _check(text)
    return _read(text, Markup())


def read_html(markup: str | bytes) -> Page:
    """The page whose HTML is ``markup``.

    Offsets:
        Into ``Page.text``, the text of the blocks, one a line.

    Raises:
        PageError: the page is empty, binary, undecodable or too large, or shows no text.
    """
    if isinstance(markup, bytes):
        return read_page(markup, html=True)
    _check(markup)
    read = read_markup(markup)
    text = read.text
    if len(read.title) >= _HEADLINE_SHORTEST and not _shown(read.title, text):
        text = f"{read.title}\n{text}"
        shift = len(read.title) + 1
        marks = {offset + shift: mark for offset, mark in read.marks.items()}
        read = replace(read, text=text, marks={0: (None, 1, False), **marks})
    if not text.strip():
        raise PageError(
            "expected an HTML page with text, found markup only; a page drawn by scripts has to be rendered"
        )
    page = _read(text, read)
    return replace(
        page,
        published=(parse_day(fold(read.published)) if read.published else None) or page.published,
        url=read.url or page.url,
    )


def _check_size(size: int, unit: str) -> None:
    if size > LARGEST:
        raise PageError(
            f"expected a page of at most {LARGEST} {unit}, found {size}; split the file into pages"
        )


def _check(text: str) -> None:
    """Raise unless ``text`` can be a page."""
    _check_size(len(text), "characters")
    if not text.strip():
        raise PageError("expected a page with text, found an empty one; leave it out, or fetch it again")
    controls = len(_CONTROL_RE.findall(text))
    if controls > max(_CONTROLS, _CONTROL_SHARE * len(text)) or (
        controls and len(text) <= 100 and "\x00" in text
    ):
        msg = f"expected a page of text or HTML, found binary data ({controls} control characters); convert it to text"
        raise PageError(msg)
    if match := _SURROGATE_RE.search(text):
        msg = (
            f"expected characters, found the lone surrogate U+{ord(match.group()):04X} at offset {match.start()}; "
            "hand the page over as bytes"
        )
        raise PageError(msg)


def _shown(headline: str, text: str) -> bool:
    """Whether the text has the headline, spaces aside."""
    return "".join(headline.split()) in "".join(text.split())


def _read(text: str, read: Markup) -> Page:
    """The page with the text ``text`` and what its markup says of it."""
    folded = fold(text)
    lines = list(find_lines(folded, read.marks))
    roles = find_roles(folded, lines)
    headlines = (fold(read.title), fold(read.window_title))
    kinds = find_kinds(lines, roles, headlines)
    if (
        read.marks and BODY not in kinds
    ):  # the site names its elements in ways of its own: go by the text alone
        lines = list(find_lines(folded))
        roles = find_roles(folded, lines)
        kinds = find_kinds(lines, roles, headlines)
    runs = list(_runs(lines, kinds))
    sections, scraps = _cut(folded, runs)
    body = next((s for s in sections if s.kind == BODY), None)
    article = Stretch(body.start, body.end) if body else None
    head: Masthead = read_masthead(folded, lines, _about(roles, kinds), article, scraps)
    title = next((Stretch(s.start, s.end) for s in sections if s.kind == TITLE), None)
    return Page(
        text=text,
        sections=tuple(sections),
        title=title,
        outlet=head.outlet,
        published=head.published,
        published_at=head.published_at,
        url=head.url,
    )


def _about(roles: Sequence[str | None], kinds: Sequence[str]) -> list[str | None]:
    """The roles without those of lines that speak of other articles: far above the title, or from a list on."""
    first = kinds.index(TITLE) - _ABOVE_TITLE if TITLE in kinds else 0
    last = len(kinds) - kinds[::-1].index(BODY) if BODY in kinds else 0
    lists = (n for n in range(last, len(roles)) if roles[n] == "related" or kinds[n] == TEASER)
    behind = next(lists, len(roles))
    return [role if first <= n < behind or role == "end" else None for n, role in enumerate(roles)]


def _runs(lines: Sequence[Line], kinds: Sequence[str]) -> list[Section]:
    """Neighbouring lines of body or boilerplate as one section; every title line and abstract its own."""
    out: list[Section] = []
    for line, kind in zip(lines, kinds, strict=True):
        if out and out[-1].kind == kind and kind in (BODY, BOILERPLATE):
            out[-1] = Section(kind, out[-1].start, line.end)
        else:
            out.append(Section(kind, line.start, line.end))
    return out


def _cut(folded: str, runs: Sequence[Section]) -> tuple[list[Section], list[Scrap]]:
    """The sections with the scraps taken out of the body, and the scraps."""
    bodies = [number for number, run in enumerate(runs) if run.kind == BODY]
    has_title = any(run.kind == TITLE for run in runs)
    inserts = list(find_inserts(folded)) if bodies else []
    scraps: list[Scrap] = []
    sections: list[Section] = []
    for number, run in enumerate(runs):
        if run.kind != BODY:
            sections.append(run)
            continue
        cuts = find_head_scraps(folded, run.start, run.end) if number == bodies[0] else []
        start = cuts[-1].end if cuts else run.start
        cuts += find_tail_scraps(folded, start, run.end) if number == bodies[-1] else []
        scraps += cuts
        cuts += [cut for cut in inserts if start <= cut.start and cut.end <= run.end]
        sections += _without(folded, run, sorted(cuts, key=lambda cut: cut[:2]), has_title)
    return sections, scraps


def _without(folded: str, run: Section, cuts: Sequence[Scrap], has_title: bool) -> list[Section]:
    """The run with the cuts made boilerplate, and a headline inside a cut made title, if the page has none yet."""
    pieces: list[Section] = []
    at = run.start
    for cut in cuts:
        if cut.start < at:
            continue
        pieces.append(Section(BODY, at, cut.start))
        inner = cut.gives.get("title")
        if inner and not has_title:
            has_title = True
            pieces += (
                Section(BOILERPLATE, cut.start, inner[0]),
                Section(TITLE, *inner),
                Section(BOILERPLATE, inner[1], cut.end),
            )
        else:
            pieces.append(Section(BOILERPLATE, cut.start, cut.end))
        at = cut.end
    pieces.append(Section(BODY, at, run.end))
    trimmed = (_trimmed(folded, piece) for piece in pieces)
    return [piece for piece in trimmed if piece.start < piece.end]


def _trimmed(folded: str, section: Section) -> Section:
    """The section without the white space round it."""
    start, end = section.start, section.end
    while start < end and folded[start].isspace():
        start += 1
    while end > start and folded[end - 1].isspace():
        end -= 1
    return Section(section.kind, start, end)
