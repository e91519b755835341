"""The packaged model of words: a teacher's words on news pages, and words inside labelled mentions, for spacy-pkuseg.

    python models/segment.py TEACHER.jsonl.gz --output first
    python models/segment.py TEACHER.jsonl.gz --base first --articles corpus/articles:train \
        --output src/parkie/segmenter/data

TEACHER: a page a line, a JSON list of "word<tab>tag" (Baidu LAC's); the words together are the text. The teacher's
phrases are cut into words by jieba, numbers stand apart from what is counted, and words end where names, figures and
dates end that the pipeline reads in the page. ``--articles`` are labelled ones, cut by the model ``--base`` and at
their marks. The model is in spacy-pkuseg's own form, without weights that hardly matter, the others rounded.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import jieba
import numpy as np
import spacy_pkuseg
import srsly
from spacy_pkuseg.config import config
from spacy_pkuseg.feature_extractor import FeatureExtractor
from spacy_pkuseg.model import Model

import parkie
from parkie.pipes.words import edges_of
from parkie.segmenter import Segmenter
from parkie.segmenter.bounds import INSIDE, START, known_bounds
from parkie.training.run import read_articles

LONGEST = 3  # characters of a word that the teacher is believed; what is longer may be a phrase
HAN_RE = re.compile(r"[\u3400-\u9fff]+")
NUMBER_RE = re.compile(r"(?:[0-9０-９][0-9０-９.．,]*|第?[〇零一二两三四五六七八九十百千几数]+)(?:[十百千]?[万亿]+)?")
WHOLE = frozenset(("一些", "一点", "一样", "一定", "一般", "十分", "千万", "万一", "百万"))
MORE_RE = re.compile("[多余几]")
SENTENCE_RE = re.compile(r"[^。！？；\n]+[。！？；\n]?|[。！？；\n]")


def pieces(word: str, tag: str) -> Iterator[str]:
    """The words in one of the teacher's."""
    number = NUMBER_RE.match(word) if tag == "m" and word not in WHOLE else None
    if number and number.end() < len(word):
        yield number.group()
        word = word[number.end() :]
        if len(word) > 1 and MORE_RE.match(word):
            yield word[0]
            word = word[1:]
    if tag in ("TIME", "m") and len(word) > 2:
        yield from jieba.lcut(word)
        return
    position = 0
    for run in HAN_RE.finditer(word):
        yield word[position : run.start()]
        phrase = len(run.group()) > LONGEST and tag != "PER"
        yield from jieba.lcut(run.group()) if phrase else [run.group()]
        position = run.end()
    yield word[position:]


def cut(text: str, starts: Iterable[int]) -> list[list[str]]:
    """The sentences of a text in words that begin at the offsets and where they must."""
    bounds = known_bounds(text, starts)
    sentences = []
    for sentence in SENTENCE_RE.finditer(text):
        begins = [i for i in range(*sentence.span()) if bounds[i] == START or i == sentence.start()]
        words = [text[a:b] for a, b in zip(begins, [*begins[1:], sentence.end()], strict=True)]
        sentences.append([part for word in words for part in word.split()])
    return [words for words in sentences if words]


def read_teacher(path: str, first: int, every: int) -> Iterator[list[list[str]]]:
    """Pages in words: so many from the start, then each so-manieth."""
    nlp = parkie.load(tagger=False)
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for number, line in enumerate(stream):
            if number >= first and number % every:
                continue
            text, starts = "", []
            for told in json.loads(line):
                word, _, tag = told.rpartition("\t")
                for piece in pieces(word, tag):
                    starts.append(len(text))
                    text += piece
            inside = known_bounds(text) == INSIDE
            doc = nlp(parkie.api.make_doc(nlp, text, html=False)) if text.strip() else None
            edges = edges_of(doc) if doc is not None and doc.text == text else set()
            yield cut(text, {s for s in starts if s < len(text) and not inside[s]} | edges)


def read_marked(places: str, base: Segmenter) -> Iterator[list[list[str]]]:
    """Labelled articles of the splits that are told behind a colon, in words."""
    folder, _, splits = places.partition(":")
    for article in read_articles(folder):
        if splits and article.meta["split"] not in splits.split(","):
            continue
        marks = (*article.entities, *article.figures, *article.dates)
        edges = {offset for mark in marks for offset in (mark.start, mark.end)}
        yield cut(article.text, {word.start for word in base.find_words(article.text, edges)} | edges)


def write_lines(path: Path, sentences: Iterable[list[str]]) -> None:
    """The file that spacy-pkuseg trains on: a sentence a line, words with spaces between."""
    path.write_text("\n".join(" ".join(words) for words in sentences) + "\n", "utf-8")


def slim(folder: Path, least: float, levels: int, output: Path) -> None:
    """The model without features whose weights hardly tell tags apart; the rest rounded to so many steps a unit."""
    extractor, model = FeatureExtractor.load(folder), Model.load(folder)
    nodes = model.w[: model.n_feature * model.n_tag].reshape(-1, model.n_tag)
    nodes = nodes - nodes.mean(axis=1, keepdims=True)  # what all tags share decides nothing
    kept = np.abs(nodes).max(axis=1) >= least
    kept[0] = True  # the library gives this one to every character
    names = [name for name, index in extractor.feature_to_idx.items() if kept[index]]
    rows = nodes[[extractor.feature_to_idx[name] for name in names]]
    weights = np.concatenate((rows.ravel(), model.w[model.n_feature * model.n_tag :]))
    words = {w for n in names if n[0] == "w" for w in n.split(".", 2 if n.startswith("ww") else 1)[-1].split("*")}
    told = {
        "unigram": sorted(words & extractor.unigram),
        "bigram": [],  # only training reads it
        "feature_to_idx": {name: number for number, name in enumerate(names)},
        "tag_to_idx": extractor.tag_to_idx,
    }
    output.mkdir(parents=True, exist_ok=True)
    (output / "features.msgpack").write_bytes(srsly.msgpack_dumps(told))
    sizes = np.array([model.n_tag, len(names)])
    np.savez_compressed(output / "weights.npz", sizes=sizes, w=np.round(weights * levels) / levels)
    print(f"{len(names)} of {model.n_feature} features, {len(told['unigram'])} words")


def main() -> None:
    """Read, learn, save."""
    parser = argparse.ArgumentParser()
    parser.add_argument("teacher")
    parser.add_argument("--output", required=True)
    parser.add_argument("--articles")
    parser.add_argument("--base")
    parser.add_argument("--work", help="where the library's model is kept before it is made small")
    parser.add_argument("--first", type=int, default=840)
    parser.add_argument("--every", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rare", type=int, default=3, help="features seen so often or less are left out")
    parser.add_argument("--least", type=float, default=0.05)
    parser.add_argument("--levels", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    random.seed(told.seed)
    sentences = [words for page in read_teacher(told.teacher, told.first, told.every) for words in page]
    if told.articles:
        base = Segmenter.from_disk(told.base)
        sentences += [words for page in read_marked(told.articles, base) for words in page]
    print(f"{len(sentences)} sentences, {sum(len(word) for words in sentences for word in words)} characters")
    config.featureTrim = told.rare
    with tempfile.TemporaryDirectory() as folder:
        work = Path(told.work or folder)
        work.mkdir(parents=True, exist_ok=True)
        train = Path(folder) / "train.txt"
        some = Path(folder) / "some.txt"
        write_lines(train, sentences)
        write_lines(some, random.sample(sentences, min(500, len(sentences))))
        spacy_pkuseg.train(str(train), str(some), str(work), train_iter=told.rounds)
        slim(work, told.least, told.levels, Path(told.output))


if __name__ == "__main__":
    main()
