"""The chronology of one child as one person may see it now: the reading that the hub is for."""

from collections.abc import Sequence
from dataclasses import replace

from hub.access.asked import Asked, Disclosed, Filters, Viewer
from hub.access.content import Contents
from hub.access.coverage import coverage, notice
from hub.access.door import Door
from hub.access.grant import Granted, granted
from hub.access.instructions import instructions
from hub.access.log import act_of, keep
from hub.access.marks import marks
from hub.access.order import Json, in_json
from hub.access.overview import disclosing, overview
from hub.access.page import Page, matching, page
from hub.access.people import naming
from hub.access.render import entry
from hub.access.rows import Row
from hub.access.seen import Seen
from hub.access.who import identity, sources
from hub.audit import AccessOutcome, Action


def chronology(
    door: Door, viewer: Viewer, asked: Asked, child_id: str, filters: Filters, action: Action = Action.CHRONOLOGY
) -> Disclosed:
    """Return one page of the visible chronology, after its audit record is durable.

    Raises: Refused, with the rules; NotFound where nothing of the child is visible or there is no such child, in
    the same words; Invalid for a cursor that was not given out; PolicyError and AuditError: nothing is shown.
    """
    grant = granted(door, viewer, asked, action, child_id)
    contents = Contents(door)
    kept = page(door, viewer, child_id, _listed(door, viewer, grant, contents, filters), filters)
    told = grant.sight.tellers
    answer = _answer(door, viewer, grant, kept, identity(told, contents), contents)
    rows = [seen for row in kept.entries for seen in row.shown]
    shown = [*rows, *sources(told, contents), *_held(grant, kept)]
    if filters.overview:
        whole = _whole(door, viewer, grant, contents, filters)
        answer["overview"] = overview(door, viewer, grant, whole, contents)
        shown += disclosing(grant, whole)
    act = act_of(action, AccessOutcome.ALLOW, child_id, grant.sight.decision)
    return Disclosed(keep(door, viewer, asked, act, grant.disclosed(shown)), answer)


def _listed(door: Door, viewer: Viewer, grant: Granted, contents: Contents, filters: Filters) -> Sequence[Row]:
    """The entries to page through: without pointers where an overview tells of them by agency."""
    kept = _matching(door, viewer, grant, contents, filters)
    return [row for row in kept if row.is_told] if filters.overview else kept


def _whole(door: Door, viewer: Viewer, grant: Granted, contents: Contents, filters: Filters) -> Sequence[Row]:
    """What the filters keep, routine or not: a picture never leaves out what is many and small."""
    any_level = replace(filters, significant_only=False, without_routine=False, newest_first=False)
    return _matching(door, viewer, grant, contents, any_level)


def _matching(door: Door, viewer: Viewer, grant: Granted, contents: Contents, filters: Filters) -> Sequence[Row]:
    kept = matching(grant.sight, filters)
    if filters.person is None:
        return kept
    return naming(door, viewer, grant.sight.file.child_id, kept, contents, filters.person)


def _answer(door: Door, viewer: Viewer, grant: Granted, kept: Page, child: Json, contents: Contents) -> Json:
    held = marks(door, viewer, grant.sight) if kept.is_first else []
    listed = [entry(row, contents, grant.moment.agencies) for row in kept.entries]
    return {
        "child_id": grant.sight.file.child_id,
        "at": in_json(door.clock()),
        "identity": child,
        "entries": [*held, *listed],
        "matching": kept.matching,
        "next_cursor": kept.next_cursor,
        "instructions": instructions(grant.file, viewer),
        "coverage": coverage(door, viewer, grant.moment),
        "policy": grant.sight.decision.policy,
        "notice": notice(door.settings),
    }


def _held(grant: Granted, kept: Page) -> list[Seen]:
    return grant.marked if kept.is_first else []
