"""Why figures and dates mean what they mean: the rows of units, and the time that a text speaks from."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc

from parkie.explaining.explanation import DateReason, FigureReason
from parkie.lexicon.store import read_toml
from parkie.matchers.dates import Reference, resolve_reference
from parkie.matchers.dates.phrase import Phrase
from parkie.matchers.dates.resolve import Interval, Resolver
from parkie.matchers.dates.scan import read_phrases
from parkie.matchers.figures.numbers import START_RE, Number, read_number
from parkie.matchers.figures.phrases import read_extra_time, read_phrase
from parkie.matchers.figures.units import Unit, read_unit
from parkie.matchers.reading import DateMatch, FigureMatch
from parkie.pipes import state
from parkie.pipes.dates import DatePipe

__all__ = ["explain_dates", "explain_figures"]


def explain_figures(doc: Doc) -> list[FigureReason]:
    """A reason for each figure of the Doc."""
    text, folded = state.text_of(doc), state.live_text(doc)
    return [_figure(text, folded, match) for match in state.get(doc, state.FIGURES, FigureMatch)]


def _figure(text: str, folded: str, match: FigureMatch) -> FigureReason:
    form, unit, first, last = _form(folded, match)
    around = (text[match.start : first].strip(), text[last : match.end].strip())
    word = unit.word if unit is not None and unit.word else None
    return FigureReason(
        text[match.start : match.end], match.start, match.end, form, word, _table_of(word),
        tuple(word for word in around if word), match.modifier,
    )  # fmt: skip


def _form(folded: str, match: FigureMatch) -> tuple[str, Unit | None, int, int]:
    """How the figure is written, its unit, and where its numerals begin and its unit ends."""
    first: int | None = None
    end = match.start
    while (found := START_RE.search(folded, end, match.end)) is not None:
        at = found.start()
        phrase = read_phrase(folded, at)
        if phrase is not None and phrase[1].end <= match.end:
            return "phrase", None, at, phrase[1].end
        number = read_number(folded, at)
        end = min(at + 1 if number is None else number.end, match.end)
        if number is None:
            continue
        first = at if first is None else first
        unit = _unit(folded, number)
        if unit is not None and unit.end <= match.end:
            return "unit", unit, first, unit.end
    return "bare", None, match.start if first is None else first, end


def _unit(folded: str, number: Number) -> Unit | None:
    extra = read_extra_time(folded, number)
    return extra[1] if extra is not None else read_unit(folded, number.end, number)


@cache
def _measures() -> frozenset[str]:
    return frozenset(word for row in read_toml("units.toml")["unit"] for word in row["words"])


def _table_of(word: str | None) -> str | None:
    """The file that has the row of the unit."""
    if word is None:
        return None
    return "units.toml" if word in _measures() else "classifiers.toml"


def explain_dates(doc: Doc) -> list[DateReason]:
    """A reason for each date of the Doc."""
    text, folded = state.text_of(doc), state.live_text(doc)
    sections = state.live_sections(doc)
    own = DatePipe.own_time(doc, folded, sections)
    told: dict[tuple[int, int], tuple[str, Reference]] = {}
    for section in sections:
        here = folded[section.start : section.end]
        reference = resolve_reference(here, Reference() if section.kind == "teaser" else own)
        resolver = Resolver(here, reference)
        for phrase in read_phrases(here):
            rule = _rule(resolver, phrase)
            told[phrase.start + section.start, phrase.end + section.start] = rule, reference
    return [_date(text, match, *told[match.start, match.end]) for match in state.get(doc, state.DATES, DateMatch)]


def _date(text: str, match: DateMatch, rule: str, reference: Reference) -> DateReason:
    return DateReason(
        text[match.start : match.end], match.start, match.end, rule, match.granularity,
        match.earliest, match.latest, reference.day, reference.current_year,
    )  # fmt: skip


def _rule(resolver: Resolver, phrase: Phrase) -> str:
    """By what the phrase is resolved; the resolver goes on behind it."""
    leant = resolver.told_year(phrase) is not None
    month = resolver.last_month
    interval = resolver.resolve(phrase)
    if interval is None:
        return "unresolved"
    if phrase.years is not None and phrase.shift is None:
        return "written"
    if phrase.shift is not None:
        leant = leant or phrase.shift.back or phrase.shift.unit in ("period", "plan")
    elif phrase.months is None:
        leant = month is not None and _same_month(month.interval, interval)
    return "told before" if leant else "reference"


def _same_month(one: Interval, other: Interval) -> bool:
    return (one.earliest.year, one.earliest.month) == (other.earliest.year, other.earliest.month)
