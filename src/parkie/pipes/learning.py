"""What makes a component with a tagger trainable by spaCy: ``spacy train``, ``nlp.initialize``, ``nlp.update``.

The weights lie in a thinc ``Model`` while there is training, where spaCy's optimizer finds and changes them, averages
among them; the tagger looks at them there, so that what is evaluated and saved is what is learnt. Names are learnt by
characters: any tokenizer will do, and no name is lost to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.scorer import PRFScore
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Model, Optimizer

from parkie.errors import InputError, PipelineError
from parkie.matchers.reading import NameMatch
from parkie.pipes import state
from parkie.pipes.adapter import Pipe
from parkie.pipes.seen import see
from parkie.tagger.backprop import Backprop
from parkie.tagger.labels import UNLEARNED, tags_of
from parkie.tagger.network import Network
from parkie.tagger.silver import Silver
from parkie.tagger.tagger import Tagger
from parkie.tagger.windows import ROWS, Noise, Pool, Sample, with_noise

__all__ = ["LearningPipe"]

_NEEDED: Final = (state.SECTIONS, state.GAZETTEER, state.NAMES)

Spans = list[tuple[int, int, str]]


class LearningPipe(Pipe):
    """A component with a tagger, and how it learns from Docs with ``doc.ents``."""

    WEIGHTS = "tagger.npz"

    def __init__(self, name: str, tagger: Tagger | None = None) -> None:
        super().__init__(name)
        self.tagger = tagger
        self._learning: _Learning | None = None
        self.tells_certainty = False
        """Whether ``state.get_certainties`` is to tell how sure the tagger is of each entity; takes more time."""

    @property
    def is_trainable(self) -> bool:
        """Whether there is a tagger."""
        return self.tagger is not None

    @property
    def model(self) -> Model[Any, Any] | None:
        """The weights, while there is training."""
        return self._learning.model if self._learning else None

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the tagger knows."""
        return self.tagger.labels if self.tagger is not None else ()

    @property
    def label_data(self) -> tuple[str, ...]:
        """The same, for ``spacy init labels``."""
        return self.labels

    def add_label(self, label: str) -> int:
        """Add a label of one's own; 1, or 0 where it is known already.

        Raises:
            InputError: it cannot be a label.
        """
        if label in self._needed().labels:
            return 0
        self._take(self._needed().with_labels([label]), None)
        return 1

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        labels: list[str] | None = None,
        base: str | None = None,
        scratch: bool = False,
    ) -> None:
        """Make ready to learn; called by ``nlp.initialize``, with ``[initialize.components.parkie_entities]``.

        Args:
            get_examples: the examples, of which the labels are taken.
            nlp: the pipeline.
            labels: labels that are marked, besides those of the examples; others are kept as the base reads them.
            base: a pipeline on disk whose weights are gone on from; those of the component by default.
            scratch: start from random weights.

        Raises:
            PipelineError: the component, or the base, has no tagger.
            InputError: a label cannot be one.
        """
        tagger = _read_weights(Path(base) / self.name) if base else self._needed()
        marked = {span[2] for eg in get_examples() for span in _spans(eg.reference)} | set(labels or ())
        unmarked = frozenset(tagger.labels) - marked
        silver = Silver(tagger, unmarked) if marked and unmarked and not scratch else None
        tagger = tagger.with_labels(marked)
        if scratch:
            tagger = tagger.forgetful(_rng())
        self._take(tagger, silver)

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from a batch: add up gradients, and take a step where there is an optimizer.

        Raises:
            PipelineError: the Docs lack what the components before write; they belong to ``annotating_components``.
            InputError: an entity has a label that the tagger does not know.
        """
        losses = {} if losses is None else losses
        if self._learning is None:
            self._take(self._needed(), None)
        learning = self._learning
        losses.setdefault(self.name, 0.0)
        if learning is not None:
            losses[self.name] += learning.learn(list(examples), drop)
        if sgd:
            self.finish_update(sgd)
        return losses

    def finish_update(self, sgd: Optimizer) -> None:
        """Change the weights by the gradients."""
        if self._learning is not None:
            self._learning.model.finish_update(sgd)

    def use_params(self, params: dict[tuple[int, str], Any]) -> Iterator[None]:
        """Read with other weights, such as the averages of an optimizer, from the first step to the second."""
        with self._learning.model.use_params(params) if self._learning else nullcontext():
            yield

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Precision, recall and F1 of exact names, also label by label, under spaCy's names of scores.

        What is not annotated does not count, nor do labels that were not marked in training.
        """
        silver = self._learning.silver if self._learning else None
        counted = set(self.labels) - (silver.labels if silver else set())
        total, by_label = PRFScore(), {label: PRFScore() for label in sorted(counted)}
        for example in examples:
            gold = {span for span in _spans(example.reference) if span[2] in counted}
            weight = _weight(example.reference)
            names = state.get(example.predicted, state.ENTITIES, NameMatch)
            found = {(m.start, m.end, m.label) for m in names if m.label in counted and weight[m.start : m.end].all()}
            total.score_set(found, gold)
            for label, score in by_label.items():
                score.score_set(*({span for span in spans if span[2] == label} for spans in (found, gold)))
        told = {label: score.to_dict() for label, score in by_label.items() if len(score)}
        return {"ents_f": total.fscore, "ents_p": total.precision, "ents_r": total.recall, "ents_per_type": told}

    def _take(self, tagger: Tagger, silver: Silver | None) -> None:
        """Learn with this tagger from now on."""
        self._learning = _Learning(tagger, silver)
        self.tagger = self._learning.tagger

    def _needed(self) -> Tagger:
        if self.tagger is None:
            raise PipelineError(f"expected a tagger to train in {self.name}, found none; set 'tagger = true'")
        return self.tagger


class _Parameters(Mapping[str, Any]):
    """The weights as they are in a model at the moment."""

    def __init__(self, model: Model[Any, Any]) -> None:
        self._model = model

    def __getitem__(self, name: str) -> Any:
        if name not in self._model.param_names:
            raise KeyError(name)
        return self._model.get_param(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._model.param_names)

    def __len__(self) -> int:
        return len(self._model.param_names)


class _Learning:
    """A tagger whose weights lie in a model, with gradients."""

    def __init__(self, tagger: Tagger, silver: Silver | None) -> None:
        copies = {name: np.array(array, np.float32) for name, array in tagger.network.weights.items()}
        self.model: Model[Any, Any] = Model("parkie_tagger", _not_called, params=copies)
        self.silver = silver
        self._before = tagger  # what it sees of triggers, which nobody marks, is not to be forgotten
        network = Network(copies)
        network.weights = _Parameters(self.model)
        self.tagger = Tagger(tagger.alphabet, network, labels=tagger.labels)
        self._rng = _rng()
        self._backprop = Backprop(network.weights, 0.0, self._rng)

    def learn(self, examples: Sequence[Example], drop: float) -> float:
        """The mean loss of a batch, whose gradients are added to those of the model."""
        samples = [sample for sample in map(self._sample, examples) if sample.weight.any()]
        if not samples:
            return 0.0
        pool = Pool(samples)
        starts = pool.starts(self._rng)
        batches = [pool.take(starts[at : at + ROWS]) for at in range(0, len(starts), ROWS)]
        total = max(1.0, sum(float(targets["output"].weight.sum()) for _, targets in batches))
        self._backprop.dropout = drop
        mean = 0.0
        for features, targets in batches:
            loss, gradients = self._backprop.gradients(with_noise(features, Noise(), self._rng), targets)
            share = float(targets["output"].weight.sum()) / total
            mean += share * loss
            for name, gradient in gradients.items():
                self.model.inc_grad(name, np.float32(share) * gradient)
        return mean

    def _sample(self, example: Example) -> Sample:
        doc, reference = example.predicted, example.reference
        if missing := [key for key in _NEEDED if key not in doc.spans]:
            raise PipelineError(
                f"expected Docs with {', '.join(missing)} in doc.spans, found none; let the components before this "
                "one be annotating_components in [training]"
            )
        if doc.text != reference.text:
            raise InputError(f"expected the same text in both Docs of an example, found {doc.text[:20]!r} in one")
        numbers = {label: number for number, label in enumerate(self.tagger.labels)}
        seen, marked = see(doc), _spans(reference)
        if unknown := {label for _, _, label in marked} - set(numbers):
            told = f"expected labels of {', '.join(numbers)}, found {', '.join(sorted(unknown))}"
            raise InputError(f"{told}; add_label or [initialize.components] labels makes them known")
        spans = [(start, end, numbers[label]) for start, end, label in marked]
        if self.silver is not None:
            found = self.silver.names(seen, [(start, end) for start, end, _ in spans])
            spans += [(match.start, match.end, numbers[match.label]) for match in found]
        tags, weight = tags_of(len(doc.text), spans), _weight(reference)
        features = seen.features(self.tagger.alphabet)
        heads = self._before.remembered(features, weight)
        return Sample(features=features, tags=tags, weight=weight, heads=heads)


def _spans(doc: Doc) -> Spans:
    """Bounds in characters and label of the entities that are learnt."""
    return [(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ not in UNLEARNED]


def _weight(doc: Doc) -> Any:
    """For each character 1.0, or 0.0 where spaCy's annotation of entities is missing."""
    weight = np.zeros(len(doc.text), np.float32)
    for token in doc:
        if token.ent_iob:
            weight[token.idx : token.idx + len(token.text_with_ws)] = 1.0
    return weight


def _read_weights(folder: Path) -> Tagger:
    file = folder / LearningPipe.WEIGHTS
    try:
        return Tagger.from_bytes(file.read_bytes())
    except OSError as error:
        raise PipelineError(f"expected a pipeline with a tagger as base, found no {file}") from error


def _rng() -> np.random.Generator:
    """Random numbers that follow from the seed that spaCy sets before it initializes a pipeline."""
    return np.random.default_rng(int(np.random.randint(2**31 - 1)))


def _not_called(model: Model[Any, Any], features: Any, is_train: bool) -> Any:
    raise NotImplementedError("the tagger reads with parkie.tagger.network; this model holds its weights")
