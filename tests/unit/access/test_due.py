"""By when a waiting message is to be looked at."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.access.due import UNREAD, due, waiting_time

FRIDAY = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)


def test_an_urgent_message_is_looked_at_within_an_hour_on_any_day() -> None:
    assert due(FRIDAY + timedelta(days=1), is_urgent=True) == FRIDAY + timedelta(days=1, hours=1)


@pytest.mark.parametrize(
    ("received", "until"),
    [
        (datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)),
        (FRIDAY, datetime(2026, 3, 10, tzinfo=UTC)),
        (datetime(2026, 3, 7, 9, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC)),
        (datetime(2026, 6, 1, 9, tzinfo=UTC), datetime(2026, 6, 2, 23, tzinfo=UTC)),
    ],
)
def test_any_other_is_looked_at_by_the_end_of_the_next_working_day_in_london(
    received: datetime, until: datetime
) -> None:
    assert due(received, is_urgent=False) == until


def test_a_bank_holiday_is_no_working_day() -> None:
    good_friday_eve = datetime(2026, 4, 2, 15, tzinfo=UTC)
    assert due(good_friday_eve, is_urgent=False) == datetime(2026, 4, 7, 23, tzinfo=UTC)


@pytest.mark.parametrize("code", sorted(UNREAD))
def test_what_nobody_could_read_is_looked_at_within_a_working_hour(code: str) -> None:
    assert due(datetime(2026, 3, 2, 9, tzinfo=UTC), is_urgent=False, code=code) == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert due(FRIDAY, is_urgent=False, code=code) == datetime(2026, 3, 9, 9, 30, tzinfo=UTC)


def test_the_urgent_lane_is_never_slower_for_being_unreadable() -> None:
    assert due(FRIDAY, is_urgent=True, code="hub-fault") == FRIDAY + timedelta(hours=1)


def test_a_message_is_overdue_once_its_instant_is_past() -> None:
    at_the_hour, after = (FRIDAY + timedelta(minutes=minutes) for minutes in (60, 61))
    assert waiting_time(FRIDAY, at_the_hour, is_urgent=True)["overdue"] is False
    assert waiting_time(FRIDAY, after, is_urgent=True) == {
        "received": "2026-03-06T16:30:00Z",
        "due": "2026-03-06T17:30:00Z",
        "overdue": True,
        "age_minutes": 61,
        "urgent": True,
    }
