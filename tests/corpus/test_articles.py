"""The labelled corpus is whole: every article is sound, there are enough of everything, and no two are alike."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from parkie.formats.check import find_problems
from parkie.formats.labelled import Labelled
from parkie.formats.marked import read_marked, write_marked
from parkie.labels import ENTITY_LABELS, EVENT_TYPES

FOLDER = Path(__file__).parents[2] / "corpus" / "articles"
PATHS = sorted(FOLDER.glob("*.txt"))


@pytest.fixture(scope="module")
def articles() -> list[Labelled]:
    return [read_marked(path.read_text("utf-8"), path.stem) for path in PATHS]


def test_every_article_is_sound(articles: list[Labelled]) -> None:
    assert not [f"{article.id}: {problem}" for article in articles for problem in find_problems(article)]


def test_every_file_is_as_the_writer_writes_it(articles: list[Labelled]) -> None:
    assert [a.id for a, p in zip(articles, PATHS, strict=True) if write_marked(a) != p.read_text("utf-8")] == []


def test_heads_are_whole(articles: list[Labelled]) -> None:
    for article in articles:
        assert {"published", "kind", "site", "split"} <= set(article.meta), article.id
        assert article.meta["published"] == "-" or date.fromisoformat(article.meta["published"]), article.id


def test_there_is_enough_of_everything(articles: list[Labelled]) -> None:
    assert len(articles) >= 320
    assert sum(len(article.text) for article in articles) >= 130_000
    labels = Counter(mark.label for article in articles for mark in article.entities)
    assert {label for label in ENTITY_LABELS if labels[label] < 300} == {"INDUSTRY"}  # from a list, never labelled
    types = Counter(event.type for article in articles for event in article.events)
    assert not [kind for kind in EVENT_TYPES if types[kind] < 60]
    layouts = Counter(article.meta["layout"] for article in articles if "layout" in article.meta)
    assert sum(layouts.values()) >= 60
    assert len(layouts) >= 10
    assert sum(not article.events for article in articles) >= 20
    years = {article.meta["published"][:4] for article in articles}
    assert {str(year) for year in range(2005, 2027)} <= years


def test_splits_share_no_site(articles: list[Labelled]) -> None:
    of_site = defaultdict(set)
    for article in articles:
        of_site[article.meta["site"]].add(article.meta["split"])
    assert {split for splits in of_site.values() for split in splits} == {"train", "dev", "test"}
    assert not [site for site, splits in of_site.items() if len(splits) > 1]


# What every notice or site of a kind says in the same words.
FORMULAS = (
    "【打印】【关闭】【返回顶部】",
    "本公司及董事会全体成员保证信息披露的内容真实、准确、完整，没有虚假记载、误导性陈述或重大遗漏",
    "关于<HONOR>拟认定名单的公示",
    "关于印发<DOCUMENT>的通知",
    "经<DATE><MEETING>研究决定：",
    "<GOVERNMENT>关于同意设立<PARK>的批复",
)


def skeletons(article: Labelled) -> Iterator[str]:
    """The sentences with a label for every mark, as far as they have enough words of their own."""
    pieces, at = [], 0
    for mark in sorted((*article.entities, *article.figures, *article.dates)):
        pieces += [article.text[at : mark.start], f"<{mark.label}>"]
        at = mark.end
    text = "".join([*pieces, article.text[at:]])
    for sentence in re.split(r"[。！？!?;；\n]", text):
        plain = re.sub(r"\s+", "", sentence)
        if len(plain) >= 14 and len(re.sub("<[A-Z]+>", "", plain)) >= 6:
            yield plain


def test_no_two_articles_share_a_sentence(articles: list[Labelled]) -> None:
    seen = defaultdict(set)
    for article in articles:
        for skeleton in skeletons(article):
            seen[skeleton].add(article.id)
    shared = {skeleton for skeleton, ids in seen.items() if len(ids) > 1}
    assert shared == set(FORMULAS)
