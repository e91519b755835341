"""Write ``name_words.counted.tsv.gz`` and ``name_chars.counted.tsv`` from a corpus that is segmented and tagged.

    python derive_names.py CORPUS.jsonl.gz ../../src/parkie/lexicon/data/name_persons.toml .

The second file holds the surnames; the build (README.md) makes the tables of the package of what is written.

CORPUS holds one JSON list of "word<tab>tag" a line, with the tags of Baidu LAC (PER LOC ORG nz nw, parts of
speech). Only counts leave it. The tables in the package were counted over 63,495 Chinese news pages of summer
2023, tagged by LAC 2.1.2 (Apache-2.0).

A word is ``v`` (it stops the walk from the head of a name to its left edge) where it is used as a verb and
seldom stands inside the names of organisations, ``g`` where it does stand there (制造, 研发); ``h`` are function
words, ``n`` nouns, ``a`` adjectives, ``f`` localisers, ``m`` measures. Words that are mostly names are left out.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

NAMES = {"ORG", "LOC", "nz", "nt", "ns", "nw"}
LONG_NAMES = {"ORG", "LOC", "nz"}
FUNCTION_TAGS, ADVERB_TAGS = ("p", "c", "u", "r", "d", "xc"), ("ad", "vd")


def han(word: str) -> bool:
    return bool(word) and all("\u4e00" <= character <= "\u9fff" for character in word)


def pages(path: Path) -> Iterator[list[tuple[str, str]]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            pairs = (token.rsplit("\t", 1) for token in json.loads(line))
            yield [(pair[0].strip(), pair[1]) for pair in pairs if len(pair) == 2]


class Counts:
    """What is counted in one pass."""

    def __init__(self) -> None:
        self.words: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.before: Counter[str] = Counter()  # words right before a long name
        self.inside: Counter[str] = Counter()  # pieces inside long names, not at their end
        self.persons: Counter[str] = Counter()

    def add(self, page: list[tuple[str, str]]) -> None:
        previous = ""
        for word, tag in page:
            if tag in LONG_NAMES and len(word) >= 4:
                self.before[previous] += 1
                if tag != "LOC" or len(word) > 4:
                    for start in range(len(word) - 1):
                        for size in range(1, min(4, len(word) - 1 - start) + 1):
                            self.inside[word[start : start + size]] += 1
            elif tag == "PER":
                self.persons[word] += 1
            elif tag not in NAMES | {"TIME", "m", "w"} or (tag in LONG_NAMES and len(word) > 1):
                self.words[word][tag] += 1
            previous = word


def kind_of(word: str, counts: Counter[str], seen: Counts) -> str:
    """The kind of ``word`` from its parts of speech and its places beside and inside names."""
    function = sum(counts[t] for t in FUNCTION_TAGS)
    adverb = sum(counts[t] for t in ADVERB_TAGS)
    verb, gerund = counts["v"], counts["vn"]
    adjective, measure = counts["a"] + counts["an"], counts["m"] + counts["q"]
    noun = counts["n"] + counts["nw"] + counts["s"] + counts["f"]
    total = function + adverb + verb + gerund + noun + adjective + measure + counts["t"] or 1
    inside = seen.inside[word]
    share = (inside + 0.3) / (sum(counts.values()) + inside + 30)
    leads = seen.before[word] > 2 * inside + 2
    if measure / total > 0.5:
        return "m"
    if (function + adverb) / total > 0.5:
        return "h" if share < 0.03 else "a"
    stops = [
        verb / total > 0.5 and (share < 0.009 or leads),
        (verb + function + adverb) / total > 0.25 and (share < 0.005 or leads),
        (function + adverb) / total > 0.3 and (function + adverb + verb) / total > 0.6 and share < 0.03,
    ]
    if any(stops):
        return "v"
    if adjective / total > 0.5:
        return "a"
    if (gerund + verb) / total > 0.5:
        return "g"
    return "f" if counts["f"] / total > 0.5 else "n"


def word_rows(seen: Counts) -> list[str]:
    kept = []
    for word, counts in seen.words.items():
        number = sum(counts.values())
        if not han(word) or len(word) > 4 or sum(counts[t] for t in LONG_NAMES) / number > 0.3:
            continue
        kind = kind_of(word, counts, seen)
        if number >= (12 if kind == "v" and len(word) < 4 else 40 if len(word) == 2 else 60):
            kept.append((word, kind, number))
    total = sum(number for _, _, number in kept)
    rows = [f"{word}\t{kind}\t{round(-10 * math.log(number / total))}" for word, kind, number in sorted(kept)]
    return ["# word, kind (v g h n a f m, see derive_names.py), cost (-10 ln of its share of all words)", *rows]


def character_rows(seen: Counts, surnames: set[str]) -> list[str]:
    places: dict[str, Counter[str]] = {name: Counter() for name in ("surname", "single", "middle", "last")}
    for name, number in seen.persons.items():
        if han(name) and name[0] in surnames and len(name) in (2, 3):
            weight = min(number, 20)  # a famous person is not a pattern
            places["surname"][name[0]] += weight
            for place, character in zip(("single",) if len(name) == 2 else ("middle", "last"), name[1:], strict=True):
                places[place][character] += weight
    running: Counter[str] = Counter()
    for word, counts in seen.words.items():
        for character in word:
            running[character] += sum(counts.values())
    total = sum(running.values())

    def odds(place: str, character: str) -> int:
        counts = places[place]
        named = (counts[character] + 0.3) / (counts.total() + 1000)
        return max(-40, min(60, round(10 * math.log(named / ((running[character] + 20) / (total + 60000))))))

    given = places["single"] + places["middle"] + places["last"]
    wanted = {c for c in {*given, *places["surname"], *running} if han(c)}
    rows = []
    for character in sorted(wanted):
        if character in places["surname"] or given[character] >= 2 or running[character] > 5000:
            surname = odds("surname", character) if character in places["surname"] else -99
            rest = "\t".join(str(odds(place, character)) for place in ("single", "middle", "last"))
            rows.append(f"{character}\t{surname}\t{rest}")
    return ["# character; 10 x log odds as surname (-99: none), as single, middle, last of a given name", *rows]


def main() -> None:
    corpus, persons, output = map(Path, sys.argv[1:4])
    surnames = set(tomllib.loads(persons.read_text("utf-8"))["surnames"]["single"])
    seen = Counts()
    for page in pages(corpus):
        seen.add(page)
    words = ("\n".join(word_rows(seen)) + "\n").encode()
    (output / "name_words.counted.tsv.gz").write_bytes(gzip.compress(words, mtime=0))
    (output / "name_chars.counted.tsv").write_text("\n".join(character_rows(seen, surnames)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
