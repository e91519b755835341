"""Second stage of the packaged tagger: labelled articles, several seeds, and the mean of their weights.

    python models/finetune.py first.npz --train corpus/articles:train,test more/ --dev corpus/articles:dev \\
        --seeds 0 1 --output src/parkie/tagger/data/entities.npz

A folder of labelled articles may be followed by the splits that are meant. Articles from whose errors rules were
written come as ``--fitted`` and are shown without the rules, which are better there than elsewhere. Seeds start from
the same weights, so that their mean is a network as good as the best of them, and steadier (Wortsman et al., "Model
soups", 2022).
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

import parkie
from parkie.formats.labelled import Labelled
from parkie.tagger.features import HINTS, Features
from parkie.tagger.network import Network
from parkie.tagger.tagger import Tagger
from parkie.training.examples import make_examples
from parkie.training.fit import Epoch, Plan, fit, read_example
from parkie.training.run import read_articles
from parkie.training.scores import score


def read(told: list[str]) -> list[Labelled]:
    """The articles of folders, of all or of the named splits."""
    found = []
    for place in told:
        folder, _, splits = place.partition(":")
        found += [a for a in read_articles(folder) if not splits or a.meta.get("split") in splits.split(",")]
    return found


def without_rules(features: Features) -> Features:
    """The same with the rules unknown."""
    return replace(features, rules=np.full_like(features.rules, HINTS - 1))


def tell(epoch: Epoch) -> None:
    """One line an epoch."""
    print(f"{epoch.number:2} loss {epoch.loss:.3f} dev {epoch.scores.exact.f1:.4f}", flush=True)


def main() -> None:
    """Read, learn, save."""
    parser = argparse.ArgumentParser()
    parser.add_argument("first")
    parser.add_argument("--train", nargs="+", required=True)
    parser.add_argument("--fitted", nargs="*", default=[])
    parser.add_argument("--dev", nargs="+", required=True)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1])
    parser.add_argument("--output", required=True)
    told = parser.parse_args()
    first = Tagger.from_bytes(Path(told.first).read_bytes())
    nlp = parkie.load(tagger=False)
    groups = (read(places) for places in (told.train, told.fitted, told.dev))
    train, fitted, dev = (list(make_examples(nlp, first.alphabet, articles)) for articles in groups)
    train += [replace(example, features=without_rules(example.features)) for example in fitted]
    found = []
    for seed in told.seeds:
        plan = Plan(epochs=told.epochs, seed=seed, patience=told.epochs)
        found.append(fit(first, train, dev, plan, tell))
    weights = {
        name: np.mean([tagger.network.weights[name] for tagger in found], axis=0) for name in first.network.weights
    }
    mean = Tagger(first.alphabet, Network(weights))
    print(f"mean: {score((e.article, read_example(mean, e)) for e in dev).exact.f1:.4f}")
    Path(told.output).write_bytes(mean.to_bytes())


if __name__ == "__main__":
    main()
