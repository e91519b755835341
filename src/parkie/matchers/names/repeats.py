"""What a page names once it names elsewhere too: places of a name that a reader of sentences passed over.

The tagger reads a sentence at a time and may see a firm in one and miss it in the next, or read a short form otherwise
than the name it was defined for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parkie.matchers.names.aliases import find_defined
from parkie.matchers.reading import NameMatch
from parkie.matchers.spans import lies_in
from parkie.matchers.surfaces import Surfaces

__all__ = ["repeat_names"]

_REPEATED = frozenset({"COMPANY", "PARK", "INSTITUTION", "PROJECT"})
_SHORTEST = 3


def repeat_names(
    folded: str, names: Sequence[NameMatch], aside: Sequence[tuple[int, int]] = ()
) -> list[NameMatch]:
    """``names``, in text order and without overlap, with every further place of bodies and projects among them.

    Forms of two characters, and those that mean different things on the page, are looked for no further. A short form
    that the text defines (以下简称“…”) has the label of what it stands for, wherever the whole of it is a name. What is
    named in the stretches ``aside``, in text order (other articles of the page), says nothing of the rest.

    >>> text = "云栖谷数创园开园,云栖谷数创园已有企业20家"
    >>> [(match.start, match.end) for match in repeat_names(text, [NameMatch(0, 6, "PARK")])]
    [(0, 6), (9, 15)]
    """
    own = [match for match in names if not lies_in(aside, match.start)] if aside else names
    defined = {folded[match.start : match.end]: match.label for match in find_defined(folded, own)}
    known: dict[str, set[str]] = {}
    for match in own:
        form = folded[match.start : match.end]
        known.setdefault(form, set()).add(defined.get(form, match.label))
    named = []
    for match in names:
        label = defined.get(folded[match.start : match.end], match.label)
        named.append(match if label == match.label else replace(match, label=label, source="alias"))
    forms = {
        form: next(iter(labels))
        for form, labels in known.items()
        if len(form) >= _SHORTEST and len(labels) == 1 and labels <= _REPEATED
    }
    taken = bytearray(len(folded))
    for match in named:
        taken[match.start : match.end] = b"\1" * (match.end - match.start)
    again = [
        NameMatch(start, end, forms[folded[start:end]], source="repeat")
        for start, end in Surfaces(forms).find(folded)
        if not any(taken[start:end])
    ]
    return sorted([*named, *again], key=lambda match: match.start) if again else named
