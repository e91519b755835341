"""The reader of names next to spaCy's own, all trained on corpus/articles alone: F1 on its dev articles, and speed.

    python tests/benchmarks/tagger_peers.py --minutes 8                 # needs jieba for the words
    python tests/benchmarks/tagger_peers.py --only words --more DIR     # other labelled articles to score as well

spaCy's is the TransitionBasedParser over a HashEmbedCNN, over characters and over words as jieba cuts them. A section
is a Doc of its own; minutes are those of the processor. Names that spaCy cannot learn, because they cut a word or have
a mark at an edge, are left out of its training and count as missed in the scores. Speed is that of all that has to
run to get names, on one thread.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.training.batchers import minibatch_by_words
from spacy.util import fix_random_seed
from threadpoolctl import threadpool_limits

import parkie
from parkie.formats.labelled import Labelled
from parkie.matchers.reading import NameMatch
from parkie.pipes.tokenizer import TOKENIZER
from parkie.training.fit import Plan
from parkie.training.run import read_articles
from parkie.training.scores import Scores, score

ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"
NER = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 64,
    "maxout_pieces": 2,
    "use_upper": True,
    "tok2vec": {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 96,
        "depth": 4,
        "embed_size": 2000,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
    },
}
PIECES = {
    "characters": {"@tokenizers": TOKENIZER},
    "words": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "jieba"},
}


def sections(article: Labelled) -> list[tuple[int, int]]:
    """The stretches that are labelled."""
    return [(s.start, s.end) for s in article.sections] or [(0, len(article.text))]


def examples(nlp: Language, articles: list[Labelled]) -> Iterator[tuple[Example, int]]:
    """An example for each section, and how many names cannot be learnt from it."""
    for article in articles:
        for start, end in sections(article):
            doc = nlp.make_doc(article.text[start:end])
            spans = []
            marks = [m for m in article.entities if start <= m.start and m.end <= end]
            for mark in marks:
                span = doc.char_span(mark.start - start, mark.end - start, label=mark.label)
                if span and not any(t.is_punct or t.is_space for t in (span[0], span[-1])):
                    spans.append(span)
            reference = doc.copy()
            reference.ents = spans
            yield Example(doc, reference), len(marks) - len(spans)


def read(nlp: Language, article: Labelled) -> list[NameMatch]:
    """The names that a spaCy pipeline finds in the sections of an article."""
    return [
        NameMatch(start + e.start_char, start + e.end_char, e.label_)
        for start, end in sections(article)
        for e in nlp(article.text[start:end]).ents
    ]


def train_spacy(pieces: str, learn: list[Labelled], check: list[Labelled], minutes: float) -> Language:
    """spaCy's ner, the best epoch on ``check`` within the time."""
    fix_random_seed(0)
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": PIECES[pieces]}})
    ner = nlp.add_pipe("ner", config={"model": NER})
    pairs = list(examples(nlp, learn))
    train = [example for example, _ in pairs]
    lost, names = sum(count for _, count in pairs), sum(len(article.entities) for article in learn)
    print(f"{pieces}: {lost} of {names} names cannot be learnt")
    optimizer = nlp.initialize(lambda: train)
    best, kept, started, epoch = -1.0, b"", time.process_time(), 0
    while time.process_time() - started < 60 * minutes:
        random.shuffle(train)
        losses: dict[str, float] = {}
        for batch in minibatch_by_words(train, 1000, discard_oversize=False):
            nlp.update(batch, sgd=optimizer, drop=0.2, losses=losses)
        f1 = score((article, read(nlp, article)) for article in check).exact.f1
        epoch += 1
        print(f"{pieces}: epoch {epoch}, {time.process_time() - started:.0f} s, dev {f1:.4f}", flush=True)
        if f1 > best:
            best, kept = f1, ner.to_bytes(exclude=["vocab"])
    ner.from_bytes(kept, exclude=["vocab"])
    return nlp


def speed(nlp: Language, articles: list[Labelled]) -> float:
    """Characters a second of processor time, in three runs the best."""
    texts = [article.text for article in articles]
    times = []
    for _ in range(3):
        started = time.process_time()
        for text in texts:
            nlp(text)
        times.append(time.process_time() - started)
    return sum(map(len, texts)) / min(times)


def show(name: str, nlp: Language, scores: dict[str, Scores], check: list[Labelled]) -> None:
    """One line of the table."""
    told = " | ".join(
        f"{where} {s.exact.precision:.3f} {s.exact.recall:.3f} {s.exact.f1:.3f}" for where, s in scores.items()
    )
    print(f"{name}: {told} | {speed(nlp, check):,.0f} characters/s", flush=True)


def ours(model: str | None) -> Language:
    """Our pipeline as far as names go."""
    nlp = parkie.load(model)
    nlp.remove_pipe("parkie_linker")
    return nlp


def main() -> None:
    """Train, score, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--only", choices=["characters", "words", "scratch", "packaged"], action="append")
    parser.add_argument("--more", nargs="*", default=[])
    told = parser.parse_args()
    articles = read_articles(ARTICLES)
    learn, check = ([a for a in articles if a.meta["split"] == split] for split in ("train", "dev"))
    data: dict[str, Any] = {"dev": check} | {Path(place).name: read_articles(place) for place in told.more}
    wanted = told.only or ["characters", "words", "scratch", "packaged"]
    np.random.seed(0)
    with threadpool_limits(1):
        for pieces in ("characters", "words"):
            if pieces in wanted:
                nlp = train_spacy(pieces, learn, check, told.minutes)
                found = {k: score((a, read(nlp, a)) for a in v) for k, v in data.items()}
                show(f"spaCy ner, {pieces}", nlp, found, check)
        if "scratch" in wanted:
            with tempfile.TemporaryDirectory() as place:
                plan = Plan(epochs=30, patience=8, rate=2e-3)
                started = time.process_time()
                parkie.train(learn, check, Path(place) / "m", scratch=True, plan=plan)
                print(f"scratch: {time.process_time() - started:.0f} s")
                nlp = ours(str(Path(place) / "m"))
            show("ours from scratch", nlp, {k: parkie.evaluate(nlp, v) for k, v in data.items()}, check)
        if "packaged" in wanted:
            nlp = ours(None)
            show("packaged", nlp, {k: parkie.evaluate(nlp, v) for k, v in data.items()}, check)


if __name__ == "__main__":
    main()
