"""A split parts nothing that belongs together, and is the same with the same seed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parkie
from parkie.errors import InputError
from parkie.formats.labelled import Labelled
from parkie.training.fit import Plan
from parkie.training.run import read_articles
from parkie.training.split import split_articles

ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"
WORDS = "云栖谷产业园今天开工建设一期厂房泽远精密有限公司签约入驻海盐县举行推介大会总投资约二十亿元"


def made(number: int, site: str, size: int = 60) -> Labelled:
    """An article whose text is like no other's."""
    text = "".join(WORDS[(number * 7 + at * (number + 3) + at // 5) % len(WORDS)] for at in range(size))
    return Labelled(f"a{number}", f"{number:04}{text}{number:04}", meta={"site": site} if site else {})


@given(st.lists(st.integers(0, 6), min_size=2, max_size=30), st.floats(0.05, 0.6), st.integers(0, 3))
@settings(max_examples=50, deadline=None)
def test_no_site_is_on_both_sides(sites: list[int], share: float, seed: int) -> None:
    articles = [made(number, f"site{site}") for number, site in enumerate(sites)]
    learn, check = split_articles(articles, share, seed)
    assert sorted(a.id for a in (*learn, *check)) == sorted(a.id for a in articles)
    assert learn
    assert check
    if len(set(sites)) > 1:
        assert not {a.meta["site"] for a in learn} & {a.meta["site"] for a in check}
    assert split_articles(articles, share, seed) == (learn, check)


def test_the_share_is_about_what_was_asked() -> None:
    articles = [made(number, "") for number in range(40)]
    learn, check = split_articles(articles, 0.25)
    assert (len(learn), len(check)) == (30, 10)
    assert split_articles(articles, 0.25, seed=1)[1] != check


def test_a_reprint_stays_with_its_original() -> None:
    articles = [made(number, "") for number in range(12)]
    copies = [Labelled(f"copy{n}", "转载：" + articles[n].text[:50] + "（完）") for n in range(12)]
    for seed in range(5):
        _, check = split_articles([*articles, *copies], 0.3, seed)
        names = {article.id for article in check}
        assert {f"copy{a.id[1:]}" for a in check if a.id.startswith("a")} <= names
        assert {f"a{a.id[4:]}" for a in check if a.id.startswith("copy")} <= names


def test_the_corpus_is_parted_by_site() -> None:
    articles = read_articles(ARTICLES)
    learn, check = split_articles(articles, 0.1)
    assert not {a.meta["site"] for a in learn} & {a.meta["site"] for a in check}
    assert 0.07 < sum(len(a.text) for a in check) / sum(len(a.text) for a in articles) < 0.13


@pytest.mark.parametrize("share", [0.0, 1.0, -2.0])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        split_articles([made(1, ""), made(2, "")], share)


def test_what_hangs_together_cannot_be_parted() -> None:
    with pytest.raises(InputError, match="found 2 that hang together"):
        split_articles([made(1, ""), made(1, "")], 0.5)


def test_training_takes_a_share(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("share") / "m"
    articles = [a for a in read_articles(ARTICLES) if len(a.text) < 400][:8]
    parkie.train(articles, 0.25, folder, plan=Plan(epochs=1))
    assert " other articles" in (folder / "card.md").read_text("utf-8")
