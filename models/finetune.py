"""Second stage of the packaged tagger: labelled articles, several seeds, and the mean of their weights.

    python models/finetune.py first.npz --train corpus/articles:train,test more/ --dev corpus/articles:dev \\
        --seeds 0 1 --output src/parkie/tagger/data/entities.npz

A folder of labelled articles may be followed by the splits that are meant. Articles from whose errors rules were
written come as ``--fitted`` and are shown without the rules, which are better there than elsewhere. Seeds start from
the same weights, so that their mean is a network as good as the best of them, and steadier (Wortsman et al., "Model
soups", 2022). Triggers are learnt of the articles with events. Those under ``--uncounted`` and ``--events`` have no
statistics and targets marked, and those under ``--events`` no names either: there these are not learnt.
``--silver`` are pages that an earlier version has read (``parkie prelabel --to doccano --events``): they are learnt
from first, in half of the windows without the rules, so that what rules and judge made of them is told by characters.
``--beside`` are taggers that began with the same weights: each counts as much as the new one in the mean.
``--without`` makes the networks whose view of the articles left out the judge is trained on (``models/judge.py``).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import parkie
from parkie.formats.labelled import Labelled
from parkie.tagger.features import FIGURE, HINTS, Features
from parkie.tagger.heads import TRIGGERS, with_events
from parkie.tagger.network import Network
from parkie.tagger.tagger import Tagger
from parkie.training.cases import fold_of
from parkie.training.examples import Example, make_examples
from parkie.training.fit import Epoch, Plan, fit, read_example
from parkie.training.run import read_articles
from parkie.training.scores import score

SILVER = Plan(epochs=2, seed=9, patience=2, last=True, no_rules=0.5, no_gazetteer=0.3, dropout=0.1)


def read(told: list[str]) -> list[Labelled]:
    """The articles of folders, of all or of the named splits."""
    found = []
    for place in told:
        folder, _, splits = place.partition(":")
        found += [a for a in read_articles(folder) if not splits or a.meta.get("split") in splits.split(",")]
    return found


def kept(articles: list[Labelled], without: str | None) -> list[Labelled]:
    """Those that are not left out: ``1/3`` leaves out the second of every three, by a checksum of their texts."""
    if without is None:
        return articles
    number, _, parts = without.partition("/")
    return [article for article in articles if fold_of(article, int(parts)) != int(number)]


def without_rules(features: Features) -> Features:
    """The same with the rules unknown."""
    return replace(features, rules=np.full_like(features.rules, HINTS - 1))


def uncounted(example: Example) -> Example:
    """The same where it does not count whether figures tell something."""
    figures = np.isin(example.features.quantities, FIGURE)
    heads = dict(example.heads)
    if TRIGGERS in heads:
        heads[TRIGGERS] = heads[TRIGGERS]._replace(weight=np.where(figures, 0.0, heads[TRIGGERS].weight))
    return replace(example, heads=heads)


def unnamed(example: Example) -> Example:
    """The same where names do not count."""
    return replace(example, weight=np.zeros_like(example.weight))


def _mean(several: list[Mapping[str, Any]]) -> dict[str, Any]:
    """The mean of weights, name by name; a head that only some have is theirs."""
    names = dict.fromkeys(name for weights in several for name in weights)
    return {name: np.mean([w[name] for w in several if name in w], axis=0) for name in names}


def tell(epoch: Epoch) -> None:
    """One line an epoch."""
    print(f"{epoch.number:2} loss {epoch.loss:.3f} dev {epoch.scores.exact.f1:.4f}", flush=True)


def main() -> None:
    """Read, learn, save."""
    parser = argparse.ArgumentParser()
    parser.add_argument("first")
    parser.add_argument("--train", nargs="+", required=True)
    parser.add_argument("--fitted", nargs="*", default=[])
    parser.add_argument("--uncounted", nargs="*", default=[])
    parser.add_argument("--events", nargs="*", default=[])
    parser.add_argument("--silver", nargs="*", default=[])
    parser.add_argument("--dev", nargs="+", required=True)
    parser.add_argument("--without", metavar="K/N", help="leave out every N-th article, from the K-th on")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--workers", type=int, default=1, help="seeds that are trained side by side")
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1])
    parser.add_argument("--beside", nargs="*", default=[])
    parser.add_argument("--output", required=True)
    told = parser.parse_args()
    first = Tagger.from_bytes(Path(told.first).read_bytes())
    first = Tagger(first.alphabet, Network(with_events(first.network.weights)))
    nlp = parkie.load(tagger=False)
    folders = (told.train, told.fitted, told.uncounted, told.events)
    groups = (kept(read(places), told.without) for places in folders)
    train, fitted, partly, events = (list(make_examples(nlp, first.alphabet, articles)) for articles in groups)
    train += [replace(example, features=without_rules(example.features)) for example in fitted]
    train += map(uncounted, partly)
    train += map(unnamed, map(uncounted, events))
    dev = list(make_examples(nlp, first.alphabet, read(told.dev)))
    if told.silver:
        pages = list(make_examples(nlp, first.alphabet, read(told.silver)))
        first = fit(first, pages, dev, SILVER, report=tell)
    plans = [Plan(epochs=told.epochs, seed=seed, patience=told.epochs, last=True) for seed in told.seeds]
    with ProcessPoolExecutor(told.workers) as pool:
        found = list(pool.map(partial(fit, first, train, dev, report=tell), plans))
    weights = _mean([tagger.network.weights for tagger in found])
    beside = [Tagger.from_bytes(Path(path).read_bytes()).network.weights for path in told.beside]
    weights = _mean([weights, *beside])
    mean = Tagger(first.alphabet, Network(weights))
    print(f"mean: {score((e.article, read_example(mean, e)) for e in dev).exact.f1:.4f}")
    Path(told.output).write_bytes(mean.to_bytes())


if __name__ == "__main__":
    main()
