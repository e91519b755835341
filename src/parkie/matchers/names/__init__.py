"""The grammar of unseen names and the resolution of entities."""

from __future__ import annotations

from collections.abc import Sequence

from parkie.matchers.names.aliases import link_aliases, name_entities
from parkie.matchers.names.anaphors import find_anaphors
from parkie.matchers.names.bodies import find_appended, find_bare_bodies, find_groups
from parkie.matchers.names.brands import find_brands
from parkie.matchers.names.documents import find_documents
from parkie.matchers.names.edges import trim_names
from parkie.matchers.names.employers import find_employers
from parkie.matchers.names.heads import find_headed
from parkie.matchers.names.holders import find_held_posts
from parkie.matchers.names.honors import find_honors
from parkie.matchers.names.lists import find_listed
from parkie.matchers.names.meetings import find_meetings
from parkie.matchers.names.persons import find_persons
from parkie.matchers.names.posts import find_posts
from parkie.matchers.names.projects import find_projects
from parkie.matchers.names.repeats import repeat_names
from parkie.matchers.names.resolve import chain_names, discarded, resolve_names
from parkie.matchers.names.tickers import find_coded
from parkie.matchers.names.words import WordedText, reread, with_names, words_of
from parkie.matchers.reading import NameMatch

__all__ = [
    "chain_names", "discarded", "find_anaphors", "find_names", "link_aliases", "name_entities", "repeat_names",
    "resolve_names", "trim_names",
]  # fmt: skip


def find_names(folded: str, known: Sequence[NameMatch]) -> list[NameMatch]:
    """Candidates that the grammar finds in ``folded``, given what the gazetteer knows; they may overlap."""
    known = reread(folded, known)
    posts = find_posts(folded)
    words = words_of(folded, known)
    persons = find_persons(WordedText.of(folded, words), posts)
    text = WordedText.of(folded, with_names(words, persons))
    heads = find_headed(text, frozenset(at for post in posts for at in (post.start, post.base)))
    heads += find_bare_bodies(folded)
    meetings = find_meetings(text)
    spans = {(word.start, word.end) for word in text.words}
    standing = [match for match in known if (match.start, match.end) in spans]
    bodies = _by_end([*standing, *heads, *meetings], {})
    committees = find_appended(folded, bodies)
    bodies = _by_end(committees, bodies)
    held = find_held_posts(folded, posts, persons, bodies)
    return [
        *heads,
        *committees,
        *find_groups(folded),
        *persons,
        *held,
        *find_employers(text, held, bodies),
        *find_documents(folded),
        *meetings,
        *find_projects(text),
        *find_coded(text),
        *find_brands(text),
        *find_honors(text),
        *find_listed(text),
    ]


def _by_end(names: Sequence[NameMatch], bodies: dict[int, int]) -> dict[int, int]:
    """``bodies`` (the end of each body -> its start, of the longest) with those of ``names`` that are bodies."""
    out = dict(bodies)
    for match in names:
        if match.label in _BODIES:
            out[match.end] = min(match.start, out.get(match.end, match.start))
    return out


_BODIES = frozenset({"GOVERNMENT", "COMPANY", "INSTITUTION", "PARK", "DISTRICT", "REGION", "MEETING"})
