"""One entry of a child's chronology: the labels that rules work on, apart from the content that people read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from hub.domain.vocabulary import EntryState, Tier


@dataclass(frozen=True, slots=True)
class Occurred:
    """When it happened: a local date (`2026-03-02`) or an instant with offset, a range where `until` is given.

    `precision` is one of exact, day, month, season, year, about (Working Together 2013, 1.34; chronology guidance).
    """

    start: str
    until: str | None
    precision: str


@dataclass(frozen=True, slots=True)
class PoliceHandling:
    """A police handling code as its scheme writes it: 3x5x2 (P, C) or 5x5x5 (1 to 5)."""

    scheme: str
    code: str
    condition: str | None
    authorised_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceRef:
    """The identity of an agency's event: (source, id)."""

    source: str
    id: str


@dataclass(frozen=True, slots=True)
class Labels:
    """What policy, order and filters need to know of an entry. Nothing here was said in words by a person.

    `said` is when the source system recorded it, `recorded` when the hub learned it, both aware UTC.
    `fields` names the parts of the content that are there. `released_to` lists family members' references.
    """

    entry_id: str
    version: int
    origin: SourceRef
    event_type: str
    agency: str
    agency_type: str
    area: str
    category: str
    occurred: Occurred
    said: datetime
    recorded: datetime
    tier: Tier
    third_party: bool
    sensitive: str | None
    handling: PoliceHandling | None
    significant: bool
    state: EntryState
    derived_from: tuple[SourceRef, ...]
    released_to: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Involvement:
    """A practitioner's or an agency's standing with the child, learned from the entry `entry_id`.

    `kind` is a RelationshipKind; `person` a staff id of `agency` or None for the agency as a whole;
    `since` and `until` are local dates.
    """

    kind: str
    agency: str
    person: str | None
    since: str
    until: str | None
    entry_id: str


def with_endings(involvements: Iterable[Involvement]) -> tuple[Involvement, ...]:
    """Return involvements in their order, each ended by a later one of the same kind and bearer that tells its end."""
    told: list[Involvement] = []
    for one in involvements:
        if one.until is not None:
            told = [replace(before, until=one.until) if _is_ended_by(before, one) else before for before in told]
        told.append(one)
    return tuple(told)


def _is_ended_by(before: Involvement, one: Involvement) -> bool:
    same = (before.kind, before.agency, before.person) == (one.kind, one.agency, one.person)
    return same and before.until is None and one.until is not None and before.since <= one.until


@dataclass(frozen=True, slots=True)
class Status:
    """A step of the case process that holds from `since` (local date), learned from the entry `entry_id`.

    `name` is one of early-help, referral, child-in-need, section-47-enquiry, child-protection-plan, looked-after.
    """

    name: str
    since: str
    until: str | None
    entry_id: str
