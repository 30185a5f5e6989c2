"""Instants of RFC 3339, read and written."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from exchange import format_instant, parse_instant


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-02T10:00:00Z", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("2026-07-02t10:00:00+01:00", datetime(2026, 7, 2, 9, tzinfo=UTC)),
        ("2026-03-02T10:00:00.5z", datetime(2026, 3, 2, 10, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-03-02T10:00:00.123456789Z", datetime(2026, 3, 2, 10, 0, 0, 123_456, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_as_utc(text: str, instant: datetime) -> None:
    assert parse_instant(text) == instant
    assert parse_instant(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-03-02",
        "2026-03-02T10:00:00",
        "2026-03-02 10:00:00Z",
        "2026-02-30T10:00:00Z",
        "2026-03-02T25:00:00Z",
        "2026-03-02T10:00:00+2500",
        "0001-01-01T00:00:00+14:00",
        "٢٠٢٦-03-02T10:00:00Z",
        "20260302T100000Z",
    ],
)
def test_what_is_no_instant_with_an_offset_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_instant(text)


def test_an_instant_is_written_in_utc_with_z() -> None:
    assert format_instant(datetime(2026, 7, 2, 10, tzinfo=timezone(timedelta(hours=1)))) == "2026-07-02T09:00:00Z"
    assert format_instant(datetime(2026, 7, 2, 10, 0, 0, 1, tzinfo=UTC)) == "2026-07-02T10:00:00.000001Z"


def test_an_instant_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError):
        format_instant(datetime(2026, 7, 2))
