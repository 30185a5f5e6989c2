"""When a thing happened, as something to sort, to filter by and to tell; local dates are Europe/London."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hub.domain.amendments import said_by
from hub.domain.chronology import Labels, Occurred

LONDON = ZoneInfo("Europe/London")
WHOLE_DATE = "0000-01-01"

Json = dict[str, object]


def happened(labels: Labels) -> tuple[datetime, datetime, str]:
    """Return the key of the chronology's order: when it happened, when its agency said so, and the entry's id.

    The order in which messages were delivered makes no difference (`security.md` G9).
    """
    return (instant(labels.occurred.start), said_by(labels), labels.entry_id)


def instant(said: str) -> datetime:
    """Return an instant for a local date (`2026-03-02`, `2026-03` or `2026`: its first moment) or an instant."""
    if "T" in said:
        return datetime.fromisoformat(said).astimezone(UTC)
    return datetime.combine(date.fromisoformat(_whole(said)), time(), LONDON).astimezone(UTC)


def overlaps(labels: Labels, first: date | None, last: date | None) -> bool:
    """Say whether it happened, as far as is known, between two local dates, both included."""
    if first is None and last is None:
        return True
    start, end = local_date(labels.occurred.start), local_date(labels.occurred.until or labels.occurred.start)
    return (first is None or end >= first) and (last is None or start <= last)


def local_date(said: str) -> date:
    """Return the date in London of a local date or an instant."""
    return instant(said).astimezone(LONDON).date()


def occurred(when: Occurred) -> Json:
    """Return when it happened, a range where `to` is there."""
    told: Json = {"from": when.start, "precision": when.precision}
    return told if when.until is None else told | {"to": when.until}


def _whole(said: str) -> str:
    return said + WHOLE_DATE[len(said) :]


def in_json(moment: datetime) -> str:
    """Return an instant as RFC 3339 with Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
