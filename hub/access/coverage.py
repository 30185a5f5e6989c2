"""How far each agency's feed has been read: it depends on the directory and the topics, on no entry and no child.

That a numbered message is missing may be about anybody, also about somebody or something that is withheld from this
reader, and nobody can tell before it has come. So only those who work what waits are told (ADR 24).
"""

from datetime import datetime

from hub.access.asked import Viewer
from hub.access.door import Door
from hub.access.front_door import is_front_door
from hub.access.look import Snapshot
from hub.access.order import Json, in_json
from hub.config import Settings
from hub.domain.sequences import ALARM_AFTER
from hub.views.model import AgencyRow, Feed

COMPLETENESS = (
    "This view may not be complete. Before a decision about safety, call the local authority duty line: {duty_line}."
)


def coverage(door: Door, viewer: Viewer, moment: Snapshot) -> list[Json]:
    """Return one line for each partner of the directory, so that silence is not read as safety (`design.md`, 16).

    The front door is told too since when something is missing, once it is missing for longer than what is merely late.
    """
    read = {feed.agency_id: feed for feed in moment.feeds}
    gaps_at = door.clock() if is_front_door(viewer, door.settings.area) else None
    return [_line(agency, read.get(agency.agency_id), gaps_at) for agency in _ordered(moment)]


def notice(settings: Settings) -> str:
    """Return the fixed line that stands on every chronology of every child."""
    return COMPLETENESS.format(duty_line=settings.duty_line)


def _ordered(moment: Snapshot) -> list[AgencyRow]:
    partners = (agency for agency in moment.agencies.values() if agency.is_partner)
    return sorted(partners, key=lambda agency: agency.agency_id)


def _line(agency: AgencyRow, feed: Feed | None, gaps_at: datetime | None) -> Json:
    line: Json = {"agency": agency.agency_id, "name": agency.name}
    if feed is None or feed.current_as_of is None:
        return line | {"connected": False}
    line |= {"connected": True, "current_as_of": feed.current_as_of}
    since = feed.missing_since
    if gaps_at is None or since is None or gaps_at - since <= ALARM_AFTER:
        return line
    return line | {"missing_since": in_json(since)}
