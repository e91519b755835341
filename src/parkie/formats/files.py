"""Labelled articles in files and folders of any form, read and written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from parkie.errors import InputError, OutputError
from parkie.formats.labelled import Labelled
from parkie.formats.problems import Place, Problem, Problems
from parkie.formats.registry import FORMS, NAMES, Form, form_of, guess_content, guess_target
from parkie.formats.soundness import check_article

__all__ = ["Converted", "convert", "guess_form", "read_labelled", "write_labelled"]

_HEAD: Final = 1_000_000  # bytes of a file that are looked at to guess its form


@dataclass(frozen=True, slots=True)
class Converted:
    """What a conversion did: the articles written, the labels and records that could not be taken over, and what
    was left out because it is no label (counted by what it is)."""

    articles: int
    problems: tuple[Problem, ...]
    left_out: dict[str, int]


def convert(
    source: str | Path,
    target: str | Path,
    *,
    from_: str | None = None,
    to: str | None = None,
    skip_bad: bool = False,
    overwrite: bool = False,
) -> Converted:
    """Read labelled articles in one form and write them in another.

    Args:
        source: a file, or a folder of files of one form.
        target: a file; for the forms ``brat`` and ``parkie`` a folder that is not there yet or empty.
        from_: the form of the source; by default it is guessed from suffix and content.
        to: the form of the target; by default it is guessed from its suffix, a folder being ``parkie``.
        skip_bad: leave out labels and records that cannot be taken over; by default nothing is written then.
        overwrite: replace a file that is there.

    Raises:
        InputError: the source cannot be read, or (without ``skip_bad``) something in it cannot be taken over: all of
            it is listed, with file, record, offset and text.
        OutputError: there is something at the target, or it cannot be written.
    """
    target = Path(target)
    name = to or guess_target(target.suffix)
    if name is None:
        raise InputError(f"expected a form to write (to=, --to: {', '.join(NAMES)}), found none that {target} tells")
    form = form_of(name, target.suffix)
    _check_target(target, form, overwrite)
    problems = Problems()
    articles = read_labelled(source, from_, problems)
    if not skip_bad:
        problems.check()
    write_labelled(articles, target, form)
    return Converted(len(articles), tuple(problems.found), dict(problems.left_out))


def read_labelled(path: str | Path, form: str | None = None, problems: Problems | None = None) -> list[Labelled]:
    """The labelled articles of a file or folder, in the order of names and records.

    Labels that cannot be taken over go to ``problems`` and are left out; without it they are an error.

    Raises:
        InputError: there is nothing to read, it is not of the form, or two articles have the same id.
    """
    path = Path(path)
    found = Problems() if problems is None else problems
    chosen = form_of(form, _suffix(path)) if form else guess_form(path)
    articles: list[Labelled] = []
    seen: set[str] = set()
    for name, parts in _groups(path, chosen):
        for article in chosen.read(parts, name, found):
            if article.id in seen:
                found.add(Place(name), f"expected articles with ids of their own, found a second {article.id!r}")
                continue
            seen.add(article.id)
            articles.append(article)
    if problems is None:
        found.check()
    return articles


def write_labelled(articles: Sequence[Labelled], target: str | Path, form: Form) -> None:
    """Write the articles as a file or, where the form has a file for each, into a folder.

    Raises:
        InputError: an article cannot be said in the form; nothing is written then.
        OutputError: it cannot be written.
    """
    target = Path(target)
    problems = Problems()
    for article in articles:
        check_article(article, problems)
    problems.check()
    files = form.write(articles)
    try:
        if form.folder:
            target.mkdir(exist_ok=True)
            for name, data in files.items():
                (target / name).write_bytes(data)
        else:
            beside = target.with_name(f".{target.name}.part")
            beside.write_bytes(files[""])
            beside.replace(target)
    except OSError as error:
        raise OutputError(f"expected a place that can be written, found {error.strerror}: {target}") from error


def _check_target(target: Path, form: Form, overwrite: bool) -> None:
    if not target.parent.is_dir():
        raise OutputError(f"expected a place for the output, found no folder {target.parent}")
    if form.folder and target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise OutputError(f"expected a folder that is not there yet or empty, found something at {target}")
    if not form.folder and target.is_dir():
        raise OutputError(f"expected the name of a file for {form.name}, found a folder: {target}")
    if not form.folder and target.exists() and not overwrite:
        raise OutputError(f"expected no file yet, found one: {target}; --overwrite (overwrite=True) replaces it")


# -- what there is to read -------------------------------------------------------------------------


def _listed(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def _suffix(path: Path) -> str:
    """The suffix of a file, or of the first file of a folder that could hold labelled articles."""
    if not path.is_dir():
        return path.suffix
    suffixes = {suffix for form in FORMS for suffix in form.suffixes}
    return next((file.suffix for file in _listed(path) if file.suffix in suffixes), "")


def guess_form(path: Path) -> Form:
    """The form of the file or folder.

    Raises:
        InputError: there is nothing, or nothing that can be guessed.
    """
    if not path.exists():
        raise InputError(f"expected labelled articles, found nothing at {path}")
    files = _listed(path) if path.is_dir() else [path]
    stems = {file.stem for file in files if file.suffix == ".ann"}
    if not path.is_dir() and path.with_suffix(".ann").is_file():
        stems.add(path.stem)
    for file in files:
        with file.open("rb") as stream:
            name = guess_content(file.suffix, stream.read(_HEAD), file.stem in stems)
        if name:
            return form_of(name, file.suffix)
    raise InputError(f"expected labelled articles of a form that can be told, found none in {path}; name it (--from)")


def _groups(path: Path, form: Form) -> Iterator[tuple[str, dict[str, bytes]]]:
    """The files that belong together, by suffix, and their name: what ids are made of."""
    if not path.exists():
        raise InputError(f"expected labelled articles, found nothing at {path}")
    if path.is_dir():
        files = [file for file in _listed(path) if file.suffix in form.suffixes]
    else:
        beside = [path.with_suffix(suffix) for suffix in form.suffixes] if form.together else []
        files = [file for file in beside if file.is_file()] or [path]
    if not files:
        raise InputError(f"expected files of the form {form.name} ({' '.join(form.suffixes)}), found none in {path}")
    groups: dict[str, dict[str, bytes]] = {}
    for file in files:
        key = file.stem if form.together else file.name
        try:
            groups.setdefault(key, {})[file.suffix] = file.read_bytes()
        except OSError as error:
            raise InputError(f"expected a file that can be read, found {error.strerror}: {file}") from error
    for key, parts in groups.items():
        yield (key if form.together else Path(key).stem), parts
