"""Figures that describe a subject (statistics) or that somebody wants to reach (targets)."""

from __future__ import annotations

from parkie.relations.reading import Argument, EventReading
from parkie.relations.scene import Scene

__all__ = ["find_statistics"]


def find_statistics(scene: Scene, taken: set[tuple[int, int]]) -> list[EventReading]:
    """A statistic or target for each figure of the section that no other event has taken."""
    out = []
    for sentence in scene.sentences:
        for figure in sentence.figures:
            if (figure.start, figure.end) in taken:
                continue
            value = Argument("value", figure.start, figure.end, "figure")
            out.append(
                EventReading(
                    figure.start, figure.end, "statistic", "actual", scene.kind,
                    (sentence.start, sentence.end), 0.5, (value,),
                )
            )  # fmt: skip
    return out
