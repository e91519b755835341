"""Posts that someone holds, and the bodies that only such a post makes known: 政法委|书记|李明."""

from __future__ import annotations

from collections.abc import Sequence

from parkie.matchers.names.posts import Post
from parkie.matchers.names.tables import table
from parkie.matchers.reading import NameMatch

__all__ = ["find_held_posts"]

_CHAIN = 8
"""How many posts one person may hold in a row."""
_TAKEN = 24
"""How far behind a person the post may stand that is said to be taken."""


def find_held_posts(
    folded: str, posts: Sequence[Post], persons: Sequence[NameMatch], bodies: dict[int, int]
) -> list[NameMatch]:
    """The posts beside a person, with the bodies that only their post makes known (政法委|书记).

    ``bodies`` maps the end of each name of a body to its start: a chain of posts runs over them.
    """
    holders = _Holders(folded, posts, bodies)
    for person in persons:
        holders.before(person.start)
        holders.behind(person.end)
    return holders.found


class _Holders:
    """One text, its posts and bodies, and the posts that were found to be held."""

    def __init__(self, folded: str, posts: Sequence[Post], bodies: dict[int, int]) -> None:
        rows = table("persons")
        self.folded = folded
        self.bodies = bodies
        self.by_end = {post.end: post for post in posts}
        self.by_start = {post.start: post for post in posts}
        self.held = tuple(sorted(rows["bodies"]["held"], key=len, reverse=True))
        self.joined = frozenset(rows["bodies"]["joined"])
        self.trailing = frozenset(rows["posts"]["trailing"])
        self.taking = tuple(rows["after"]["taking"])
        self.seen: set[int] = set()
        self.found: list[NameMatch] = []

    def before(self, position: int) -> None:
        """The posts that end before the person at ``position`` and those listed before them: 区委|常委、副区长."""
        if self.folded[position - 1 : position] == " ":
            position -= 1
        for _ in range(_CHAIN):
            post = self.by_end.get(position)
            if post is None or post.end in self.seen:
                return
            self.seen.add(post.end)
            start = self._with_body(post)
            if not start or self.folded[start - 1] not in "、兼,/ ":
                return
            position = start - 1

    def _with_body(self, post: Post) -> int:
        """Put the post down; where the body before it begins, else where the post begins."""
        bodies = self.bodies
        inside = range(post.end - 2, post.start, -1)
        start = next((end for end in inside if bodies.get(end, post.start) < post.start), post.start)
        held = next((body for body in self.held if self.folded.endswith(body, 0, start)), "")
        before = start
        if start in bodies:
            before = bodies[start]
        elif held:
            before = start - len(held)
            if held in self.joined:
                start = before
            else:
                self.found.append(NameMatch(before, start, "GOVERNMENT", source="body:held", score=0.8))
        self._put(start, post.end)
        for _ in range(_CHAIN):
            if before not in bodies:
                break
            before = bodies[before]
        return before

    def behind(self, position: int) -> None:
        """The post behind the person that ends at ``position``: 习近平|总书记, 李明任…|局局长."""
        after = self.by_start.get(position)
        if after and self.folded[after.start : after.end] in self.trailing:
            self._put(after.start, after.end)
        elif self.folded.startswith(self.taking, position):
            for start in range(position, min(position + _TAKEN, len(self.folded))):
                if self.folded[start] in "。,;、\n":
                    return
                if start in self.by_start:
                    self._put(start, self.by_start[start].end)
                    return

    def _put(self, start: int, end: int) -> None:
        self.found.append(NameMatch(start, end, "POSITION", source="post", score=0.95))
