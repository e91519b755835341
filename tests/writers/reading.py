"""A page of HTML read back: its text, its marks, and whether its tags nest."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "input", "br", "link", "img"}


class Page(HTMLParser):
    """Reads a page; ``marks`` are the stretches of the marks and evidence by number, in characters of the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.content: dict[str, str] = {}
        self.text = ""
        self.marks: dict[str, set[int]] = {}
        self.evidence: dict[str, set[int]] = {}
        self.feed(html)
        self.close()
        assert not self.open, f"tags that nothing closes: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.seen.append((tag, attributes))
        if tag in VOID:
            return
        self.open.append((tag, attributes))
        if self.inside_text and "data-point" in attributes:
            self._add(chr(int(str(attributes["data-point"]), 16)))

    def handle_endtag(self, tag: str) -> None:
        found, _ = self.open.pop()
        assert found == tag, f"expected </{found}>, found </{tag}>"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] in ("style", "script"):
            self.content[self.open[-1][0]] = data
        if self.inside_text and "data-point" not in self.open[-1][1]:
            self._add(data)

    @property
    def inside_text(self) -> bool:
        return any(attributes.get("id") == "text" for _, attributes in self.open)

    def _add(self, characters: str) -> None:
        places = range(len(self.text), len(self.text) + len(characters))
        self.text += characters
        for tag, attributes in self.open:
            if tag == "mark":
                self.marks.setdefault(str(attributes["data-m"]), set()).update(places)
            for event in (attributes.get("data-events") or "").split() if tag == "span" else ():
                self.evidence.setdefault(event, set()).update(places)
