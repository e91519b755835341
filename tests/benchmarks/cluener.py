"""The reader of names on CLUENER 2020, whose labels are mapped to ours as far as they go.

    python tests/benchmarks/cluener.py DEV.json                        # the packaged pipeline, as it is
    python tests/benchmarks/cluener.py DEV.json --train TRAIN.json     # trained on through parkie.train, all ten labels

The files are those of CLUEbenchmark/CLUENER2020 (a JSON object a line, ends inclusive), which states no terms: they are
not part of the project, and nothing that is shipped was trained on them. A sentence is one body.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import parkie
from parkie.formats.labelled import Labelled, Mark
from parkie.matchers.reading import NameMatch
from parkie.pipes import state
from parkie.training.fit import Epoch, Plan
from parkie.training.scores import Scores, score

MAPPED = {
    "company": "COMPANY",
    "government": "GOVERNMENT",
    "organization": "INSTITUTION",
    "name": "PERSON",
    "position": "POSITION",
}


def read(path: str) -> list[Labelled]:
    """The sentences; a label that is not mapped is kept in capitals."""
    found = []
    for number, line in enumerate(Path(path).read_text("utf-8").splitlines()):
        row = json.loads(line)
        marks = [
            Mark(start, end + 1, MAPPED.get(label, label.upper()))
            for label, names in row["label"].items()
            for places in names.values()
            for start, end in places
        ]
        found.append(Labelled(str(number), row["text"], tuple(without_overlap(marks))))
    return found


def without_overlap(marks: list[Mark]) -> list[Mark]:
    """The longest of marks that overlap: a few sentences have such."""
    taken: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start - m.end, m.start)):
        if not any(mark.start < other.end and other.start < mark.end for other in taken):
            taken.append(mark)
    return taken


def measure(model: str | None, dev: list[Labelled], labels: list[str]) -> Scores:
    """The scores of a pipeline without its page reader: a sentence is no page."""
    nlp = parkie.load(model)
    for name in ("parkie_sections", "parkie_linker"):
        nlp.remove_pipe(name)
    return score(((a, state.get(nlp(a.text), state.ENTITIES, NameMatch)) for a in dev), labels)


def show(name: str, scores: Scores) -> None:
    """A table."""
    print(f"{name}\n{'':12} precision recall F1    partial-F1 {scores.partial.f1:.3f}")
    for label, c in {"all": scores.exact, **scores.labels}.items():
        print(f"{label:12} {c.precision:.3f}     {c.recall:.3f}  {c.f1:.3f} {c.hits + c.missed:6}", flush=True)


def tell(epoch: Epoch) -> None:
    """One line an epoch."""
    print(f"epoch {epoch.number} loss {epoch.loss:.3f} F1 {epoch.scores.exact.f1:.4f}", file=sys.stderr, flush=True)


def main() -> None:
    """Measure, train, measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("dev")
    parser.add_argument("--train")
    parser.add_argument("--epochs", type=int, default=5)
    told = parser.parse_args()
    dev = read(told.dev)
    show("packaged", measure(None, dev, sorted(MAPPED.values())))
    if told.train:
        learn = read(told.train)
        labels = sorted({mark.label for article in learn for mark in article.entities})
        plan = Plan(epochs=told.epochs, patience=told.epochs, rate=1e-3)
        with tempfile.TemporaryDirectory() as place:
            # a tenth of what is learnt from says which epoch is best; dev is measured once
            parkie.train(learn, 0.1, f"{place}/m", labels=labels, plan=plan, report=tell)
            show("trained on", measure(f"{place}/m", dev, labels))


if __name__ == "__main__":
    main()
