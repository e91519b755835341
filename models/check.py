"""Whether weights are those that were told of: their digest, and their F1 on labelled articles.

    python models/check.py src/parkie/tagger/data/entities.npz --digest models/weights.sha256 \\
        --articles corpus/articles:dev --f1 0.869 --within 0.002

Ends with status 1 where they are not. A file that is there has one digest on every machine; weights that are made anew
are the same bytes on the same machine, elsewhere sums may be rounded otherwise, and ``--within`` is what that may do.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from finetune import read

import parkie
from parkie.tagger.tagger import Tagger


def main() -> None:
    """Compare, print, end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("weights")
    parser.add_argument("--digest")
    parser.add_argument("--articles", nargs="+", required=True)
    parser.add_argument("--f1", type=float, required=True)
    parser.add_argument("--within", type=float, required=True)
    told = parser.parse_args()
    data = Path(told.weights).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    print(f"{digest}  {told.weights}")
    if told.digest and digest not in Path(told.digest).read_text("utf-8"):
        sys.exit(f"expected the digest in {told.digest}")
    nlp = parkie.load()
    nlp.get_pipe("parkie_entities").tagger = Tagger.from_bytes(data)
    f1 = parkie.evaluate(nlp, read(told.articles)).exact.f1
    print(f"F1 {f1:.4f}, expected {told.f1} within {told.within}")
    if abs(f1 - told.f1) > told.within:
        sys.exit(1)


if __name__ == "__main__":
    main()
