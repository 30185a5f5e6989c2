"""Rows of the exports that the default mapping reads."""

import csv
import io
from collections.abc import Callable

import pytest

CONCERN = {
    "Record ID": "SL-1",
    "Recorded": "02/03/2026 15:45",
    "Pupil ID": "P-1001",
    "Incident date": "02/03/2026",
    "Incident time": "08:50",
    "Summary": "Bruise to upper arm",
    "Category": "Physical abuse",
    "Details": "A bruise the size of a hand.",
    "How known": "Seen",
    "Action taken": "Duty desk rung.",
    "Staff ID": "dsl-morgan",
    "Staff name": "Robin Morgan",
    "Staff role": "Designated safeguarding lead",
    "Forename": "Rowan",
    "Surname": "Ashdown",
    "Date of birth": "14/05/2017",
    "Sex": "F",
    "UPN": "G815000016001",
    "Address": "4 Larch Close, Northbridge",
    "Postcode": "NX4 7QL",
    "Seen alone": "Yes",
    "Significant": "Yes",
}


def _written(*rows: dict[str, str]) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


@pytest.fixture
def concern() -> Callable[..., dict[str, str]]:
    """Build a concern's row; any column may be set otherwise."""
    return lambda **columns: {**CONCERN, **{name.replace("_", " "): value for name, value in columns.items()}}


@pytest.fixture
def written() -> Callable[..., str]:
    """Write rows as CSV text."""
    return _written
