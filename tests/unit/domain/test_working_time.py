"""Working days and hours in London, across weekends, bank holidays and the change of the clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.working_time import after_working_time, end_of, is_working_day, next_working_day

GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)
CLOSED = {GOOD_FRIDAY, EASTER_MONDAY}
HOUR = timedelta(hours=1)


def test_a_weekend_and_a_closed_day_are_no_working_days() -> None:
    days = [date(2026, 4, 2) + timedelta(days=number) for number in range(6)]
    assert [is_working_day(day, CLOSED) for day in days] == [True, False, False, False, False, True]
    assert next_working_day(date(2026, 4, 2), CLOSED) == date(2026, 4, 7)


def test_a_day_ends_at_midnight_in_london() -> None:
    assert end_of(date(2026, 3, 2)) == datetime(2026, 3, 3, tzinfo=UTC)
    assert end_of(date(2026, 6, 1)) == datetime(2026, 6, 1, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "until"),
    [
        (datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 3, 2, 11, tzinfo=UTC)),
        (datetime(2026, 3, 2, 16, tzinfo=UTC), datetime(2026, 3, 2, 17, tzinfo=UTC)),
        (datetime(2026, 3, 2, 16, 30, tzinfo=UTC), datetime(2026, 3, 3, 9, 30, tzinfo=UTC)),
        (datetime(2026, 3, 2, 3, tzinfo=UTC), datetime(2026, 3, 2, 10, tzinfo=UTC)),
        (datetime(2026, 3, 7, 12, tzinfo=UTC), datetime(2026, 3, 9, 10, tzinfo=UTC)),
        (datetime(2026, 4, 2, 15, 30, tzinfo=UTC), datetime(2026, 4, 7, 8, 30, tzinfo=UTC)),
        (datetime(2026, 3, 27, 16, 30, tzinfo=UTC), datetime(2026, 3, 30, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_working_hour_runs_while_somebody_is_at_work(start: datetime, until: datetime) -> None:
    assert after_working_time(start, HOUR, CLOSED) == until


@given(
    start=st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),
    hours=st.integers(0, 40),
    more=st.integers(0, 40),
)
def test_more_working_time_is_never_over_sooner(start: datetime, hours: int, more: int) -> None:
    first = after_working_time(start, hours * HOUR, CLOSED)
    assert start <= first <= after_working_time(start, (hours + more) * HOUR, CLOSED)
    assert is_working_day(first.date(), CLOSED)
