"""Does memory grow: reads thousands of pages in one process, and says how many megabytes that process has.

    python tests/benchmarks/soak.py             # 20,000 pages
    python tests/benchmarks/soak.py 100000

Each page is a stretch of a labelled article with the characters of other scripts and white space of ever new kinds,
which is what fills a vocabulary. The exit status is 1 if the process has grown by more than 30 MB from the second tenth
of the pages to the last.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import parkie
from parkie.formats.marked import read_marked

ARTICLES = sorted((Path(__file__).parents[2] / "corpus" / "articles").glob("*.txt"))
PAGES = 20_000
ALLOWED = 30.0
BLANKS = " \t\u3000\xa0\u2002\u2003\n\u200b"


def resident() -> float:
    """Megabytes that the process has in memory now."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def main(pages: int) -> int:
    """Read the pages, print memory and vocabulary on the way."""
    rng = random.Random(5)
    texts = [read_marked(path.read_text("utf-8"), path.stem).text for path in ARTICLES]
    nlp = parkie.load()
    seen: list[float] = []
    for number in range(1, pages + 1):
        text = rng.choice(texts)
        start = rng.randrange(len(text))
        strange = "".join(chr(rng.randrange(0x4E00, 0x9FFF)) for _ in range(3))
        blanks = "".join(rng.choice(BLANKS) for _ in range(rng.randrange(40)))
        parkie.extract(f"园区{text[start : start + 160]}{blanks}{strange}开园。", nlp=nlp, html=False)
        if number % (pages // 10) == 0:
            seen.append(resident())
            print(f"{number:8,} pages  {seen[-1]:7.1f} MB  {len(nlp.vocab.strings):7,} strings", flush=True)
    return int(seen[-1] - seen[1] > ALLOWED)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES))
