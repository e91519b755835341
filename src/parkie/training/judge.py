"""Training the judge of triggers and fillers from articles with marked events.

It learns from what the pipeline really finds in the articles, mistakes among names included. The network for triggers
sees how likely fillers are; so that it does not trust them more than it may, it learns from likelihoods of networks
that have not learnt from the article in question. The same holds for the pipeline: its tagger should not have learnt
from the articles (``models/judge.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

import numpy as np
from spacy.language import Language
from thinc.api import Adam, Dropout, Linear, Maxout, Model, chain, fix_random_seed

from parkie.api import make_doc
from parkie.formats.labelled import Labelled, LabelledEvent
from parkie.pipes import state
from parkie.pipes.linker import read_mentions
from parkie.relations import Judge
from parkie.relations.happenings.attempts import Attempt, find_attempts, weigh, worth_judging
from parkie.relations.happenings.decoding import Candidate
from parkie.relations.happenings.groups import Group
from parkie.relations.happenings.judging import of_fillers, of_triggers
from parkie.relations.happenings.judging.rows import Row, as_matrix
from parkie.relations.happenings.triggers import find_possible_triggers
from parkie.relations.scene import Scene

__all__ = ["Case", "Recipe", "find_cases", "fold_of", "train_judge"]

_SAME: Final = 0.5
"""How much of what two spans cover together they must share to be the same argument."""
_ROWS: Final = 128
_WARM_UP: Final = 50
_SPREAD: Final = 0.05  # least spread of a measure, so that rare ones are not blown up


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How to train: ``units`` of each network, how many networks are averaged, passes, size of a step, dropout."""

    units: int = 48
    networks: int = 6
    epochs: int = 20
    rate: float = 2e-3
    decay: float = 1e-2
    dropout: float = 0.3


@dataclass(slots=True)
class Case:
    """A section of an article with its attempts, sentence by sentence, and the events that are marked in it."""

    article: Labelled
    scene: Scene
    groups: list[list[Attempt]]
    events: list[LabelledEvent]


def find_cases(nlp: Language, articles: Iterable[Labelled]) -> Iterator[Case]:
    """What the pipeline makes of articles, up to where the judge comes in; only marked sections count."""
    for article in articles:
        day = article.meta.get("published", "-")
        doc = nlp(make_doc(nlp, article.text, None if day == "-" else day, html=False))
        text, mentions = state.live_text(doc), read_mentions(doc)
        marked = [(s.start, s.end) for s in article.sections] or [(0, len(text))]
        for kind, start, end in state.live_sections(doc):
            scene = Scene(text, kind, start, end, mentions)
            groups = [worth_judging(scene, group) for group in find_attempts(scene, find_possible_triggers(scene))]
            kept = [[a for a in group if _inside(a.trigger.start, a.trigger.end, marked)] for group in groups]
            events = [event for event in article.events if start <= event.trigger[0] < end]
            yield Case(article, scene, [group for group in kept if group], events)


def fold_of(article: Labelled, parts: int) -> int:
    """In which of so many parts an article is, by a checksum of its text."""
    return crc32(article.text.encode()) % parts


def train_judge(cases: Sequence[Case], recipe: Recipe | None = None, seed: int = 0) -> Judge:
    """A judge that has learnt from the cases; the same cases, recipe and seed give the same judge."""
    recipe = recipe or Recipe()
    rows, gold, halves = _fillers(cases)
    networks = [_fit(rows[halves != half], gold[halves != half], recipe, seed + half, 1) for half in (0, 1)]
    for case in cases:
        guess = networks[fold_of(case.article, 2)]
        for attempt in (a for group in case.groups for a in group):
            seen = of_fillers.rows_of_fillers(attempt.trigger, attempt.candidates)
            weigh(attempt, guess(as_matrix(seen, len(of_fillers.columns()))).tolist() if seen else [])
    weights = _named("fillers", _fit(rows, gold, recipe, seed, recipe.networks))
    rows, gold = _triggers(cases)
    weights |= _named("triggers", _fit(rows, gold, recipe, seed, recipe.networks))
    return Judge(weights)


def _fillers(cases: Sequence[Case]) -> tuple[Any, Any, Any]:
    """Rows of the candidates of true triggers, whether each is right, and the half its article is in."""
    rows: list[Row] = []
    gold: list[bool] = []
    halves: list[int] = []
    for case in cases:
        for attempt in (a for group in case.groups for a in group):
            if events := _told_by(attempt, case.events):
                rows += of_fillers.rows_of_fillers(attempt.trigger, attempt.candidates)
                gold += [any(_takes(candidate, event) for event in events) for candidate in attempt.candidates]
                halves += [fold_of(case.article, 2)] * len(attempt.candidates)
    return as_matrix(rows, len(of_fillers.columns())), np.array(gold, np.float32), np.array(halves)


def _triggers(cases: Sequence[Case]) -> tuple[Any, Any]:
    """Rows of all attempts, and whether each names an event."""
    rows, gold = [], []
    for case in cases:
        for group in case.groups:
            for attempt in group:
                rows.append(of_triggers.row_of_trigger(case.scene, attempt, group))
                gold.append(bool(_told_by(attempt, case.events)))
    return as_matrix(rows, len(of_triggers.columns())), np.array(gold, np.float32)


def _told_by(attempt: Attempt, events: Iterable[LabelledEvent]) -> list[LabelledEvent]:
    """The events of the type whose trigger the attempt's overlaps."""
    trigger = attempt.trigger
    return [
        event
        for event in events
        if event.type == trigger.row.type and event.trigger[0] < trigger.end and trigger.start < event.trigger[1]
    ]


def _takes(candidate: Candidate, event: LabelledEvent) -> bool:
    """Whether the filler, or a member of it, is an argument of the event in that role."""
    spans = _spans(candidate)
    return any(
        _shared(span, alternative) >= _SAME
        for role, alternatives in event.arguments
        if role == candidate.role.name
        for alternative in alternatives
        for span in spans
    )


def _spans(candidate: Candidate) -> list[tuple[int, int]]:
    filler = candidate.filler
    if not isinstance(filler, Group):
        return [(filler.start, filler.end)]
    if filler.members:
        return [(member.start, member.end) for member in filler.members]
    nouns = filler.nouns or ((filler.noun,) if filler.noun else ())
    counted = [(filler.figure.start, nouns[0].end)] if filler.figure and filler.figure.start < nouns[0].start else []
    return [*((noun.start, noun.end) for noun in nouns), *counted]


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (one[1] - one[0] + other[1] - other[0] - shared)


def _inside(start: int, end: int, marked: Sequence[tuple[int, int]]) -> bool:
    return any(lo <= start and end <= hi for lo, hi in marked)


class _Network:
    """One network, or the mean of several: weights that take rows as they are."""

    def __init__(self, parts: Sequence[tuple[Any, Any, Any, Any]]) -> None:
        firsts, seconds, biases = ([], [], [])
        for hidden, bias, _, _ in parts:
            units = hidden.shape[1] // 2
            firsts.append(hidden[:, :units])
            seconds.append(hidden[:, units:])
            biases.append(bias)
        self.hidden = np.concatenate([*firsts, *seconds], axis=1)
        self.bias = np.concatenate([b[: len(b) // 2] for b in biases] + [b[len(b) // 2 :] for b in biases])
        self.output = np.concatenate([output for _, _, output, _ in parts]) / len(parts)
        self.rest = np.mean([rest for _, _, _, rest in parts])

    def __call__(self, rows: Any) -> Any:
        pieces = rows @ self.hidden + self.bias
        units = pieces.shape[1] // 2
        scores = np.maximum(pieces[:, :units], pieces[:, units:]) @ self.output + self.rest
        return 1 / (1 + np.exp(-scores))


def _named(part: str, network: _Network) -> dict[str, Any]:
    return {f"{part}_{name}": getattr(network, name) for name in ("hidden", "bias", "output", "rest")}


def _fit(rows: Any, gold: Any, recipe: Recipe, seed: int, networks: int) -> _Network:
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + np.float32(_SPREAD)
    scaled = ((rows - mean) / spread).astype(np.float32)
    found = []
    for number in range(networks):
        maxout, linear = _learn(scaled, gold, recipe, seed + number)
        hidden = maxout.get_param("W").transpose(2, 1, 0).reshape(rows.shape[1], -1) / spread[:, None]
        bias = maxout.get_param("b").T.ravel() - mean @ hidden
        found.append((hidden, bias, linear.get_param("W")[0], float(linear.get_param("b")[0])))
    return _Network(found)


def _learn(scaled: Any, gold: Any, recipe: Recipe, seed: int) -> tuple[Model[Any, Any], Model[Any, Any]]:
    """The two layers of a network, with the mean of their weights over the last half of training."""
    fix_random_seed(seed)
    rng = np.random.default_rng(seed)
    maxout, linear = Maxout(recipe.units, scaled.shape[1], nP=2), Linear(1, recipe.units)
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
    wrong = 1 / (1 + np.exp(-scores[:, 0])) - gold
    back((wrong / len(gold)).astype(np.float32)[:, None])


def _each(model: Model[Any, Any], act: Callable[[Model[Any, Any], str, int], None]) -> None:
    for number, (node, name) in enumerate((n, p) for n in model.walk() for p in n.param_names if n.has_param(p)):
        act(node, name, number)


def _add(total: dict[int, Any], model: Model[Any, Any]) -> None:
    def add(node: Model[Any, Any], name: str, number: int) -> None:
        total[number] = total.get(number, 0) + node.get_param(name)

    _each(model, add)


def _set(total: dict[int, Any], model: Model[Any, Any], count: int) -> None:
    _each(model, lambda node, name, number: node.set_param(name, total[number] / np.float32(count)))
