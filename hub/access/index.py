"""Who a child is and who is involved, for one person: the index and pointer tiers, without any narrative."""

from collections.abc import Iterable

from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.content import Contents
from hub.access.coverage import coverage, notice
from hub.access.door import Door
from hub.access.grant import Granted, granted
from hub.access.instructions import instructions
from hub.access.log import act_of, keep
from hub.access.look import Look
from hub.access.order import LONDON, Json
from hub.access.who import identity
from hub.audit import AccessOutcome, Action
from hub.domain.chronology import Involvement, Status, in_force, with_endings
from hub.domain.vocabulary import Shown


def index(door: Door, viewer: Viewer, asked: Asked, child_id: str) -> Disclosed:
    """Return who the child is, the steps of the case process and the agencies involved, as far as visible.

    Raises: Refused, NotFound, PolicyError and AuditError as `chronology` does.
    """
    grant = granted(door, viewer, asked, Action.INDEX, child_id)
    answer = _answer(door, viewer, grant)
    act = act_of(Action.INDEX, AccessOutcome.ALLOW, child_id, grant.sight.decision)
    return Disclosed(keep(door, viewer, asked, act, grant.disclosed(grant.sight.seen)), answer)


def _answer(door: Door, viewer: Viewer, grant: Granted) -> Json:
    today = door.clock().astimezone(LONDON).date().isoformat()
    return {
        "child_id": grant.sight.file.child_id,
        "identity": identity(grant.sight.tellers, Contents(door)),
        "statuses": in_force(shown_statuses(grant.sight), today),
        "involvement": involvement(grant),
        "instructions": instructions(grant.file, viewer),
        "coverage": coverage(door, viewer, grant.moment),
        "policy": grant.sight.decision.policy,
        "notice": notice(door.settings),
    }


def shown_statuses(sight: Look) -> list[Status]:
    """Return the steps of the case process that were learned from entries this viewer may see something of."""
    shown = _shown_ids(sight)
    return [status for status in sight.file.statuses if status.entry_id in shown]


def involvement(grant: Granted) -> list[Json]:
    """Return which agencies are involved, in what way, since when, and whom to ring there; no staff id."""
    shown, file = _shown_ids(grant.sight), grant.sight.file
    known = with_endings(held for held in file.involvements if held.entry_id in shown)
    return _lines(grant, (held for held in known if held.entry_id not in file.ends_only))


def _shown_ids(sight: Look) -> set[str]:
    return {seen.row.labels.entry_id for seen in sight.seen if seen.verdict.shown is not Shown.MARKED}


def _lines(grant: Granted, held: Iterable[Involvement]) -> list[Json]:
    distinct = sorted({(one.agency, one.kind, one.since, one.until or "") for one in held})
    return [_line(grant, *told) for told in distinct]


def _line(grant: Granted, agency: str, kind: str, since: str, until: str) -> Json:
    row = grant.moment.agencies.get(agency)
    told: Json = {"agency": agency, "agency_name": row.name if row else agency, "kind": kind, "since": since}
    contact: Json = {"contact": row.duty_contact if row else ""}
    return told | contact | ({"until": until} if until else {})
