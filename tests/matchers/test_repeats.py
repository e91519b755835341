"""What is a name in one place of a page is one in the others."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkie.matchers.names import repeat_names
from parkie.matchers.reading import NameMatch

# ‹what was found|LABEL›, [what should be found besides|LABEL]
CASES = [
    "‹云栖谷数创园|PARK›开园,[云栖谷数创园|PARK]已有企业20家",
    "‹泽远精密|COMPANY›签约,[泽远精密|COMPANY]负责人介绍",
    "‹泽远|COMPANY›签约,泽远负责人介绍",  # two characters may be anything
    "‹云栖谷|PARK›开园,‹云栖谷|COMPANY›入驻,到云栖谷去",  # it means two things here
    "‹林知远先生|PERSON›到场,林知远先生介绍",
    "‹云栖谷数创园二期|PROJECT›开工,‹云栖谷数创园|PARK›有20家",  # lies in a longer name
]


def _read(marked: str) -> tuple[str, list[NameMatch], list[NameMatch]]:
    """The text, the names that are given, and all that should be there."""
    text, given, whole = "", [], []
    for piece in marked.replace("‹", "\n‹").replace("[", "\n[").replace("›", "›\n").replace("]", "]\n").split("\n"):
        if piece[:1] in ("‹", "["):
            form, label = piece[1:-1].split("|")
            whole.append(NameMatch(len(text), len(text) + len(form), label))
            given += [whole[-1]] if piece[0] == "‹" else []
            text += form
        else:
            text += piece
    return text, given, whole


@pytest.mark.parametrize("marked", CASES)
def test_further_places_of_a_name(marked: str) -> None:
    text, given, whole = _read(marked)
    found = repeat_names(text, given)
    assert [(m.start, m.end, m.label) for m in found] == [(m.start, m.end, m.label) for m in whole]


def test_a_defined_short_form_has_the_label_of_what_it_stands_for() -> None:
    text = "海州泽远工业软件研究院有限公司(以下简称“泽远研究院”)签约,泽远研究院入驻"
    full, short = NameMatch(0, 15, "COMPANY"), NameMatch(21, 26, "INSTITUTION")
    assert [(text[m.start : m.end], m.label) for m in repeat_names(text, [full, short])] == [
        ("海州泽远工业软件研究院有限公司", "COMPANY"), ("泽远研究院", "COMPANY"), ("泽远研究院", "COMPANY"),
    ]  # fmt: skip


def test_what_other_articles_name_is_not_looked_for_in_this_one() -> None:
    text = "到云栖谷数创园去。\n云栖谷数创园开园"
    named = [NameMatch(10, 16, "PARK")]
    assert repeat_names(text, named, aside=[(10, 18)]) == named
    assert len(repeat_names(text, named)) == 2


@given(st.text("云栖谷园签约,", max_size=40), st.lists(st.integers(0, 40), max_size=8))
def test_what_was_found_stays_and_nothing_overlaps(text: str, cuts: list[int]) -> None:
    cuts = sorted({cut for cut in cuts if cut <= len(text)})
    names = [NameMatch(start, end, "PARK") for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    found = repeat_names(text, names)
    assert set(names) <= set(found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert repeat_names(text, found) == found
