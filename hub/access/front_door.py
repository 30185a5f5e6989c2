"""Who works what waits: the front door of the area's children's social care, who may see what a referral says."""

from hub.access.asked import Asked, Viewer
from hub.access.door import Door
from hub.access.grant import known_purpose, refuse
from hub.access.known import nobody
from hub.access.log import Act, act_of
from hub.access.look import look
from hub.audit import AccessOutcome, Action
from hub.domain.vocabulary import AgencyType, Role

FOR_THE_FRONT_DOOR = "quarantine-for-the-front-door-of-the-area"
FRONT_DOOR = frozenset({Role.MASH_PRACTITIONER, Role.TEAM_MANAGER, Role.DUTY_MANAGER, Role.EMERGENCY_DUTY_WORKER})


def is_front_door(viewer: Viewer, area: str) -> bool:
    """Say whether this person works what waits in an area."""
    is_authority = viewer.agency_type == AgencyType.CHILDRENS_SOCIAL_CARE and viewer.area == area
    return is_authority and viewer.role in FRONT_DOOR


def must_be_front_door(door: Door, viewer: Viewer, asked: Asked, action: Action) -> None:
    """Refuse, on record, anybody else, and a purpose for which the policy shows this person nothing of any child."""
    known_purpose(door, viewer, asked, action, None)
    if not is_front_door(viewer, door.settings.area):
        refuse(door, viewer, asked, Act(action, AccessOutcome.REFUSE, rules=(FOR_THE_FRONT_DOOR,)))
    sight = look(door, viewer, asked, nobody("none"), door.clock())
    if sight.is_refused:
        refuse(door, viewer, asked, act_of(action, AccessOutcome.REFUSE, None, sight.decision))
