"""Days and times of the story, counted back from the day on which it is told."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The story's last day."""

    today: date

    def day(self, ago: int) -> date:
        """Return the day so many days ago; a negative number is a day to come."""
        return self.today - timedelta(days=ago)

    def working_day(self, ago: int) -> date:
        """Return that day, or the Friday before it where it falls on a weekend."""
        day = self.day(ago)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def at(self, ago: int, clock: str) -> str:
        """Return an instant (RFC 3339, UTC) of a local time of day."""
        return instant(self.day(ago), clock)


def instant(day: date, clock: str) -> str:
    """Return the instant of a local time of day, in RFC 3339 with Z."""
    local = datetime.combine(day, time.fromisoformat(clock), LONDON)
    return local.astimezone(UTC).isoformat().replace("+00:00", "Z")
