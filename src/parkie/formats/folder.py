"""Our own form as files: a folder with one ``.txt`` an article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from parkie.errors import InputError
from parkie.formats.labelled import Labelled
from parkie.formats.marked import read_marked, write_marked
from parkie.formats.names import name_file, read_name
from parkie.formats.problems import Place, Problems
from parkie.formats.soundness import check_marks

__all__ = ["read", "write"]


def read(parts: Mapping[str, bytes], file: str, problems: Problems) -> Iterator[Labelled]:
    """The article of a file; one that is not of the form is a problem."""
    place = Place(file)
    try:
        article = read_marked(next(iter(parts.values())).decode("utf-8-sig"), file)
    except (InputError, UnicodeDecodeError) as error:
        problems.add(place, str(error).removeprefix(f"{file}: "))
        return
    marks = check_marks(place, article.text, (*article.entities, *article.figures, *article.dates), problems)
    yield replace(
        article,
        id=read_name(file),
        entities=tuple(m for m in marks if m.label not in ("FIG", "DATE")),
        figures=tuple(m for m in marks if m.label == "FIG"),
        dates=tuple(m for m in marks if m.label == "DATE"),
    )


def write(articles: Sequence[Labelled]) -> dict[str, bytes]:
    """One file an article, named by its id.

    Raises:
        InputError: the form cannot say something of an article, such as sections inside sections.
    """
    files: dict[str, bytes] = {}
    for article in articles:
        try:
            told = write_marked(article)
            same = read_marked(told, article.id)
        except (IndexError, ValueError) as error:  # an event has no section, or its words lie outside of it
            raise InputError(f"{article.id}: expected events inside their sections, found others") from error
        if same != article:
            raise InputError(
                f"{article.id}: expected marks in text order and the arguments of a role one after the other, "
                "which is all that the marked form can say; found others"
            )
        files[f"{name_file(article.id)}.txt"] = told.encode()
    return files
