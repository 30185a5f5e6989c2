"""Placing a withholding: the act and its sealed audit record are one transaction."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import NoReturn

from eventsourcing.persistence import StoredEvent

from hub.access.answering import Held, held
from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.door import Door
from hub.access.grant import Granted, granted, refuse
from hub.access.ledger import accesses, seen_by, who_saw
from hub.access.log import Act, keep, record_of
from hub.access.once import must_be_the_same, named_id, placed_under
from hub.access.placing import ONLY_BY_THE_TABLE, may_place, responsible_readers
from hub.audit import AccessOutcome, AccessRecord, Action
from hub.domain.chronology import Labels
from hub.domain.errors import Conflict, Fault, Invalid, NotFound
from hub.domain.placing import must_be_reviewed_in_time
from hub.domain.targets import Targets
from hub.domain.vocabulary import AgencyType, Ground, Mode
from hub.domain.withholding import (
    Audience,
    Saw,
    Withholding,
    initial_state,
    local_day,
    must_keep_responsible_readers,
)
from hub.record.companions import Companion
from hub.record.database import Cursor

NO_SUCH_ENTRY = "There is no such entry, or none that you may know of."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks to be withheld. `entries` are entry ids that they see; the rest as in the contract.

    `keep_for_those_who_saw` None is the ground's default: a vanishing entry would itself tip off whom the police
    investigate, while one whose disclosure may harm a child goes from all (`security.md` 3.13). `once` is a name that
    whoever asks gives the request: the same request under the same name is not placed again.
    """

    entries: tuple[str, ...]
    ground: Ground
    mode: Mode
    audience: Audience
    owner: str
    review_by: date
    fields: frozenset[str] | None = None
    approved_by: str | None = None
    ends: str | None = None
    reason: str | None = None
    decided_at: str | None = None
    investigation_ref: str | None = None
    protective_instruction: str | None = None
    instruction_for: Audience | None = None
    keep_for_those_who_saw: bool | None = None
    once: str | None = None

    @property
    def keeps(self) -> bool:
        """Whether those who have seen the entries go on seeing them."""
        if self.keep_for_those_who_saw is None:
            return self.ground is Ground.POLICE_INVESTIGATION
        return self.keep_for_those_who_saw


def place(door: Door, viewer: Viewer, asked: Asked, child_id: str, wanted: Wanted) -> Disclosed:
    """Withhold entries that the viewer sees; tells who had seen them.

    Approved by another person's word it is in force at once and waits to be confirmed by a person who is signed in;
    else it is held narrow or provisional until it is approved.

    Raises: NotFound for a child or an entry that is not there or not visible; Refused for a role that may not; Invalid
    for a review later than the table has it, or an audience that leaves nobody responsible; NameTaken where
    something else was placed under the same name. Source: `security.md` 3.3.
    """
    grant = granted(door, viewer, asked, Action.WITHHOLDING_PLACED, child_id)
    before = placed_under(door, viewer, child_id, wanted.once, held(door, grant.file))
    if before is not None:
        return _placed_before(door, viewer, asked, grant, wanted, before)
    _must_be_allowed(door, viewer, asked, grant, wanted)
    try:
        return _placed_now(door, viewer, asked, grant, wanted)
    except Conflict:
        return _placed_meanwhile(door, viewer, asked, child_id, wanted)


def preview(door: Door, viewer: Viewer, asked: Asked, child_id: str, wanted: Wanted) -> Disclosed:
    """Return what placing would do, without doing it: who has seen the entries already. Raises as `place` does."""
    grant = granted(door, viewer, asked, Action.WITHHOLDING_PLACED, child_id)
    _must_be_allowed(door, viewer, asked, grant, wanted)
    readers = seen_by(accesses(door, child_id), wanted.entries, wanted.audience, grant.moment.agencies, viewer)
    audit_id = keep_reading(door, viewer, asked, child_id)
    return Disclosed(audit_id, {"seen_by": readers, "kept_for_those_who_saw": wanted.keeps})


def act_record(door: Door, viewer: Viewer, asked: Asked, action: Action, child_id: str) -> AccessRecord:
    """Return the record of an act on a withholding: of the sealed class."""
    return record_of(door, viewer, asked, Act(action, AccessOutcome.ALLOW, child_id, sealed_class=True))


def keep_reading(door: Door, viewer: Viewer, asked: Asked, child_id: str) -> str:
    """Put on record that somebody was told of a withholding and changed nothing; returns the record's id."""
    return keep(door, viewer, asked, Act(Action.WITHHOLDINGS_READ, AccessOutcome.ALLOW, child_id, sealed_class=True))


def companion(door: Door, record: AccessRecord) -> Companion:
    """Return what writes the record in the transaction of the act: neither is ever kept without the other."""

    def also(cursor: Cursor, _: Sequence[StoredEvent]) -> None:
        door.audit.append(cursor, [record])

    return also


def not_there(door: Door, viewer: Viewer, asked: Asked, action: Action, child_id: str, detail: str) -> NoReturn:
    """Put the attempt on record and answer as if there were nothing to find."""
    keep(door, viewer, asked, Act(action, AccessOutcome.NOT_FOUND, child_id, sealed_class=True))
    raise NotFound(detail)


def refused(door: Door, viewer: Viewer, asked: Asked, action: Action, child_id: str, rule: str) -> NoReturn:
    """Put the refusal on record and raise it."""
    refuse(door, viewer, asked, Act(action, AccessOutcome.REFUSE, child_id, (rule,), sealed_class=True))


def _placed_now(door: Door, viewer: Viewer, asked: Asked, grant: Granted, wanted: Wanted) -> Disclosed:
    child_id = grant.file.child_id
    targets = Targets(origins=tuple(labels.origin for labels in _visible(grant, wanted)))
    records = accesses(door, child_id)
    kept_for = who_saw(records, wanted.entries) if wanted.keeps else ()
    withholding = _withholding(door, viewer, child_id, wanted, kept_for)
    record = act_record(door, viewer, asked, Action.WITHHOLDING_PLACED, child_id)
    door.withholder.place_withholding(child_id, withholding, targets, at=door.clock(), also=[companion(door, record)])
    return Disclosed(record.audit_id, _told(viewer, grant, wanted, withholding, records))


def _placed_before(door: Door, viewer: Viewer, asked: Asked, grant: Granted, wanted: Wanted, before: Held) -> Disclosed:
    """Answer the same request once more, on record as a reading: nothing is placed."""
    child_id = grant.file.child_id
    must_be_the_same(before, _id(door, viewer, child_id, wanted))
    told = _told(viewer, grant, wanted, before.withholding, accesses(door, child_id))
    return Disclosed(keep_reading(door, viewer, asked, child_id), told)


def _placed_meanwhile(door: Door, viewer: Viewer, asked: Asked, child_id: str, wanted: Wanted) -> Disclosed:
    """Answer a request that came while the same one was being placed. Raises: Conflict, where it was not that."""
    grant = granted(door, viewer, asked, Action.WITHHOLDING_PLACED, child_id)
    before = placed_under(door, viewer, child_id, wanted.once, held(door, grant.file))
    if before is None:
        raise Conflict("what is to be withheld changes all the time: try again")
    return _placed_before(door, viewer, asked, grant, wanted, before)


def _told(
    viewer: Viewer, grant: Granted, wanted: Wanted, withholding: Withholding, records: Sequence[AccessRecord]
) -> dict[str, object]:
    return {
        "id": withholding.id,
        "state": withholding.state,
        "unconfirmed": withholding.unconfirmed,
        "seen_by": seen_by(records, wanted.entries, wanted.audience, grant.moment.agencies, viewer),
        "kept_for_those_who_saw": wanted.keeps,
    }


def _must_be_allowed(door: Door, viewer: Viewer, asked: Asked, grant: Granted, wanted: Wanted) -> None:
    child_id = grant.file.child_id
    visible = {seen.row.labels.entry_id for seen in grant.sight.seen}
    if not wanted.entries or not set(wanted.entries) <= visible:
        not_there(door, viewer, asked, Action.WITHHOLDING_PLACED, child_id, NO_SUCH_ENTRY)
    if not may_place(viewer, wanted.ground, wanted.audience, decided=bool(wanted.decided_at)):
        refused(door, viewer, asked, Action.WITHHOLDING_PLACED, child_id, ONLY_BY_THE_TABLE)
    _must_be_well_made(door, viewer, wanted, grant)


def _must_be_well_made(door: Door, viewer: Viewer, wanted: Wanted, grant: Granted) -> None:
    responsible = responsible_readers(viewer, grant.moment.agencies.values(), door.settings.area)
    must_keep_responsible_readers(wanted.audience, responsible)
    must_be_reviewed_in_time(wanted.ground, wanted.audience, wanted.review_by, local_day(door.clock()))
    told = wanted.instruction_for
    if told is not None and (told.family or AgencyType.FAMILY in told.agency_types):
        detail = "a protective instruction is for professionals: name no one of the family"
        raise Invalid(detail, (Fault("/body/instruction_for", detail),))


def _visible(grant: Granted, wanted: Wanted) -> list[Labels]:
    labels = {seen.row.labels.entry_id: seen.row.labels for seen in grant.sight.seen}
    return [labels[entry_id] for entry_id in wanted.entries]


def _id(door: Door, viewer: Viewer, child_id: str, wanted: Wanted) -> str:
    return named_id(door, viewer, child_id, wanted.once, asdict(wanted))


def _withholding(door: Door, viewer: Viewer, child_id: str, wanted: Wanted, kept_for: tuple[Saw, ...]) -> Withholding:
    by_word = wanted.approved_by not in (None, viewer.id)
    return Withholding(
        id=_id(door, viewer, child_id, wanted),
        ground=wanted.ground,
        mode=wanted.mode,
        audience=wanted.audience,
        state=initial_state(wanted.audience, by_word),
        owner=wanted.owner,
        placed_by=viewer.id,
        review_by=wanted.review_by,
        fields=wanted.fields,
        approved_by=wanted.approved_by if by_word else None,
        approved_at=door.clock() if by_word else None,
        ends=wanted.ends,
        reason=wanted.reason,
        decided_at=wanted.decided_at,
        investigation_ref=wanted.investigation_ref,
        protective_instruction=wanted.protective_instruction,
        instruction_for=wanted.instruction_for,
        agency=viewer.agency,
        placed_at=door.clock(),
        unconfirmed=by_word,
        kept_for=kept_for,
    )
