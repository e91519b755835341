"""Whether an event happened: cue words, their decoys and their scopes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parkie.lexicon.store import read_toml
from parkie.relations.happenings.realis import Outlook, outlook_at
from parkie.relations.scene import Scene

SceneOf = Callable[[str], Scene]


def outlook(scene: Scene, word: str, *, weak: bool = False) -> Outlook:
    """The outlook of the last ``word`` of the text."""
    at = scene.text.rindex(word)
    return outlook_at(scene.sentence_at(at), at, at + len(word), weak=weak)


EXAMPLES = [
    ("planned", "竣工", False, "planned"),
    ("planned_reaching", "投产", False, "planned"),
    ("planned_near", "投产", False, "planned"),
    ("negated", "开工", False, "negated"),
    ("wished", "建设", True, "planned"),
    ("wished_opening", "打造", True, "planned"),
    ("wished_reaching", "落户", True, "planned"),
    ("decoys", "建设", True, "actual"),
    ("planned_behind", "建设", True, "planned"),
    ("purpose", "投产", False, "planned"),
    ("under_way", "入驻", False, "actual"),
    ("done", "开馆", False, "actual"),
    ("done_behind", "建成", False, "actual"),
]


@pytest.mark.parametrize(("table", "word", "weak", "realis"), EXAMPLES)
def test_the_example_of_a_table(table: str, word: str, weak: bool, realis: str, scene_of: SceneOf) -> None:
    row = read_toml("realis.toml")[table]
    assert any(cue in row["example"] for cue in row["words"])
    assert outlook(scene_of(row["example"]), word, weak=weak).realis == realis


def test_every_table_is_tested() -> None:
    assert set(read_toml("realis.toml")) == {table for table, *_ in EXAMPLES}


@pytest.mark.parametrize("table", ["planned", "planned_reaching", "planned_near"])
def test_every_word_of_intention_makes_an_event_planned(table: str, scene_of: SceneOf) -> None:
    words = read_toml("realis.toml")[table]["words"]
    missed = [word for word in words if outlook(scene_of(f"项目{word}开工"), "开工").realis != "planned"]
    assert [word for word in missed if word != "未来"] == []


@pytest.mark.parametrize("text", ["项目未来开工", "未来将开工"])
def test_the_future_is_no_denial(text: str, scene_of: SceneOf) -> None:
    assert outlook(scene_of(text), "开工").realis == "planned"


def test_every_word_of_denial_negates(scene_of: SceneOf) -> None:
    words = read_toml("realis.toml")["negated"]["words"]
    assert [word for word in words if outlook(scene_of(f"项目{word}开工"), "开工").realis != "negated"] == []


@pytest.mark.parametrize("table", ["wished", "wished_opening"])
def test_a_wish_counts_for_weak_words_only(table: str, scene_of: SceneOf) -> None:
    for word in read_toml("realis.toml")[table]["words"]:
        scene = scene_of(f"{word}建设园区")
        weak = outlook(scene, "建设", weak=True)
        assert (weak.realis, weak.wished) == ("planned", True), word
        assert outlook(scene, "建设").wished, word
        assert outlook(scene, "建设").realis == "actual", word


def test_every_decoy_hides_its_cue(scene_of: SceneOf) -> None:
    words = read_toml("realis.toml")["decoys"]["words"]
    read = {word: outlook(scene_of(f"某{word}开工"), "开工") for word in words}
    assert [word for word, found in read.items() if found.realis != "actual" or found.wished] == []


def test_a_clause_of_purpose_and_a_move_in_under_way_say_so(scene_of: SceneOf) -> None:
    assert outlook(scene_of("为保障项目按期投产"), "投产").purpose
    assert not outlook(scene_of("项目按期投产"), "投产").purpose
    assert outlook(scene_of("20余家企业正陆续入驻"), "入驻").under_way
    assert not outlook(scene_of("20余家企业入驻"), "入驻").under_way


@pytest.mark.parametrize(
    ("marked", "word", "realis"),
    [
        # an intention reaches over the clauses that follow, to a semicolon or a word of completion
        ("预计明年建成,三年内投产", "投产", "planned"),
        ("预计明年建成;三号线投产", "投产", "actual"),
        ("预计明年建成,一期已投产", "投产", "actual"),
        # not over the end of the sentence
        ("预计明年建成。一期投产", "投产", "actual"),
        # words that reach only within their clause
        ("将建设新厂,老厂投产", "投产", "actual"),
        # a cue behind the trigger says nothing
        ("一期投产,计划建设二期", "计划", "actual"),
        # done behind an intention closes it
        ("计划建设的展馆已开馆", "开馆", "actual"),
        ("计划建成了展馆", "建成", "actual"),
        # a cue inside a name is none
        ("{COMPANY:未来科技}开工", "开工", "actual"),
        ("{PARK:将军山产业园}开工", "开工", "actual"),
        # denial counts close by
        ("项目未开工", "开工", "negated"),
        ("未来得及准备的老城区改造工程今天开工", "开工", "actual"),
    ],
)
def test_scopes(marked: str, word: str, realis: str, scene_of: SceneOf) -> None:
    assert outlook(scene_of(marked), word).realis == realis
