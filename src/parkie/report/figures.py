"""The drawings of a report: from the answers to a drawing with its title, a note and the table of its numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final, NamedTuple

from markupsafe import Markup

from parkie.lexicon import divisions
from parkie.report.charts import OPACITIES, Row, bars, columns, tiles
from parkie.report.dataset import Answers, read_data
from parkie.writers.escape import escape_controls

__all__ = ["FIGURES", "Figure"]

_MONTHS: Final = 48  # more months than these are told by year
_LONGEST_NAME: Final = 22
_LARGE: Final = 100_000_000  # the unit of amounts of money
_YEARS: Final = (1978, 2060)  # outside of them a year is more likely a misread number
_LEVELS: Final = ("province", "city", "county")


class Figure(NamedTuple):
    """A drawing with its title, what is counted, and the table of its numbers; a table alone has no drawing."""

    title: str
    note: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    drawing: Markup = Markup("")
    kinds: tuple[str, ...] = ()
    """What the shades of the drawing stand for."""


def times(answers: Answers) -> Figure:
    """Events over time, by month, or by year where there are many months."""
    known = [row for row in answers["times"] if row["month"] and _plausible(int(row["month"][:4]))]
    unknown = sum(row["events"] for row in answers["times"]) - sum(row["events"] for row in known)
    length, unit = (4, "year") if len({row["month"] for row in known}) > _MONTHS else (7, "month")
    counts: Counter[tuple[str, str]] = Counter()
    for row in known:
        counts[row["month"][:length], row["realis"]] += row["events"]
    rows: list[Row] = [
        {"when": when, "realis": realis, "events": events}
        for (when, realis), events in sorted(counts.items())
    ]
    note = (
        f"By the {unit} told of the event, else that of the page; {unknown:,} events have neither, "
        f"or one outside of {_YEARS[0]} to {_YEARS[1]}."
    )
    drawing = columns(rows, "when", "events", "realis", axis=_every([row["when"] for row in rows]))
    heads = (unit, "told as", "events")
    return Figure("Events over time", note, heads, _cells(rows), drawing, _kinds(rows, "realis"))


def types(answers: Answers) -> Figure:
    """Events of each type, the most frequent first."""
    counts: Counter[str] = Counter()
    for row in answers["types"]:
        counts[row["type"]] += row["events"]
    order = [kind for kind, _ in counts.most_common()]
    told = sorted(answers["types"], key=lambda row: (order.index(row["type"]), row["realis"]))
    rows: list[Row] = [row | {"type": row["type"].replace("_", " ")} for row in told]
    drawing = bars(rows, "type", "events", "realis")
    heads = ("type", "told as", "events")
    return Figure("Events by type", "", heads, _cells(rows), drawing, _kinds(rows, "realis"))


def provinces(answers: Answers) -> Figure:
    """Events of each province, on a map of tiles."""
    counts = {row["province"]: row["events"] for row in answers["provinces"]}
    lines = (line.split("\t") for line in read_data("tiles.tsv").splitlines()[1:])
    rows: list[Row] = [
        {
            "name": _division(f"{code}0000"),
            "column": int(column),
            "row": int(row),
            "events": counts.get(code, 0),
        }
        for code, column, row in lines
    ]
    told = sorted((row for row in rows if row["events"]), key=lambda row: -row["events"])
    cells = [(row["name"], f"{row['events']:,}") for row in told]
    note = "By the first argument whose province is known; a tile lies roughly where its province does."
    return Figure("Events by province", note, ("province", "events"), cells, tiles(rows))


def districts(answers: Answers) -> Figure:
    """The counties and cities with the most events."""
    rows: list[Row] = [
        {"district": _division(row["adcode"]), "events": row["events"]} for row in answers["districts"]
    ]
    note = f"The {len(rows)} counties and cities with the most events."
    drawing = bars(rows, "district", "events")
    return Figure("Events by district", note, ("district", "events"), _cells(rows), drawing)


def amounts(answers: Answers) -> Figure:
    """Money that was signed and money that is planned, by year."""
    rows: list[Row] = [
        row | {"year": str(row["year"]), "amount": row["amount"] / _LARGE}
        for row in answers["amounts"]
        if row["year"] and _plausible(row["year"])
    ]
    note = (
        "In hundred millions of yuan: signings told as facts, and whatever is told as a plan; of each the least that "
        "is said. What several pages tell counts several times."
    )
    cells = [(row["year"], row["kind"], f"{row['amount']:,.2f}", f"{row['events']:,}") for row in rows]
    axis = _every([row["year"] for row in rows])
    drawing = columns(rows, "year", "amount", "kind", axis=axis, apart=True)
    heads = ("year", "kind", "amount", "events")
    return Figure("Signed and planned amounts", note, heads, cells, drawing, _kinds(rows, "kind"))


def parks(answers: Answers) -> Figure:
    """The parks of the most events."""
    rows: list[Row] = [{"park": _short(row["name"]), "events": row["events"]} for row in answers["parks"]]
    numbers = ("events", "types", "pages")
    cells = [
        (escape_controls(row["name"]), *(f"{row[number]:,}" for number in numbers))
        for row in answers["parks"]
    ]
    note = f"The {len(rows)} parks named in the most events."
    return Figure("Parks", note, ("park", *numbers), cells, bars(rows, "park", "events"))


def confidence(answers: Answers) -> Figure:
    """How sure the events are."""
    counts = {row["tenth"]: row["events"] for row in answers["confidence"]}
    rows: list[Row] = [
        {"from": f"{tenth / 10:.1f}", "events": counts.get(tenth, 0)} for tenth in range(10 if counts else 0)
    ]
    note = "By the tenth that it reaches. It orders events and is no probability."
    return Figure(
        "Confidence of events", note, ("from", "events"), _cells(rows), columns(rows, "from", "events")
    )


FIGURES: Final[tuple[Callable[[Answers], Figure], ...]] = (
    times, types, provinces, districts, amounts, parks, confidence,
)  # fmt: skip


def _cells(rows: list[Row]) -> list[tuple[str, ...]]:
    return [
        tuple(f"{value:,}" if isinstance(value, int) else str(value) for value in row.values())
        for row in rows
    ]


def _kinds(rows: list[Row], split: str) -> tuple[str, ...]:
    return tuple(kind for kind in OPACITIES if any(row[split] == kind for row in rows))


def _every(when: Sequence[str]) -> list[str]:
    """All years, or all months, from the first to the last, so that a time in which nothing was told is a gap."""
    if not when:
        return []
    first, last = min(when), max(when)
    if len(first) == len("2024"):
        return [str(year) for year in range(int(first), int(last) + 1)]
    months = range(int(first[:4]) * 12 + int(first[5:]) - 1, int(last[:4]) * 12 + int(last[5:]))
    return [f"{month // 12}-{month % 12 + 1:02}" for month in months]


def _plausible(year: int) -> bool:
    first, last = _YEARS
    return first <= year <= last


def _short(name: str) -> str:
    seen = escape_controls(name)
    return seen if len(seen) <= _LONGEST_NAME else f"{seen[: _LONGEST_NAME - 1]}…"


@cache
def _names() -> dict[str, str]:
    """Code to name; of several with one code, that of the highest level: a province before a part that shares it."""
    ranked = sorted(
        (each for each in divisions() if each.level in _LEVELS), key=lambda each: -_LEVELS.index(each.level)
    )
    return {division.adcode: division.short or division.name for division in ranked}


def _division(code: str) -> str:
    return escape_controls(_names().get(code, code))
