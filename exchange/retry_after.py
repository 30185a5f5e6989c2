"""What a server says with `Retry-After`: seconds, or a date (RFC 9110 section 10.2.3)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

USUAL_SECONDS = 30.0
MOST_SECONDS = 3_600.0


def seconds_to_wait(said: str, now: datetime | None = None) -> float:
    """Return the seconds, an hour at most; half a minute where nothing, or nothing that can be read, is said."""
    if said.strip().isdecimal():
        return min(float(said), MOST_SECONDS)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return USUAL_SECONDS
    seconds = (until.replace(tzinfo=until.tzinfo or UTC) - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), MOST_SECONDS)
