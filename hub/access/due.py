"""By when a waiting message is to be looked at: our own operational standard, counted from when the hub logged it."""

from datetime import datetime, time, timedelta

from hub.access.order import LONDON, in_json
from hub.access.render import Json

URGENT = timedelta(hours=1)
SATURDAY = 5


def due(received: datetime, *, is_urgent: bool) -> datetime:
    """Return the instant by which somebody looks: an hour on the urgent lane, else the end of the next working day.

    The standard is ours, not the guidance's: a message that waits may be a concern (`security.md` T6). A bank holiday
    counts as a working day here, which can only bring the instant forward.

    Args:
        received: when the hub logged the message, aware.
    """
    if is_urgent:
        return received + URGENT
    day = received.astimezone(LONDON).date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), LONDON)


def waiting_time(received: datetime, now: datetime, *, is_urgent: bool) -> Json:
    """Return when it came, by when it is to be looked at, whether that is past, and its age in whole minutes."""
    until = due(received, is_urgent=is_urgent)
    return {
        "received": in_json(received),
        "due": in_json(until),
        "overdue": until < now,
        "age_minutes": max(0, int((now - received) / timedelta(minutes=1))),
        "urgent": is_urgent,
    }
