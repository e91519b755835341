"""The packaged judge of triggers and fillers, from articles with marked events.

    python models/judge.py corpus/articles:train,test more/ --views view0.npz view1.npz \\
        --output src/parkie/relations/judging/data/judge.npz

``--views`` are taggers made by ``models/finetune.py --without 0/2``, ``--without 1/2`` and so on: each article is
seen with the eyes of one that has not learnt from it. The packaged tagger, which has learnt from all of them, is more
sure of what it sees there than it will be of other pages.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from finetune import read

import parkie
from parkie.formats.labelled import Labelled
from parkie.pipes.entities import EntityPipe
from parkie.tagger.tagger import Tagger
from parkie.training.cases import Case, find_cases, fold_of
from parkie.training.judge import train_judge


def views(articles: list[Labelled], paths: list[str], *, counts: bool = True) -> list[Case]:
    """The cases of all articles, each seen by the tagger that does not know it.

    ``counts`` says whether statistics and targets are marked in them.
    """
    nlp = parkie.load()
    pipe = nlp.get_pipe("parkie_entities")
    assert isinstance(pipe, EntityPipe)
    found: list[Case] = []
    for number, path in enumerate(paths):
        pipe.tagger = Tagger.from_bytes(Path(path).read_bytes())
        mine = [article for article in articles if fold_of(article, len(paths)) == number]
        found += find_cases(nlp, mine, counts=counts)
    return found


def main() -> None:
    """Read, learn, save."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="+")
    parser.add_argument("--uncounted", nargs="*", default=[], help="articles without statistics and targets")
    parser.add_argument("--views", nargs="+", required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", required=True)
    told = parser.parse_args()
    cases = views(read(told.articles), told.views)
    cases += views(read(told.uncounted), told.views, counts=False)
    judge = train_judge(cases, seed=told.seed)
    Path(told.output).write_bytes(judge.to_bytes())


if __name__ == "__main__":
    main()
