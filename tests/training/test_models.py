"""The project that checks and rebuilds the packaged weights: what it names is there, and the weights are those told."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
import srsly

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "models"
PROJECT = srsly.read_yaml(MODELS / "project.yml")


WEIGHTS = ("parkie/tagger/data/entities.npz", "parkie/relations/judging/data/judge.npz")


def test_the_packaged_weights_are_those_of_the_digests() -> None:
    lines = []
    for name in WEIGHTS:
        path = ROOT / "src" / name
        lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")
    assert (MODELS / "weights.sha256").read_text("utf-8") == "".join(lines)


@pytest.mark.parametrize("command", PROJECT["commands"], ids=lambda command: command["name"])
def test_each_step_of_the_project_uses_what_is_there(command: dict[str, object]) -> None:
    assert command["name"] in PROJECT["workflows"]["all"]
    for line in command["script"]:
        told = re.sub(r"\$\{vars\.(\w+)\}", lambda found: PROJECT["vars"][found[1]], line)
        paths = [word.partition(":")[0] for word in told.split() if "/" in word or word.endswith((".py", ".sha256"))]
        missing = [path for path in paths if not path.startswith("made/") and not (MODELS / path).exists()]
        assert paths
        assert not missing


def test_the_commands_of_the_card_name_scripts_and_options_that_are_there() -> None:
    card = (MODELS / "README.md").read_text("utf-8")
    scripts = {path.name: path.read_text("utf-8") for path in MODELS.glob("*.py")}
    for block in re.findall(r"(?:^ {4}.*\n)+", card, re.MULTILINE):
        for name, told in re.findall(r"models/(\w+\.py)((?:[^\n]|\\\n)*)", block):
            for option in re.findall(r"--\w+", told):
                assert f'"{option}"' in scripts[name], (name, option)
