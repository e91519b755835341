"""Chinese pages about industrial parks and investment in, typed event records out.

>>> import parkie
>>> article = parkie.extract("8月30日,云栖生物医药产业园在杭州开园,总投资约20亿元。", published="2024-09-01")
>>> [event.type for event in article.events]
['construction']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parkie.api import annotate as annotate
    from parkie.api import extract as extract
    from parkie.api import load as load
    from parkie.batch.prelabel import prelabel as prelabel
    from parkie.errors import AlignmentError as AlignmentError
    from parkie.errors import InputError as InputError
    from parkie.errors import LexiconError as LexiconError
    from parkie.errors import OutputError as OutputError
    from parkie.errors import PageError as PageError
    from parkie.errors import PageWarning as PageWarning
    from parkie.errors import ParkieError as ParkieError
    from parkie.errors import PipelineError as PipelineError
    from parkie.errors import RecordError as RecordError
    from parkie.explaining.explanation import Explanation as Explanation
    from parkie.explaining.run import explain as explain
    from parkie.formats.files import convert as convert
    from parkie.records.article import Article as Article
    from parkie.records.events import AppointmentEvent as AppointmentEvent
    from parkie.records.events import ApprovalEvent as ApprovalEvent
    from parkie.records.events import AwardEvent as AwardEvent
    from parkie.records.events import ConstructionEvent as ConstructionEvent
    from parkie.records.events import EstablishmentEvent as EstablishmentEvent
    from parkie.records.events import Event as Event
    from parkie.records.events import EventBase as EventBase
    from parkie.records.events import FinancingEvent as FinancingEvent
    from parkie.records.events import LandDealEvent as LandDealEvent
    from parkie.records.events import ListingEvent as ListingEvent
    from parkie.records.events import LocationEvent as LocationEvent
    from parkie.records.events import MeetingEvent as MeetingEvent
    from parkie.records.events import PromotionEvent as PromotionEvent
    from parkie.records.events import ReleaseEvent as ReleaseEvent
    from parkie.records.events import SettlementEvent as SettlementEvent
    from parkie.records.events import SigningEvent as SigningEvent
    from parkie.records.events import StatisticEvent as StatisticEvent
    from parkie.records.events import TargetEvent as TargetEvent
    from parkie.records.mentions import Date as Date
    from parkie.records.mentions import Entity as Entity
    from parkie.records.mentions import Figure as Figure
    from parkie.records.mentions import Section as Section
    from parkie.records.mentions import Span as Span
    from parkie.training.run import evaluate as evaluate
    from parkie.training.run import train as train

__version__ = "0.1.0"

# Where each public name lives. They are fetched when first used, so that ``import parkie`` reads no file and
# imports neither spaCy nor pydantic.
_HOMES = {
    "annotate": "parkie.api",
    "extract": "parkie.api",
    "load": "parkie.api",
    "explain": "parkie.explaining.run",
    "Explanation": "parkie.explaining.explanation",
    "convert": "parkie.formats.files",
    "prelabel": "parkie.batch.prelabel",
    "train": "parkie.training.run",
    "evaluate": "parkie.training.run",
    "Article": "parkie.records.article",
    **dict.fromkeys(
        (
            "AlignmentError", "InputError", "LexiconError", "OutputError", "PageError", "PageWarning",
            "ParkieError", "PipelineError", "RecordError",
        ),
        "parkie.errors",
    ),
    **dict.fromkeys(("Date", "Entity", "Figure", "Section", "Span"), "parkie.records.mentions"),
    **dict.fromkeys(
        (
            "Event", "EventBase", "SigningEvent", "ConstructionEvent", "SettlementEvent", "AwardEvent",
            "EstablishmentEvent", "MeetingEvent", "ReleaseEvent", "PromotionEvent", "LandDealEvent",
            "FinancingEvent", "AppointmentEvent", "ApprovalEvent", "LocationEvent", "StatisticEvent",
            "TargetEvent", "ListingEvent",
        ),
        "parkie.records.events",
    ),
}  # fmt: skip

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'parkie' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
