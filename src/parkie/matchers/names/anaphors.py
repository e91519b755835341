"""Common nouns that point back to a name: 该园区, 这家公司, 该区."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from parkie.matchers.names.tables import table
from parkie.matchers.reading import NameMatch

__all__ = ["find_anaphors"]

_REACH = 1200
"""How far back an antecedent may stand, in characters."""


@cache
def _rules() -> tuple[re.Pattern[str], dict[str, tuple[tuple[str, ...], str]]]:
    """The pattern of an anaphor, and for its noun the labels and the ending of the antecedent."""
    data = table("anaphors")
    nouns = {w: (tuple(row["labels"]), row.get("ending", "")) for row in data["nouns"] for w in row["words"]}
    either = "|".join(sorted(nouns, key=len, reverse=True))
    pointers = "|".join(data["pointers"])
    return re.compile(rf"(?:{pointers})({either})(?![\u4e00-\u9fff]?(?:域|长|们))"), nouns


def find_anaphors(folded: str, entities: Sequence[NameMatch]) -> list[NameMatch]:
    """该园区, 该公司 … with the label and the name of the nearest fitting entity before it.

    ``entities`` are in text order. An anaphor without an antecedent is left out.

    >>> park = NameMatch(0, 5, "PARK")
    >>> [(m.label, m.name) for m in find_anaphors("云溪智造谷开园,该园区占地百亩", [park])]
    [('PARK', '云溪智造谷')]
    """
    pattern, nouns = _rules()
    found = []
    passed = 0
    before: list[NameMatch] = []
    for match in pattern.finditer(folded):
        while passed < len(entities) and entities[passed].end <= match.start():
            before.append(entities[passed])
            passed += 1
        labels, ending = nouns[match.group(1)]
        antecedent = _antecedent(folded, before, match.start(), labels, ending)
        if antecedent:
            name = antecedent.name or folded[antecedent.start : antecedent.end]
            found.append(
                NameMatch(
                    match.start(), match.end(), antecedent.label, name, antecedent.adcode, "anaphor", 0.8
                )
            )
    return found


def _antecedent(
    folded: str, before: Sequence[NameMatch], position: int, labels: tuple[str, ...], ending: str
) -> NameMatch | None:
    """The nearest entity before ``position`` with the first label that occurs at all."""
    for label in labels:
        for entity in reversed(before[-120:]):
            if entity.end < position - _REACH:
                break
            if entity.label == label and (entity.name or folded[entity.start : entity.end]).endswith(ending):
                return entity
    return None
