"""HL7 times: `YYYY[MM[DD[HHMM[SS[.S]]]]][+ZZZZ]`; one without an offset is local to England."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from connectors.local_time import instant_of, local_date

_TIME = re.compile(
    r"(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(\d{2})(?:(\d{2})(?:\.\d{1,6})?)?)?)?)?([+-]\d{4})?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as exactly as it was written: the local dates it may be; `instant` is None without a time of day."""

    first: date
    last: date
    instant: datetime | None

    @property
    def is_day(self) -> bool:
        """Whether the day at least is known."""
        return self.first == self.last


def moment(text: str) -> Moment | None:
    """Return what an HL7 time says; None where it is empty, malformed or no time at all."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        instant = _instant(first, hour, minute, second, offset) if hour else None
        if instant:
            return Moment(local_date(instant), local_date(instant), instant)
        return Moment(first, _last(first, bool(month), bool(day)), None)
    except (ValueError, OverflowError):
        return None


def _instant(day: date, hour: str, minute: str, second: str | None, offset: str | None) -> datetime:
    local = datetime(day.year, day.month, day.day, int(hour), int(minute), int(second or 0), tzinfo=_zone(offset))
    return instant_of(local).astimezone(UTC)


def _zone(offset: str | None) -> timezone | None:
    if offset is None:
        return None
    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5]))
    return timezone(-ahead if offset[0] == "-" else ahead)


def _last(first: date, has_month: bool, has_day: bool) -> date:
    if has_day:
        return first
    if has_month:
        return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(month=12, day=31)
