"""Working days and working hours in England: Monday to Friday, but for the days that are closed (bank holidays)."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5
OPENS, CLOSES = time(9), time(17)
"""The hours in which somebody is at work, local time; ours, since the guidance names none."""

Closed = Container[date]


def is_working_day(day: date, closed: Closed) -> bool:
    """Say whether a local date is a working day."""
    return day.weekday() < SATURDAY and day not in closed


def next_working_day(day: date, closed: Closed) -> date:
    """Return the first working day after a local date."""
    after = day + timedelta(days=1)
    while not is_working_day(after, closed):
        after += timedelta(days=1)
    return after


def end_of(day: date) -> datetime:
    """Return the instant at which a local date ends (24:00 in London)."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON)


def after_working_time(start: datetime, length: timedelta, closed: Closed) -> datetime:
    """Return the instant at which so much working time has passed since `start`, which is aware.

    Time outside 9:00 to 17:00 of a working day is not counted; `length` is not negative.
    """
    moment, left = _opening(start.astimezone(LONDON), closed), length
    while left > (today := datetime.combine(moment.date(), CLOSES, LONDON) - moment):
        left -= today
        moment = datetime.combine(next_working_day(moment.date(), closed), OPENS, LONDON)
    return moment + left


def _opening(moment: datetime, closed: Closed) -> datetime:
    """Return the moment itself where somebody is at work, else the next at which somebody comes."""
    day = moment.date()
    if is_working_day(day, closed) and moment.time() < CLOSES:
        return max(moment, datetime.combine(day, OPENS, LONDON))
    return datetime.combine(next_working_day(day, closed), OPENS, LONDON)
