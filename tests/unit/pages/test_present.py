"""Dates, ages, names and numbers in the words of a page."""

from datetime import date

import pytest

from hub.pages import present


def test_a_day_is_written_as_gov_uk_writes_it() -> None:
    assert present.day_words("2026-03-02") == "2 March 2026"


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2026-03-02T10:15:00Z", "2 March 2026, 10:15am"),
        ("2026-03-02T22:05:00.123456Z", "2 March 2026, 10:05pm"),
        ("2026-03-02T10:00:00Z", "2 March 2026, 10am"),
        ("2026-03-02T12:00:00Z", "2 March 2026, midday"),
        ("2026-03-02T00:00:00Z", "2 March 2026, midnight"),
        ("2026-03-02T00:30:00Z", "2 March 2026, 12:30am"),
    ],
)
def test_an_instant_is_written_with_its_time(instant: str, words: str) -> None:
    assert present.instant_words(instant) == words


def test_an_instant_is_written_in_the_time_of_london() -> None:
    assert present.instant_words("2026-07-01T23:30:00Z") == "2 July 2026, 12:30am"


def test_a_deadline_at_midnight_is_the_end_of_the_day_before() -> None:
    assert present.deadline_words("2026-11-24T00:00:00Z") == "the end of 23 November 2026"
    assert present.deadline_words("2026-07-01T23:00:00Z") == "the end of 1 July 2026"
    assert present.deadline_words("2026-11-24T10:07:00Z") == "24 November 2026, 10:07am"


def test_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        present.instant_words("2026-03-02T10:15:00")


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2026-02-27T22:05:00Z", None, "exact", "27 February 2026, 10:05pm"),
        ("2026-02-27", None, "exact", "27 February 2026"),
        ("2026-02-27", None, "day", "27 February 2026"),
        ("2026-02-27T22:05:00Z", None, "day", "27 February 2026"),
        ("2026-02-01", None, "month", "February 2026"),
        ("2012-06-01", None, "season", "summer 2012"),
        ("2012-12-01", None, "season", "winter 2012"),
        ("2013-01-15", None, "season", "winter 2013"),
        ("2012-01-01", None, "year", "2012"),
        ("2012", None, "year", "2012"),
        ("2026-02-27", None, "about", "about 27 February 2026"),
        ("2026-02-02", "2026-02-27", "day", "between 2 February 2026 and 27 February 2026"),
        ("2012-06-01", "2012-09-01", "about", "about between 1 June 2012 and 1 September 2012"),
        ("2026-02-27", "2026-02-27", "day", "27 February 2026"),
    ],
)
def test_when_it_happened_is_written_no_more_exactly_than_it_is_known(
    start: str, end: str | None, precision: str, words: str
) -> None:
    assert present.occurred_words({"from": start, "to": end, "precision": precision}) == words


def test_a_time_that_nobody_knows_is_said_to_be_unknown() -> None:
    assert present.occurred_words({}) == "date not known"


@pytest.mark.parametrize(
    ("born", "words"),
    [
        ("2016-03-27", "9 years"),
        ("2016-03-02", "10 years"),
        ("2024-03-02", "2 years"),
        ("2024-03-03", "23 months"),
        ("2026-02-02", "1 month"),
        ("2026-02-03", "27 days"),
        ("2026-03-01", "1 day"),
        ("2026-03-02", "0 days"),
        ("2026-03-03", "not yet born"),
    ],
)
def test_an_age_is_in_years_and_for_the_youngest_in_months_or_days(born: str, words: str) -> None:
    assert present.age_words(born, date(2026, 3, 2)) == words


def test_a_child_whose_name_nobody_knows_is_shown_by_description() -> None:
    assert present.name_words({"given_names": "Ada", "family_name": "Moss"}) == "Ada Moss"
    assert present.name_words({"description": "Boy in a red coat"}) == "Boy in a red coat"
    assert present.name_words({}) == "Name not known"


def test_an_identifier_says_whether_it_is_only_claimed() -> None:
    verified = {"system": "nhs-number", "value": "9990000018", "status": "verified"}
    assert present.identifier_words(verified) == "NHS number 999 000 0018"
    claimed = {"system": "local", "value": "A-7", "status": "claimed"}
    assert present.identifier_words(claimed) == "Agency’s own number A-7 (claimed)"


@pytest.mark.parametrize(
    ("shown", "matching", "words"),
    [(0, 0, "Showing 0 entries"), (1, 1, "Showing 1 entry"), (50, 120, "Showing 50 of 120 entries")],
)
def test_the_count_is_of_what_is_shown(shown: int, matching: int, words: str) -> None:
    assert present.count_words(shown, matching) == words
