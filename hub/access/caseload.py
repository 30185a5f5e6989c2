"""The children a practitioner works with, or whose workers they manage, as far as they may know of each."""

from collections.abc import Iterable, Sequence

from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.door import Door
from hub.access.grant import known_purpose
from hub.access.index import shown_statuses
from hub.access.look import gather
from hub.access.order import LONDON, Json, happened, occurred
from hub.access.relations import MANAGERS
from hub.access.render import wording
from hub.access.rows import Row, rows
from hub.access.seen import Seen
from hub.access.several import Found, found, in_order, keep_list
from hub.audit import Action
from hub.domain.chronology import in_force
from hub.domain.vocabulary import EntryState, RelationshipKind
from hub.record.database import Cursor

WORKED_WITH = frozenset(
    {
        RelationshipKind.ALLOCATED,
        RelationshipKind.INVOLVED,
        RelationshipKind.LEAD_PROFESSIONAL,
        RelationshipKind.CORE_GROUP,
        RelationshipKind.TEAM,
    }
)
OF_THE_TEAM = ""


def caseload(door: Door, viewer: Viewer, asked: Asked) -> Disclosed:
    """Return the viewer's own children, a manager's team's too, by name; on record before it is shown.

    Raises: Refused where the policy allows this viewer no child for this purpose; PolicyError, AuditError.
    """
    known_purpose(door, viewer, asked, Action.CASELOAD, None)
    with door.database.read() as cursor:
        moment = gather(door, cursor, _children(door, cursor, viewer))
    own = in_order(child for child in found(door, viewer, asked, moment) if _held(child, viewer))
    audit_id = keep_list(door, viewer, asked, Action.CASELOAD, moment, own, shown=_shown(own))
    today = door.clock().astimezone(LONDON).date().isoformat()
    return Disclosed(audit_id, {"children": [_line(child, viewer, today) for child in own]})


def _children(door: Door, cursor: Cursor, viewer: Viewer) -> list[str]:
    staff = [viewer.id, OF_THE_TEAM] if viewer.role in MANAGERS else [viewer.id]
    return sorted({child for one in staff for child in door.reader.caseload(cursor, viewer.agency, one)})


def _shown(children: Iterable[Found]) -> dict[str, Sequence[Seen]]:
    """What each line shows beside who the child is: the latest entry, and those that told of a status."""
    return {child.sight.file.child_id: [*_telling_of_status(child), *_shown_of_newest(child)] for child in children}


def _telling_of_status(child: Found) -> list[Seen]:
    told = {status.entry_id for status in shown_statuses(child.sight)}
    return [seen for seen in child.sight.seen if seen.row.labels.entry_id in told]


def _held(child: Found, viewer: Viewer) -> list[tuple[str, str]]:
    standing = child.sight.standing
    return [(one.since or "", one.kind) for one in standing if one.person == viewer.id and one.kind in WORKED_WITH]


def _line(child: Found, viewer: Viewer, today: str) -> Json:
    since, kind = min(_held(child, viewer))
    told = {"kind": kind, "since": since, "statuses": in_force(shown_statuses(child.sight), today)}
    newest = [_told(child, row) for row in _newest(child)]
    return child.line() | told | ({"latest": newest[0]} if newest else {})


def _newest(child: Found) -> list[Row]:
    """The latest significant entry that the viewer sees with its category, if any: folded from what is visible."""
    told = [row for row in rows(child.sight.seen) if row.is_told and row.significant and not _is_withdrawn(row)]
    return sorted(told, key=lambda row: happened(row.labels))[-1:]


def _is_withdrawn(row: Row) -> bool:
    return row.state is EntryState.WITHDRAWN


def _shown_of_newest(child: Found) -> list[Seen]:
    return [seen for row in _newest(child) for seen in row.shown]


def _told(child: Found, row: Row) -> Json:
    said, content = row.labels, wording(row.current, row, child.contents)
    category = row.entry.row.labels.category
    told: Json = {"occurred": occurred(said.occurred), "category": category, "agency": said.agency}
    return told | ({"headline": content["headline"]} if "headline" in content else {})
