"""spaCy's DocBin, as ``spacy train`` reads it: a token a character, names as ``doc.ents``.

Figures, dates, sections and triggers are span groups; what has no place, and all that a span group cannot tell, is a
JSON string under ``doc.user_data["parkie"]``. A DocBin is msgpack, which holds data alone: reading one runs no code.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from parkie.errors import InputError
from parkie.formats.draft import BARE, Draft, Region, finish, make_draft
from parkie.formats.labelled import Labelled
from parkie.formats.problems import Place, Problems
from parkie.formats.rows import as_meta, dump

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["read", "write"]

_KEY: Final = "parkie"
_GROUPS: Final = {"FIG": "figures", "DATE": "dates"}
_LARGEST: Final = 2_000_000_000  # bytes of a file when unpacked


def read(parts: Mapping[str, bytes], file: str, problems: Problems) -> Iterator[Labelled]:
    """The articles of a file.

    Raises:
        InputError: it is no DocBin.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    data = next(iter(parts.values()))
    try:
        unpacking = zlib.decompressobj()
        unpacking.decompress(data, _LARGEST)
        if unpacking.unconsumed_tail:
            raise ValueError(f"it unpacks to more than {_LARGEST} bytes")
        docs = list(DocBin().from_bytes(data).get_docs(Vocab()))
    except Exception as error:  # of broken bytes spaCy, msgpack, zlib and numpy complain in many ways
        raise InputError(f"{file}: expected a DocBin of spaCy, found something else ({error})") from error
    for number, doc in enumerate(docs, start=1):
        yield finish(_draft(doc, Place(file, number), problems), problems)


def _draft(doc: Doc, place: Place, problems: Problems) -> Draft:
    import json

    draft = Draft(place, f"{place.file}-{place.record}", doc.text)
    draft.regions = [Region(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
    told = doc.user_data.get(_KEY)
    if told is None:
        groups = sum(len(group) for group in doc.spans.values())
        problems.left_out.update({"spans of span groups": groups} if groups else {})
        return draft
    try:
        draft.rest = json.loads(told)
        draft.meta = as_meta(draft.rest.get("meta"))
    except (ValueError, TypeError, AttributeError, RecursionError):
        draft.rest = ()
    for key in _GROUPS.values():
        for span in doc.spans.get(key, ()):
            draft.regions.append(Region(span.start_char, span.end_char, span.label_))
    return draft


def write(articles: Sequence[Labelled]) -> dict[str, bytes]:
    """One file of all articles."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab = Vocab()
    docs = DocBin(store_user_data=True, docs=[_doc(make_draft(article), article, vocab) for article in articles])
    return {"": docs.to_bytes()}


def _doc(draft: Draft, article: Labelled, vocab: Vocab) -> Doc:
    from spacy.tokens import Doc, Span

    doc = Doc(vocab, words=list(draft.text), spaces=[False] * len(draft.text))
    rest: dict[str, Any] = {**draft.rest, "meta": draft.meta}
    doc.user_data[_KEY] = dump(rest)
    groups: dict[str, list[Any]] = {"figures": [], "dates": [], "triggers": [], "sections": []}
    names = []
    for region in draft.regions:
        span = Span(doc, region.start, region.end, label=region.label)
        if region.trigger:
            groups["triggers"].append(span)
        elif region.label in _GROUPS:
            groups[_GROUPS[region.label]].append(span)
        elif region.label != BARE:
            names.append(span)
    sections = [mark for mark in article.sections if mark.end > mark.start]
    groups["sections"] = [Span(doc, mark.start, mark.end, label=mark.label) for mark in sections]
    doc.ents = tuple(names)
    for key, spans in groups.items():
        doc.spans[key] = spans
    return doc
