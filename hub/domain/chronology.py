"""One entry of a child's chronology: the labels that rules work on, apart from the content that people read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from hub.domain.vocabulary import AmendmentKind, EntryState, Tier


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
class Signature:
    """Which key signed an agency's event, and when the hub logged it: it is suspect where that key was misused then."""

    kid: str
    logged: datetime

    def is_suspect(self, compromised: Mapping[str, datetime]) -> bool:
        """Say whether the key may have been misused by then.

        Args:
            compromised: by key, the instant from which it may have been misused (`security.md` 5).
        """
        return self.kid in compromised and self.logged >= compromised[self.kid]


@dataclass(frozen=True, slots=True)
class Finding:
    """What an agency said when it was asked whether a suspect event is its own word, as a person noted it.

    `told_by` is who at the agency said so, by name and post; `by` the staff id of whoever asked, at `agency`; `reason`
    says how the agency knows; `at` is an aware instant.
    """

    is_genuine: bool
    told_by: str
    by: str
    agency: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an event does to an earlier one, its `target`.

    `restates` where a correction is of its target's own kind, and so tells anew who is involved and what stage the
    case is at. `level` (significant, routine) where significance was judged anew.
    """

    kind: AmendmentKind
    target: SourceRef
    restates: bool = False
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """The family's or the child's agreement to early help and the sharing it needs, or its end.

    `given_by` is `child` or a person's reference; `agency_types` those whose records it lets be shared.
    Source: Working Together 2013, 1.10.
    """

    given_by: str
    agency_types: tuple[str, ...]
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Labels:
    """What policy, order and filters need to know of an entry. Nothing here was said in words by a person.

    `said` is when the source system recorded it, `recorded` when the hub learned it, both aware UTC.
    `fields` names the parts of the content that are there. `released_to` lists family members' references.
    `answers` is the referral, or the disagreement, that it is the answer to: it is about that, and not made from it.
    `identity` is a keyed hash of what the entry tells of who the child is and where they live: equal where the same
    is told.
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
    amends: Amendment | None = None
    agreement: Agreement | None = None
    identity: str | None = None
    answers: SourceRef | None = None


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


def as_found(labels: Labels, finding: Finding | None) -> Labels:
    """Return the labels of an event as they stand by what its agency said: one that is not its own is withdrawn."""
    if finding is None or finding.is_genuine:
        return labels
    return replace(labels, state=EntryState.WITHDRAWN)


def with_endings(involvements: Iterable[Involvement]) -> tuple[Involvement, ...]:
    """Return involvements in their order, each ended by one of the same kind and bearer that tells its end.

    The order in which they became known makes no difference.
    """
    told = list(involvements)
    endings = [one for one in told if one.until is not None]
    return tuple(replace(one, until=_end_of(one, endings)) for one in told)


def _end_of(one: Involvement, endings: Iterable[Involvement]) -> str | None:
    ends = [end.until for end in endings if end.until is not None and _is_ended_by(one, end)]
    return one.until if one.until is not None else min(ends, default=None)


def _is_ended_by(one: Involvement, end: Involvement) -> bool:
    same = (one.kind, one.agency, one.person) == (end.kind, end.agency, end.person)
    return same and end.until is not None and one.since <= end.until


@dataclass(frozen=True, slots=True)
class Status:
    """A step of the case process that holds from `since` (local date), learned from the entry `entry_id`.

    `name` is one of early-help, referral, child-in-need, section-47-enquiry, child-protection-plan, looked-after.
    One that was learned as ended on a day has both dates on that day, and ends what began before it.
    """

    name: str
    since: str
    until: str | None
    entry_id: str


def with_ended(statuses: Iterable[Status]) -> tuple[Status, ...]:
    """Return the steps that began, each ended by the first ending of its name that came later.

    A step that began on the day of an ending goes on: a plan may follow another on one day.
    """
    told = list(statuses)
    ends = [one for one in told if one.until is not None]
    return tuple(replace(one, until=_day_ended(one, ends)) for one in told if one.until is None)


def _day_ended(one: Status, ends: Iterable[Status]) -> str | None:
    days = [end.since for end in ends if end.name == one.name and one.since < end.since]
    return min(days, default=None)


def in_force(statuses: Iterable[Status], day: str) -> list[str]:
    """Return the names of the steps that hold on a local date, sorted."""
    return sorted(
        {one.name for one in with_ended(statuses) if one.since <= day and (one.until is None or day < one.until)}
    )
