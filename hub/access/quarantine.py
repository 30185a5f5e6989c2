"""The messages that could not be accepted: what was wrong with each, and what the people who must act on them do."""

from collections.abc import Iterable, Sequence

from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.door import Door
from hub.access.due import due, waiting_time
from hub.access.front_door import FOR_THE_FRONT_DOOR, must_be_front_door
from hub.access.log import Act, keep
from hub.access.order import Json
from hub.access.told import is_there, sights
from hub.access.waiting import Choice, Waiting, WaitingMessage
from hub.access.working import begun, must_see_each
from hub.audit import AccessOutcome, Action
from hub.domain.errors import Refused
from hub.views.model import AgencyRow

MESSAGES = "messages"


def quarantine(door: Door, viewer: Viewer, asked: Asked, agency: str | None = None) -> Disclosed:
    """Return what waits, first what is to be looked at first, without a word of what the messages say.

    Raises: Refused for anyone but the front door of the area's children's social care. Source: `security.md` T6.
    """
    must_be_front_door(door, viewer, asked, Action.QUARANTINE_READ)
    with door.database.read() as cursor:
        waiting = door.worklists.waiting(cursor, Waiting.QUARANTINE)
        agencies = door.reader.agencies(cursor)
    found = in_turn(one for one in waiting if agency in (None, one.agency) and is_there(one, viewer))
    audit_id = keep(door, viewer, asked, Act(Action.QUARANTINE_READ, AccessOutcome.ALLOW, rules=(FOR_THE_FRONT_DOOR,)))
    return Disclosed(audit_id, {MESSAGES: [line(door, one, agencies.get(one.agency)) for one in found]})


def quarantined(door: Door, viewer: Viewer, asked: Asked, item_id: str) -> Disclosed:
    """Return one message, with what of it this reader may see where it can be read for certain.

    Raises: Refused; NotFound in the same words whether there is no such message or none for this reader.
    """
    acting = begun(door, viewer, asked, Action.QUARANTINE_READ, Waiting.QUARANTINE, item_id, only_waiting=True)
    with door.database.read() as cursor:
        agencies = door.reader.agencies(cursor)
    told = sights(door, viewer, asked, acting.message.told)
    act = Act(Action.QUARANTINE_READ, AccessOutcome.ALLOW, rules=(FOR_THE_FRONT_DOOR,))
    disclosed = [one for sight in told for one in sight.disclosed]
    children = [
        {
            "place": sight.told.place,
            "is_child": sight.told.is_child,
            "identity": sight.identity,
            "entry": sight.entry(agencies),
        }
        for sight in told
    ]
    audit_id = keep(door, viewer, asked, act, disclosed)
    return Disclosed(audit_id, line(door, acting.message, agencies.get(acting.message.agency)) | {"children": children})


def retry(door: Door, viewer: Viewer, asked: Asked, item_id: str, reason: str) -> Disclosed:
    """Judge a message anew, after what kept it out was mended. Raises: Refused, NotFound, Conflict."""
    acting = begun(door, viewer, asked, Action.QUARANTINE_RETRIED, Waiting.QUARANTINE, item_id)
    return acting.done(door.worklists.retry(item_id, acting.work(reason)))


def file(door: Door, viewer: Viewer, asked: Asked, item_id: str, choices: Sequence[Choice], reason: str) -> Disclosed:
    """File a message by hand on children whom this reader sees, or on records of their own.

    Raises: Refused where it cannot be filed, saying why; NotFound, Invalid, Conflict.
    """
    acting = begun(door, viewer, asked, Action.QUARANTINE_FILED, Waiting.QUARANTINE, item_id)
    if acting.message.unfileable is not None and acting.message.waits:
        raise Refused(acting.message.unfileable)
    must_see_each(door, viewer, asked, Action.QUARANTINE_FILED, choices)
    return acting.done(door.worklists.file(item_id, choices, acting.work(reason)))


def close(door: Door, viewer: Viewer, asked: Asked, item_id: str, reason: str) -> Disclosed:
    """End a message; its sender is told the reason. Raises: Refused, NotFound, Conflict."""
    acting = begun(door, viewer, asked, Action.QUARANTINE_CLOSED, Waiting.QUARANTINE, item_id)
    return acting.done(door.worklists.close(item_id, acting.work(reason)))


def line(door: Door, message: WaitingMessage, agency: AgencyRow | None) -> Json:
    """Return where a message came from, how long it waits and what is wrong with it, never what it says."""
    told = came_from(message, agency) | {
        "problem": message.code,
        "title": message.title,
        "detail": message.detail,
        "errors": [dict(error) for error in message.errors],
        "can_be_filed": message.unfileable is None,
    }
    told |= {"why_not": message.unfileable} if message.unfileable else {}
    return told | waiting_time(message.received, door.clock(), is_urgent=message.is_urgent, code=message.code)


def in_turn(messages: Iterable[WaitingMessage]) -> list[WaitingMessage]:
    """Sort by when each is to be looked at, so that what is overdue stands first."""
    return sorted(messages, key=lambda one: (due(one.received, is_urgent=one.is_urgent, code=one.code), one.id))


def came_from(message: WaitingMessage, agency: AgencyRow | None) -> Json:
    """Return which message it is and where it came from, for any list of what waits."""
    return {
        "id": message.id,
        "agency": message.agency,
        "agency_name": agency.name if agency else message.agency,
        "contact": agency.duty_contact if agency else "",
        "source": message.source,
        "event_id": message.event_id,
        "type": message.event_type,
    }
