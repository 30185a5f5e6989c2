"""Instants as the wire writes them: RFC 3339, always in UTC with `Z`."""

import re
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime

_RFC_3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}):(\d{2})(?:\.(\d+))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII
)


def parse_instant(text: str) -> datetime:
    """Return the aware UTC datetime of an RFC 3339 instant; ValueError if it is none.

    Digits beyond microseconds are cut; a leap second (`:60`) is read as the last microsecond before it ends.
    """
    match = _RFC_3339.fullmatch(text)
    if match is None:
        raise ValueError("not an RFC 3339 instant with an offset")
    day, minute, second, fraction, offset = match.groups()
    if second == "60":
        second, fraction = "59", "999999"
    digits = (fraction or "0")[:6].ljust(6, "0")
    zone = "+00:00" if offset in "Zz" else offset
    try:
        return datetime.fromisoformat(f"{day}T{minute}:{second}.{digits}{zone}").astimezone(UTC)
    except OverflowError as error:
        raise ValueError("an instant outside the years 1 to 9999") from error


def is_instant(text: str) -> bool:
    """Say whether every reader of the hub can sort and show this RFC 3339 instant: in capitals, no leap second."""
    try:
        return "T" in text and _is_in_calendar(parse_instant(text)) and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def is_local_date(text: str) -> bool:
    """Say whether the text is a date as `2026-03-02`."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return day.isoformat() == text and _is_in_calendar(day)


def _is_in_calendar(day: date) -> bool:
    """Leave out the first and the last year, which some time zone puts beyond what a calendar holds."""
    return MINYEAR < day.year < MAXYEAR


def format_instant(instant: datetime) -> str:
    """Return `2026-03-02T10:00:00Z`, with microseconds where there are any; ValueError without a time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
