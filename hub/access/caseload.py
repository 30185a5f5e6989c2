"""The children a practitioner works with, as far as they may know of each."""

from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.door import Door
from hub.access.grant import known_purpose
from hub.access.look import gather
from hub.access.render import Json
from hub.access.several import Found, found, in_order, keep_list
from hub.audit import Action
from hub.domain.vocabulary import RelationshipKind

WORKED_WITH = frozenset(
    {
        RelationshipKind.ALLOCATED,
        RelationshipKind.INVOLVED,
        RelationshipKind.LEAD_PROFESSIONAL,
        RelationshipKind.CORE_GROUP,
    }
)


def caseload(door: Door, viewer: Viewer, asked: Asked) -> Disclosed:
    """Return the viewer's own children, by name; on record before it is shown.

    Raises: Refused where the policy allows this viewer no child for this purpose; PolicyError, AuditError.
    """
    known_purpose(door, viewer, asked, Action.CASELOAD, None)
    with door.database.read() as cursor:
        moment = gather(door, cursor, door.reader.caseload(cursor, viewer.agency, viewer.id))
    own = in_order(child for child in found(door, viewer, asked, moment) if _held(child, viewer))
    audit_id = keep_list(door, viewer, asked, Action.CASELOAD, moment, own)
    return Disclosed(audit_id, {"children": [_line(child, viewer) for child in own]})


def _held(child: Found, viewer: Viewer) -> list[tuple[str, str]]:
    standing = child.sight.standing
    return [(one.since or "", one.kind) for one in standing if one.person == viewer.id and one.kind in WORKED_WITH]


def _line(child: Found, viewer: Viewer) -> Json:
    since, kind = min(_held(child, viewer))
    return child.line() | {"kind": kind, "since": since}
