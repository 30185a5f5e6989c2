"""The messages that wait for a person: what was wrong with each, for those who must act on them."""

from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.door import Door
from hub.access.grant import known_purpose, refuse
from hub.access.log import Act, keep
from hub.access.order import in_json
from hub.access.port import QuarantineRow
from hub.access.render import Json
from hub.audit import AccessOutcome, Action
from hub.domain.vocabulary import AgencyType, Role

FOR_THE_FRONT_DOOR = "quarantine-for-the-front-door-of-the-area"
FRONT_DOOR = frozenset({Role.MASH_PRACTITIONER, Role.TEAM_MANAGER, Role.DUTY_MANAGER, Role.EMERGENCY_DUTY_WORKER})


def quarantine(door: Door, viewer: Viewer, asked: Asked) -> Disclosed:
    """Return what waits, oldest first, without a word of what the messages say (`security.md` T6).

    Raises: Refused for anyone but the front door of the area's children's social care.
    """
    known_purpose(door, viewer, asked, Action.QUARANTINE_READ, None)
    if not _is_front_door(door, viewer):
        refuse(door, viewer, asked, Act(Action.QUARANTINE_READ, AccessOutcome.REFUSE, rules=(FOR_THE_FRONT_DOOR,)))
    with door.database.read() as cursor:
        waiting = door.reader.quarantined(cursor)
    audit_id = keep(door, viewer, asked, Act(Action.QUARANTINE_READ, AccessOutcome.ALLOW, rules=(FOR_THE_FRONT_DOOR,)))
    return Disclosed(audit_id, {"messages": [_line(row) for row in waiting]})


def _is_front_door(door: Door, viewer: Viewer) -> bool:
    is_authority = viewer.agency_type == AgencyType.CHILDRENS_SOCIAL_CARE and viewer.area == door.settings.area
    return is_authority and viewer.role in FRONT_DOOR


def _line(row: QuarantineRow) -> Json:
    return {
        "id": row.id,
        "agency": row.agency,
        "source": row.source,
        "event_id": row.event_id,
        "received": in_json(row.received),
        "title": row.title,
        "errors": [dict(error) for error in row.errors],
    }
