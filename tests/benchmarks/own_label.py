"""A label of one's own, learnt from ten articles: how well it is read, and what becomes of the other labels.

    python tests/benchmarks/own_label.py --more DIR     # other labelled articles to score the known labels on

The label is MONEY, the amounts of money that corpus/articles marks as figures. Ten articles of its dev split are learnt
from, three say when to stop, the other 25 are scored; the packaged tagger has learnt from none of them. The articles
come with MONEY as the only marks, once with what keeps the tagger from forgetting and once without, and with all marks.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import parkie
from parkie.formats.labelled import Labelled, Mark
from parkie.tagger.labels import LABELS
from parkie.tagger.silver import Silver
from parkie.training.fit import Plan
from parkie.training.run import read_articles

ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"
LABEL = "MONEY"


def with_money(article: Labelled, others: bool) -> Labelled:
    """The article with its amounts of money as names, and with its other marks or without."""
    money = [m for m in article.figures if m.values and m.values[-1] == "CNY"]
    known = [m for m in article.entities if others]
    free = [m for m in money if not any(k.start < m.end and m.start < k.end for k in known)]
    return replace(article, entities=tuple(sorted([*known, *(Mark(m.start, m.end, LABEL) for m in free)])))


@contextmanager
def forgetting() -> Iterator[None]:
    """Training without the names that the base reads."""
    names = Silver.names
    Silver.names = lambda self, seen, marked: []
    try:
        yield
    finally:
        Silver.names = names


def main() -> None:
    """Train three times, print a line each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--more", nargs="*", default=[])
    told = parser.parse_args()
    dev = [a for a in read_articles(ARTICLES) if a.meta["split"] == "dev"]
    dev.sort(key=lambda a: -sum(m.values[-1:] == ("CNY",) for m in a.figures))
    learn, check, rest = dev[0:26:2][:10], dev[1:7:2], [*dev[7:26:2], *dev[26:]]
    more = [article for place in told.more for article in read_articles(place)]

    def show(name: str, model: str | None) -> None:
        money = parkie.evaluate(model, [with_money(a, False) for a in rest], labels=[LABEL]).exact
        old = [f"{parkie.evaluate(model, group, labels=LABELS).exact.f1:.3f}" for group in (rest, more) if group]
        amounts = money.hits + money.missed
        print(f"{name}: {LABEL} {money.f1:.3f} of {amounts}, the others {' and '.join(old)}", flush=True)

    print(f"{len(learn)} to learn from, with {sum(len(with_money(a, False).entities) for a in learn)} amounts")
    show("before", None)
    with tempfile.TemporaryDirectory() as place:
        for number, (name, others, silver) in enumerate(
            [("only it, forgetting", False, False), ("only it", False, True), ("all marked", True, True)]
        ):
            groups = [[with_money(a, others) for a in group] for group in (learn, check)]
            model = f"{place}/{number}"
            plan = Plan(rate=5e-4)
            if silver:
                parkie.train(*groups, model, labels=[LABEL], plan=plan)
            else:
                with forgetting():
                    parkie.train(*groups, model, labels=[LABEL], plan=plan)
            show(name, model)


if __name__ == "__main__":
    main()
