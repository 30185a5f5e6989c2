"""Who asks, for what, and what they get: the values that pass through the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Viewer:
    """A named person of one agency in one role. `id` is the staff id on which allocation rests.

    `agency_type` and `area` come from the hub's directory, never from a token.
    """

    id: str
    name: str
    agency: str
    agency_type: str
    area: str
    role: str
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The purpose and reason of one request; `channel` is api, page or cli."""

    purpose: str
    reason: str
    basis: str | None = None
    threshold: str | None = None
    case: str | None = None
    channel: str = "api"
    emergency: bool = False
    countersigned_by: str | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the visible chronology is wanted. `first` and `last` are local dates, both included.

    `limit` None is all of it, on one page. `categories` are those of a theme; `person` is a token that an overview
    gave out. `without_routine` leaves out what was judged routine and keeps what may not be told to be either.
    `overview`: the answer also tells what a picture of the whole needs, and lists pointers there, by agency.
    """

    first: date | None = None
    last: date | None = None
    agency: str | None = None
    category: str | None = None
    significant_only: bool = False
    as_known_at: datetime | None = None
    cursor: str | None = None
    limit: int | None = 100
    categories: frozenset[str] | None = None
    state: str | None = None
    person: str | None = None
    without_routine: bool = False
    newest_first: bool = False
    overview: bool = False


@dataclass(frozen=True, slots=True)
class Disclosed:
    """An answer whose audit record is durable. `answer` is ready for JSON."""

    audit_id: str
    answer: Mapping[str, object]
