"""What the tagger reads of a Doc that the components before it have seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from spacy.tokens import Doc

from parkie.matchers.names import link_aliases, resolve_names
from parkie.matchers.names.counts import free_of_counts, free_of_days
from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch
from parkie.matchers.spans import outside
from parkie.pipes import state
from parkie.tagger.tagger import Seen

__all__ = ["outside_names", "see"]

# A date or figure inside one of these is part of the name; inside any other it stays what it is.
_SWALLOWING: Final = frozenset({"PROJECT", "MEETING", "DOCUMENT", "HONOR", "PARK", "COMPANY", "REGION", "INSTITUTION"})


def see(doc: Doc) -> Seen:
    """Its text, and what rules, tables and gazetteer make of it, resolved."""
    text = state.live_text(doc)
    known = state.get(doc, state.GAZETTEER, NameMatch)
    figures, dates = state.get(doc, state.FIGURES, FigureMatch), state.get(doc, state.DATES, DateMatch)
    candidates = [*known, *(m for key in (state.NAMES, state.MODEL) for m in state.get(doc, key, NameMatch))]
    candidates = free_of_days(free_of_counts(candidates, figures), dates)
    ruled = link_aliases(text, resolve_names(text, candidates), state.teasers(doc))
    return Seen(text, ruled, known, (*outside_names(figures, ruled), *outside_names(dates, ruled)))


R = TypeVar("R", FigureMatch, DateMatch)


def outside_names(quantities: Sequence[R], entities: Sequence[NameMatch]) -> list[R]:
    """Those that are not part of a name."""
    return outside(quantities, [(match.start, match.end) for match in entities if match.label in _SWALLOWING])
