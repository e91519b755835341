"""Training: windows of labelled text in random order, with noise, until the dev articles are read no better.

The weights that count are the mean over the last epochs (Izmailov et al., "Averaging weights leads to wider optima",
2018).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from parkie.matchers.reading import NameMatch
from parkie.tagger.decoding import decode
from parkie.tagger.heads import OUTPUT
from parkie.tagger.network import Network
from parkie.tagger.tagger import SOURCE, Tagger, sentence_ends
from parkie.tagger.windows import ROWS, Noise, Pool, with_noise
from parkie.training.examples import Example
from parkie.training.learner import Learner
from parkie.training.scores import Scores, score

__all__ = ["Epoch", "Plan", "fit", "read_example"]

_WARM_UP: Final = 40  # steps at most
_EPOCHS: Final = 14
_STEPS: Final = 300


@dataclass(frozen=True, kw_only=True)
class Plan(Noise):
    """How to train.

    ``epochs`` over all articles at most, ``patience`` epochs without a better dev score end it, ``rate`` is the
    largest size of a step. Where epochs are not given they are 14, or more where there are few articles, so that there
    are 300 steps; patience is then a quarter of them. With ``last`` the last epoch counts, not the best: the scores are
    of names alone, and there may be other things to learn.
    """

    epochs: int | None = None
    patience: int | None = None
    rate: float = 1.2e-3
    seed: int = 0
    dropout: float = 0.25
    last: bool = False


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
    counted: Collection[str] | None = None,
) -> Tagger:
    """The tagger, trained on from where it is; ``report`` is called with every epoch.

    ``counted`` are the labels that the dev articles are scored on, by default all.

    The same examples, plan and seed give the same weights on the same machine.
    """
    rng = np.random.default_rng(plan.seed)
    learner = Learner(tagger.network.weights, plan.dropout, rng)
    pool = Pool(train)
    in_epoch = -(-len(pool.starts(np.random.default_rng(0))) // ROWS)
    epochs = plan.epochs or max(_EPOCHS, -(-_STEPS // in_epoch))
    patience = plan.patience or max(4, epochs // 4)
    steps = epochs * in_epoch
    mean = _Mean()
    best: tuple[float, Tagger] = -1.0, tagger
    step = since = 0
    for number in range(1, epochs + 1):
        starts, losses = pool.starts(rng), []
        for at in range(0, len(starts), ROWS):
            features, targets = pool.take(starts[at : at + ROWS])
            loss, gradients = learner.gradients(with_noise(features, plan, rng), targets)
            share = min(1.0, step / steps)
            warm = min(1.0, (step + 1) / min(_WARM_UP, 1 + steps // 10))
            learner.step(gradients, plan.rate * warm * (0.02 + 0.49 * (1 + np.cos(np.pi * share))))
            losses.append(loss)
            step += 1
            if 2 * number > epochs and not step % 3:
                mean.add(learner.weights)
        weights = mean.weights or learner.weights
        found = _copied(tagger, weights)
        scores = score(((example.article, read_example(found, example)) for example in dev), counted)
        better = scores.exact.f1 > best[0]
        since = 0 if better else since + 1
        if better or plan.last:
            best = scores.exact.f1, found
        report(Epoch(number, float(np.mean(losses)), scores, better))
        if since >= patience:
            break
    return best[1]


class _Mean:
    """The running mean of weights."""

    def __init__(self) -> None:
        self.weights: dict[str, Any] = {}
        self._count = 0

    def add(self, weights: Mapping[str, Any]) -> None:
        """Take one more set."""
        self._count += 1
        if not self.weights:
            self.weights = {name: array.copy() for name, array in weights.items()}
            return
        for name, array in weights.items():
            self.weights[name] += (array - self.weights[name]) * np.float32(1 / self._count)


def _copied(tagger: Tagger, weights: Mapping[str, Any]) -> Tagger:
    """A tagger like this one with a copy of these weights."""
    copies = {name: array.copy() for name, array in weights.items()}
    return Tagger(tagger.alphabet, Network(copies), labels=tagger.labels)


def read_example(tagger: Tagger, example: Example) -> list[NameMatch]:
    """The names that the tagger finds in the sections of an example."""
    spans = decode(tagger.network.scores(example.features)[OUTPUT], sentence_ends(example.article.text))
    counted, labels = example.weight, tagger.labels
    return [NameMatch(s, e, labels[label], source=SOURCE) for s, e, label in spans if counted[s] and counted[e - 1]]
