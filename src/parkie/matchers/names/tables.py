"""The hand-edited tables of the grammar of names, read once and typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from ahocorasick_rs import AhoCorasick

from parkie import lexicon
from parkie.lexicon.store import read_toml

__all__ = ["Head", "HeadTables", "head_tables", "table"]


def table(name: str) -> dict[str, Any]:
    """The TOML table ``name_{name}.toml``."""
    return read_toml(f"name_{name}.toml")


@dataclass(frozen=True, slots=True)
class Head:
    """What a name ends in: the form, the label it gives, and what must stand before it."""

    form: str
    label: str
    needs: str


@dataclass(frozen=True, slots=True)
class HeadTables:
    """The heads with the automaton that finds them, and the word lists of the walk to the left edge."""

    heads: tuple[Head, ...]
    automaton: AhoCorasick
    generic: frozenset[str]
    leading: frozenset[str]
    apposition: frozenset[str]
    bare: frozenset[str]
    describing: frozenset[str]
    firms: frozenset[str]
    attaching: frozenset[str]
    memorial: frozenset[str]
    building: frozenset[str]
    sectors: frozenset[str]
    ends: tuple[str, ...]
    brand: frozenset[str]
    """Single characters."""
    weak: frozenset[str]
    """Single characters."""
    glue: frozenset[str]
    """Single characters."""
    posts: frozenset[str]
    followers: dict[str, tuple[str, ...]]
    """What makes another word of a head when it follows."""


@cache
def head_tables() -> HeadTables:
    """The tables of ``name_heads.toml``, with the suffixes of organs that the lexicon knows."""
    data = table("heads")
    heads = [Head(form, row["label"], row["needs"]) for row in data["heads"] for form in row["forms"]]
    own = {(head.form, head.label) for head in heads}
    organs = [suffix for suffix in lexicon.organ_suffixes() if (suffix.form, suffix.label) not in own]
    heads += [Head(suffix.form, suffix.label, "named") for suffix in organs if len(suffix.form) > 2]

    def words(name: str) -> frozenset[str]:
        return frozenset(data[name]["words"])

    def characters(name: str) -> frozenset[str]:
        return frozenset(data[name]["characters"])

    return HeadTables(
        heads=tuple(heads),
        automaton=AhoCorasick([head.form for head in heads]),
        generic=words("generic"),
        leading=words("leading"),
        apposition=words("apposition"),
        bare=words("bare"),
        describing=words("describing"),
        firms=words("firms"),
        attaching=words("attaching"),
        memorial=words("memorial"),
        building=words("building"),
        sectors=frozenset(table("lists")["sectors"]["words"]),
        ends=tuple(data["ends"]["words"]),
        brand=characters("brand"),
        weak=characters("weak"),
        glue=characters("glue"),
        posts=frozenset(table("persons")["posts"]["bases"]),
        followers={row["head"]: tuple(row["words"]) for row in data["followers"]},
    )
