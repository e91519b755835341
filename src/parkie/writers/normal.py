"""What a mention means, in one line for a person."""

from __future__ import annotations

from parkie.records.events import Mention
from parkie.records.mentions import Date, Entity, Figure

__all__ = ["normal_form"]


def normal_form(mention: Mention) -> str:
    """What a mention means, in one line: value and unit, days, canonical name and code.

    >>> amount = Figure(text="超20亿元", start=0, end=5, id="f1", value=2_000_000_000, low=2_000_000_000,
    ...                 high=None, modifier="over", unit="CNY", dimension="money")
    >>> normal_form(amount)
    'over 2,000,000,000 CNY'
    """
    if isinstance(mention, Figure):
        return _figure_form(mention)
    if isinstance(mention, Date):
        return _date_form(mention)
    if isinstance(mention, Entity):
        parts: list[str] = [mention.label]
        if mention.name != mention.text:
            parts.append(mention.name)
        if mention.adcode:
            parts.append(mention.adcode)
        return " ".join(parts)
    return ""


def _figure_form(figure: Figure) -> str:
    if figure.modifier == "range":
        low, high = ("…" if bound is None else f"{bound:,f}" for bound in (figure.low, figure.high))
        return f"{low} to {high} {figure.unit}".strip()
    stated = next((n for n in (figure.value, figure.low, figure.high) if n is not None), None)
    number = "" if stated is None else f"{stated:,f}"
    modifier = "" if figure.modifier == "exact" else figure.modifier.replace("_", " ")
    return " ".join(part for part in (modifier, number, figure.unit) if part)


def _date_form(date: Date) -> str:
    if date.earliest is None and date.latest is None:
        return f"{date.granularity}, day unknown"
    if date.earliest == date.latest:
        return str(date.earliest)
    return f"{date.earliest or '…'} to {date.latest or '…'}"
