"""Instants as they are stored: RFC 3339 text in UTC."""

from datetime import UTC, datetime


def instant(text: str) -> datetime:
    """Read a stored instant back."""
    return datetime.fromisoformat(text).astimezone(UTC)


def stored(moment: datetime) -> str:
    """Write an aware instant as `2026-03-02T10:00:00.000000Z`: always so long, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
