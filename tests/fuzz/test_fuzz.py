"""The fuzzer works, and a short run of it finds nothing."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from . import material
from .__main__ import NAMES
from .mutate import mutate
from .reading import Reader, SlowError, check_time
from .targets import TARGETS, Target

INPUTS = {"record": 100, "bytes": 60, "rules": 15, "pipeline": 10}


def test_the_command_line_knows_the_targets() -> None:
    assert tuple(TARGETS) == NAMES


@pytest.mark.parametrize("name", TARGETS)
def test_changed_inputs_are_read(name: str, tmp_path: Path) -> None:
    reader, rng = Reader(name, tmp_path), Random(7)
    seeds = reader.target.seeds()
    for _ in range(INPUTS.get(name, 150)):
        text = rng.choice(seeds)[: reader.target.longest]
        reader(mutate(text, rng, seeds, reader.target.longest, tags=reader.target.tags))
    assert not list(tmp_path.iterdir())


def test_changes_are_the_same_for_the_same_seed_and_keep_the_length() -> None:
    seeds = material.articles()
    changed = [mutate(seeds[3], Random(seed), seeds, 100, tags=True) for seed in range(50)]
    assert changed == [mutate(seeds[3], Random(seed), seeds, 100, tags=True) for seed in range(50)]
    assert len(set(changed)) > 40
    assert max(map(len, changed)) <= 100


def broken(text: str) -> None:
    assert "亿" not in text


def slow(text: str) -> None:
    """Quadratic: each character looks at all before it."""
    for at in range(len(text)):
        text[:at].count("园" * 2)


def test_what_breaks_a_target_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reader = Reader("fold", tmp_path / "found")
    reader.target = Target(broken, material.articles, 100)
    reader("云栖谷")
    with pytest.raises(AssertionError):
        reader("20亿元")
    [path] = (tmp_path / "found").iterdir()
    assert path.read_text("utf-8") == "20亿元"
    assert path.name in capsys.readouterr().err


def test_time_that_grows_with_the_square_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(check_time.__globals__, "_WORTH_TIMING", 0.0)
    monkeypatch.setitem(check_time.__globals__, "_SHORT", 2000)
    with pytest.raises(SlowError, match=re.escape("16 times as many")):
        check_time(Target(slow, material.articles, 100), "园区开园，")
    check_time(TARGETS["figures"], "总投资20亿元，")
