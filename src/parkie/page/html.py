"""Markup to text: the blocks of a page on lines of their own, and what the markup says about them.

The parser is lexbor, through selectolax. It follows the HTML standard, whose tree building is quadratic for deep or
wrongly nested elements; ``_tame`` takes those out first, so that any page is read in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parkie.page.cues import class_role

__all__ = ["Markup", "looks_like_markup", "read_markup"]

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "br",
))  # fmt: skip
_DROPPED = frozenset((
    "script", "style", "noscript", "template", "iframe", "svg", "canvas", "select", "button", "input",
    "textarea", "object", "embed", "audio", "video", "map", "head", "nav", "math", "applet", "frame",
    "noframes", "-comment", "_comment", "!doctype",
))  # fmt: skip
_ROLES = {"footer": "end", "aside": "related"}
_BOUNDED = frozenset({"related", "end"})
"""Roles whose elements hold sentences of their own: abstracts, notices."""
_HIDDEN_RE = re.compile(r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden", re.IGNORECASE)
_SPACES_RE = re.compile(r"[\s\u200b\ufeff]+")
_LINKED = 0.8

# Elements that say nothing about the text; wrongly nested, the standard rebuilds them again and again.
_FORMATTING = frozenset((
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
))  # fmt: skip
# Elements that do not nest: void ones, and those whose next start tag or parent's end closes them.
_FLAT = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "option", "tr", "td", "th", "tbody", "thead", "tfoot", "html", "head",
    "body", "colgroup", "rt", "rp", "a",
))  # fmt: skip
_TAG_RE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})([^<>]*)>")
_DEEPEST = 200
_ATTRIBUTES_LONGEST = 4000

_MARKUP_START_RE = re.compile(
    r"\s{0,200}(?:<!--[^>]{0,400}-->\s{0,20})?<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE
)
_MARKUP_RE = re.compile(
    r"</(?:p|div|html|body|td|h[1-6]|span|article|section|ul|li|a|strong)>|<br ?/?>", re.IGNORECASE
)
_SNIFFED = 20_000


@dataclass(slots=True)
class Markup:
    """What markup gives: the text, what it says of the line at an offset, and the page's words about itself.

    ``title`` is the article's, ``window_title`` the one of the browser window, often with the name of the site.
    """

    text: str = ""
    marks: dict[int, tuple[str | None, int, bool]] = field(default_factory=dict)
    title: str = ""
    window_title: str = ""
    published: str | None = None
    url: str | None = None


def looks_like_markup(text: str) -> bool:
    """Whether ``text`` is HTML: it begins like a document, or holds several closing tags.

    >>> looks_like_markup("<p>甲园区</p><p>乙园区</p><p>丙园区</p>"), looks_like_markup("利率<5%，增速>3%")
    (True, False)
    """
    if _MARKUP_START_RE.match(text):
        return True
    return len(_MARKUP_RE.findall(text[:_SNIFFED])) >= 2


def read_markup(markup: str) -> Markup:
    """The text of an HTML page, blocks on lines of their own, without scripts, menus and hidden elements."""
    parser = LexborHTMLParser(_tame(markup))
    page = Markup()
    _read_head(parser, page)
    writer = _Writer()
    if parser.body is not None:
        _walk(parser.body, writer)
    writer.end_line()
    page.text = "".join(writer.pieces).rstrip("\n")
    page.marks = writer.marks
    return page


def _tame(markup: str) -> str:
    """``markup`` without formatting elements, endless attributes, and nesting deeper than any real page has."""
    depth = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal depth
        closing, name, attributes = match.groups()
        name = name.lower()
        if name in _FORMATTING:
            return ""
        if len(attributes) > _ATTRIBUTES_LONGEST:
            attributes = ""
        if name in _FLAT or attributes.endswith("/"):
            return f"<{closing}{name}{attributes}>"
        if closing:
            depth = max(depth - 1, 0)
            return match.group() if depth < _DEEPEST else ""
        depth += 1
        if depth > _DEEPEST:
            return "<br>" if name in _BLOCKS else ""
        return f"<{name}{attributes}>"

    return _TAG_RE.sub(replace, markup)


@dataclass(slots=True)
class _Zone:
    """An element whose name gives its lines a role, and the offsets of these lines."""

    node: int
    role: str
    offsets: list[int] = field(default_factory=list)
    sentences: bool = False


@dataclass(slots=True)
class _Writer:
    """Gathers lines; knows where each begins, which elements it is in and how much of it is links."""

    pieces: list[str] = field(default_factory=list)
    marks: dict[int, tuple[str | None, int, bool]] = field(default_factory=dict)
    zones: list[_Zone] = field(default_factory=list)
    offset: int = 0
    line: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    heading: int = 0

    def add(self, text: str) -> None:
        """Add text to the line."""
        self.line.append(text)
        if self.links:
            self.linked += len(text.strip())

    def end_line(self) -> None:
        """Close the line, unless it is blank."""
        text = _SPACES_RE.sub(" ", "".join(self.line)).strip()
        if text:
            linked = self.linked >= _LINKED * len(text)
            zone = self.zones[-1] if self.zones else None
            if zone:
                zone.offsets.append(self.offset)
                zone.sentences = zone.sentences or "。" in text
            if zone or self.heading or linked:
                self.marks[self.offset] = (zone.role if zone else None, self.heading, linked)
            self.pieces += (text, "\n")
            self.offset += len(text) + 1
        self.line.clear()
        self.linked = 0

    def end_zone(self) -> None:
        """Close the innermost zone; one that holds sentences is a large thing with the name of a small one."""
        zone = self.zones.pop()
        if zone.sentences and zone.role not in _BOUNDED:
            for offset in zone.offsets:
                self.marks[offset] = (None, *self.marks[offset][1:])


def _walk(body: LexborNode, writer: _Writer) -> None:
    """Visit the tree without recursion, and write what is seen."""
    node: LexborNode | None = body
    top = body.mem_id  # == on nodes compares their markup, which is quadratic over a page
    while node is not None:
        name = node.tag or ""
        child = None
        if name == "-text":
            writer.add(node.text_content or "")
        elif name not in _DROPPED and not _hidden(node):
            _enter(node, name, writer)
            child = node.child
            if child is None:
                _leave(node, name, writer)
        if child is not None:
            node = child
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is None or node.mem_id == top:
                return
            _leave(node, node.tag or "", writer)
        node = node.next if node is not None else None


def _enter(node: LexborNode, name: str, writer: _Writer) -> None:
    """Take note of an element that begins."""
    if name in _BLOCKS:
        writer.end_line()
    if name == "a":
        writer.links += 1
    if name in ("h1", "h2", "h3"):
        writer.heading = int(name[1])
    attributes = node.attributes
    role = _ROLES.get(name) or class_role(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
    if role and name not in ("body", "html", "main", "article"):
        writer.end_line()
        writer.zones.append(_Zone(node.mem_id, role))


def _leave(node: LexborNode, name: str, writer: _Writer) -> None:
    """Take note of an element that ends."""
    if name == "a":
        writer.links -= 1
    if name in _BLOCKS:
        writer.end_line()
    if name in ("h1", "h2", "h3"):
        writer.heading = 0
    if writer.zones and writer.zones[-1].node == node.mem_id:
        writer.end_line()
        writer.end_zone()


def _hidden(node: LexborNode) -> bool:
    """Whether the element is not shown."""
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style") or ""
    return _HIDDEN_RE.search(style[:400]) is not None


def _read_head(parser: LexborHTMLParser, page: Markup) -> None:
    """What ``<head>`` says: the titles, the day of publication, the address, the outlet."""
    meta: dict[str, str] = {}
    for node in parser.css("meta")[:200]:
        key = (
            node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop")
        )
        value = node.attributes.get("content")
        if key and value:
            meta.setdefault(key.strip().lower(), value.strip())
    window = parser.css_first("title")
    headings = [node.text(deep=True) for node in parser.css("h1")[:2]]
    titles = (meta.get("og:title"), meta.get("articletitle"), *(headings if len(headings) == 1 else ()))
    page.title = next((_SPACES_RE.sub(" ", title).strip() for title in titles if title), "")[:300]
    page.window_title = _SPACES_RE.sub(" ", window.text(deep=True)).strip()[:300] if window else ""
    page.published = _first(meta, _PUBLISHED_KEYS)
    canonical = parser.css_first('link[rel="canonical"]')
    page.url = (canonical.attributes.get("href") if canonical else None) or meta.get("og:url")


_PUBLISHED_KEYS = (
    "article:published_time", "og:release_date", "pubdate", "publishdate", "publish-date", "publish_time",
    "datepublished", "date", "dc.date", "weibo:article:create_at",
)  # fmt: skip


def _first(meta: dict[str, str], keys: tuple[str, ...]) -> str | None:
    """The first value there is."""
    return next((meta[key] for key in keys if meta.get(key)), None)
