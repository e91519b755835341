"""From labelled articles to a pipeline on disk with its card, and from a pipeline and articles to scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np
from spacy.language import Language

import parkie
from parkie.api import load, make_doc
from parkie.errors import InputError, OutputError, PipelineError
from parkie.formats.files import read_labelled
from parkie.formats.labelled import Labelled
from parkie.matchers.reading import NameMatch
from parkie.pipes import state
from parkie.pipes.entities import EntityPipe
from parkie.tagger.network import Network
from parkie.tagger.tagger import Tagger
from parkie.training.examples import make_examples
from parkie.training.fit import Epoch, Plan, fit
from parkie.training.network import new_weights
from parkie.training.scores import Scores, score

__all__ = ["evaluate", "read_articles", "train"]

Articles = str | Path | Sequence[Labelled]

_COMPONENT: Final = "parkie_entities"
_WIDTH: Final = 80


def read_articles(articles: Articles) -> list[Labelled]:
    """Labelled articles, by file or folder of any form that ``parkie.convert`` reads, or as they are.

    Raises:
        InputError: there are none, or something in them cannot be read; the message has the places.
    """
    found = read_labelled(articles) if isinstance(articles, str | Path) else list(articles)
    if not found:
        raise InputError(f"expected labelled articles, found none in {articles}")
    return found


def train(
    articles: Articles,
    dev: Articles,
    output: str | Path,
    *,
    base: str | Path | None = None,
    plan: Plan | None = None,
    scratch: bool = False,
    report: Callable[[Epoch], None] = lambda epoch: None,
) -> Scores:
    """Train the reader of names and save the whole pipeline with it; the scores on ``dev``.

    Args:
        articles: labelled articles to learn from.
        dev: others, of other sites if there are several, that say when to stop; nothing is learnt from them.
        output: a folder that is not there yet; ``parkie.load`` and ``spacy.load`` read it, ``card.md`` tells how it
            was made.
        base: the pipeline to go on from, the packaged one by default.
        plan: how to train.
        scratch: forget what the tagger of the base has learnt; its alphabet stays.
        report: called with every epoch.

    Raises:
        InputError: the articles cannot be read, are in both sets, or have labels that the tagger does not know.
        OutputError: there is something at ``output``.
        PipelineError: the base has no tagger.
    """
    folder, learn, check = _checked(Path(output), read_articles(articles), read_articles(dev))
    nlp, plan = load(base), plan or Plan()
    pipe, tagger = _tagger_of(nlp)
    if scratch:
        weights = new_weights(tagger.alphabet, _WIDTH, np.random.default_rng(plan.seed))
        tagger = Tagger(tagger.alphabet, Network(weights))
    pipe.tagger = None  # the tagger learns what to make of the rules
    examples, checks = (list(make_examples(nlp, tagger.alphabet, group)) for group in (learn, check))
    best: list[Epoch] = []

    def keep(epoch: Epoch) -> None:
        best.extend([epoch] if epoch.best else [])
        report(epoch)

    pipe.tagger = fit(tagger, examples, checks, plan, keep)
    nlp.to_disk(folder)
    told = _card(learn, check, plan, best[-1], "scratch" if scratch else str(base or "the packaged pipeline"))
    (folder / "card.md").write_text(told, "utf-8")
    return best[-1].scores


def _checked(
    folder: Path, learn: list[Labelled], check: list[Labelled]
) -> tuple[Path, list[Labelled], list[Labelled]]:
    """The same, if the folder can be made and the articles are others."""
    if folder.exists() or not folder.parent.is_dir():
        raise OutputError(f"expected a folder that can be made, found one already or no place for it: {folder}")
    if both := {article.text for article in learn} & {article.text for article in check}:
        raise InputError(f"expected other articles for dev than for training, found {len(both)} in both")
    return folder, learn, check


def evaluate(model: str | Path | Language | None, data: Articles) -> Scores:
    """How well the entities of a pipeline (None: the packaged one) are those of labelled articles.

    Raises:
        InputError: the articles cannot be read.
        PipelineError: there is no such pipeline.
    """
    nlp = model if isinstance(model, Language) else load(model)
    return score((article, _entities(nlp, article)) for article in read_articles(data))


def _entities(nlp: Language, article: Labelled) -> list[NameMatch]:
    day = article.meta.get("published", "-")
    doc = nlp(make_doc(nlp, article.text, None if day == "-" else day, html=False))
    return state.get(doc, state.ENTITIES, NameMatch)


def _tagger_of(nlp: Language) -> tuple[EntityPipe, Tagger]:
    pipe = nlp.get_pipe(_COMPONENT) if _COMPONENT in nlp.pipe_names else None
    if not isinstance(pipe, EntityPipe) or pipe.tagger is None:
        raise PipelineError(f"expected a pipeline with a tagger in {_COMPONENT}, found {', '.join(nlp.pipe_names)}")
    return pipe, pipe.tagger


def _card(learn: Sequence[Labelled], check: Sequence[Labelled], plan: Plan, epoch: Epoch, base: str) -> str:
    """How the tagger was made and what it can do, as a page of markdown."""
    rows = [
        f"| {label} | {c.precision:.3f} | {c.recall:.3f} | {c.f1:.3f} | {c.hits + c.missed} |"
        for label, c in {"all": epoch.scores.exact, **epoch.scores.labels}.items()
    ]
    low, high = epoch.scores.interval
    names = Counter(mark.label for article in learn for mark in article.entities)
    settings = "\n".join(f"- {name}: {value}" for name, value in asdict(plan).items())
    return (
        f"# A reader of names\n\nMade by parkie {parkie.__version__} from {base}, on {len(learn)} articles "
        f"({sum(len(a.text) for a in learn):,} characters, {sum(names.values()):,} names), stopped after epoch "
        f"{epoch.number} by {len(check)} other articles.\n\n{settings}\n\n## On those other articles\n\n"
        f"F1 {epoch.scores.exact.f1:.3f}; 95 % of samples of articles between {low:.3f} and {high:.3f}.\n\n"
        "| label | precision | recall | F1 | names |\n|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )
