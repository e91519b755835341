"""Training the judge of triggers, fillers and figures from cases.

The network for triggers sees how likely fillers are, and which figures are left to be judged depends on what was made
of triggers. So that none trusts what it sees more than it may, it learns from
likelihoods of networks that have not learnt from the article in question. The same holds for the pipeline: its tagger
should not have learnt from the articles (``models/judge.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from thinc.api import Adam, Dropout, Linear, Maxout, Model, chain, fix_random_seed

from parkie.labels import QUANTITY_TYPES
from parkie.relations import Judge
from parkie.relations.happenings.attempts import weigh
from parkie.relations.happenings.judging import of_fillers, of_triggers
from parkie.relations.judging.judge import Network
from parkie.relations.judging.rows import Row, as_matrix
from parkie.relations.quantities import of_figures
from parkie.training.cases import Case, fold_of, measure, takes, told_as, told_by

__all__ = ["Recipe", "train_judge"]

_ROWS: Final = 128
_WARM_UP: Final = 50
_SPREAD: Final = 0.05  # least spread of a measure, so that rare ones are not blown up


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How to train: ``units`` of each network, how many networks are averaged, passes, size of a step, dropout."""

    units: int = 48
    networks: int = 12
    epochs: int = 20
    rate: float = 2e-3
    decay: float = 1e-2
    dropout: float = 0.3


Examples = tuple[list[Row], list[list[bool]]]
"""Rows, and which answers are right for each."""


def train_judge(cases: Sequence[Case], recipe: Recipe | None = None, seed: int = 0) -> Judge:
    """A judge that has learnt from the cases; the same cases, recipe and seed give the same judge."""
    recipe = recipe or Recipe()
    halves = [[case for case in cases if fold_of(case.article, 2) == half] for half in (0, 1)]
    single = Recipe(**{**vars(recipe), "networks": 1})

    def learn(part: str, learnt_from: Sequence[Case], how: Recipe) -> Network:
        columns, examples = _PARTS[part]
        return _fit(columns(), *examples(learnt_from), how, seed)

    def learn_apart(part: str) -> list[Network]:
        """For each half the network that has learnt from the other."""
        return [learn(part, halves[1 - half], single) for half in (0, 1)]

    networks: dict[str, Network] = {}
    fillers = learn_apart("fillers")
    for half, network in zip(halves, fillers, strict=True):
        _weigh_fillers(half, Judge({"fillers": network}))
    networks["fillers"] = learn("fillers", cases, recipe)
    triggers = learn_apart("triggers")
    networks["triggers"] = learn("triggers", cases, recipe)
    for half, *found in zip(halves, fillers, triggers, strict=True):
        happenings = Judge(dict(zip(("fillers", "triggers"), found, strict=True)))
        for case in half:
            measure(case, happenings)
    networks["figures"] = learn("figures", cases, recipe)
    return Judge(networks)


def _weigh_fillers(cases: Sequence[Case], judge: Judge) -> None:
    for case in cases:
        for attempt in case.attempts:
            rows = of_fillers.rows_of_fillers(attempt.trigger, attempt.candidates)
            weigh(attempt, [found for (found,) in judge.likelihoods("fillers", rows, of_fillers.columns())])


def _fillers(cases: Sequence[Case]) -> Examples:
    """Rows of the candidates of true triggers, and whether each is right."""
    rows: list[Row] = []
    gold: list[list[bool]] = []
    for case in cases:
        for attempt in case.attempts:
            if events := told_by(attempt, case.events):
                rows += of_fillers.rows_of_fillers(attempt.trigger, attempt.candidates)
                gold += [[any(takes(candidate, event) for event in events)] for candidate in attempt.candidates]
    return rows, gold


def _triggers(cases: Sequence[Case]) -> Examples:
    """Rows of all attempts, and whether each names an event."""
    rows, gold = [], []
    for case in cases:
        for group in case.groups:
            for attempt in group:
                rows.append(of_triggers.row_of_trigger(case.scene, attempt, group))
                gold.append([bool(told_by(attempt, case.events))])
    return rows, gold


def _figures(cases: Sequence[Case]) -> Examples:
    """Rows of all figures, and whether each is told as a statistic, and as a target."""
    rows: list[Row] = []
    gold: list[list[bool]] = []
    for case in cases:
        if case.counts:
            rows += of_figures.rows_of_figures(case.scene, case.measured)
            told = [{event.type for event in told_as(one, case.events)} for one in case.measured]
            gold += [[name in types for name in QUANTITY_TYPES] for types in told]
    return rows, gold


_PARTS: Final[dict[str, tuple[Callable[[], tuple[str, ...]], Callable[[Sequence[Case]], Examples]]]] = {
    "fillers": (of_fillers.columns, _fillers),
    "triggers": (of_triggers.columns, _triggers),
    "figures": (of_figures.columns, _figures),
}
"""What each part of the judge sees, and what it learns from."""


def _fit(columns: Sequence[str], seen: list[Row], told: list[list[bool]], recipe: Recipe, seed: int) -> Network:
    """The mean of several networks that have learnt from the rows, which it takes as they are."""
    rows, gold = as_matrix(seen, len(columns)), np.array(told, np.float32)
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + np.float32(_SPREAD)
    scaled = ((rows - mean) / spread).astype(np.float32)
    pieces: list[Any] = []
    biases: list[Any] = []
    outputs: list[Any] = []
    rests: list[Any] = []
    for number in range(recipe.networks):
        maxout, linear = _learn(scaled, gold, recipe, seed + number)
        hidden = maxout.get_param("W").transpose(1, 2, 0) / spread[:, None]  # pieces, columns, units
        pieces.append(hidden)
        biases.append(maxout.get_param("b").T - mean @ hidden)
        outputs.append(linear.get_param("W").T / recipe.networks)
        rests.append(linear.get_param("b"))
    return Network(
        tuple(columns),
        np.concatenate(np.concatenate(pieces, axis=2), axis=1),
        np.concatenate(biases, axis=1).ravel(),
        np.concatenate(outputs),
        np.mean(rests, axis=0),
    )


def _learn(scaled: Any, gold: Any, recipe: Recipe, seed: int) -> tuple[Model[Any, Any], Model[Any, Any]]:
    """The two layers of a network, with the mean of their weights over the last half of training."""
    fix_random_seed(seed)
    rng = np.random.default_rng(seed)
    maxout, linear = Maxout(recipe.units, scaled.shape[1], nP=2), Linear(gold.shape[1], recipe.units)
    model = chain(maxout, Dropout(recipe.dropout), linear).initialize()
    steps = recipe.epochs * -(-len(gold) // _ROWS)
    adam = Adam(recipe.rate, beta2=0.98, L2=recipe.decay, L2_is_weight_decay=True, use_averages=False)
    total: dict[int, Any] = {}
    step = 0
    for epoch in range(recipe.epochs):
        order = rng.permutation(len(gold))
        for at in range(0, len(order), _ROWS):
            batch = order[at : at + _ROWS]
            _step(model, scaled[batch], gold[batch], recipe.dropout / 2, rng)
            share = 0.02 + 0.49 * (1 + np.cos(np.pi * step / steps))
            adam.learn_rate = recipe.rate * min(1.0, (step + 1) / _WARM_UP) * share
            model.finish_update(adam)
            step += 1
        if 2 * epoch >= recipe.epochs:
            _add(total, model)
    _set(total, model, recipe.epochs - (recipe.epochs + 1) // 2)
    return maxout, linear


def _step(model: Model[Any, Any], rows: Any, gold: Any, dropout: float, rng: np.random.Generator) -> None:
    kept = (rng.random(rows.shape) >= dropout).astype(np.float32) / np.float32(1 - dropout)
    scores, back = model.begin_update(rows * kept)
    wrong = 1 / (1 + np.exp(-scores)) - gold
    back((wrong / len(gold)).astype(np.float32))


def _each(model: Model[Any, Any], act: Callable[[Model[Any, Any], str, int], None]) -> None:
    for number, (node, name) in enumerate((n, p) for n in model.walk() for p in n.param_names if n.has_param(p)):
        act(node, name, number)


def _add(total: dict[int, Any], model: Model[Any, Any]) -> None:
    def add(node: Model[Any, Any], name: str, number: int) -> None:
        total[number] = total.get(number, 0) + node.get_param(name)

    _each(model, add)


def _set(total: dict[int, Any], model: Model[Any, Any], count: int) -> None:
    _each(model, lambda node, name, number: node.set_param(name, total[number] / np.float32(count)))
