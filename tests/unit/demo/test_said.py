"""The marks in the story's texts stand for what moves with the day."""

from datetime import date

import pytest

from demo.dates import Calendar
from demo.said import When, meant, when

CALENDAR = Calendar(date(2026, 3, 16))
AT = When(date(2026, 3, 2), "10:00", CALENDAR)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("@day", "2026-03-02"),
        ("@day+10", "2026-03-12"),
        ("@day-1", "2026-03-01"),
        ("@instant", "2026-03-02T10:00:00Z"),
        ("@working 0", "2026-03-13"),
        ("@working 2 15:00", "2026-03-11T15:00:00Z"),
        ("@event meadow-primary:log SL-1", {"source": "urn:agency:meadow-primary:log", "id": "SL-1"}),
        ("plain words", "plain words"),
    ],
)
def test_a_mark_stands_for_its_value(text: str, value: object) -> None:
    assert meant(text, AT) == value


def test_marks_are_found_however_deep() -> None:
    assert meant({"a": [{"b": "@day"}], "n": 3}, AT) == {"a": [{"b": "2026-03-02"}], "n": 3}


def test_a_practitioner_is_named_with_the_agency_and_an_author_without() -> None:
    assert meant("@staff asha", AT)["agency"] == "northshire-csc"
    assert "agency" not in meant("@author asha", AT)


def test_a_mark_that_nobody_knows_is_told() -> None:
    with pytest.raises(ValueError, match="@tomorrow"):
        meant("@tomorrow", AT)


def test_a_silent_withholding_names_the_investigation_and_a_marked_one_does_not() -> None:
    silent, marked = meant("@withholding silent Why", AT), meant("@withholding marked Why", AT)
    assert (silent["mode"], silent["why"], silent["investigation_ref"]) == ("silent", "Why", "NP/88213")
    assert "investigation_ref" not in marked


def test_a_withholding_is_approved_by_another_than_who_placed_it() -> None:
    told = meant("@withholding silent Why", AT)
    assert told["placed_by"] != told["approved_by"]


def test_a_thing_is_noted_half_an_hour_later_or_at_the_end_of_its_day() -> None:
    assert AT.noted() == "2026-03-02T10:35:00Z"
    assert When(date(2026, 3, 2), None, CALENDAR).noted() == "2026-03-02T16:40:00Z"


def test_a_late_thing_is_noted_the_day_after() -> None:
    assert When(date(2026, 3, 2), "23:50", CALENDAR).noted() == "2026-03-03T00:25:00Z"


@pytest.mark.parametrize(
    ("told", "day"),
    [({"ago": 10}, date(2026, 3, 6)), ({"working": 10}, date(2026, 2, 27)), ({"school": 10}, date(2026, 3, 6))],
)
def test_a_table_says_when_by_days_working_days_or_school_days(told: dict[str, int], day: date) -> None:
    assert when(told, CALENDAR).day == day
