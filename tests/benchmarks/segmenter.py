"""Words by parkie, jieba and pkuseg, side by side: words next to gold, mentions on word bounds, speed, load time.

    python tests/benchmarks/segmenter.py [--words FILE.conllu ...] [--gold FOLDER[:split,split] ...] \
        [--pkuseg FOLDER] [--speed FOLDER]

--words   sentences with gold words (CoNLL-U): precision, recall and F1 of whole words
--gold    labelled articles, in the marked form (``corpus/articles:dev,test``, the default) or as JSON with text,
          entities, figures and dates: how many of them begin and end where words do
--pkuseg  a model of spacy-pkuseg or pkuseg to stand beside; the default model of pkuseg is the folder
          ``pkuseg/models/default`` in its wheel (``pip download --no-deps --only-binary :all: --python-version 3.7
          --platform manylinux1_x86_64 pkuseg``). It is a pickle: load no folder that you do not trust
--speed   texts to cut for the time, ``*.txt``; by default those of --gold

"parkie alone" is the packaged model as it cuts a string, "parkie" the words of ``parkie.load(words=True)``, which hold
to what the pipeline finds. Its time is that of the component of words. One thread, processor time, best of three.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import parkie
from parkie.segmenter import Segmenter
from parkie.training.run import read_articles

Cut = Callable[[str], set[tuple[int, int]]]
LOADS = {
    "jieba": "import jieba; jieba.setLogLevel(60); jieba.initialize()",
    "parkie alone": "from parkie.segmenter import Segmenter; Segmenter.packaged()",
}


class Gold(NamedTuple):
    """A text and its mentions by kind."""

    text: str
    entities: list[tuple[int, int]]
    quantities: list[tuple[int, int]]


def read_sentences(path: Path) -> Iterator[list[str]]:
    for block in path.read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line and line[0] != "#"]
        if words := [row[1] for row in rows if row[0].isdigit()]:
            yield words


def read_gold(places: str) -> Iterator[Gold]:
    name, _, splits = places.partition(":")
    folder = Path(name)
    pages = sorted(folder.glob("*.json"))
    for page in pages:
        data = json.loads(page.read_text("utf-8"))
        groups = {key: [(m["start"], m["end"]) for m in data[key]] for key in ("entities", "figures", "dates")}
        yield Gold(data["text"], groups["entities"], groups["figures"] + groups["dates"])
    for article in [] if pages else read_articles(folder):
        if not splits or article.meta["split"] in splits.split(","):
            quantities = [(m.start, m.end) for m in (*article.figures, *article.dates)]
            yield Gold(article.text, [(m.start, m.end) for m in article.entities], quantities)


def by_words(split: Callable[[str], list[str]]) -> Cut:
    """Spans from a function that gives the words, with or without white space."""

    def cut(text: str) -> set[tuple[int, int]]:
        spans, position = set(), 0
        for word in split(text):
            start = text.index(word, position)
            position = start + len(word)
            if not word.isspace():
                spans.add((start, position))
        return spans

    return cut


def cutters(folder: str | None) -> dict[str, Cut]:
    found: dict[str, Cut] = {}
    try:
        import jieba

        jieba.setLogLevel(60)
        found["jieba"] = by_words(jieba.lcut)
    except ImportError:
        print("jieba is not installed: pip install 'parkie[bench]'")
    if folder:
        import spacy_pkuseg

        found["pkuseg"] = by_words(spacy_pkuseg.pkuseg(folder, user_dict=None).cut)
    nlp = parkie.load(words=True)
    found["parkie alone"] = lambda text: set(Segmenter.packaged().find_words(text))
    found["parkie"] = lambda text: {(t.idx, t.idx + len(t)) for t in nlp(text) if not t.is_space}
    return found


def words_table(cuts: dict[str, Cut], files: list[Path]) -> None:
    for file in files:
        sentences = list(read_sentences(file))
        print(f"\n{file.name}: {sum(map(len, sentences))} words, F1 (precision / recall)")
        for name, cut in cuts.items():
            right = told = found = 0
            for words in sentences:
                gold, at = set(), 0
                for word in words:
                    gold.add((at, at + len(word)))
                    at += len(word)
                spans = cut("".join(words))
                right, told, found = right + len(gold & spans), told + len(gold), found + len(spans)
            p, r = right / found, right / told
            print(f"  {name:14} {2 * p * r / (p + r):.4f} ({p:.4f} / {r:.4f})")


def bounds_table(cuts: dict[str, Cut], places: list[str]) -> None:
    for place in places:
        pages = list(read_gold(place))
        print(f"\n{place}: mentions that begin and end with words (entities; figures and dates)")
        for name, cut in cuts.items():
            hits, totals = [0, 0], [0, 0]
            for page in pages:
                spans = cut(page.text)
                starts, ends = {start for start, _ in spans}, {end for _, end in spans}
                for kind, mentions in enumerate((page.entities, page.quantities)):
                    hits[kind] += sum(start in starts and end in ends for start, end in mentions)
                    totals[kind] += len(mentions)
            shares = [f"{hit / total:.4f} of {total}" for hit, total in zip(hits, totals, strict=True)]
            print(f"  {name:14} {'; '.join(shares)}")


def best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        started = time.process_time()
        run()
        times.append(time.process_time() - started)
    return min(times)


def speed_table(cuts: dict[str, Cut], texts: list[str], folder: str | None) -> None:
    size = sum(map(len, texts))
    print(f"\ncharacters a second over {size} characters; load time in a fresh process, numpy imported")
    loads = LOADS | {"pkuseg": f"import spacy_pkuseg; spacy_pkuseg.pkuseg({folder!r}, user_dict=None)"}
    for name, cut in cuts.items():
        if name == "parkie":
            continue
        seconds = best(lambda cut=cut: [cut(text) for text in texts])
        script = f"import numpy, time; t = time.process_time()\n{loads[name]}\nprint(time.process_time() - t)"
        run = [sys.executable, "-W", "ignore", "-c", script]
        load = min(
            float(subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()[-1]) for _ in range(3)
        )
        print(f"  {name:14} {size / seconds:9,.0f}   {load:.2f} s")
    nlp = parkie.load(words=True)
    plain = best(lambda: [nlp(text, disable=["parkie_words"]) for text in texts])
    full = best(lambda: [nlp(text) for text in texts])
    print(f"  whole pipeline {size / plain:9,.0f}; with words {size / full:,.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", nargs="*", default=[], type=Path)
    parser.add_argument("--gold", nargs="*", default=["corpus/articles:dev,test"])
    parser.add_argument("--pkuseg")
    parser.add_argument("--speed", type=Path)
    told = parser.parse_args()
    cuts = cutters(told.pkuseg)
    words_table(cuts, told.words)
    bounds_table(cuts, told.gold)
    if told.speed:
        texts = [path.read_text("utf-8") for path in sorted(told.speed.glob("*.txt"))]
    else:
        texts = [page.text for place in told.gold for page in read_gold(place)]
    speed_table(cuts, texts, told.pkuseg)


if __name__ == "__main__":
    main()
