"""The withholdings that a person answers for: what to approve, what to review, what is overdue; nothing of others."""

from collections.abc import Sequence
from datetime import date

from hub.access.answering import (
    Held,
    answers_for,
    held,
    is_owner,
    may_approve,
    may_decline,
    needs_new_approval,
    posts_of,
)
from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.content import Contents
from hub.access.door import Door
from hub.access.grant import known_purpose
from hub.access.known import binding_whole
from hub.access.ledger import accesses, seen_by
from hub.access.log import Act, keep
from hub.access.look import Look, Snapshot, gather, look
from hub.access.order import Json, in_json, occurred
from hub.access.render import entry
from hub.access.rows import Row, rows
from hub.access.who import identity
from hub.access.withheld_acts import Answered, kept_from_it, readable
from hub.audit import AccessOutcome, Action
from hub.domain.approving import awaits_approval, outstanding
from hub.domain.chronology import Labels
from hub.domain.placing import longest_until
from hub.domain.vocabulary import WithholdingState
from hub.domain.withholding import AgencyRole, Audience, local_day


def listed(door: Door, viewer: Viewer, asked: Asked) -> Disclosed:
    """Return the withholdings that stand and that the viewer answers for: overdue first, then by their review.

    One that stands on several children of a family is listed once, on one of whom the viewer sees something where
    there is one. A child's identity is there only as far as the viewer may know it for this purpose.
    """
    known_purpose(door, viewer, asked, Action.WITHHOLDINGS_READ, None)
    with door.database.read() as cursor:
        moment = gather(door, cursor, door.reader.answered_for(cursor, posts_of(door, viewer)))
    lines: dict[str, tuple[tuple[bool, str, str], Json]] = {}
    for child_id in moment.files:
        for one, line in _of_child(door, viewer, asked, moment, child_id):
            if one.withholding.id not in lines or line["child"]:
                lines[one.withholding.id] = (_order(one), line)
    ordered = [line for _, line in sorted(lines.values(), key=lambda told: told[0])]
    return Disclosed(_kept(door, viewer, asked, ordered), {"withholdings": ordered})


def one(door: Door, viewer: Viewer, asked: Asked, child_id: str, withholding_id: str) -> Disclosed:
    """Return one withholding in full, for those who answer for it and whoever placed it. Raises: NotFound, Refused."""
    found = readable(door, viewer, asked, Action.WITHHOLDINGS_READ, child_id, withholding_id)
    shown = _covered(found)
    line = _line(door, viewer, found.grant.moment, found.grant.sight, found.one)
    answer = line | _in_full(door, viewer, found, shown)
    act = Act(Action.WITHHOLDINGS_READ, AccessOutcome.ALLOW, child_id, sealed_class=True)
    disclosed = found.grant.disclosed(seen for row in shown for seen in row.shown)
    return Disclosed(keep(door, viewer, asked, act, disclosed), answer)


def audience_told(audience: Audience) -> Json:
    """Return an audience as the contract writes it; empty lists are left out."""
    lists: Json = {name: sorted(getattr(audience, name)) for name in ("agency_types", "agencies", "roles", "persons")}
    excepted = sorted(audience.everyone_but, key=str)
    lists["everyone_but"] = [_excepted(each) for each in excepted]
    family = audience.family if isinstance(audience.family, bool) else list(audience.family)
    return {name: told for name, told in {**lists, "family": family}.items() if told}


def _of_child(door: Door, viewer: Viewer, asked: Asked, moment: Snapshot, child_id: str) -> list[tuple[Held, Json]]:
    file = moment.file(child_id)
    mine = [each for each in held(door, file).values() if _is_mine(door, viewer, moment, each)]
    if not mine:
        return []
    sight = look(door, viewer, asked, file, door.clock())
    return [(each, _line(door, viewer, moment, sight, each)) for each in mine]


def _is_mine(door: Door, viewer: Viewer, moment: Snapshot, each: Held) -> bool:
    return not each.is_released and answers_for(door, viewer, each, moment.agencies)


def _order(each: Held) -> tuple[bool, str, str]:
    withholding = each.withholding
    is_late = withholding.state is WithholdingState.OVERDUE
    return (not is_late, withholding.review_by.isoformat(), withholding.id)


def _kept(door: Door, viewer: Viewer, asked: Asked, lines: Sequence[Json]) -> str:
    """Put the list on record, of the sealed class, for each child of it; returns the first record's id."""
    children: list[str | None] = [str(line["child_id"]) for line in lines]
    acts = [Act(Action.WITHHOLDINGS_READ, AccessOutcome.ALLOW, each, sealed_class=True) for each in children or [None]]
    ids = [keep(door, viewer, asked, act) for act in acts]
    return ids[0]


def _line(door: Door, viewer: Viewer, moment: Snapshot, sight: Look, each: Held) -> Json:
    withholding = each.withholding
    placed_at = moment.agencies.get(withholding.agency)
    return {
        "id": withholding.id,
        "child_id": sight.file.child_id,
        "child": identity(sight.tellers, Contents(door)) if sight.seen else {},
        "ground": withholding.ground,
        "mode": withholding.mode,
        "state": withholding.state,
        "unconfirmed": withholding.unconfirmed,
        "declined": withholding.declined_by is not None,
        "owner": withholding.owner,
        "agency": withholding.agency,
        "agency_name": placed_at.name if placed_at else withholding.agency,
        "review_by": withholding.review_by.isoformat(),
        "awaits": [sorted(roles) for roles in outstanding(withholding)] if awaits_approval(withholding) else [],
        "needs_new_approval": needs_new_approval(door, each),
        "to_do": _to_do(door, viewer, moment, each),
        "may": _may(door, viewer, moment, each),
    }


def _to_do(door: Door, viewer: Viewer, moment: Snapshot, each: Held) -> list[str]:
    """What is asked of the viewer now: `approve`, and `review` once its day has come."""
    is_due = each.withholding.review_by <= local_day(door.clock())
    is_asked = awaits_approval(each.withholding) or needs_new_approval(door, each)
    approves = is_asked and may_approve(door, viewer, each, moment.agencies)
    return [*(["approve"] if approves else []), *(["review"] if is_due and is_owner(viewer, each) else [])]


def _may(door: Door, viewer: Viewer, moment: Snapshot, each: Held) -> list[str]:
    approves = may_approve(door, viewer, each, moment.agencies)
    declines = may_decline(door, viewer, each, moment.agencies)
    answers = ["review", "release"] if answers_for(door, viewer, each, moment.agencies) else []
    return [*(["approve"] if approves else []), *(["decline"] if declines else []), *answers]


def _covered(found: Answered) -> list[Row]:
    ids = {labels.entry_id for labels in found.one.covered}
    return [row for row in rows(found.grant.sight.seen) if row.entry.row.labels.entry_id in ids]


def _unread(viewer: Viewer, found: Answered, shown: Sequence[Row]) -> list[Labels]:
    """The entries that it covers and the viewer does not read for this purpose, less those withheld from them besides.

    Whoever decides about a withholding must know of which entries; what another one keeps from them does not exist.
    """
    read = {seen.row.labels.entry_id for row in shown for seen in row.shown}
    name, file = found.one.withholding.id, found.grant.file
    return [
        labels
        for labels in found.one.covered
        if labels.entry_id not in read and all(each.id == name for each in binding_whole(file, labels, viewer))
    ]


def _pointer(found: Answered, labels: Labels) -> Json:
    agency = found.grant.moment.agencies.get(labels.agency)
    return {"agency_name": agency.name if agency else labels.agency, "occurred": occurred(labels.occurred)}


def _in_full(door: Door, viewer: Viewer, found: Answered, shown: Sequence[Row]) -> Json:
    withholding = found.one.withholding
    contents, agencies = Contents(door), found.grant.moment.agencies
    return {
        "audience": audience_told(withholding.audience),
        "fields": sorted(withholding.fields) if withholding.fields is not None else None,
        "placed_by": withholding.placed_by,
        "placed_at": in_json(withholding.placed_at) if withholding.placed_at else None,
        "approved_by": withholding.approved_by,
        "approved_at": in_json(withholding.approved_at) if withholding.approved_at else None,
        "approvals": [{"by": each.by, "role": each.role, "at": in_json(each.at)} for each in withholding.approvals],
        "reason": withholding.reason,
        "decided_at": withholding.decided_at,
        "investigation_ref": withholding.investigation_ref,
        "ends": withholding.ends,
        "protective_instruction": withholding.protective_instruction,
        "review_no_later_than": _latest(door, found.one),
        "entries": [entry(row, contents, agencies) for row in shown],
        "pointers": [_pointer(found, labels) for labels in _unread(viewer, found, shown)],
        **_for_the_owner(door, viewer, found),
    }


def _for_the_owner(door: Door, viewer: Viewer, found: Answered) -> Json:
    if not is_owner(viewer, found.one):
        return {}
    covered = [labels.entry_id for labels in found.one.covered]
    records, withholding = accesses(door, found.grant.file.child_id), found.one.withholding
    readers = seen_by(records, covered, withholding.audience, found.grant.moment.agencies, viewer)
    return {
        "seen_by": readers,
        "kept_for_those_who_saw": bool(withholding.kept_for),
        **kept_from_it(door, viewer, found),
    }


def _latest(door: Door, each: Held) -> str | None:
    withholding = each.withholding
    since = withholding.approved_at or withholding.placed_at or door.clock()
    last: date | None = longest_until(withholding.ground, withholding.audience, local_day(since))
    return last.isoformat() if last is not None else None


def _excepted(each: str | AgencyRole) -> object:
    return each if isinstance(each, str) else {"agency": each.agency, "role": each.role}
