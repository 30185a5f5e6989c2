"""Dates as people type them."""

from datetime import date

import pytest

from hub.pages.dates import typed_date
from hub.pages.forms import Wrong


def typed(day: str, month: str, year: str) -> tuple[date | None, list[Wrong]]:
    faults: list[Wrong] = []
    form = {"seen_day": day, "seen_month": month, "seen_year": year}
    return typed_date(form, "seen", faults, "The date"), faults


def test_three_fields_are_a_date() -> None:
    assert typed("27", "03", "2016") == (date(2016, 3, 27), [])


def test_a_date_left_empty_is_none_and_no_fault() -> None:
    assert typed("", "", "") == (None, [])


@pytest.mark.parametrize("told", [("31", "2", "2016"), ("1", "", "2016"), ("x", "1", "2016"), ("1", "1", "0")])
def test_what_is_no_date_is_a_fault_of_its_first_field(told: tuple[str, str, str]) -> None:
    assert typed(*told) == (None, [Wrong("seen_day", "The date must be a real date, like 27 3 2016")])
