"""By when a waiting message is to be looked at: our own operational standard, counted from when the hub logged it.

The standard is ours, not the guidance's: a message that waits may be a concern (`security.md` T6). Bank holidays are
those of England.
"""

from collections.abc import Container
from datetime import date, datetime, timedelta
from functools import cache

from hub.access.order import LONDON, Json, in_json
from hub.domain.working_time import after_working_time, end_of, next_working_day

AN_HOUR = timedelta(hours=1)
UNREAD = frozenset(
    {"hub-fault", "unknown-type", "json-malformed", "duplicate-key", "sealed-unreadable", "envelope-malformed"}
)
"""Problems of messages that nobody has read: any of them may be a concern on the wrong lane."""


def due(received: datetime, *, is_urgent: bool, code: str = "") -> datetime:
    """Return the instant by which somebody looks.

    On the urgent lane that is an hour, by day and by night, since the emergency duty team is on; for what nobody could
    read it is a working hour; for any other the end of the next working day.

    Args:
        received: when the hub logged the message, aware.
        code: what is wrong with it, "" where a person only says which child is meant.
    """
    if is_urgent:
        return received + AN_HOUR
    if code in UNREAD:
        return after_working_time(received, AN_HOUR, _bank_holidays())
    return end_of(next_working_day(received.astimezone(LONDON).date(), _bank_holidays()))


def waiting_time(received: datetime, now: datetime, *, is_urgent: bool, code: str = "") -> Json:
    """Return when it came, by when it is to be looked at, whether that is past, and its age in whole minutes."""
    until = due(received, is_urgent=is_urgent, code=code)
    return {
        "received": in_json(received),
        "due": in_json(until),
        "overdue": until < now,
        "age_minutes": max(0, int((now - received) / timedelta(minutes=1))),
        "urgent": is_urgent,
    }


@cache
def _bank_holidays() -> Container[date]:
    """Return the bank holidays of England; the library is imported for who asks: it takes a fifth of a second."""
    import holidays

    return holidays.country_holidays("GB", subdiv="ENG")
