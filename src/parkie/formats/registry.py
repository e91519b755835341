"""The table of forms: what each is called, which files hold it, and who reads and writes it.

A form is guessed from the suffix of a path, and where several forms share a suffix, from how the file begins. Modules
of forms are imported when they are used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Final, NamedTuple

from parkie.errors import InputError
from parkie.formats.labelled import Labelled
from parkie.formats.problems import Problems

__all__ = ["FORMS", "NAMES", "Form", "form_of", "guess_content", "guess_target"]

Reader = Callable[[Mapping[str, bytes], str, Problems], Iterator[Labelled]]
Writer = Callable[[Sequence[Labelled]], Mapping[str, bytes]]


class Form(NamedTuple):
    """A form. ``suffixes`` are those of its files; where ``folder``, a file (or ``together`` a set of files with the
    same name) is one article and the whole is a folder, else one file holds many articles."""

    name: str
    module: str
    suffixes: tuple[str, ...]
    folder: bool = False
    together: bool = False
    writer: str = "write"

    @property
    def read(self) -> Reader:
        """Reads the files of one name, by suffix; the name; and where to put problems."""
        found: Reader = import_module(f"parkie.formats.{self.module}").read
        return found

    @property
    def write(self) -> Writer:
        """Gives the contents of files by name; one without name where a file holds many articles."""
        found: Writer = getattr(import_module(f"parkie.formats.{self.module}"), self.writer)
        return found


FORMS: Final = (
    Form("spacy", "docbin", (".spacy",)),
    Form("spacy", "prodigy", (".jsonl",), writer="write_plain"),
    Form("prodigy", "prodigy", (".jsonl",)),
    Form("doccano", "doccano", (".jsonl", ".json")),
    Form("label-studio", "label_studio", (".json",)),
    Form("brat", "brat", (".ann", ".txt"), folder=True, together=True),
    Form("conll", "conll", (".conll", ".bio", ".iob", ".iob2", ".bioes", ".bmes", ".tsv")),
    Form("parkie", "folder", (".txt",), folder=True),
)
NAMES: Final = tuple(dict.fromkeys(form.name for form in FORMS))

_KEYS: Final = (
    ("label-studio", ("data", "annotations")),
    ("prodigy", ("spans", "tokens", "answer", "_input_hash")),
    ("doccano", ("label", "labels", "entities")),
)


def form_of(name: str, suffix: str) -> Form:
    """The form of that name, of several the one with that suffix.

    Raises:
        InputError: there is none.
    """
    named = [form for form in FORMS if form.name == name]
    if not named:
        raise InputError(f"expected a form ({', '.join(NAMES)}), found {name!r}")
    return next((form for form in named if suffix in form.suffixes), named[0])


def guess_target(suffix: str) -> str | None:
    """The form to write where only the suffix is known; None where several forms have it, or none."""
    if not suffix:
        return "parkie"
    if suffix == ".json":
        return "label-studio"
    names = {form.name for form in FORMS if suffix in form.suffixes and not form.folder}
    return names.pop() if len(names) == 1 else None


def guess_content(suffix: str, head: bytes, beside: bool) -> str | None:
    """The form of a file by its suffix, how it begins, and whether a BRAT file of the same name lies ``beside`` it."""
    names = {form.name for form in FORMS if suffix in form.suffixes}
    if len(names) == 1:
        return names.pop()
    if suffix == ".txt":
        return _guess_text(head.decode("utf-8", "replace"), beside)
    return _guess_rows(head) if suffix in (".json", ".jsonl") else None


def _guess_text(head: str, beside: bool) -> str | None:
    if beside:
        return "brat"
    if "==== events" in head or "⟦" in head:
        return "parkie"
    lines = [line.split() for line in head.splitlines()[:20] if line.strip() and not line.startswith("#")][:-1]
    is_tag = import_module("parkie.formats.conll").is_tag
    return "conll" if lines and all(len(line) > 1 and is_tag(line[-1]) for line in lines) else None


def _guess_rows(head: bytes) -> str | None:
    """By the keys of the first object; the file may be too long to be read whole."""
    text = head.decode("utf-8-sig", "replace").lstrip()
    row: Any = None
    for start in (0, 1):
        try:
            row, _ = json.JSONDecoder().raw_decode(text[start:].lstrip())
        except (ValueError, RecursionError):
            continue
        if isinstance(row, list) and row and isinstance(row[0], dict):
            row = row[0]
        break
    if isinstance(row, list) and len(row) == 2 and isinstance(row[1], dict):
        return "spacy"
    if not isinstance(row, dict):
        return None
    return next((name for name, keys in _KEYS if any(key in row for key in keys)), None)
