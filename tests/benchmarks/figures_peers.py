"""How figures are found by parkie, JioNLP and Recognizers-Text, side by side: a table of precision, recall and F1.

    python tests/benchmarks/figures_peers.py [FOLDER]

FOLDER holds gold files (JSON with text, sections, figures, dates, entities); without it the sentences of
``tests/cases/figures.txt`` are used, which the authors of parkie wrote. Four kinds are compared: amounts of money,
counts, percentages and areas. Two measures:

  number  the prediction overlaps the gold figure and has its value in base units (either end of an interval), so
          that a peer is not blamed for leaving 约, 超 or a classifier out
  figure  exact span, value, low and high: what parkie promises; the peers read no bounds

Predictions inside gold dates and names, and outside annotated sections, are dropped for all three. A dash: no parser
of that kind. The peers come with ``pip install parkie[bench]``.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from parkie.matchers.figures import find_figures
from parkie.text.fold import fold

CASES = Path(__file__).parents[1] / "cases" / "figures.txt"
MARKED_RE = re.compile(r"\[([^|\]]+)\|(\S+) (\S+) (\S+) (\S+) (\S+)\]")
CURRENCIES = {"CNY", "USD", "EUR", "HKD", "JPY", "GBP", "KRW", "TWD", "SGD", "AUD", "CAD", "CHF"}
OTHERS = {"pp", "m", "t", "W", "kWh", "x", "hour", "day", "week", "month", "quarter", "year", "minute", "℃", "K"}
NOTHING = "-"
KINDS = ("money", "count", "percent", "area")
AREAS = {
    "Mu": Decimal(2000) / 3,
    "Hectare": Decimal(10_000),
    "Square kilometer": Decimal(1_000_000),
    "Square meter": Decimal(1),
}


@dataclass(frozen=True)
class Figure:
    """A figure of one kind: where it stands, and the numbers it may be taken for."""

    kind: str
    start: int
    end: int
    numbers: tuple[Decimal, ...]
    exact: tuple[object, ...] = ()


@dataclass
class Sample:
    """A text with its figures, the stretches that count and the stretches that do not."""

    text: str
    figures: list[Figure]
    sections: list[tuple[int, int]]
    masked: list[tuple[int, int]] = field(default_factory=list)

    def admits(self, figure: Figure) -> bool:
        inside = any(start <= figure.start and figure.end <= end for start, end in self.sections)
        return inside and not any(start < figure.end and figure.start < end for start, end in self.masked)


def kind_of(unit: str) -> str | None:
    if unit in CURRENCIES:
        return "money"
    if unit in ("%", "pp"):
        return "percent"
    if unit == "m2":
        return "area"
    return None if unit in OTHERS or "/" in unit else "count"


def decimal(text: str | None) -> Decimal | None:
    if text in (None, "", "-"):
        return None
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return None


def gold_figure(start: int, end: int, row: tuple[str | None, str | None, str | None], unit: str) -> Figure | None:
    kind = kind_of(unit)
    numbers = tuple(n for n in map(decimal, row) if n is not None)
    return None if kind is None else Figure(kind, start, end, numbers, tuple(map(decimal, row)))


def read_folder(folder: Path) -> Iterator[Sample]:
    for path in sorted(folder.glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        figures = [
            gold_figure(f["start"], f["end"], (f["value"], f["low"], f["high"]), f["unit"]) for f in page["figures"]
        ]
        sections = [(s["start"], s["end"]) for s in page["sections"]]
        masked = [(m["start"], m["end"]) for m in page["dates"] + page["entities"]]
        yield Sample(page["text"], [f for f in figures if f is not None], sections, masked)


def read_cases(path: Path) -> Iterator[Sample]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, at, figures = "", 0, []
        body = line.removeprefix("! ")
        for match in MARKED_RE.finditer(body):
            text += body[at : match.start()]
            word, value, low, high, _, unit = match.groups()
            unit = "" if unit == "''" else unit
            figures.append(gold_figure(len(text), len(text) + len(word), (value, low, high), unit))
            text, at = text + word, match.end()
        text += body[at:]
        yield Sample(text, [f for f in figures if f is not None], [(0, len(text))])


Finder = Callable[[str], list[Figure]]


def parkie_finder() -> Finder:
    def find(text: str) -> list[Figure]:
        found = (
            gold_figure(f.start, f.end, (text_of(f.value), text_of(f.low), text_of(f.high)), f.unit)
            for f in find_figures(fold(text))
        )
        return [f for f in found if f is not None]

    return find


def text_of(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def jionlp_finder() -> Finder:
    import jionlp

    def find(text: str) -> list[Figure]:
        out = []
        for row in jionlp.ner.extract_money(text, with_parsing=True):
            numbers = row["detail"]["num"]
            numbers = numbers if isinstance(numbers, list) else [numbers]
            values = tuple(n for n in map(decimal, numbers) if n is not None)
            out.append(Figure("money", row["offset"][0], row["offset"][1], values))
        return out

    return find


def recognizers_finder() -> Finder:
    import emoji

    if not hasattr(emoji, "UNICODE_EMOJI"):  # the package asks for emoji < 2
        emoji.UNICODE_EMOJI = {"en": emoji.EMOJI_DATA}
    from recognizers_number import Culture, NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    numbers, units = NumberRecognizer(Culture.Chinese), NumberWithUnitRecognizer(Culture.Chinese)
    models = {
        "money": units.get_currency_model(),
        "percent": numbers.get_percentage_model(),
        "area": units.get_dimension_model(),
    }
    plain = numbers.get_number_model()

    def find(text: str) -> list[Figure]:
        out, taken = [], []
        for kind, model in models.items():
            for row in model.parse(text):
                taken.append((row.start, row.end + 1))
                value = decimal(str((row.resolution or {}).get("value") or "").rstrip("%"))
                factor = AREAS.get((row.resolution or {}).get("unit", "")) if kind == "area" else Decimal(1)
                if value is not None and factor is not None:
                    value = round(value * factor, 2) if kind == "area" else value
                    out.append(Figure(kind, row.start, row.end + 1, (value,)))
        for row in plain.parse(text):
            if any(start <= row.start and row.end < end for start, end in taken):
                continue
            value = decimal((row.resolution or {}).get("value"))
            out.append(Figure("count", row.start, row.end + 1, () if value is None else (value,)))
        return out

    return find


def hits(gold: list[Figure], found: list[Figure], same: Callable[[Figure, Figure], bool]) -> int:
    left, count = list(found), 0
    for figure in gold:
        match = next((other for other in left if same(figure, other)), None)
        if match is not None:
            left.remove(match)
            count += 1
    return count


def same_number(gold: Figure, other: Figure) -> bool:
    overlap = gold.start < other.end and other.start < gold.end
    return overlap and bool(set(gold.numbers) & set(other.numbers))


def same_figure(gold: Figure, other: Figure) -> bool:
    return (gold.start, gold.end, gold.exact) == (other.start, other.end, other.exact)


def run(samples: list[Sample], find: Finder) -> tuple[dict[tuple[str, str], list[int]], float]:
    table: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    find(samples[0].text)  # tables and models load once
    seconds = 0.0
    for sample in samples:
        start = time.perf_counter()
        found = find(sample.text)
        seconds += time.perf_counter() - start
        found = [figure for figure in found if sample.admits(figure)]
        for kind in KINDS:
            gold = [f for f in sample.figures if f.kind == kind]
            mine = [f for f in found if f.kind == kind]
            for measure, same in (("number", same_number), ("figure", same_figure)):
                row = table[kind, measure]
                row[0] += hits(gold, mine, same)
                row[1] += len(mine)
                row[2] += len(gold)
    return table, sum(len(sample.text) for sample in samples) / seconds


def shown(row: list[int]) -> str:
    hit, found, gold = row
    if not found:
        return NOTHING
    precision, recall = hit / found, hit / gold if gold else 0.0
    f1 = 2 * hit / (found + gold)
    return f"{precision:.2f} {recall:.2f} {f1:.2f}"


def main(arguments: list[str]) -> None:
    samples = list(read_folder(Path(arguments[0])) if arguments else read_cases(CASES))
    results, speeds = {}, {}
    for name, make in (("parkie", parkie_finder), ("JioNLP", jionlp_finder), ("Recognizers-Text", recognizers_finder)):
        try:
            results[name], speeds[name] = run(samples, make())
        except ImportError as error:
            print(f"{name} is not installed ({error}); pip install parkie[bench]", file=sys.stderr)
    print(f"{len(samples)} texts; precision, recall, F1\n")
    print(f"{'kind':9}{'measure':9}{'gold':>5}  " + "  ".join(f"{name:>16}" for name in results))
    for kind in KINDS:
        for measure in ("number", "figure"):
            gold = next(iter(results.values()))[kind, measure][2]
            measured = [measure == "number" or name == "parkie" for name in results]
            rows = [results[name][kind, measure] for name in results]
            cells = "  ".join(f"{shown(row) if ok else NOTHING:>16}" for row, ok in zip(rows, measured, strict=True))
            print(f"{kind:9}{measure:9}{gold:>5}  {cells}")
    print(f"{'chars/s':23}  " + "  ".join(f"{speeds[name]:>16,.0f}" for name in results))


if __name__ == "__main__":
    main(sys.argv[1:])
