"""How far each agency's feed has been read: it depends on the directory and the topics, on no entry and no child."""

from hub.access.look import Snapshot
from hub.access.render import Json
from hub.config import Settings
from hub.views.model import AgencyRow

COMPLETENESS = (
    "This view may not be complete. Before a decision about safety, call the local authority duty line: {duty_line}."
)


def coverage(moment: Snapshot) -> list[Json]:
    """Return one line for each partner of the directory, so that silence is not read as safety (`design.md`, 16)."""
    read = {feed.agency_id: feed.current_as_of for feed in moment.feeds}
    return [_line(agency.agency_id, agency.name, read.get(agency.agency_id)) for agency in _ordered(moment)]


def notice(settings: Settings) -> str:
    """Return the fixed line that stands on every chronology of every child."""
    return COMPLETENESS.format(duty_line=settings.duty_line)


def _ordered(moment: Snapshot) -> list[AgencyRow]:
    partners = (agency for agency in moment.agencies.values() if agency.is_partner)
    return sorted(partners, key=lambda agency: agency.agency_id)


def _line(agency_id: str, name: str, current_as_of: str | None) -> Json:
    if current_as_of is None:
        return {"agency": agency_id, "name": name, "connected": False}
    return {"agency": agency_id, "name": name, "connected": True, "current_as_of": current_as_of}
