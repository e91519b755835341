"""Whether a figure is told for its own sake, by a judge; without one, as the rules have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from parkie.relations.judging.judge import Judge
from parkie.relations.quantities import of_figures
from parkie.relations.quantities.measured import Measured
from parkie.relations.scene import Scene

__all__ = ["TELLING", "is_asked", "is_told", "weigh"]

TELLING: Final = 0.4
"""From which likelihood on a figure is told as a statistic or a target."""
_TOGETHER: Final = 256  # figures: enough for one multiplication to pay, few enough for the longest page


def weigh(scene: Scene, measured: Sequence[Measured], judge: Judge) -> None:
    """Ask the judge of each figure whether it is told, and as what."""
    asked = [one for one in measured if is_asked(one)]
    for at in range(0, len(asked), _TOGETHER):
        some = asked[at : at + _TOGETHER]
        rows = of_figures.rows_of_figures(scene, some)
        likelihoods = judge.likelihoods("figures", rows, of_figures.columns())
        for one, (statistic, target) in zip(some, likelihoods, strict=True):
            one.likely = statistic, target
            one.slot.target = target > statistic


def is_asked(measured: Measured) -> bool:
    """Whether it can be told at all: not the argument of another event, nor the change of another figure."""
    return not (measured.slot.taken or measured.slot.is_change or measured.repeated)


def is_told(measured: Measured) -> bool:
    """Whether the figure makes an event."""
    return measured.ruled if measured.likely is None else max(measured.likely) >= TELLING
