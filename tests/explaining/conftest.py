"""Pipelines whose verdicts do not move when weights are trained anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

import parkie
from parkie.labels import EVENT_TYPES, TRIGGERED_TYPES
from parkie.matchers.reading import Sighting
from parkie.pipes import state
from parkie.pipes.linker import LinkerPipe
from parkie.relations import Judge
from parkie.relations.happenings.judging import of_fillers, of_triggers
from parkie.relations.judging.judge import Network
from parkie.relations.judging.rows import Row
from parkie.relations.quantities import of_figures


class Says:
    """A judge that finds all fillers, triggers and figures as likely as it is told, of the types it knows.

    ``figures`` are the likelihoods of a statistic and a target; without them it never learnt of these.
    """

    def __init__(self, fillers: float, triggers: float, figures: tuple[float, float] | None = None) -> None:
        self._told = {"fillers": [fillers], "triggers": [triggers], "figures": list(figures or ())}
        self.types = frozenset(TRIGGERED_TYPES if figures is None else EVENT_TYPES)

    def likelihoods(self, part: str, rows: Sequence[Row], columns: Sequence[str]) -> list[list[float]]:
        return [self._told[part]] * len(rows)


def random_judge(seed: int) -> Judge:
    """Weights that mean nothing, and decide now this way and now that."""
    rng = np.random.default_rng(seed)
    parts = {"fillers": (of_fillers, 1), "triggers": (of_triggers, 1), "figures": (of_figures, 2)}
    networks = {}
    for part, (seen, answers) in parts.items():
        hidden = rng.normal(0, 0.3, (len(seen.columns()), 16))
        output = rng.normal(0, 0.5, (8, answers))
        networks[part] = Network(seen.columns(), hidden, rng.normal(0, 0.3, 16), output, np.zeros(answers))
    return Judge(networks)


@Language.component("sights_signings")
def sights_signings(doc: Doc) -> Doc:
    """A reader that takes 签 and the character behind it for a signing wherever it stands, and 鸣笛 for building."""
    text, found = state.live_text(doc), []
    for word, kind in (("签", "signing"), ("鸣笛", "construction")):
        at = text.find(word)
        while at >= 0:
            found.append(Sighting(at, at + 2, kind, 0.75))
            at = text.find(word, at + 2)
    found.sort(key=lambda sighting: sighting.start)
    state.put(doc, state.SIGHTINGS, found, [sighting.type for sighting in found])
    return doc


def judged_by(judge: object) -> Language:
    """Rules alone for names, a reader that has looked for triggers, and the judge."""
    nlp = parkie.load(tagger=False)
    nlp.add_pipe("sights_signings", before="parkie_linker")
    linker = nlp.get_pipe("parkie_linker")
    assert isinstance(linker, LinkerPipe)
    linker.judge = judge
    return nlp


@pytest.fixture(scope="session")
def rules_only() -> Language:
    """The pipeline without anything trained."""
    return parkie.load(tagger=False)


@pytest.fixture
def judging() -> Callable[[float, float, tuple[float, float]], Language]:
    """Where a judge finds fillers, triggers and figures as likely as it is told."""
    return lambda fillers, triggers, figures: judged_by(Says(fillers, triggers, figures))


@pytest.fixture(scope="session")
def judged() -> Language:
    """Where a judge finds everything likely."""
    return judged_by(Says(0.9, 0.8))


@pytest.fixture(scope="session")
def doubting() -> Language:
    """Where a judge finds nothing likely."""
    return judged_by(Says(0.2, 0.1))


@pytest.fixture(scope="session", params=[1, 2])
def wayward(request: pytest.FixtureRequest) -> Language:
    """Where a judge of random weights decides."""
    return judged_by(random_judge(request.param))
