"""A sender's clock against the hub's: what is dated ahead is flagged and never refused (`security.md` T11).

A time that lies behind tells nothing of a clock: an agency may send tomorrow what it noted today.
"""

from datetime import datetime, timedelta

MOST_SKEW = timedelta(minutes=5)


def is_dated_ahead(said: datetime, logged: datetime) -> bool:
    """Say whether a source system's time had not come, by more than 5 minutes, when the hub logged the message."""
    return said - logged > MOST_SKEW
