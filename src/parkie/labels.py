"""The words of the record: entity labels, section kinds, units' dimensions, event types and their roles.

This module is the one source of these names. The event classes in ``parkie.records.events`` repeat the roles
as typed fields, and a test holds the two together.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

__all__ = [
    "DIMENSIONS",
    "ENTITY_LABELS",
    "EVENT_TYPES",
    "GRANULARITIES",
    "MODIFIERS",
    "QUANTITY_TYPES",
    "REALIS",
    "ROLES",
    "SECTION_KINDS",
    "STAGES",
    "TRIGGERED_TYPES",
    "Role",
    "RoleKind",
]

ENTITY_LABELS: Final = (
    "PARK",
    "DISTRICT",
    "REGION",
    "COMPANY",
    "GOVERNMENT",
    "INSTITUTION",
    "PERSON",
    "POSITION",
    "HONOR",
    "PROJECT",
    "MEETING",
    "DOCUMENT",
    "INDUSTRY",
)
SECTION_KINDS: Final = ("title", "body", "teaser", "boilerplate")
MODIFIERS: Final = ("exact", "about", "over", "under", "at_least", "at_most", "range", "magnitude")
DIMENSIONS: Final = (
    "money",
    "count",
    "percent",
    "area",
    "length",
    "mass",
    "duration",
    "energy",
    "power",
    "ratio",
    "rate",
    "other",
)
GRANULARITIES: Final = ("day", "month", "quarter", "half_year", "year", "period", "vague")
REALIS: Final = ("actual", "planned", "negated")
STAGES: Final = (
    "groundbreaking",
    "under_construction",
    "topped_out",
    "completed",
    "in_production",
    "opened",
)

RoleKind = Literal["name", "text", "figure", "date"]
"""What fills a role: ``name`` an entity (or a common noun that stands for one), ``text`` a span or an
entity, ``figure`` a figure, ``date`` a date."""


class Role(NamedTuple):
    """A role of an event type: its name, what fills it, and whether it takes a list."""

    name: str
    kind: RoleKind
    many: bool = False


def _roles(*specs: str) -> tuple[Role, ...]:
    """Roles from ``name:kind`` or ``name:kind*`` (a list)."""
    out = []
    for spec in specs:
        name, _, kind = spec.partition(":")
        many = kind.endswith("*")
        out.append(Role(name, kind.rstrip("*"), many))  # type: ignore[arg-type]  # checked by the tests
    return tuple(out)


ROLES: Final[dict[str, tuple[Role, ...]]] = {
    "signing": _roles(
        "parties:name*", "party_count:figure", "projects:name*", "project_count:figure", "amount:figure",
        "documents:text*", "park:name", "place:name", "time:date",
    ),
    "construction": _roles(
        "project:name", "project_count:figure", "owner:name", "amount:figure", "land_area:figure",
        "floor_area:figure", "park:name", "place:name", "time:date",
    ),
    "settlement": _roles(
        "entrants:name*", "entrant_count:figure", "park:name", "place:name", "amount:figure", "time:date",
    ),
    "award": _roles(
        "recipients:name*", "recipient_count:figure", "honor:name", "grantors:name*", "place:name", "time:date",
    ),
    "establishment": _roles(
        "organizations:name*", "organization_count:figure", "predecessor:name", "founders:name*",
        "amount:figure", "park:name", "place:name", "time:date",
    ),
    "meeting": _roles(
        "name:text", "hosts:name*", "participants:name*", "attendance:figure", "topic:text", "park:name",
        "place:name", "time:date",
    ),
    "release": _roles("issuers:name*", "items:text*", "place:name", "time:date"),
    "promotion": _roles("promoters:name*", "targets:name*", "target_count:figure", "place:name", "time:date"),
    "land_deal": _roles(
        "buyer:name", "seller:name", "project:name", "land_area:figure", "price:figure", "place:name", "time:date",
    ),
    "financing": _roles("investors:name*", "investee:name", "amount:figure", "round:text", "time:date"),
    "appointment": _roles("persons:name*", "position:name", "organization:name", "time:date"),
    "approval": _roles("items:text*", "approvers:name*", "holders:name*", "time:date"),
    "location": _roles("subject:name", "place:name", "address:text"),
    "statistic": _roles("subject:name", "indicator:text", "value:figure", "change:figure", "period:date"),
    "target": _roles("subject:name", "indicator:text", "value:figure", "deadline:date"),
    "listing": _roles(
        "property:text", "park:name", "seller:name", "area:figure", "price:figure", "place:name",
    ),
}  # fmt: skip
EVENT_TYPES: Final = tuple(ROLES)
QUANTITY_TYPES: Final = ("statistic", "target")
"""Those that a figure tells."""
TRIGGERED_TYPES: Final = tuple(name for name in ROLES if name not in QUANTITY_TYPES)
"""Those that a word names."""
