"""The chronology of one child as one person may see it now: the reading that the hub is for."""

from hub.access.asked import Asked, Disclosed, Filters, Viewer
from hub.access.content import Contents
from hub.access.coverage import coverage, notice
from hub.access.door import Door
from hub.access.grant import Granted, granted
from hub.access.instructions import instructions
from hub.access.log import act_of, keep
from hub.access.look import Seen
from hub.access.marks import marks
from hub.access.page import Page, matching, page
from hub.access.render import Json, entry
from hub.access.who import identity, sources
from hub.audit import AccessOutcome, Action


def chronology(door: Door, viewer: Viewer, asked: Asked, child_id: str, filters: Filters) -> Disclosed:
    """Return one page of the visible chronology, after its audit record is durable.

    Raises: Refused, with the rules; NotFound where nothing of the child is visible or there is no such child, in
    the same words; Invalid for a cursor that was not given out; PolicyError and AuditError: nothing is shown.
    """
    grant = granted(door, viewer, asked, Action.CHRONOLOGY, child_id)
    contents = Contents(door)
    kept = page(door, viewer, child_id, matching(grant.sight.seen, filters), filters)
    answer = _answer(door, viewer, grant, kept, contents)
    act = act_of(Action.CHRONOLOGY, AccessOutcome.ALLOW, child_id, grant.sight.decision)
    rows = [seen for row in kept.entries for seen in row.shown]
    shown = grant.disclosed([*rows, *sources(grant.sight, contents), *_held(grant, kept)])
    return Disclosed(keep(door, viewer, asked, act, shown), answer)


def _answer(door: Door, viewer: Viewer, grant: Granted, kept: Page, contents: Contents) -> Json:
    held = marks(door, viewer, grant.sight) if kept.is_first else []
    listed = [entry(row, contents, grant.moment.agencies) for row in kept.entries]
    return {
        "child_id": grant.sight.file.child_id,
        "identity": identity(grant.sight, contents),
        "entries": [*held, *listed],
        "matching": kept.matching,
        "next_cursor": kept.next_cursor,
        "instructions": instructions(grant.file, viewer),
        "coverage": coverage(grant.moment),
        "policy": grant.sight.decision.policy,
        "notice": notice(door.settings),
    }


def _held(grant: Granted, kept: Page) -> list[Seen]:
    return grant.marked if kept.is_first else []
