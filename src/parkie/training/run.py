"""From labelled articles to a pipeline on disk with its card, and from a pipeline and articles to scores."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final, TextIO

import numpy as np
from spacy.language import Language

from parkie.api import load, make_doc
from parkie.errors import InputError, OutputError, PipelineError
from parkie.formats.files import read_labelled
from parkie.formats.labelled import Labelled
from parkie.matchers.reading import NameMatch
from parkie.pipes import state
from parkie.pipes.entities import EntityPipe
from parkie.tagger.labels import LABELS, joined_labels
from parkie.tagger.silver import Silver
from parkie.tagger.tagger import Tagger
from parkie.training.card import write_card
from parkie.training.config import train_by_config
from parkie.training.examples import make_examples
from parkie.training.fit import Epoch, Plan, fit
from parkie.training.scores import Scores, score
from parkie.training.split import split_articles

__all__ = ["evaluate", "read_articles", "train"]

Articles = str | Path | Sequence[Labelled]

_COMPONENT: Final = "parkie_entities"


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
    dev: Articles | float,
    output: str | Path,
    *,
    base: str | Path | None = None,
    plan: Plan | None = None,
    scratch: bool = False,
    labels: Sequence[str] = (),
    config: str | Path | None = None,
    report: Callable[[Epoch], None] = lambda epoch: None,
    log: TextIO | None = None,
) -> Scores:
    """Train the reader of names and save the whole pipeline with it; the scores on ``dev``.

    Labels that no article marks are kept: names of them that the base finds are learnt too, and are not scored.

    Args:
        articles: labelled articles to learn from.
        dev: others, best of other sites, that say when to stop; or the share of ``articles`` to keep for that.
        output: a folder that is not there yet, for the pipeline and a card that tells how it was made.
        base: the pipeline to go on from, the packaged one by default.
        plan: how to train.
        scratch: forget what the tagger of the base has learnt; its alphabet stays.
        labels: labels of one's own that are marked in the articles.
        config: spaCy's training config, as ``make_config`` has it, in the place of plan and scratch.
        report: called with every epoch, if there is no config.
        log: where spaCy tells how far it is, if there is one.

    Raises:
        InputError: the articles or the config cannot be read, or an article is in both sets or has another label.
        OutputError: there is something at ``output``.
        PipelineError: the base has no tagger.
    """
    plan = plan or Plan()
    groups = _both(read_articles(articles), dev, plan.seed)
    folder = _checked(Path(output), *groups)
    if config is not None:
        source, known = str(base) if base else None, joined_labels(LABELS, labels)
        nlp = train_by_config(config, groups, base=source, labels=known, log=log)
        scores = evaluate(nlp, groups[1], labels=_marked(groups))
        told = write_card(*groups, source or "what its config says", {"config": Path(config).name}, scores)
    else:
        nlp, kept, epoch = _fitted(load(base), groups, plan, (scratch, labels), report)
        name = "scratch" if scratch else str(base or "the packaged pipeline")
        scores, settings = epoch.scores, {k: v for k, v in asdict(plan).items() if v is not None}
        told = write_card(*groups, name, {"epoch": epoch.number, **settings}, scores, kept)
    nlp.to_disk(folder)
    (folder / "card.md").write_text(told, "utf-8")
    return scores


def _fitted(
    nlp: Language,
    groups: tuple[Sequence[Labelled], Sequence[Labelled]],
    plan: Plan,
    start: tuple[bool, Sequence[str]],
    report: Callable[[Epoch], None],
) -> tuple[Language, frozenset[str], Epoch]:
    """The pipeline with its tagger trained, the labels that were kept as they were, and the best epoch.

    ``start`` says whether the tagger begins from scratch, and which labels of one's own it knows.
    """
    pipe, before = _tagger_of(nlp)
    scratch, own = start
    tagger = before.with_labels(own)
    kept = frozenset() if scratch else frozenset(before.labels) - _marked(groups)
    silver = Silver(before, kept) if kept else None
    if scratch:
        tagger = tagger.forgetful(np.random.default_rng(plan.seed))
    learn = list(make_examples(nlp, tagger.alphabet, groups[0], tagger.labels, silver, tagger))
    check = list(make_examples(nlp, tagger.alphabet, groups[1], tagger.labels))
    best: list[Epoch] = []

    def keep(epoch: Epoch) -> None:
        best.extend([epoch] if epoch.best else [])
        report(epoch)

    pipe.tagger = fit(tagger, learn, check, plan, keep, counted=set(tagger.labels) - kept)
    return nlp, kept, best[-1]


def _marked(groups: tuple[Sequence[Labelled], Sequence[Labelled]]) -> set[str]:
    """The labels that some article has."""
    return {mark.label for group in groups for article in group for mark in article.entities}


def _both(
    articles: list[Labelled], dev: Articles | float, seed: int
) -> tuple[Sequence[Labelled], Sequence[Labelled]]:
    if isinstance(dev, int | float):
        return split_articles(articles, dev, seed)
    return articles, read_articles(dev)


def _checked(folder: Path, learn: Sequence[Labelled], check: Sequence[Labelled]) -> Path:
    """The folder, if it can be made and the articles are others."""
    if folder.exists() or not folder.parent.is_dir():
        raise OutputError(f"expected a folder that can be made, found one already or no place for it: {folder}")
    if both := {article.text for article in learn} & {article.text for article in check}:
        raise InputError(f"expected other articles for dev than for training, found {len(both)} in both")
    return folder


def evaluate(model: str | Path | Language | None, data: Articles, *, labels: Collection[str] | None = None) -> Scores:
    """How well the entities of a pipeline (None: the packaged one) are those of labelled articles.

    ``labels`` are those that count, by default all: name those that are marked if not all are.

    Raises:
        InputError: the articles cannot be read.
        PipelineError: there is no such pipeline.
    """
    nlp = model if isinstance(model, Language) else load(model)
    return score(((article, _entities(nlp, article)) for article in read_articles(data)), labels)


def _entities(nlp: Language, article: Labelled) -> list[NameMatch]:
    day = article.meta.get("published", "-")
    doc = nlp(make_doc(nlp, article.text, None if day == "-" else day, html=False))
    return state.get(doc, state.ENTITIES, NameMatch)


def _tagger_of(nlp: Language) -> tuple[EntityPipe, Tagger]:
    pipe = nlp.get_pipe(_COMPONENT) if _COMPONENT in nlp.pipe_names else None
    if not isinstance(pipe, EntityPipe) or pipe.tagger is None:
        raise PipelineError(f"expected a pipeline with a tagger in {_COMPONENT}, found {', '.join(nlp.pipe_names)}")
    return pipe, pipe.tagger
