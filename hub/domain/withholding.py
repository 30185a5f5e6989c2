"""Withholdings: who one binds, what it hides, and how its state follows time. It never lapses by itself."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hub.domain.errors import Invalid
from hub.domain.role_homes import FAMILY_ROLES, ROLE_HOMES
from hub.domain.vocabulary import AgencyType, Ground, Mode, Role, WithholdingState

_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class AgencyRole:
    """One role at one agency, as `everyone_but` may list it."""

    agency: str
    role: str


@dataclass(frozen=True, slots=True)
class Audience:
    """From whom something is withheld: any one match binds.

    `family` is True (all members), False, or person references; a non-empty `everyone_but` binds all who are not
    listed by person, agency, or agency and role. Source: contract, "A decision"; security 3.5.
    """

    agency_types: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    family: bool | tuple[str, ...] = False
    everyone_but: frozenset[str | AgencyRole] = frozenset()

    @property
    def is_family_only(self) -> bool:
        """Whether no professional can be bound."""
        named = self.agencies | self.roles | self.persons | self.everyone_but
        return not named and self.agency_types <= {AgencyType.FAMILY}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks. `references` are further person references by which the family's lists may name them."""

    person: str
    agency: str
    agency_type: str
    role: str
    references: frozenset[str] = frozenset()

    @property
    def is_family(self) -> bool:
        return self.agency_type == AgencyType.FAMILY or self.role in FAMILY_ROLES


@dataclass(frozen=True, slots=True)
class Approval:
    """One person's approval, given signed in: who, in which role, and when (aware UTC)."""

    by: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Saw:
    """A reader who had been shown an entry before it was withheld and keeps seeing it (security 3.13)."""

    agency: str
    person: str
    entry_id: str


@dataclass(frozen=True, slots=True)
class Withholding:
    """An authorised, reviewed instruction not to show an entry, or some of its fields, to an audience.

    `fields` None means the whole entry. `owner` is a role. `review_by` is a local date (Europe/London). `ends` says
    when it is meant to end, a date or an event in words; nothing acts on it but a person. `agency` placed it at
    `placed_at`. `approved_by` was named by whoever placed it while `unconfirmed`, else signed in or stood in the signed
    envelope; `approvals` are those given signed in since it was last approved or declined as a whole. `instruction_for`
    None means: the professionals whom it binds.
    Source: Working Together 2013, chapter 1, strategy discussion; security 3.1 to 3.5.
    """

    id: str
    ground: Ground
    mode: Mode
    audience: Audience
    state: WithholdingState
    owner: str
    placed_by: str
    review_by: date
    fields: frozenset[str] | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None
    ends: str | None = None
    reason: str | None = None
    decided_at: str | None = None
    investigation_ref: str | None = None
    protective_instruction: str | None = None
    instruction_for: Audience | None = None
    agency: str = ""
    placed_at: datetime | None = None
    unconfirmed: bool = False
    approvals: tuple[Approval, ...] = ()
    declined_by: str | None = None
    kept_for: tuple[Saw, ...] = ()

    def hides_whole_entry(self) -> bool:
        return self.fields is None


def binds(audience: Audience, reader: Reader) -> bool:
    """Whether the reader is in the audience, and so must not see what is withheld from it."""
    return names(audience, reader) or _is_not_excepted(audience, reader)


def names(audience: Audience, reader: Reader) -> bool:
    """Whether the audience says the reader, and does not only leave them out of those who may see."""
    return _is_named(audience, reader) or _is_bound_family(audience, reader)


def _is_named(audience: Audience, reader: Reader) -> bool:
    return (
        reader.agency_type in audience.agency_types
        or reader.agency in audience.agencies
        or reader.role in audience.roles
        or reader.person in audience.persons
    )


def _is_bound_family(audience: Audience, reader: Reader) -> bool:
    if not reader.is_family:
        return False
    if isinstance(audience.family, bool):
        return audience.family
    return bool({reader.person, *reader.references} & set(audience.family))


def _is_not_excepted(audience: Audience, reader: Reader) -> bool:
    listed = {reader.person, reader.agency, AgencyRole(reader.agency, reader.role)}
    return bool(audience.everyone_but) and not listed & audience.everyone_but


def touches_agency(audience: Audience, agency: str, agency_type: str, staff: Collection[str] | None = None) -> bool:
    """Whether anyone at the agency could be bound, so that what is withheld must not show in what it is answered.

    Args:
        staff: the agency's person ids; None where they are not known, and then any named person may be theirs.

    Source: design decision 7 (admission is judged as though what is withheld from the sender did not exist).
    """
    if agency_type in audience.agency_types or agency in audience.agencies:
        return True
    if agency_type == AgencyType.FAMILY and audience.family is not False:
        return True
    if audience.everyone_but and agency not in audience.everyone_but:
        return True
    return _role_works_there(audience, agency_type) or _person_works_there(audience, staff)


def _role_works_there(audience: Audience, agency_type: str) -> bool:
    known = {role for role in audience.roles if role in set(Role)}
    unknown = audience.roles - known
    return bool(unknown) or any(agency_type in ROLE_HOMES[Role(role)] for role in known)


def _person_works_there(audience: Audience, staff: Collection[str] | None) -> bool:
    return bool(audience.persons) and (staff is None or bool(audience.persons & set(staff)))


def initial_state(audience: Audience, approved: bool) -> WithholdingState:
    """The state in which one is born: unapproved it is held narrow against professionals, provisional for family."""
    if approved:
        return WithholdingState.IN_FORCE
    return WithholdingState.PROVISIONAL if audience.is_family_only else WithholdingState.HELD_NARROW


def local_day(moment: datetime) -> date:
    """Return the date in London of an instant."""
    return moment.astimezone(_LONDON).date()


def at(withholding: Withholding, now: datetime) -> Withholding:
    """The withholding as it stands at an instant (aware UTC): in force turns overdue after its review date.

    An overdue one still hides; one that was never approved stays as narrow as it was. Source: security 3.10.
    """
    overdue = local_day(now) > withholding.review_by
    if withholding.state is WithholdingState.IN_FORCE and overdue:
        return replace(withholding, state=WithholdingState.OVERDUE)
    return withholding


def reviewed(withholding: Withholding, review_by: date) -> Withholding:
    """The withholding until its next review; looking at it approves nothing, so its state stays."""
    return replace(withholding, review_by=review_by)


def released(withholding: Withholding) -> Withholding:
    """The withholding let go."""
    return replace(withholding, state=WithholdingState.RELEASED)


def must_keep_responsible_readers(audience: Audience, responsible: Collection[Reader]) -> None:
    """Refuse an audience that leaves the child without a responsible reader.

    Args:
        responsible: the placing agency's reader, the allocated worker's manager and the police child abuse desk, each
            replaced by the next above where they are the subject or conflicted.

    Raises: Invalid, if everybody of them is bound, or if `everyone_but` leaves out any. Source: security 3.5.
    """
    bound = [binds(audience, reader) for reader in responsible]
    if all(bound) or (audience.everyone_but and any(bound)):
        raise Invalid("this withholding would leave the child without a responsible reader: list them in everyone_but")
