"""The grammar of unseen names and the resolution of entities."""

from __future__ import annotations

from collections.abc import Sequence

from parkie.matchers.names.heads import find_bare_bodies, find_groups, find_headed
from parkie.matchers.names.aliases import link_aliases
from parkie.matchers.names.anaphors import find_anaphors
from parkie.matchers.names.documents import find_documents
from parkie.matchers.names.honors import find_honors
from parkie.matchers.names.lists import find_listed
from parkie.matchers.names.meetings import find_meetings
from parkie.matchers.names.persons import find_persons
from parkie.matchers.names.posts import find_posts
from parkie.matchers.names.projects import find_projects
from parkie.matchers.names.resolve import discarded, resolve_names
from parkie.matchers.names.words import words_of
from parkie.matchers.reading import NameMatch

__all__ = ["discarded", "find_anaphors", "find_names", "link_aliases", "resolve_names"]


def find_names(folded: str, known: Sequence[NameMatch]) -> list[NameMatch]:
    """Candidates that the grammar finds in ``folded``, given what the gazetteer knows; they may overlap."""
    words = words_of(folded, known)
    posts = frozenset(post.start for post in find_posts(folded))
    found = find_headed(folded, words, posts)
    found += find_bare_bodies(folded)
    found += find_groups(folded)
    bodies: dict[int, int] = {}
    for match in [*known, *found]:
        if match.label in _BODIES:
            bodies[match.end] = min(match.start, bodies.get(match.end, match.start))
    found += find_persons(folded, words, bodies)
    found += find_documents(folded)
    found += find_meetings(folded, words)
    found += find_projects(folded, words)
    found += find_honors(folded)
    found += find_listed(folded, words)
    return found


_BODIES = frozenset({"GOVERNMENT", "COMPANY", "INSTITUTION", "PARK", "DISTRICT", "REGION"})
