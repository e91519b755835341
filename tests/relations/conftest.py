"""Scenes from marked text: {LABEL:name} is a name, figures and dates are found."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from spacy.language import Language

import parkie
from parkie.matchers.dates import find_dates
from parkie.matchers.dates.reference import Reference
from parkie.matchers.figures import find_figures
from parkie.matchers.reading import NameMatch, Sighting
from parkie.relations.scene import Mentions, Scene
from parkie.text.fold import fold

MARK_RE = re.compile(r"\{(?P<label>[A-Z]+):(?P<name>[^}]+)\}")


def make_scene(marked: str) -> Scene:
    """The section of a marked text."""
    text, at = "", 0
    names: list[NameMatch] = []
    for match in MARK_RE.finditer(marked):
        text += marked[at : match.start()]
        names.append(NameMatch(len(text), len(text) + len(match["name"]), match["label"]))
        text += match["name"]
        at = match.end()
    text = fold(text + marked[at:])
    figures = [f for f in find_figures(text) if not any(n.start < f.end and f.start < n.end for n in names)]
    return Scene(text, "body", 0, len(text), Mentions(names, [], figures, find_dates(text, Reference())))


def look(scene: Scene, *sightings: Sighting) -> Scene:
    """The same section where a trained reader has looked; what has a role is suspected to be an argument."""
    mentions = Mentions(
        [m for s in scene.sentences for m in s.entities],
        [],
        [m for s in scene.sentences for m in s.figures],
        [m for s in scene.sentences for m in s.dates],
        sightings=[sighting for sighting in sightings if sighting.role is None],
        suspected=[sighting for sighting in sightings if sighting.role is not None],
    )
    return Scene(scene.text, scene.kind, scene.start, scene.end, mentions)


@pytest.fixture(scope="session")
def sighted() -> Callable[..., Scene]:
    """A section where a trained reader has looked, and what it suspects there."""
    return look


@pytest.fixture(scope="session")
def rules_only() -> Language:
    """The pipeline without the tagger, whose weights change more often than what events are made of."""
    return parkie.load(tagger=False)


@pytest.fixture(scope="session")
def scene_of() -> Callable[[str], Scene]:
    """``make_scene``, for the tests of this folder."""
    return make_scene
