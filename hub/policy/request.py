"""What is asked of the policy: reader, request, child's relationships and the labels of entries. No narrative."""

from dataclasses import dataclass, field
from datetime import date, datetime

from hub.domain.withholding import Audience


@dataclass(frozen=True, slots=True)
class Viewer:
    """The reader. `conflicts` None means that they are not known, and refuses."""

    id: str
    agency: str
    agency_type: str
    role: str
    conflicts: tuple[str, ...] | None = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    """The family's, or the child's, agreement to share what some kinds of agency hold."""

    given_by: str
    agency_types: frozenset[str]
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """A court's order that lists entries, until a local date (None: no end)."""

    entries: frozenset[str]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Purposeful:
    """The request itself: why, on which ground, at which threshold."""

    purpose: str
    reason: str
    action: str = "read"
    legal_basis: str | None = None
    threshold: str | None = None
    consent: Consent | None = None
    order: Order | None = None
    emergency: bool = False
    countersigned_by: str | None = None


@dataclass(frozen=True, slots=True)
class Relationship:
    """How an agency, or one person there, stands to the child; local dates, `until` None while it lasts.

    `since` None is a relationship whose start is not proved, and counts for nothing.
    """

    agency: str
    kind: str
    person: str | None
    since: date | None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Handling:
    """A police handling code; `scheme` None where the entry carries none."""

    scheme: str | None = None
    code: str | None = None
    conditioned: bool = False
    authorised_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HeldWithholding:
    """What the policy needs of a withholding; `audience` None is not proved and binds everybody.

    `fields` None or empty: the whole entry. `mode` and `state` may be unknown words, which hide. `placed_at` is the
    agency that placed it where that matters, for one that is held narrow; None: the entry's own.
    """

    mode: str
    state: str
    audience: Audience | None
    fields: frozenset[str] | None = None
    placed_at: str | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """The policy-relevant attributes of an entry: equal labels get one decision. None: not known, so not shown."""

    agency: str | None
    agency_type: str | None
    category: str | None
    tier: str | None
    third_party: bool | None
    sensitive: str | None
    handling: Handling | None
    fields: frozenset[str] | None
    withholdings: frozenset[HeldWithholding] | None
    released_to: frozenset[str] = frozenset()
    purpose_lock: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry's id and labels; it inherits the labels of the entries in `derived_from` (None: not known)."""

    id: str
    labels: Labels
    derived_from: tuple[str, ...] | None = ()


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """One question: at one instant (aware UTC), one reader, one child, all the entries from one snapshot."""

    now: datetime
    viewer: Viewer
    request: Purposeful
    child_id: str
    relationships: tuple[Relationship, ...]
    entries: tuple[Entry, ...] = field(default=())
