"""Placing, reviewing and releasing a withholding: the act and its sealed audit record are one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from eventsourcing.persistence import StoredEvent

from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.door import Door
from hub.access.grant import Granted, granted, refuse
from hub.access.log import Act, keep, record_of
from hub.access.placing import ONLY_BY_THE_TABLE, ONLY_THE_OWNER, answers_for, may_place, responsible_readers
from hub.audit import AccessOutcome, AccessRecord, Action
from hub.domain.errors import NotFound
from hub.domain.targets import Targets
from hub.domain.vocabulary import Ground, Mode
from hub.domain.withholding import Audience, Withholding, initial_state, must_keep_responsible_readers
from hub.record.companions import Companion
from hub.record.database import Cursor

NO_SUCH_ENTRY = "There is no such entry, or none that you may know of."
NO_SUCH_WITHHOLDING = "There is no such withholding, or none that you may know of."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks to be withheld. `entries` are entry ids that they see; the rest as in the contract."""

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


def place(door: Door, viewer: Viewer, asked: Asked, child_id: str, wanted: Wanted) -> Disclosed:
    """Withhold entries that the viewer sees; an approval by another person puts it in force, else it is narrow.

    Raises: NotFound for a child or an entry that is not there or not visible; Refused for a role that may not.
    Source: `security.md` 3.3.
    """
    grant = granted(door, viewer, asked, Action.WITHHOLDING_PLACED, child_id)
    targets = _targets(door, viewer, asked, grant, wanted.entries)
    if not may_place(viewer, wanted.ground, wanted.audience):
        refuse(door, viewer, asked, _refusal(Action.WITHHOLDING_PLACED, child_id, ONLY_BY_THE_TABLE))
    _must_keep_responsible_readers(door, viewer, wanted.audience)
    withholding = _withholding(door, viewer, wanted)
    record = _record(door, viewer, asked, Action.WITHHOLDING_PLACED, child_id)
    door.withholder.place_withholding(child_id, withholding, targets, at=door.clock(), also=[_companion(door, record)])
    return Disclosed(record.audit_id, {"id": withholding.id, "state": withholding.state})


def review(door: Door, viewer: Viewer, asked: Asked, child_id: str, withholding_id: str, review_by: date) -> Disclosed:
    """Keep a withholding until its next review; for the owner role of the placing agency only."""
    _own(door, viewer, asked, Action.WITHHOLDING_REVIEWED, child_id, withholding_id)
    record = _record(door, viewer, asked, Action.WITHHOLDING_REVIEWED, child_id)
    door.withholder.review_withholding(
        child_id,
        withholding_id,
        review_by=review_by,
        by=viewer.id,
        reason=asked.reason,
        at=door.clock(),
        also=[_companion(door, record)],
    )
    return Disclosed(record.audit_id, {"id": withholding_id, "review_by": review_by.isoformat()})


def release(door: Door, viewer: Viewer, asked: Asked, child_id: str, withholding_id: str) -> Disclosed:
    """End a withholding: what it covered is shown from now on as far as the policy says (`security.md` 3.11)."""
    _own(door, viewer, asked, Action.WITHHOLDING_RELEASED, child_id, withholding_id)
    record = _record(door, viewer, asked, Action.WITHHOLDING_RELEASED, child_id)
    door.withholder.release_withholding(
        child_id, withholding_id, by=viewer.id, reason=asked.reason, at=door.clock(), also=[_companion(door, record)]
    )
    return Disclosed(record.audit_id, {"id": withholding_id, "state": "released"})


def _must_keep_responsible_readers(door: Door, viewer: Viewer, audience: Audience) -> None:
    """Raise Invalid where nobody responsible for the child would be left to read (`security.md` 3.5)."""
    with door.database.read() as cursor:
        directory = door.reader.agencies(cursor).values()
    must_keep_responsible_readers(audience, responsible_readers(viewer, directory, door.settings.area))


def _targets(door: Door, viewer: Viewer, asked: Asked, grant: Granted, entry_ids: Sequence[str]) -> Targets:
    """Return the events behind entries that the viewer sees, so that what derives from them is covered too."""
    visible = {seen.row.labels.entry_id: seen.row.labels for seen in grant.sight.seen}
    if not entry_ids or not set(entry_ids) <= visible.keys():
        _not_there(door, viewer, asked, Action.WITHHOLDING_PLACED, grant, NO_SUCH_ENTRY)
    return Targets(origins=tuple(visible[entry_id].origin for entry_id in entry_ids))


def _not_there(door: Door, viewer: Viewer, asked: Asked, action: Action, grant: Granted, detail: str) -> NoReturn:
    """Put the attempt on record and answer as if there were nothing to find."""
    keep(door, viewer, asked, Act(action, AccessOutcome.NOT_FOUND, grant.sight.file.child_id, sealed_class=True))
    raise NotFound(detail)


def _withholding(door: Door, viewer: Viewer, wanted: Wanted) -> Withholding:
    is_approved = wanted.approved_by not in (None, viewer.id)
    return Withholding(
        id=f"w-{door.random_id()}",
        ground=wanted.ground,
        mode=wanted.mode,
        audience=wanted.audience,
        state=initial_state(wanted.audience, is_approved),
        owner=wanted.owner,
        placed_by=viewer.id,
        review_by=wanted.review_by,
        fields=wanted.fields,
        approved_by=wanted.approved_by if is_approved else None,
        approved_at=door.clock() if is_approved else None,
        ends=wanted.ends,
        reason=wanted.reason,
        decided_at=wanted.decided_at,
        investigation_ref=wanted.investigation_ref,
        protective_instruction=wanted.protective_instruction,
    )


def _own(door: Door, viewer: Viewer, asked: Asked, action: Action, child_id: str, withholding_id: str) -> Withholding:
    """Return a withholding on an entry of the viewer's own agency that the viewer sees; else it does not exist."""
    grant = granted(door, viewer, asked, action, child_id)
    own = [seen.row.labels.entry_id for seen in grant.sight.seen if seen.row.labels.agency == viewer.agency]
    placed = {one.id: one for entry_id in own for one in grant.file.withholdings.get(entry_id, ())}
    if withholding_id not in placed:
        _not_there(door, viewer, asked, action, grant, NO_SUCH_WITHHOLDING)
    if not answers_for(viewer, placed[withholding_id]):
        refuse(door, viewer, asked, _refusal(action, child_id, ONLY_THE_OWNER))
    return placed[withholding_id]


def _refusal(action: Action, child_id: str, rule: str) -> Act:
    return Act(action, AccessOutcome.REFUSE, child_id, (rule,), sealed_class=True)


def _record(door: Door, viewer: Viewer, asked: Asked, action: Action, child_id: str) -> AccessRecord:
    return record_of(door, viewer, asked, Act(action, AccessOutcome.ALLOW, child_id, sealed_class=True))


def _companion(door: Door, record: AccessRecord) -> Companion:
    """Return what writes the record in the transaction of the act: neither is ever kept without the other."""

    def also(cursor: Cursor, _: Sequence[StoredEvent]) -> None:
        door.audit.append(cursor, [record])

    return also
