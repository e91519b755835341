"""Pipelines whose verdicts do not move when weights are trained anew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

import parkie
from parkie.labels import TRIGGERED_TYPES
from parkie.matchers.reading import Sighting
from parkie.pipes import state
from parkie.pipes.linker import LinkerPipe
from parkie.relations import Judge
from parkie.relations.happenings.judging import of_fillers, of_triggers
from parkie.relations.happenings.judging.rows import Row


class Says:
    """A judge that finds all fillers and all triggers as likely as it is told, of the types it knows."""

    def __init__(self, fillers: float, triggers: float) -> None:
        self._told = {"fillers": fillers, "triggers": triggers}
        self.types = frozenset(TRIGGERED_TYPES)

    def likelihoods(self, part: str, rows: Sequence[Row]) -> list[float]:
        return [self._told[part]] * len(rows)


def random_judge(seed: int) -> Judge:
    """Weights that mean nothing, and decide now this way and now that."""
    rng = np.random.default_rng(seed)
    widths = {"fillers": len(of_fillers.columns()), "triggers": len(of_triggers.columns())}
    weights = {}
    for part, width in widths.items():
        weights |= {
            f"{part}_hidden": rng.normal(0, 0.3, (width, 16)), f"{part}_bias": rng.normal(0, 0.3, 16),
            f"{part}_output": rng.normal(0, 0.5, 8), f"{part}_rest": np.zeros(()),
        }  # fmt: skip
    return Judge(weights)


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
