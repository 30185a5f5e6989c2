"""The CSV exports of two schools, whose systems name their columns and write their dates each in its own way."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from demo.dates import Calendar
from demo.people import Child
from demo.said import said, when
from demo.staff import practitioner

Row = Mapping[str, str]

MEADOW_COLUMNS = {
    "record": "Record ID", "recorded": "Recorded", "pupil": "Pupil ID", "given": "Forename", "family": "Surname",
    "born": "Date of birth", "sex": "Sex", "upn": "UPN", "address": "Address", "postcode": "Postcode",
    "staff_id": "Staff ID", "staff": "Staff name", "role": "Staff role", "contact": "Staff contact",
    "day": "Incident date", "clock": "Incident time", "summary": "Summary", "category": "Category",
    "known": "How known", "details": "Details", "action": "Action taken", "no_action": "Why no action",
    "response": "Family response", "words": "Child's words", "seen_alone": "Seen alone", "impact": "Impact on child",
    "significant": "Significant", "from": "From", "to": "To", "possible": "Sessions possible",
    "missed": "Sessions missed", "unauthorised": "Unauthorised", "change": "Change", "on": "On",
}  # fmt: skip
"""The columns that the school connector reads without a mapping of the school's own."""

QUAYSIDE_COLUMNS = {
    "record": "Ref", "recorded": "Logged at", "pupil": "Child no", "given": "First name", "family": "Last name",
    "born": "DOB", "sex": "Gender", "upn": "Pupil number", "address": "Home", "postcode": "Home postcode",
    "staff_id": "Logged by no", "staff": "Logged by", "role": "Post", "contact": "Extension",
    "day": "When", "clock": "At", "summary": "In short", "category": "Kind", "known": "How we know",
    "details": "Account", "action": "What we did", "no_action": "Why nothing was done", "response": "Parent said",
    "words": "Child said", "seen_alone": "On own", "impact": "Effect on child", "significant": "Important",
    "from": "Starting", "to": "Ending", "possible": "Out of", "missed": "Absent", "unauthorised": "Not authorised",
    "change": "Move", "on": "Effective",
}  # fmt: skip
"""Read by `quayside-mapping.toml`, which the school brings."""


@dataclass(frozen=True, slots=True)
class School:
    """One school's way of writing its exports. `prefix` begins its own pupil references."""

    agency_id: str
    prefix: str
    lead: str
    dates: str
    columns: Mapping[str, str]

    def row(self, child: Child, recorded: str, told: Mapping[str, Any]) -> Row:
        """Return one row: the pupil, who recorded it and when, and what is told, under this school's columns."""
        cells = {**self._pupil(child), **self._author(), "recorded": recorded, **told}
        return {self.columns[name]: str(value) for name, value in cells.items() if value != ""}

    def written(self, day: date) -> str:
        """Return a date as the school writes it."""
        return day.strftime(self.dates)

    def _pupil(self, child: Child) -> dict[str, str]:
        return {
            "pupil": child.ref(self.prefix), "given": child.given, "family": child.family,
            "born": self.written(child.born), "sex": child.sex, "upn": child.upn or "", "address": child.address,
            "postcode": child.postcode,
        }  # fmt: skip

    def _author(self) -> dict[str, str]:
        lead = practitioner(self.lead)
        role = str(lead["role"]).replace("-", " ").capitalize()
        return {"staff_id": lead["staff_id"], "staff": lead["name"], "role": role, "contact": lead["contact"]}


MEADOW = School("meadow-primary", "P", "morgan", "%d/%m/%Y", MEADOW_COLUMNS)
QUAYSIDE = School("quayside-infant", "Q", "quill", "%Y-%m-%d", QUAYSIDE_COLUMNS)
QUAYSIDE_MAPPING = Path(__file__).with_name("quayside-mapping.toml")


def concerns(school: School, calendar: Calendar, child: Child) -> list[Row]:
    """Return what the school's safeguarding log tells of the story's child."""
    return [concern(school, calendar, child, told) for told in said(school.agency_id)["concern"]]


def concern(school: School, calendar: Calendar, child: Child, told: Mapping[str, Any]) -> Row:
    """Return one row of the safeguarding log, recorded at the end of that school day."""
    at = when(told, calendar)
    cells = {("response" if name == "family" else name): value for name, value in told.items() if name not in PLACING}
    day = school.written(at.day)
    return school.row(child, f"{day} 15:45", {"day": day, **cells})


def attendance(school: School, calendar: Calendar, child: Child) -> list[Row]:
    """Return what the register tells of the story's child."""
    return [attendance_concern(school, calendar, child, told) for told in said(school.agency_id)["attendance"]]


def attendance_concern(school: School, calendar: Calendar, child: Child, told: Mapping[str, Any]) -> Row:
    """Return one row of the register's concerns, over the four weeks up to its day."""
    until = when(told, calendar).day
    since = calendar.school((calendar.today - until).days + 28)
    cells = {name: value for name, value in told.items() if name not in PLACING}
    period = {"from": school.written(since), "to": school.written(until)}
    return school.row(child, f"{school.written(until)} 16:10", {**period, **cells})


def joined(school: School, calendar: Calendar, child: Child) -> Row:
    """Return the row of the roll that tells when a pupil joined: the September before last."""
    start = date(calendar.today.year - 2, 9, 4)
    told = {"record": f"RO-{child.number:04d}", "change": "Joined", "on": school.written(start)}
    return school.row(child, f"{school.written(start)} 09:00", told)


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write one export."""
    rows = list(rows)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


PLACING = frozenset({"school", "working", "ago"})
