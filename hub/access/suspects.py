"""Entries that may not be their agency's word, for the front door to go after: each as far as this reader may see it.

A key that was misused signed them; from when on is the agency's finding. They stay where they are and are marked for
everybody who may see them (`security.md` T3).
"""

from collections.abc import Iterable, Sequence

from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.door import Door
from hub.access.front_door import must_be_front_door
from hub.access.look import Snapshot, gather
from hub.access.order import Json
from hub.access.render import entry
from hub.access.rows import Row, rows
from hub.access.seen import Seen
from hub.access.several import Found, found, in_order, keep_list
from hub.audit import Action
from hub.domain.suspicion import Effect, set_aside, still_counting


def suspects(door: Door, viewer: Viewer, asked: Asked) -> Disclosed:
    """Return the children of whom a visible entry is suspect, by name, each with those entries.

    Raises: Refused for anybody but the front door of the area's children's social care; PolicyError, AuditError.
    """
    must_be_front_door(door, viewer, asked, Action.SUSPECTS_READ)
    moment = signed_by_a_misused_key(door)
    own = in_order(child for child in found(door, viewer, asked, moment) if _suspect(child))
    shown = {child.sight.file.child_id: _seen(_suspect(child)) for child in own}
    audit_id = keep_list(door, viewer, asked, Action.SUSPECTS_READ, moment, own, shown=shown)
    return Disclosed(audit_id, {"children": [_line(child, moment) for child in own]})


def signed_by_a_misused_key(door: Door) -> Snapshot:
    """Read every child on whose record a message stands that was accepted by a key since it may have been misused."""
    with door.database.read() as cursor:
        origins = door.worklists.suspects(cursor)
        children = {child for origin in origins for child in door.reader.children_of(cursor, origin)}
        return gather(door, cursor, sorted(children))


def _suspect(child: Found) -> list[Row]:
    """Fold what is visible, then look at what is suspect of it."""
    return [row for row in rows(child.sight.seen) if row.is_suspect]


def _seen(listed: Sequence[Row]) -> list[Seen]:
    return [seen for row in listed for seen in row.shown]


def _line(child: Found, moment: Snapshot) -> Json:
    entries = [entry(row, child.contents, moment.agencies) | _effects(child, row) for row in _suspect(child)]
    return child.line() | {"entries": entries}


def _effects(child: Found, row: Row) -> Json:
    """Return what of a row its agency is asked about, what is set aside meanwhile, and what counts all the same."""
    doubted = [seen.row.labels for seen in row.shown if seen.row.is_suspect]
    asked: Json = {"ask": [{"id": one.entry_id, "kind": one.amends.kind if one.amends else "entry"} for one in doubted]}
    if not row.is_told:
        return asked
    known = child.sight.file.involvements
    return asked | {
        "set_aside": _once(effect for labels in doubted for effect in set_aside(labels, known)),
        "still_counts": _once(effect for labels in doubted for effect in still_counting(labels, known)),
    }


def _once(effects: Iterable[Effect]) -> list[str]:
    return sorted({effect.value for effect in effects})
