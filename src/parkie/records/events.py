"""The typed events: one class per event type, joined in the union ``Event`` on the field ``type``.

Roles are fields. A single role that was not found is None, a list role that was not found is empty. The role
names and kinds are those of ``parkie.labels.ROLES``; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from parkie.labels import ROLES
from parkie.records.mentions import Date, Entity, Figure, Record, SectionKind, Span

__all__ = [
    "EVENT_CLASSES",
    "AppointmentEvent",
    "ApprovalEvent",
    "AwardEvent",
    "ConstructionEvent",
    "EstablishmentEvent",
    "Event",
    "EventBase",
    "FinancingEvent",
    "LandDealEvent",
    "ListingEvent",
    "LocationEvent",
    "MeetingEvent",
    "Mention",
    "PromotionEvent",
    "ReleaseEvent",
    "SettlementEvent",
    "SigningEvent",
    "StatisticEvent",
    "TargetEvent",
]

Name = Entity | Span
"""A participant: an entity, or a span where the text names it only by a common noun."""
Mention = Entity | Figure | Date | Span
Realis = Literal["actual", "planned", "negated"]
Stage = Literal["groundbreaking", "under_construction", "topped_out", "completed", "in_production", "opened"]


class EventBase(Record):
    """What every event has: its trigger, realis, section, evidence sentence and confidence (0 to 1)."""

    roles: ClassVar[tuple[str, ...]] = ()

    id: str
    trigger: Span
    realis: Realis
    section: SectionKind
    evidence: Span
    confidence: float = Field(ge=0.0, le=1.0)

    def arguments(self) -> Iterator[tuple[str, Mention]]:
        """Every argument as (role, mention), in the order of the roles; a list gives one pair per member."""
        for role in self.roles:
            value = getattr(self, role)
            if isinstance(value, tuple):
                for mention in value:
                    yield role, mention
            elif value is not None:
                yield role, value

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Take the order of the roles from the words of the contract."""
        cls.roles = tuple(role.name for role in ROLES[cls.model_fields["type"].default])


class SigningEvent(EventBase):
    """Somebody signs something: 签约 签订 签署 达成合作."""

    type: Literal["signing"] = "signing"
    parties: tuple[Name, ...] = ()
    party_count: Figure | None = None
    projects: tuple[Name, ...] = ()
    project_count: Figure | None = None
    amount: Figure | None = None
    documents: tuple[Name, ...] = ()
    park: Name | None = None
    place: Name | None = None
    time: Date | None = None


class ConstructionEvent(EventBase):
    """Something is built; ``stage`` is the step named, null where bare 建设 or 打造 names none."""

    type: Literal["construction"] = "construction"
    project: Name | None = None
    project_count: Figure | None = None
    owner: Name | None = None
    stage: Stage | None = None
    amount: Figure | None = None
    land_area: Figure | None = None
    floor_area: Figure | None = None
    park: Name | None = None
    place: Name | None = None
    time: Date | None = None


class SettlementEvent(EventBase):
    """Somebody moves in: 入驻 落户 落地 进驻 引进."""

    type: Literal["settlement"] = "settlement"
    entrants: tuple[Name, ...] = ()
    entrant_count: Figure | None = None
    park: Name | None = None
    place: Name | None = None
    amount: Figure | None = None
    time: Date | None = None


class AwardEvent(EventBase):
    """A title, plaque, rating or prize is given: 授牌 获评 认定 评为 颁发 入选."""

    type: Literal["award"] = "award"
    recipients: tuple[Name, ...] = ()
    recipient_count: Figure | None = None
    honor: Name | None = None
    grantors: tuple[Name, ...] = ()
    place: Name | None = None
    time: Date | None = None


class EstablishmentEvent(EventBase):
    """A body is founded or unveiled: 成立 揭牌 组建 设立."""

    type: Literal["establishment"] = "establishment"
    organizations: tuple[Name, ...] = ()
    organization_count: Figure | None = None
    predecessor: Name | None = None
    founders: tuple[Name, ...] = ()
    amount: Figure | None = None
    park: Name | None = None
    place: Name | None = None
    time: Date | None = None


class MeetingEvent(EventBase):
    """A named or described occasion is held: 举行 举办 召开 开幕 落幕."""

    type: Literal["meeting"] = "meeting"
    name: Name | None = None
    hosts: tuple[Name, ...] = ()
    participants: tuple[Name, ...] = ()
    attendance: Figure | None = None
    topic: Name | None = None
    park: Name | None = None
    place: Name | None = None
    time: Date | None = None


class ReleaseEvent(EventBase):
    """Something is published: 发布 出台 印发 公布 通报."""

    type: Literal["release"] = "release"
    issuers: tuple[Name, ...] = ()
    items: tuple[Name, ...] = ()
    place: Name | None = None
    time: Date | None = None


class PromotionEvent(EventBase):
    """Places or projects are promoted to investors: 推介 招商."""

    type: Literal["promotion"] = "promotion"
    promoters: tuple[Name, ...] = ()
    targets: tuple[Name, ...] = ()
    target_count: Figure | None = None
    place: Name | None = None
    time: Date | None = None


class LandDealEvent(EventBase):
    """Land changes hands: 摘牌 拿地 出让 成交."""

    type: Literal["land_deal"] = "land_deal"
    buyer: Name | None = None
    seller: Name | None = None
    project: Name | None = None
    land_area: Figure | None = None
    price: Figure | None = None
    place: Name | None = None
    time: Date | None = None


class FinancingEvent(EventBase):
    """Capital moves: 融资 投资(入股) 增资 募资 收购 设立基金."""

    type: Literal["financing"] = "financing"
    investors: tuple[Name, ...] = ()
    investee: Name | None = None
    amount: Figure | None = None
    round: Name | None = None
    time: Date | None = None


class AppointmentEvent(EventBase):
    """Somebody takes a post: 任命 当选 出任."""

    type: Literal["appointment"] = "appointment"
    persons: tuple[Name, ...] = ()
    position: Name | None = None
    organization: Name | None = None
    time: Date | None = None


class ApprovalEvent(EventBase):
    """Something is approved: 获批 批准 核准 备案."""

    type: Literal["approval"] = "approval"
    items: tuple[Name, ...] = ()
    approvers: tuple[Name, ...] = ()
    holders: tuple[Name, ...] = ()
    time: Date | None = None


class LocationEvent(EventBase):
    """Something lies somewhere: 位于 坐落于 地处."""

    type: Literal["location"] = "location"
    subject: Name | None = None
    place: Name | None = None
    address: Name | None = None


class StatisticEvent(EventBase):
    """A figure describes a subject; ``change`` is signed by its words (下降3% is -3)."""

    type: Literal["statistic"] = "statistic"
    subject: Name | None = None
    indicator: Name | None = None
    value: Figure | None = None
    change: Figure | None = None
    period: Date | None = None


class TargetEvent(EventBase):
    """A figure that somebody intends or expects to reach."""

    type: Literal["target"] = "target"
    subject: Name | None = None
    indicator: Name | None = None
    value: Figure | None = None
    deadline: Date | None = None


class ListingEvent(EventBase):
    """Property is offered: 出租 招租 出售 租售 售楼."""

    type: Literal["listing"] = "listing"
    property: Name | None = None
    park: Name | None = None
    seller: Name | None = None
    area: Figure | None = None
    price: Figure | None = None
    place: Name | None = None


EVENT_CLASSES: dict[str, type[EventBase]] = {
    "signing": SigningEvent,
    "construction": ConstructionEvent,
    "settlement": SettlementEvent,
    "award": AwardEvent,
    "establishment": EstablishmentEvent,
    "meeting": MeetingEvent,
    "release": ReleaseEvent,
    "promotion": PromotionEvent,
    "land_deal": LandDealEvent,
    "financing": FinancingEvent,
    "appointment": AppointmentEvent,
    "approval": ApprovalEvent,
    "location": LocationEvent,
    "statistic": StatisticEvent,
    "target": TargetEvent,
    "listing": ListingEvent,
}

Event = Annotated[
    SigningEvent
    | ConstructionEvent
    | SettlementEvent
    | AwardEvent
    | EstablishmentEvent
    | MeetingEvent
    | ReleaseEvent
    | PromotionEvent
    | LandDealEvent
    | FinancingEvent
    | AppointmentEvent
    | ApprovalEvent
    | LocationEvent
    | StatisticEvent
    | TargetEvent
    | ListingEvent,
    Field(discriminator="type"),
]
"""Any event; the field ``type`` tells which."""
