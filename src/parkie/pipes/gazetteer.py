"""Component: names that the packaged tables know, and rows that the user adds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from parkie.matchers.added import AddedNames
from parkie.matchers.gazetteer import Gazetteer
from parkie.matchers.places import resolve_divisions
from parkie.matchers.reading import NameMatch
from parkie.pipes import state
from parkie.pipes.adapter import Pipe
from parkie.pipes.record import register_extensions
from parkie.text.fold import fold

__all__ = ["GazetteerPipe", "make_gazetteer"]

_FURNITURE = 1000
"""Characters of breadcrumbs and the like that are looked at."""


class GazetteerPipe(Pipe):
    """Finds the names of the packaged tables and of ``rows``: (surface, label, canonical name, adcode or None)."""

    READS: tuple[str, ...] = (state.SECTIONS,)
    WRITES: tuple[str, ...] = (state.GAZETTEER,)

    def __init__(self, name: str, rows: Iterable[Sequence[str | None]] = ()) -> None:
        super().__init__(name)
        self._take(rows)

    def _take(self, rows: Iterable[Sequence[str | None]]) -> None:
        self.rows = [tuple(row) for row in rows]
        self._added = AddedNames(self.rows)

    def __call__(self, doc: Doc) -> Doc:
        """Put the matches under ``doc.spans["gazetteer"]``."""
        text = state.live_text(doc)
        found_names = Gazetteer.packaged().find(text)
        known = resolve_divisions(text, found_names, self._hints(doc), aside=state.teasers(doc))
        found: list[NameMatch] = [*self._added.find(text), *known]
        found.sort(key=lambda match: (match.start, -match.end))
        state.put(doc, state.GAZETTEER, found, [match.label for match in found])
        return doc

    @staticmethod
    def _hints(doc: Doc) -> set[str]:
        """The divisions that the page's own furniture above the body names: 首页 > 上海工业地产招商."""
        page = state.get_page(doc)
        if page is None:
            return set()
        top = next((s.start for s in page.sections if s.kind == "body"), 0)
        furniture = [s for s in page.sections if s.kind == "boilerplate" and s.end <= top]
        text = fold("\n".join(page.text[s.start : s.end] for s in furniture)[:_FURNITURE])
        return {m.adcode for m in Gazetteer.packaged().find(text) if m.label == "DISTRICT" and m.adcode}

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Save the user's rows."""
        Path(path).write_text(json.dumps(self.rows, ensure_ascii=False), encoding="utf-8")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> GazetteerPipe:
        """Load the user's rows."""
        return self.from_bytes(Path(path).read_bytes())

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The user's rows as bytes."""
        return json.dumps(self.rows, ensure_ascii=False).encode("utf-8")

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> GazetteerPipe:
        """The user's rows from bytes."""
        self._take(json.loads(data))
        return self

    def __reduce__(self) -> Any:
        """The automaton is built anew in another process."""
        return type(self), (self.name, self.rows)


@Language.factory("parkie_gazetteer", assigns=["doc.spans"], default_config={"rows": []})
def make_gazetteer(nlp: Language, name: str, rows: list[list[str | None]]) -> GazetteerPipe:
    """The gazetteer component; ``rows`` are names to know besides the packaged ones."""
    register_extensions()
    return GazetteerPipe(name, rows)
