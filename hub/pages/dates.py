"""Dates as people type them: three fields, day, month and year."""

from collections.abc import Mapping
from datetime import date

from hub.pages.forms import Wrong

PARTS = ("day", "month", "year")


def typed_date(form: Mapping[str, str], field: str, faults: list[Wrong], what: str) -> date | None:
    """Return the date in `FIELD_day`, `FIELD_month` and `FIELD_year`; None where all are empty, or with a fault."""
    told = [form.get(f"{field}_{part}", "") for part in PARTS]
    if not any(told):
        return None
    try:
        day, month, year = (int(part) for part in told)
        return date(year, month, day)
    except ValueError:
        faults.append(Wrong(f"{field}_day", f"{what} must be a real date, like 27 3 2016"))
        return None
