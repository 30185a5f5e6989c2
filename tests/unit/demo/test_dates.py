"""Days of the story fall where people work and schools are open, whatever the day on which it is told."""

from datetime import date, timedelta

import pytest

from demo.dates import Calendar, instant, is_working_day, working_day_before

DAYS = [date(2026, 1, 1) + timedelta(days=13 * number) for number in range(28)]


@pytest.mark.parametrize("today", DAYS)
def test_working_days_are_counted_back_one_by_one(today: date) -> None:
    counted = [Calendar(today).working(ago) for ago in range(30)]
    assert all(is_working_day(day) for day in counted)
    assert counted == sorted(set(counted), reverse=True)
    assert counted[0] < today


@pytest.mark.parametrize("today", DAYS)
def test_a_working_day_to_come_is_after_today(today: date) -> None:
    assert Calendar(today).working(-5) > today


def test_nobody_works_from_christmas_to_new_year() -> None:
    assert working_day_before(date(2026, 1, 2), 1) == date(2025, 12, 24)


@pytest.mark.parametrize(
    ("today", "ago", "day"),
    [
        (date(2026, 9, 30), 45, date(2026, 7, 21)),
        (date(2026, 1, 12), 10, date(2025, 12, 19)),
        (date(2026, 3, 16), 1, date(2026, 3, 13)),
    ],
)
def test_a_school_day_is_moved_back_over_holidays_and_weekends(today: date, ago: int, day: date) -> None:
    assert Calendar(today).school(ago) == day


def test_a_day_to_come_has_a_negative_number() -> None:
    assert Calendar(date(2026, 3, 16)).day(-1) == date(2026, 3, 17)


def test_clock_times_are_those_of_england() -> None:
    assert instant(date(2026, 7, 1), "09:00") == "2026-07-01T08:00:00Z"
    assert instant(date(2026, 1, 5), "09:00") == "2026-01-05T09:00:00Z"
