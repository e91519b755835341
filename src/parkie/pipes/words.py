"""Component: the Doc again in words, none of which crosses the edge of a mention.

It runs last. Tokens cannot be changed in a Doc without losing its span groups, so a new Doc is made, which takes over
everything that hangs on characters: span groups with their readings, entities, sentence starts, categories and user
data. What hangs on single tokens (tags, vectors, a parse) is not carried over: components that give words such things
come after.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from parkie.errors import AlignmentError
from parkie.pipes import state
from parkie.pipes.adapter import Pipe
from parkie.pipes.entities import EntityPipe
from parkie.pipes.record import register_extensions
from parkie.segmenter import Segmenter

__all__ = ["WordPipe", "edges_of", "make_words"]

_CANDIDATES = frozenset({state.GAZETTEER, state.NAMES, state.MODEL, state.RULED, state.ASIDE})


class WordPipe(Pipe):
    """Makes the words of a Doc its tokens; what the Doc says of its text stays as it is."""

    READS: tuple[str, ...] = (state.ENTITIES, state.FIGURES, state.DATES, state.TRIGGERS, state.EVENTS)

    def __init__(self, name: str, segmenter: Segmenter) -> None:
        super().__init__(name)
        self.segmenter = segmenter

    def __call__(self, doc: Doc) -> Doc:
        """A Doc of the same text and the same readings, in words."""
        made = _in_words(doc, self.segmenter)
        exact = _move_groups(doc, made)
        moved = [_moved(ent, made, exact.get((ent.start_char, ent.end_char, ent.label))) for ent in doc.ents]
        made.ents = tuple(filter_spans(moved))
        made.cats = dict(doc.cats)
        made._context = doc._context
        return made

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The model of words."""
        return self.segmenter.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> WordPipe:
        """Take the model that ``to_bytes`` gave."""
        self.segmenter = Segmenter.from_bytes(data)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Save the model of words as a folder."""
        self.segmenter.to_disk(path)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> WordPipe:
        """Take the model that ``to_disk`` saved."""
        self.segmenter = Segmenter.from_disk(path)
        return self

    def __reduce__(self) -> Any:
        """Another process that takes the packaged model reads it itself."""
        packaged = self.segmenter is Segmenter.packaged()
        return _revived, (self.name, None if packaged else self.to_bytes())


def edges_of(doc: Doc) -> set[int]:
    """The offsets at which a mention, trigger, argument, section or sentence of the Doc begins or ends.

    What is only suspected parts no word.
    """
    edges = {offset for ent in doc.ents for offset in (ent.start_char, ent.end_char)}
    for key, group in doc.spans.items():
        for span in group if key not in {*_CANDIDATES, state.SIGHTINGS, state.SUSPECTED} else ():
            reading = group.attrs.get(span.id_, {})
            edges |= set(_bounds(span, reading))
            edges |= {argument[side] for argument in reading.get("arguments", ()) for side in ("start", "end")}
    return edges | _sentence_starts(doc)


def _candidate_edges(doc: Doc) -> set[int]:
    """Those of names that lost against others: words begin and end there too, but not inside the name that won."""
    groups = ((key, group) for key, group in doc.spans.items() if key in {state.ENTITIES, *_CANDIDATES})
    bounds = [(key, *_bounds(span, group.attrs.get(span.id_, {}))) for key, group in groups for span in group]
    inside = {i for key, start, end in bounds if key == state.ENTITIES for i in range(start + 1, end)}
    return {edge for _, *edges in bounds for edge in edges} - inside


def _bounds(span: Span, reading: dict[str, Any]) -> tuple[int, int]:
    """Where a span begins and ends, by its reading if it has one: the span may have been widened to tokens."""
    return reading.get("start", span.start_char), reading.get("end", span.end_char)


def _sentence_starts(doc: Doc) -> set[int]:
    if not doc.has_annotation("SENT_START"):
        return set()
    return {token.idx for token in doc if token.is_sent_start}


def _in_words(doc: Doc, segmenter: Segmenter) -> Doc:
    """The words and the white space between them as tokens; one space behind a word belongs to it."""
    words: list[str] = []
    spaces: list[bool] = []
    offsets: list[int] = []
    text, position = doc.text, 0
    for start, end in [*segmenter.find_words(text, edges_of(doc) | _candidate_edges(doc)), (len(text), len(text))]:
        if words and text[position:start].startswith(" "):
            spaces[-1] = True
            position += 1
        for begin, stop in ((position, start), (start, end)):
            if begin < stop:
                words.append(text[begin:stop])
                spaces.append(False)
                offsets.append(begin)
        position = end
    starts = _sentence_starts(doc)
    sentences: list[bool | int | None] | None = [offset in starts for offset in offsets] if starts else None
    return Doc(doc.vocab, words=words, spaces=spaces, user_data=doc.user_data, sent_starts=sentences)


def _move_groups(doc: Doc, made: Doc) -> dict[tuple[int, int, int], tuple[int, int]]:
    """Put the span groups of one Doc into the other; back come the exact bounds of the entities by those they had."""
    exact: dict[tuple[int, int, int], tuple[int, int]] = {}
    for key, group in doc.spans.items():
        spans: list[Span] = []
        for span in group:
            bounds = _bounds(span, group.attrs.get(span.id_, {}))
            spans.append(_moved(span, made, bounds))
            if key == state.ENTITIES:
                exact[span.start_char, span.end_char, span.label] = bounds
        made.spans[key] = SpanGroup(made, name=group.name, attrs=dict(group.attrs), spans=spans)
    return exact


def _moved(span: Span, made: Doc, bounds: tuple[int, int] | None = None) -> Span:
    """The span in the other Doc, widened to words where it is a candidate that a name has cut across."""
    start, end = bounds or (span.start_char, span.end_char)
    found = made.char_span(start, end, alignment_mode="expand")
    if found is None:
        size = len(made.text)
        raise AlignmentError(f"expected a span inside the {size} characters of the Doc, found [{start}:{end}]")
    return Span(made, found.start, found.end, label=span.label, kb_id=span.kb_id, span_id=span.id)


def _revived(name: str, model: bytes | None) -> WordPipe:
    return WordPipe(name, Segmenter.packaged() if model is None else Segmenter.from_bytes(model))


@Language.factory("parkie_words", retokenizes=True)
def make_words(nlp: Language, name: str) -> WordPipe:
    """The component of words, with the packaged model; ``segmenter`` may be set to another, which is saved with it.

    It makes the entity component before it look for names in boilerplate too, so that words end at these as well.
    """
    register_extensions()
    for _, component in nlp.pipeline:
        if isinstance(component, EntityPipe):
            component.reads_aside = True
    return WordPipe(name, Segmenter.packaged())
