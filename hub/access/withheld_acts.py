"""What is done about a withholding once it stands: approved, declined, kept until its next review, released."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hub.access.answering import Held, answers_for, has_placed, held, is_owner
from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.door import Door
from hub.access.grant import Granted, looked_at, must_show
from hub.access.ledger import accesses, kept_from
from hub.access.order import Json
from hub.access.withhold import act_record, companion, keep_reading, not_there, refused
from hub.audit import Action
from hub.domain.approving import must_approve, must_decline
from hub.domain.errors import Refused
from hub.domain.placing import must_not_outlast_approval
from hub.domain.withholding import local_day
from hub.record.companions import Companion

NO_SUCH_WITHHOLDING = "There is no such withholding, or none that you may know of."
ONLY_THE_OWNER = "withholding-for-its-owner"

Deed = Callable[[list[Companion]], None]


@dataclass(frozen=True, slots=True)
class Answered:
    """A withholding that the viewer answers for, and what they see of the child beside it."""

    grant: Granted
    one: Held


def answered(door: Door, viewer: Viewer, asked: Asked, action: Action, child_id: str, withholding_id: str) -> Answered:
    """Return a withholding that the viewer answers for, whether or not they may read the child for this purpose.

    For anybody else it does not exist: they get the answer that they would get about the child, and a colleague at the
    agency that placed it, who sees the entry, is told that it is not theirs.
    """
    return _found(door, viewer, asked, action, child_id, withholding_id, is_theirs=False)


def readable(door: Door, viewer: Viewer, asked: Asked, action: Action, child_id: str, withholding_id: str) -> Answered:
    """As `answered`, and for whoever placed it too, who may see what became of it."""
    return _found(door, viewer, asked, action, child_id, withholding_id, is_theirs=True)


def _found(
    door: Door,
    viewer: Viewer,
    asked: Asked,
    action: Action,
    child_id: str,
    withholding_id: str,
    *,
    is_theirs: bool,
    may_be_over: bool = False,
) -> Answered:
    grant = looked_at(door, viewer, asked, action, child_id)
    one = held(door, grant.file).get(withholding_id)
    is_answered = one is not None and answers_for(door, viewer, one, grant.moment.agencies)
    if one is not None and one.is_released and not (may_be_over and is_answered):
        one = None
    placed_it = is_theirs and one is not None and has_placed(viewer, one)
    if one is None or not (placed_it or is_answered):
        must_show(door, viewer, asked, action, grant)
        if one is None or not _is_colleagues(viewer, one, grant):
            not_there(door, viewer, asked, action, child_id, NO_SUCH_WITHHOLDING)
        refused(door, viewer, asked, action, child_id, ONLY_THE_OWNER)
    return Answered(grant, one)


def approve(door: Door, viewer: Viewer, asked: Asked, child_id: str, withholding_id: str) -> Disclosed:
    """Approve it as the second person, signed in; the same approval again changes nothing.

    Raises: Refused for whoever placed it, and for a role that is not asked for; NotFound.
    """
    found = answered(door, viewer, asked, Action.WITHHOLDING_APPROVED, child_id, withholding_id)

    def deed(also: list[Companion]) -> None:
        door.withholder.approve_withholding(
            child_id, withholding_id, by=viewer.id, role=viewer.role, at=door.clock(), also=also
        )

    _must(door, viewer, asked, Action.WITHHOLDING_APPROVED, found, must_approve)
    return _done(door, viewer, asked, Action.WITHHOLDING_APPROVED, found, deed)


def decline(door: Door, viewer: Viewer, asked: Asked, child_id: str, withholding_id: str) -> Disclosed:
    """Refuse to approve it: it stays withheld, narrow or provisional, until somebody approves or its owner releases it.

    Raises: as `approve`; Refused also for one that has been approved.
    """
    found = answered(door, viewer, asked, Action.WITHHOLDING_DECLINED, child_id, withholding_id)

    def deed(also: list[Companion]) -> None:
        door.withholder.decline_withholding(
            child_id, withholding_id, by=viewer.id, role=viewer.role, reason=asked.reason, at=door.clock(), also=also
        )

    _must(door, viewer, asked, Action.WITHHOLDING_DECLINED, found, must_decline)
    return _done(door, viewer, asked, Action.WITHHOLDING_DECLINED, found, deed)


def review(door: Door, viewer: Viewer, asked: Asked, child_id: str, withholding_id: str, review_by: date) -> Disclosed:
    """Keep a withholding until its next review, no longer than its approval reaches; tells who was kept from it.

    Raises: Invalid, with the table's figure, for a review that is too late.
    """
    found = answered(door, viewer, asked, Action.WITHHOLDING_REVIEWED, child_id, withholding_id)
    must_be_within_approval(door, found.one, review_by)

    def deed(also: list[Companion]) -> None:
        door.withholder.review_withholding(
            child_id,
            withholding_id,
            review_by=review_by,
            by=viewer.id,
            reason=asked.reason,
            at=door.clock(),
            also=also,
        )

    told = {"review_by": review_by.isoformat(), **kept_from_it(door, viewer, found)}
    return _done(door, viewer, asked, Action.WITHHOLDING_REVIEWED, found, deed, told)


def release(door: Door, viewer: Viewer, asked: Asked, child_id: str, withholding_id: str) -> Disclosed:
    """End a withholding: what it covered is shown from now on as far as the policy says (`security.md` 3.11).

    Whoever answers for it may release it again, which changes nothing.
    """
    action = Action.WITHHOLDING_RELEASED
    found = _found(door, viewer, asked, action, child_id, withholding_id, is_theirs=False, may_be_over=True)
    told = {"state": "released", **kept_from_it(door, viewer, found)}
    if found.one.is_released:
        return Disclosed(keep_reading(door, viewer, asked, child_id), {"id": withholding_id, **told})

    def deed(also: list[Companion]) -> None:
        door.withholder.release_withholding(
            child_id, withholding_id, by=viewer.id, reason=asked.reason, at=door.clock(), also=also
        )

    return _done(door, viewer, asked, action, found, deed, told)


def kept_from_it(door: Door, viewer: Viewer, found: Answered) -> Json:
    """Return, for the owner alone, who has read of the child since the placing without what was withheld."""
    if not is_owner(viewer, found.one):
        return {}
    readers = kept_from(accesses(door, found.grant.file.child_id), found.one, found.grant.moment.agencies)
    return {"readers_kept_from_it": readers}


def must_be_within_approval(door: Door, one: Held, review_by: date) -> None:
    """Raise Invalid where the next review would be later than the last approval, or the placing, reaches."""
    withholding = one.withholding
    since = withholding.approved_at or withholding.placed_at or door.clock()
    today = local_day(door.clock())
    must_not_outlast_approval(withholding.ground, withholding.audience, review_by, local_day(since), today)


def _must(
    door: Door,
    viewer: Viewer,
    asked: Asked,
    action: Action,
    found: Answered,
    rule: Callable[..., None],
) -> None:
    """Ask the domain's rule before the act, so that a refusal is on record too."""
    withholding = found.one.withholding
    if viewer.id in (withholding.declined_by, *(one.by for one in withholding.approvals)):
        return
    try:
        rule(withholding, viewer.id, viewer.role)
    except Refused as refusal:
        refused(door, viewer, asked, action, found.grant.file.child_id, refusal.rules[0])


def _done(
    door: Door,
    viewer: Viewer,
    asked: Asked,
    action: Action,
    found: Answered,
    deed: Deed,
    told: Json | None = None,
) -> Disclosed:
    """Do it in one transaction with its record, and return how the withholding stands now."""
    child_id, withholding_id = found.grant.file.child_id, found.one.withholding.id
    record = act_record(door, viewer, asked, action, child_id)
    deed([companion(door, record)])
    return Disclosed(record.audit_id, {"id": withholding_id, **(told or _standing(door, child_id, withholding_id))})


def _standing(door: Door, child_id: str, withholding_id: str) -> Json:
    with door.database.read() as cursor:
        file = door.reader.child(cursor, child_id)
    now = held(door, file)[withholding_id].withholding if file is not None else None
    return {} if now is None else {"state": now.state, "unconfirmed": now.unconfirmed}


def _is_colleagues(viewer: Viewer, one: Held, grant: Granted) -> bool:
    seen = {each.row.labels.entry_id for each in grant.sight.seen}
    return viewer.agency == one.withholding.agency and any(labels.entry_id in seen for labels in one.covered)
