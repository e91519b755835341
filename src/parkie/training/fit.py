"""Training: windows of labelled text in random order, with noise, until the dev articles are read no better.

What keeps the tagger from leaning on the rules alone, which are better on articles that rules were written for than
on others: in a share of the windows it does not see what rules or gazetteer found, in the others some of their
names are missing, and some characters are unknown. The weights that count are the mean over the last epochs
(Izmailov et al., "Averaging weights leads to wider optima", 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from parkie.matchers.reading import NameMatch
from parkie.tagger.decoding import decode
from parkie.tagger.features import HINTS, Features
from parkie.tagger.labels import LABELS
from parkie.tagger.network import Network
from parkie.tagger.tagger import SOURCE, Tagger, sentence_ends
from parkie.training.examples import Example, Pool
from parkie.training.network import Learner
from parkie.training.scores import Scores, score

__all__ = ["Epoch", "Plan", "fit", "read_example"]

_LENGTH: Final = 160  # characters of a window
_ROWS: Final = 16
_UNKNOWN: Final = HINTS - 1
_WARM_UP: Final = 40  # steps at most


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    ``epochs`` over all articles at most, ``patience`` epochs without a better dev score end it, ``rate`` is the
    largest size of a step. ``no_rules`` and ``no_gazetteer`` are the shares of windows that do not see these,
    ``lost`` the share of their names that is missing elsewhere, ``unknown`` that of characters.
    """

    epochs: int = 14
    patience: int = 4
    rate: float = 1.2e-3
    seed: int = 0
    dropout: float = 0.25
    no_rules: float = 0.15
    no_gazetteer: float = 0.15
    lost: float = 0.08
    unknown: float = 0.03


@dataclass(frozen=True, slots=True)
class Epoch:
    """What one epoch came to; ``best`` is whether no earlier one read the dev articles better."""

    number: int
    loss: float
    scores: Scores
    best: bool


def fit(
    tagger: Tagger,
    train: Sequence[Example],
    dev: Sequence[Example],
    plan: Plan,
    report: Callable[[Epoch], None] = lambda epoch: None,
) -> Tagger:
    """The tagger, trained on from where it is; ``report`` is called with every epoch.

    The same examples, plan and seed give the same weights on the same machine.
    """
    rng = np.random.default_rng(plan.seed)
    learner = Learner(tagger.network.weights, plan.dropout, rng)
    pool = Pool(train, _LENGTH)
    steps = plan.epochs * -(-len(pool.starts(np.random.default_rng(0))) // _ROWS)
    mean = _Mean()
    best: tuple[float, Tagger] = -1.0, tagger
    step = since = 0
    for number in range(1, plan.epochs + 1):
        starts, losses = pool.starts(rng), []
        for at in range(0, len(starts), _ROWS):
            features, tags, weight = pool.take(starts[at : at + _ROWS])
            loss, gradients = learner.gradients(_with_noise(features, plan, rng), tags, weight)
            share = min(1.0, step / steps)
            warm = min(1.0, (step + 1) / min(_WARM_UP, 1 + steps // 10))
            learner.step(gradients, plan.rate * warm * (0.02 + 0.49 * (1 + np.cos(np.pi * share))))
            losses.append(loss)
            step += 1
            if 2 * number > plan.epochs and not step % 3:
                mean.add(learner.weights)
        weights = mean.weights or learner.weights
        found = Tagger(tagger.alphabet, Network({name: array.copy() for name, array in weights.items()}))
        scores = score((example.article, read_example(found, example)) for example in dev)
        better = scores.exact.f1 > best[0]
        since = 0 if better else since + 1
        if better:
            best = scores.exact.f1, found
        report(Epoch(number, float(np.mean(losses)), scores, better))
        if since >= plan.patience:
            break
    return best[1]


class _Mean:
    """The running mean of weights."""

    def __init__(self) -> None:
        self.weights: dict[str, Any] = {}
        self._count = 0

    def add(self, weights: dict[str, Any]) -> None:
        """Take one more set."""
        self._count += 1
        if not self.weights:
            self.weights = {name: array.copy() for name, array in weights.items()}
            return
        for name, array in weights.items():
            self.weights[name] += (array - self.weights[name]) * np.float32(1 / self._count)


def _with_noise(features: Features, plan: Plan, rng: np.random.Generator) -> Features:
    """The windows with some of what they show taken away."""
    rows, length = features.characters.shape
    rules, gazetteer = features.rules.copy(), features.gazetteer.copy()
    for hints in (rules, gazetteer):
        begins = (hints > 0) & np.isin((hints - 1) % 4, (0, 3))
        name = np.cumsum(begins, axis=1)  # which name of its row a character belongs to
        lost = np.take_along_axis(rng.random((rows, length + 1)) < plan.lost, name, axis=1)
        hints[lost & (hints > 0)] = 0
    blind = rng.random(rows) < plan.no_rules
    rules[blind] = _UNKNOWN
    gazetteer[rng.random(rows) < np.where(blind, 2 * plan.no_gazetteer, plan.no_gazetteer)] = _UNKNOWN
    characters = np.where(rng.random((rows, length)) < plan.unknown, 0, features.characters).astype(np.int32)
    pairs = np.where(rng.random((rows, length)) < 2 * plan.unknown, 0, features.pairs).astype(np.int32)
    return Features(characters, pairs, features.kinds, rules, gazetteer, features.quantities)


def read_example(tagger: Tagger, example: Example) -> list[NameMatch]:
    """The names that the tagger finds in the sections of an example."""
    spans = decode(tagger.network.log_probabilities(example.features), sentence_ends(example.article.text))
    counted = example.weight
    return [NameMatch(s, e, LABELS[label], source=SOURCE) for s, e, label in spans if counted[s] and counted[e - 1]]
