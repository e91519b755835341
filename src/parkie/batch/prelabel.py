"""Raw pages to tasks of a label tool, with what parkie finds as a first guess, the least sure pages first.

A page is as sure as its names are on average: the share of them that the tagger expects to be right (see
``parkie.tagger.certainty``). Figures and dates come from a grammar that knows no doubt, and do not count. All tasks
are kept in memory, because they are sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from spacy.language import Language

import parkie
from parkie.api import load, make_doc
from parkie.batch.inputs import Inputs
from parkie.batch.rows import Page, check_source, read_pages
from parkie.errors import InputError, OutputError, ParkieError
from parkie.formats import doccano, label_studio, prodigy
from parkie.formats.draft import Draft, make_draft
from parkie.formats.labelled import Labelled, LabelledEvent, Mark
from parkie.formats.problems import Place, Problems
from parkie.formats.rows import write_lines
from parkie.formats.soundness import check_marks
from parkie.labels import ENTITY_LABELS
from parkie.page.reader import LARGEST
from parkie.pipes import state
from parkie.pipes.entities import EntityPipe
from parkie.records.article import Article

__all__ = ["TOOLS", "Guess", "Prelabelled", "guess_labels", "prelabel"]

TOOLS: Final = ("label-studio", "prodigy", "doccano")

_LISTED: Final = "INDUSTRY"  # comes from a list, and is not labelled
_UNREAD: Final = "boilerplate"  # nothing is looked for there
_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """A page as parkie labels it.

    ``certainties`` has the probability of each name, by its offsets, where the tagger can tell; ``certainty`` is their
    mean, None for a page without names.
    """

    article: Labelled
    certainties: dict[tuple[int, int], float]
    certainty: float | None


@dataclass(frozen=True, slots=True)
class Prelabelled:
    """What was written: tasks, and the pages that failed with the reason. ``config`` is the labelling interface."""

    tasks: int
    failed: tuple[tuple[str, str], ...]
    config: Path | None


def prelabel(
    inputs: Sequence[str],
    output: str | Path,
    *,
    to: str = "label-studio",
    model: str | Path | None = None,
    events: bool = False,
    overwrite: bool = False,
    report: Callable[[int], None] = lambda pages: None,
) -> Prelabelled:
    """Write a task for each page, the least sure first; for Label Studio also its labelling interface.

    Args:
        inputs: folders, patterns and files, as ``parkie annotate`` takes them.
        output: the file of tasks; the labelling interface goes beside it, with the suffix ``.xml``.
        to: one of ``TOOLS``.
        model: a pipeline of one's own.
        events: show events too, as triggers and relations.
        overwrite: replace what is there.
        report: called with the number of pages behind.

    Raises:
        InputError: an input is not there or not what it should be.
        OutputError: there is something at the output, or it cannot be written.
        PipelineError: there is no such pipeline.
    """
    if to not in TOOLS:
        raise InputError(f"expected a label tool ({', '.join(TOOLS)}), found {to!r}")
    output = Path(output)
    config = output.with_suffix(".xml") if to == "label-studio" else None
    for path in (output, config):
        if path is not None and path.exists() and not overwrite:
            raise OutputError(f"expected no file yet, found one: {path}; --overwrite (overwrite=True) replaces it")
    pages = Inputs(inputs, [str(output)])
    for source in pages:
        check_source(source, LARGEST)
    guesses, failed = _guess_all(load(model), read_pages(pages, LARGEST), report, events=events)
    guesses.sort(key=lambda guess: (guess.certainty is None, guess.certainty))
    try:
        output.write_bytes(_write(guesses, to))
        if config is not None:
            seen = {mark.label for guess in guesses for mark in guess.article.entities}
            labels = [label for label in ENTITY_LABELS if label != _LISTED]
            interface = label_studio.make_config([*labels, *sorted(seen - set(labels))], events=events)
            config.write_text(interface, "utf-8")
    except OSError as error:
        raise OutputError(f"expected a place that can be written, found {error.strerror}: {output}") from error
    return Prelabelled(len(guesses), tuple(failed), config)


def _guess_all(
    nlp: Language, pages: Iterable[Page], report: Callable[[int], None], *, events: bool
) -> tuple[list[Guess], list[tuple[str, str]]]:
    """The guess for every page, in input order, and the pages that cannot be read."""
    guesses: list[Guess] = []
    failed: list[tuple[str, str]] = []
    seen: set[str] = set()
    for number, page in enumerate(pages, start=1):
        try:
            if page.error is not None:
                raise InputError(page.error[1])
            if page.id in seen:
                raise InputError("expected pages with ids of their own, found a second one with this id")
            guess = guess_labels(nlp, page.body.decode("utf-8", "surrogatepass") if page.decoded else page.body, page)
            guesses.append(guess if events else replace(guess, article=replace(guess.article, events=())))
            seen.add(page.id)
        except ParkieError as error:
            failed.append((page.id, str(error)))
        report(number)
    return guesses, failed


def guess_labels(nlp: Language, raw: str | bytes, page: Page) -> Guess:
    """The labels of a page as parkie finds them, without sectors, which come from a list.

    Raises:
        PageError: the page cannot be read.
    """
    for name in nlp.pipe_names:
        component = nlp.get_pipe(name)
        if isinstance(component, EntityPipe):
            component.tells_certainty = True
    doc = nlp(make_doc(nlp, raw, page.published, page.html))
    article = _labelled(page.id, Article.from_doc(doc))
    told = state.get_certainties(doc)
    spans = [(mark.start, mark.end) for mark in article.entities]
    known = {span: told[span] for span in spans if told.get(span) is not None}
    certainties = {span: round(certainty, _DIGITS) for span, certainty in known.items() if certainty is not None}
    mean = round(sum(certainties.values()) / len(certainties), _DIGITS) if certainties else None
    return Guess(article, certainties, mean)


def _labelled(page_id: str, article: Article) -> Labelled:
    """The record as a labelled article; of a name and a figure in the same place the longer one stays."""
    marks = [Mark(entity.start, entity.end, entity.label) for entity in article.entities if entity.label != _LISTED]
    for figure in article.figures:
        numbers = (None if n is None else f"{n:f}" for n in (figure.value, figure.low, figure.high))
        marks.append(Mark(figure.start, figure.end, "FIG", (*numbers, figure.modifier, figure.unit)))
    for date in article.dates:
        days = (None if day is None else day.isoformat() for day in (date.earliest, date.latest))
        marks.append(Mark(date.start, date.end, "DATE", (*days, date.granularity)))
    marks = check_marks(Place(page_id), article.text, marks, Problems())
    sections = tuple(Mark(s.start, s.end, s.kind) for s in article.sections if s.kind != _UNREAD and s.end > s.start)
    known = article.published
    day = known.earliest.isoformat() if known and known.earliest and known.earliest == known.latest else None
    return Labelled(
        id=page_id,
        text=article.text,
        entities=tuple(mark for mark in marks if mark.label not in ("FIG", "DATE")),
        figures=tuple(mark for mark in marks if mark.label == "FIG"),
        dates=tuple(mark for mark in marks if mark.label == "DATE"),
        sections=sections,
        events=tuple(_events(article, sections)),
        meta={"published": day} if day else {},
    )


def _events(article: Article, sections: Sequence[Mark]) -> Iterable[LabelledEvent]:
    for event in article.events:
        trigger = event.trigger
        number = next((n for n, s in enumerate(sections) if s.start <= trigger.start < s.end), None)
        if number is not None:
            arguments = tuple((role, ((mention.start, mention.end),)) for role, mention in event.arguments())
            stage = getattr(event, "stage", None)
            yield LabelledEvent(event.type, (trigger.start, trigger.end), number, event.realis, stage, arguments)


# -- tasks -----------------------------------------------------------------------------------------


def _write(guesses: Sequence[Guess], to: str) -> bytes:
    drafts = [(guess, make_draft(guess.article)) for guess in guesses]
    if to == "label-studio":
        return label_studio.write_tasks([_task(guess, draft) for guess, draft in drafts])
    if to == "prodigy":
        return write_lines(_example(guess, draft) for guess, draft in drafts)
    related = any(guess.article.events for guess in guesses)
    rows = ((guess, doccano.make_row(draft, related=related)) for guess, draft in drafts)
    return write_lines(row | {"certainty": guess.certainty} for guess, row in rows)


def _task(guess: Guess, draft: Draft) -> dict[str, Any]:
    """A task of Label Studio with a prediction; scores are certainties."""
    result = label_studio.make_result(draft)
    for row in result:
        value = row.get("value", {})
        certainty = guess.certainties.get((value.get("start"), value.get("end")))
        if row["type"] == "labels" and certainty is not None and value["labels"][0] not in ("FIG", "DATE"):
            row["score"] = certainty
    prediction: dict[str, Any] = {"model_version": f"parkie {parkie.__version__}", "result": result}
    if guess.certainty is not None:
        prediction["score"] = guess.certainty
    return label_studio.make_task(draft) | {"predictions": [prediction]}


def _example(guess: Guess, draft: Draft) -> dict[str, Any]:
    """An example of Prodigy; scores are certainties."""
    row = prodigy.make_row(draft)
    for span in row["spans"]:
        certainty = guess.certainties.get((span["start"], span["end"]))
        span |= {} if certainty is None else {"score": certainty}
    return row | ({} if guess.certainty is None else {"score": guess.certainty})
