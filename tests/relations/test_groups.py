"""Noun phrases, and the groups in which the text names participants."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parkie.lexicon.store import read_toml
from parkie.relations.happenings.groups import find_groups
from parkie.relations.happenings.nouns import find_nouns
from parkie.relations.scene import Scene

SceneOf = Callable[[str], Scene]


@pytest.mark.parametrize("name", list(read_toml("nouns.toml")["classes"]))
def test_the_example_of_a_class_holds_such_a_noun(name: str, scene_of: SceneOf) -> None:
    scene = scene_of(read_toml("nouns.toml")["classes"][name]["example"])
    assert name in {kind for noun in find_nouns(scene.sentences[0]) for kind in noun.classes}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # the left edge: a stop word, a number, a name, a mark
        ("引进重大项目", ["重大项目"]),
        ("20家龙头企业落户", ["龙头企业"]),
        ("{DISTRICT:松江区}重点项目开工", ["重点项目"]),
        ("今年,新材料项目和新能源项目开工", ["新材料项目", "新能源项目"]),
        ("签署战略合作协议", ["战略合作协议"]),
        # a phrase ends in its last head
        ("三个产业园项目开工", ["产业园项目"]),
        # demonstratives are inside
        ("该项目已竣工", ["该项目"]),
        ("本园区企业", ["本园区企业"]),
        # a head inside a name is none
        ("{PARK:云帆产业园}开工", []),
    ],
)
def test_where_a_noun_phrase_begins_and_ends(marked: str, expected: list[str], scene_of: SceneOf) -> None:
    scene = scene_of(marked)
    assert [scene.text[n.start : n.end] for n in find_nouns(scene.sentences[0])] == expected


@pytest.mark.parametrize(
    ("marked", "noun", "count"),
    [
        ("20家企业入驻", "企业", "20家"),
        ("企业30家入驻", "企业", "30家"),
        ("9个超百亿元项目落地", "项目", "9个"),
        ("总投资86亿元的项目落地", "项目", None),
        ("企业很多,入驻20家", "企业", None),
    ],
)
def test_the_figure_that_counts_a_noun(marked: str, noun: str, count: str | None, scene_of: SceneOf) -> None:
    scene = scene_of(marked)
    found = next(n for n in find_nouns(scene.sentences[0]) if scene.text[n.start : n.end] == noun)
    assert (found.figure and scene.text[found.figure.start : found.figure.end]) == count


@pytest.mark.parametrize(
    ("marked", "bare", "definite"),
    [
        ("项目落地", True, False),
        ("该项目落地", True, True),
        ("重大项目落地", False, False),
        ("该重大项目落地", False, True),
    ],
)
def test_bare_and_definite(marked: str, bare: bool, definite: bool, scene_of: SceneOf) -> None:
    noun = find_nouns(scene_of(marked).sentences[0])[0]
    assert noun.definite == definite
    assert noun.bare == (bare and not definite)


def groups(scene: Scene) -> list[tuple[list[str], str | None]]:
    """The groups of the first sentence: members, and the count."""
    text = scene.text
    return [
        ([text[m.start : m.end] for m in group.members], group.figure and text[group.figure.start : group.figure.end])
        for group in find_groups(scene, scene.sentences[0])
    ]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # joints
        ("{COMPANY:蓝岭集团}、{COMPANY:青禾智能}签约", [(["蓝岭集团", "青禾智能"], None)]),
        ("{COMPANY:蓝岭}和{COMPANY:青禾}以及{COMPANY:南岭}签约", [(["蓝岭", "青禾", "南岭"], None)]),
        ("“{PROJECT:云湖项目}”、“{PROJECT:远山项目}”开工", [(["云湖项目", "远山项目"], None)]),
        # bodies and places stand side by side in one role of a signing, not in one coordination
        ("{COMPANY:蓝岭集团}在{DISTRICT:松江区}落户", [(["蓝岭集团"], None), (["松江区"], None)]),
        ("{COMPANY:蓝岭集团}的{COMPANY:青禾智能}", [(["蓝岭集团"], None), (["青禾智能"], None)]),
        # a comma joins projects and not firms
        ("{PROJECT:云湖项目},{PROJECT:远山项目}", [(["云湖项目", "远山项目"], None)]),
        ("{COMPANY:蓝岭集团},{COMPANY:青禾智能}", [(["蓝岭集团"], None), (["青禾智能"], None)]),
        # tails
        ("{COMPANY:蓝岭集团}、{COMPANY:青禾智能}等15家企业", [(["蓝岭集团", "青禾智能"], "15家")]),
        ("{COMPANY:蓝岭集团}等企业20余家落户", [(["蓝岭集团"], "20余家")]),
        ("{PROJECT:云湖项目}、{PROJECT:远山项目}2个项目开工", [(["云湖项目", "远山项目"], "2个")]),
        ("{COMPANY:蓝岭集团}等,另有12家企业", [(["蓝岭集团"], None), ([], "12家")]),
        # persons over the posts between them
        (
            "{POSITION:区长}{PERSON:何秀兰}、{POSITION:副区长}{PERSON:方启明}出席",
            [(["区长"], None), (["何秀兰", "方启明"], None), (["副区长"], None)],
        ),
        ("{PERSON:何秀兰}会见{PERSON:方启明}", [(["何秀兰"], None), (["方启明"], None)]),
        # a counted noun is a group without members
        ("16家企业签约", [([], "16家")]),
    ],
)
def test_groups(marked: str, expected: list[tuple[list[str], str | None]], scene_of: SceneOf) -> None:
    assert groups(scene_of(marked)) == expected


def test_a_bare_noun_that_opens_a_clause_stands_for_the_last_name_of_its_kind(scene_of: SceneOf) -> None:
    scene = scene_of("{PROJECT:远山储能项目}落户{DISTRICT:松江区}。项目占地20亩,项目多个。")
    (group, *_) = find_groups(scene, scene.sentences[1])
    (member,) = group.members
    assert (scene.text[member.start : member.end], member.label, member.name) == ("项目", "PROJECT", "远山储能项目")


def test_a_noun_inside_a_clause_or_with_a_count_stands_for_nothing(scene_of: SceneOf) -> None:
    scene = scene_of("{PROJECT:远山储能项目}落户。这批项目开工,20个项目竣工。")
    assert all(not group.members for group in find_groups(scene, scene.sentences[1]))


def test_firms_that_close_in_projects_are_read_as_projects(scene_of: SceneOf) -> None:
    scene = scene_of("{COMPANY:蓝岭集团}、{COMPANY:青禾智能}等5个龙头项目开工")
    (group,) = find_groups(scene, scene.sentences[0])
    assert "noun:work" in group.labels
    assert "COMPANY" not in group.labels
