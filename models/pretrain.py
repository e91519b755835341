"""First stage of the packaged tagger: words, parts of speech and coarse names of a teacher, and silver names.

    python models/pretrain.py TEACHER.jsonl.gz SILVER.jsonl.gz --output first.npz --minutes 18

TEACHER: a page a line, a JSON list of "word<tab>tag" (Baidu LAC's tags); the words together are the text. SILVER:
``{"text"}`` a line, pages of the genre, which are read by ``--base``, the packaged pipeline or another: names it is
sure of are what is to be learnt. Batches of the two take turns; in most of the silver ones the rules are not shown.
What comes out is a tagger that ``models/finetune.py`` goes on from. The alphabet is that of the teacher's pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

import parkie
from parkie.formats.labelled import Labelled, Mark
from parkie.matchers.reading import NameMatch
from parkie.pipes import state
from parkie.tagger.backprop import Target, new_weights
from parkie.tagger.features import Alphabet, Features
from parkie.tagger.network import Network
from parkie.tagger.tagger import Tagger
from parkie.tagger.windows import Pool
from parkie.text.fold import fold
from parkie.training.examples import make_examples
from parkie.training.learner import Learner

PARTS = (
    "n", "nz", "nr", "ns", "nt", "nw", "v", "vn", "vd", "a", "an", "ad", "d", "m", "q", "r", "p", "c",
    "u", "xc", "w", "f", "s", "t", "PER", "LOC", "ORG", "TIME",
)  # fmt: skip
LENGTH, ROWS, WIDTH, RATE = 192, 32, 80, 2.5e-3
CHARACTERS, PAIRS = 5_999, 40_000
UNKNOWN = 53


def lines(path: str) -> Iterator[Any]:
    """The rows of a zipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def read_teacher(path: str, most: int) -> tuple[str, Any]:
    """So many characters of the teacher's pages, folded, and a tag for each: begin, inside, last or unit of a part."""
    numbers = {part: number for number, part in enumerate(PARTS)}
    texts, tags, size = [], [], 0
    for words in lines(path):
        for told in words:
            word, _, part = told.rpartition("\t")
            if not word:
                continue
            base = 4 * numbers.get(part.strip(), len(PARTS))
            texts.append(fold(word))
            tags += [base + 3] if len(word) == 1 else [base, *[base + 1] * (len(word) - 2), base + 2]
        texts.append("\n" * 4)
        tags += [-1] * 4
        size = len(tags)
        if size > most:
            break
    return "".join(texts), np.array(tags)


def make_alphabet(text: str) -> Alphabet:
    """The most frequent characters and pairs."""
    codes = np.minimum(np.frombuffer(text.encode("utf-32-le"), np.uint32), 65_535)
    counts = np.bincount(codes, minlength=65_536)
    characters = np.argsort(-counts)[:CHARACTERS]
    characters = characters[counts[characters] >= 5].astype(np.int32)
    number = np.zeros(65_536, np.int64)
    number[characters] = np.arange(1, len(characters) + 1)
    keys, times = np.unique(number[codes[:-1]] * 8192 + number[codes[1:]], return_counts=True)
    return Alphabet(characters, np.sort(keys[np.argsort(-times)[:PAIRS]]))


def silver(path: str, base: str | None) -> Iterator[Labelled]:
    """Pages with the names that a pipeline finds in them."""
    nlp = parkie.load(base)
    for row in lines(path):
        doc = nlp(row["text"])
        names = [Mark(m.start, m.end, m.label) for m in state.get(doc, state.ENTITIES, NameMatch)]
        yield Labelled("", row["text"], tuple(names))


def shown(features: Features, rng: np.random.Generator) -> Features:
    """The features of a silver batch with the rules hidden in most rows, the gazetteer in many."""
    rules, gazetteer = features.rules.copy(), features.gazetteer.copy()
    hidden = rng.random(len(rules)) < 0.6
    rules[hidden] = UNKNOWN
    gazetteer[rng.random(len(rules)) < np.where(hidden, 0.6, 0.15)] = UNKNOWN
    return Features(features.characters, features.pairs, features.kinds, rules, gazetteer, features.quantities)


def main() -> None:
    """Read, learn, save."""
    parser = argparse.ArgumentParser()
    parser.add_argument("teacher")
    parser.add_argument("silver")
    parser.add_argument("--output", required=True)
    parser.add_argument("--base")
    parser.add_argument("--minutes", type=float, default=18)
    parser.add_argument("--characters", type=int, default=22_000_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    rng = np.random.default_rng(told.seed)
    text, tags = read_teacher(told.teacher, told.characters)
    alphabet = make_alphabet(text)
    numbers, pairs, kinds = alphabet.look_up(text)
    weights = new_weights(alphabet, WIDTH, rng)
    teacher_tags = 4 * (len(PARTS) + 1)
    weights["teacher"] = np.zeros((WIDTH, teacher_tags), np.float32)
    weights["teacher_bias"] = np.zeros(teacher_tags, np.float32)
    learner = Learner(weights, 0.1, rng)
    articles = silver(told.silver, told.base)
    pool = Pool(list(make_examples(parkie.load(tagger=False), alphabet, articles)), LENGTH)
    started, step, losses = time.monotonic(), 0, [0.0, 0.0]
    while (share := (time.monotonic() - started) / (60 * told.minutes)) < 1:
        rate = RATE * min(1.0, (step + 1) / 150) * (0.02 + 0.49 * (1 + np.cos(np.pi * share)))
        if step % 2:
            features, targets = pool.take(pool.starts(rng)[:ROWS])
            loss, gradients = learner.gradients(shown(features, rng), targets)
        else:
            index = rng.integers(0, len(text) - LENGTH, ROWS)[:, None] + np.arange(LENGTH)
            none = np.zeros(index.shape, np.int32)
            features = Features(numbers[index], pairs[index], kinds[index], none, none, none)
            counted = (tags[index] >= 0).astype(np.float32)
            loss, gradients = learner.gradients(features, {"teacher": Target(np.maximum(tags[index], 0), counted)})
        learner.step(gradients, rate)
        losses[step % 2] += 0.02 * (loss - losses[step % 2])
        step += 1
        if step % 200 == 0:
            print(f"{step} steps, {60 * told.minutes * share:.0f} s, teacher {losses[0]:.3f}, silver {losses[1]:.3f}")
    kept = {name: array for name, array in learner.weights.items() if not name.startswith("teacher")}
    Path(told.output).write_bytes(Tagger(alphabet, Network(kept)).to_bytes())


if __name__ == "__main__":
    main()
