"""Events that a trigger word names: what happened, found by frames, one file per event type."""

from __future__ import annotations

from parkie.relations.happenings.triggered import find_triggered

__all__ = ["find_triggered"]
