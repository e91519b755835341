"""How hypothesis runs, without deadlines, which a busy machine breaks; and a small pipeline for what runs many."""

from __future__ import annotations

import os

import pytest
import spacy
from hypothesis import HealthCheck, settings

settings.register_profile("parkie", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("parkie-ci", settings.get_profile("parkie"), derandomize=True)
settings.load_profile("parkie-ci" if os.environ.get("CI") else "parkie")  # under CI the same each time


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A pipeline of sections, dates and figures on disk: no gazetteer, so a worker starts in a moment."""
    nlp = spacy.blank("zh")
    for name in ("parkie_sections", "parkie_dates", "parkie_figures"):
        nlp.add_pipe(name)
    path = tmp_path_factory.mktemp("model") / "small"
    nlp.to_disk(path)
    return str(path)
