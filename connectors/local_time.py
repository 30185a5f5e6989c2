"""Times as agencies' systems write them: local to England, without an offset."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def instant_of(local: datetime) -> datetime:
    """Return the UTC instant of a time; one without an offset is local to London (the first of two in October)."""
    return (local if local.tzinfo else local.replace(tzinfo=LONDON)).astimezone(UTC)


def local_date(moment: datetime) -> date:
    """Return the date in London at an instant."""
    return moment.astimezone(LONDON).date()


def years_between(birth: date, day: date) -> int:
    """Return whole years of age; a birthday on 29 February counts from 1 March in other years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
