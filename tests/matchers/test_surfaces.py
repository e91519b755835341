"""Surface forms are found where the library's own leftmost-longest match finds them."""

from __future__ import annotations

from ahocorasick_rs import AhoCorasick, MatchKind
from hypothesis import given
from hypothesis import strategies as st

from parkie.matchers.surfaces import Surfaces

FEW = st.text("松江区市𠮷", min_size=1, max_size=5)


@given(st.sets(FEW, max_size=8), st.text("松江区市𠮷\n ", max_size=30))
def test_leftmost_longest_match_finds_the_same(strings: set[str], text: str) -> None:
    automaton = AhoCorasick(sorted(strings), matchkind=MatchKind.LeftmostLongest)
    expected = [(start, end) for _, start, end in automaton.find_matches_as_indexes(text)]
    assert Surfaces(strings).find(text) == expected


def test_a_string_is_not_found_where_the_text_ends_within_it() -> None:
    assert Surfaces({"上海宝山", "上海宝山区"}).find("去上海宝山") == [(1, 5)]
