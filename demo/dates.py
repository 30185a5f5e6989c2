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

    def working(self, ago: int) -> date:
        """Return the day so many working days ago; 0 is the last working day before today."""
        return working_day_before(self.today, ago + 1)

    def school(self, ago: int) -> date:
        """Return that day, or the last school day before it where the school is closed."""
        day = self.day(ago)
        while not _is_school_day(day):
            day -= timedelta(days=1)
        return day


def working_day_before(day: date, count: int) -> date:
    """Return the working day so many working days before (or, negative, after) a day; bank holidays are not known."""
    step, left = timedelta(days=-1 if count > 0 else 1), abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Say whether offices are open: not at weekends, nor from Christmas to New Year."""
    return day.weekday() < 5 and not _is_christmas(day)


def instant(day: date, clock: str) -> str:
    """Return the instant of a local time of day, in RFC 3339 with Z."""
    local = datetime.combine(day, time.fromisoformat(clock), LONDON)
    return local.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _is_school_day(day: date) -> bool:
    """The long holidays are the same in most areas; half terms and Easter move too much to be guessed."""
    in_summer = (7, 22) <= (day.month, day.day) <= (9, 3)
    at_christmas = (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 4)
    return is_working_day(day) and not in_summer and not at_christmas


def _is_christmas(day: date) -> bool:
    return (day.month, day.day) >= (12, 25) or (day.month, day.day) == (1, 1)
