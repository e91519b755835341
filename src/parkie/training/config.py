"""spaCy's own training config for a pipeline of parkie, and training by such a config."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TextIO

import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config
from thinc.api import Config, ConfigValidationError

from parkie.api import load
from parkie.errors import InputError, OutputError
from parkie.formats.labelled import Labelled
from parkie.tagger.labels import LABELS
from parkie.training.documents import write_documents

__all__ = ["make_config", "train_by_config", "write_config"]

COMPONENT: Final = "parkie_entities"
_BATCH: Final = 2_560  # characters, about


def make_config(base: str | None = None, *, labels: Sequence[str] = (), steps: int = 500, seed: int = 0) -> Config:
    """A complete config that trains the reader of names of a pipeline; the other components annotate.

    Args:
        base: the pipeline to go on from, on disk; the packaged one by default.
        labels: labels of one's own that are marked, should the articles at hand not show it.
        steps: batches of some 2,500 characters that are learnt from at most.
        seed: of the random numbers.

    Raises:
        PipelineError: there is no such pipeline.
    """
    nlp = load(base)
    config = nlp.config.copy()
    before = list(takewhile(lambda name: name != COMPONENT, nlp.pipe_names))
    config["system"]["seed"] = seed
    config["initialize"]["tokenizer"] = {}
    config["initialize"]["components"] = {COMPONENT: {"base": None, "labels": list(labels) or None, "scratch": False}}
    if base is not None:
        _go_on_from(config, base)
    config["training"] |= {
        "seed": "${system.seed}",
        "dropout": 0.25,
        "max_steps": steps,
        "patience": max(1, steps // 3),
        "eval_frequency": max(1, steps // 20),
        "annotating_components": before,
        "batcher": {
            "@batchers": "spacy.batch_by_words.v1",
            "size": _BATCH,
            "tolerance": 0.2,
            "discard_oversize": False,
            "get_length": None,
        },
        "optimizer": {
            "@optimizers": "Adam.v1",
            "learn_rate": {
                "@schedules": "warmup_linear.v1",
                "warmup_steps": max(1, steps // 20),
                "total_steps": steps,
                "initial_rate": 0.001,
            },
            "use_averages": True,
            "L2": 0.0,
            "grad_clip": 1.0,
        },
    }
    return config


def _go_on_from(config: Config, base: str) -> None:
    """Let the weights and the other components be those of a pipeline on disk."""
    config["initialize"].setdefault("components", {}).setdefault(COMPONENT, {})["base"] = base
    for name in config["nlp"]["pipeline"]:
        if name != COMPONENT:
            config["components"][name] = {"source": base}


def write_config(path: str | Path, base: str | None = None, **settings: Any) -> None:
    """Save the config of ``make_config``, whose settings these are.

    Raises:
        OutputError: there is something at ``path``.
    """
    path = Path(path)
    if path.exists():
        raise OutputError(f"expected a file that is not there yet, found one: {path}")
    path.write_text(make_config(base, **settings).to_str(), "utf-8")


def train_by_config(
    config: str | Path,
    groups: tuple[Sequence[Labelled], Sequence[Labelled]],
    *,
    base: str | None = None,
    labels: Sequence[str] = LABELS,
    log: TextIO | None = None,
) -> Language:
    """The best pipeline that ``spacy train`` makes by this config of these articles; spaCy's own loop makes it.

    Args:
        config: the file.
        groups: articles to learn from, and others that say when to stop.
        base: a pipeline on disk to go on from, in the place of what the config says.
        labels: those that may be marked.
        log: where spaCy tells how far it is.

    Raises:
        InputError: the config is none, or the articles have labels that are not named.
    """
    stream = log or StringIO()
    with TemporaryDirectory() as place:
        folder = Path(place)
        files = {name: str(folder / f"{name}.spacy") for name in ("train", "dev")}
        for file, articles in zip(files.values(), groups, strict=True):
            write_documents(articles, file, labels)
        try:
            told = load_config(config, overrides={f"paths.{name}": file for name, file in files.items()})
            if base is not None:
                _go_on_from(told, base)
            nlp = init_nlp(told)
        except (ConfigValidationError, OSError, KeyError, ValueError) as error:
            raise InputError(f"expected a training config of spaCy in {config}, found: {error}") from error
        (folder / "out").mkdir()
        train(nlp, folder / "out", stdout=stream, stderr=stream)
        best = spacy.load(folder / "out" / "model-best")
    best.config["paths"] |= dict.fromkeys(files)
    return best
