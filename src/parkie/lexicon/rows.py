"""One NamedTuple per table of names, its fields documented one by one.

Every row has a canonical ``name``, the other surface forms of it (``short``, ``aliases``) and, where it lies in
or is an administrative division, the ``adcode``. Codes are the six digits of GB/T 2260 for provinces, cities and
counties, nine digits for townships (statistical division codes of the National Bureau of Statistics).
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Company", "Division", "Industry", "Institution", "Organ", "Park", "Region", "Suffix"]


class Division(NamedTuple):
    """An administrative division: ``Division("310117", "松江区", "county", "310000", "松江", (), "")``."""

    adcode: str
    """Six digits, nine for a township, empty for a foreign place. Townships of Taiwan share their province's code."""
    name: str
    """The official name, for a former division the name it had."""
    level: str
    """``country`` · ``province`` · ``city`` · ``county`` · ``town`` · ``foreign`` (a city or region abroad)."""
    parent: str
    """The code of the division one level up, empty for provinces and foreign places."""
    short: str
    """The name without its generic word where that can stand alone (上海, 松江, 延边), else empty."""
    aliases: tuple[str, ...]
    """Other surface forms: 延边州, the old name of a renamed place (襄樊市)."""
    former: str
    """``former`` where the division was merged away; its ``adcode`` is that of its successor. Else empty."""


class Park(NamedTuple):
    """A named place of industry: ``Park("苏州工业园区", ("苏州园区",), "320571", "national")``."""

    name: str
    aliases: tuple[str, ...]
    adcode: str
    """The division that the park lies in, as far as one division holds it, else empty."""
    kind: str
    """``etdz`` · ``hightech`` · ``bonded`` · ``provincial`` · ``park`` (a named park, valley, port, base)."""


class Region(NamedTuple):
    """A named area that is neither division nor park: ``Region("长江三角洲", ("长三角", "长三角地区"), "")``."""

    name: str
    aliases: tuple[str, ...]
    adcode: str


class Organ(NamedTuple):
    """A government, party, congress or court body: ``Organ("工业和信息化部", ("工信部",), "")``."""

    name: str
    aliases: tuple[str, ...]
    adcode: str


class Institution(NamedTuple):
    """A university, hospital, institute or association: ``Institution("复旦大学", ("复旦",), "310000")``."""

    name: str
    aliases: tuple[str, ...]
    adcode: str


class Company(NamedTuple):
    """An enterprise: ``Company("中国石油化工集团有限公司", ("中国石化", "中石化"), "")``."""

    name: str
    """The full registered name where it is known, else the brand."""
    aliases: tuple[str, ...]
    adcode: str


class Industry(NamedTuple):
    """A sector of the controlled list: ``Industry("细胞与基因治疗", ("基因与细胞治疗", "CGT"), "生物医药")``."""

    name: str
    aliases: tuple[str, ...]
    parent: str
    """The sector it is part of, empty for a top one."""


class Suffix(NamedTuple):
    """What a name of a body ends in: ``Suffix("经信委", "GOVERNMENT", "经济和信息化委员会")``."""

    form: str
    label: str
    name: str
    """The long form of a short suffix, else the form itself."""
