"""The CSV exports of Meadow Primary School: its safeguarding log, its attendance concerns and its roll."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from demo.dates import Calendar
from demo.people import Child

STAFF = {
    "Staff ID": "dsl-morgan",
    "Staff name": "Robin Morgan",
    "Staff role": "Designated safeguarding lead",
    "Staff contact": "01632 960 201",
}
Row = Mapping[str, str]

FAMILY_CONCERNS = (
    {
        "ago": 38,
        "Record ID": "SL-0412",
        "Incident time": "09:05",
        "Summary": "Tired, and had not eaten since the day before",
        "Category": "Neglect",
        "How known": "Told",
        "Details": "Rowan fell asleep at registration. She said that there was no breakfast and that she had been up.",
        "Action taken": "Breakfast given; mother rung at 09:40.",
        "Family response": "Mother said that the alarm clock had failed.",
        "Child's words": "I was listening in case they started again.",
        "Significant": "No",
    },
    {
        "ago": 24,
        "Record ID": "SL-0431",
        "Incident time": "13:20",
        "Summary": "Spoke of shouting at home",
        "Category": "Domestic abuse",
        "How known": "Told",
        "Details": "In circle time Rowan said that she hides with Finn under the bed when there is shouting.",
        "Action taken": "Spoken to alone by the designated safeguarding lead; early help offered.",
        "Child's words": "I put my hands on Finn's ears.",
        "Seen alone": "Yes",
        "Significant": "Yes",
    },
    {
        "ago": 9,
        "Record ID": "SL-0447",
        "Incident time": "08:50",
        "Summary": "Bruise to upper arm seen at registration",
        "Category": "Physical abuse",
        "How known": "Seen",
        "Details": "A bruise the size of a hand on the left upper arm. Rowan said that she fell on the stairs.",
        "Action taken": "Body map made; referred to children's social care at 09:20.",
        "Family response": "Mother was rung and said that she had not seen the bruise.",
        "Child's words": "I don't want anyone to be cross with me.",
        "Seen alone": "Yes",
        "Impact on child": "Quiet all morning; would not take part in games.",
        "Significant": "Yes",
    },
)

OTHER_CONCERNS = (
    (3, 35, "Bullying", "Pushed over at break by older pupils", "Both sides spoken to; parents told."),
    (5, 17, "Neglect", "No coat for the third week in frost", "A coat was lent; mother rung."),
    (7, 11, "Other", "Upset since a grandparent's death", "Time with the pastoral team each day."),
)


def write(folder: Path, calendar: Calendar, rowan: Child, others: list[Child]) -> None:
    """Write the three exports into a folder."""
    _write(folder / "concerns.csv", concerns(calendar, rowan, others))
    _write(folder / "attendance.csv", attendance(calendar, rowan, others))
    _write(folder / "roll.csv", roll(calendar, [rowan, *others]))


def concerns(calendar: Calendar, rowan: Child, others: list[Child]) -> list[Row]:
    """Return the safeguarding log, oldest first."""
    rows = [_concern(calendar, rowan, told) for told in FAMILY_CONCERNS]
    for number, (index, ago, category, summary, action) in enumerate(OTHER_CONCERNS):
        told = {
            "ago": ago,
            "Record ID": f"SL-05{number:02d}",
            "Incident time": "10:30",
            "Summary": summary,
            "Category": category,
            "How known": "Seen",
            "Details": f"{summary}.",
            "Action taken": action,
            "Significant": "No",
        }
        rows.append(_concern(calendar, others[index], told))
    return sorted(rows, key=lambda row: row["Recorded"][6:10] + row["Recorded"][3:5] + row["Recorded"][:2])


def attendance(calendar: Calendar, rowan: Child, others: list[Child]) -> list[Row]:
    """Return the register's concerns: one in the family, two of children whom the hub has no reason to hold."""
    told = ((rowan, 27, "9", "6"), (others[2], 20, "5", "0"), (others[8], 13, "6", "2"))
    return [_attendance(calendar, *found, number) for number, found in enumerate(told)]


def roll(calendar: Calendar, pupils: Iterable[Child]) -> list[Row]:
    """Return the roll: when each pupil joined."""
    return [_joined(calendar, pupil) for pupil in pupils]


def _concern(calendar: Calendar, child: Child, told: Mapping[str, object]) -> Row:
    day = calendar.working_day(int(str(told["ago"])))
    said = {column: str(value) for column, value in told.items() if column != "ago"}
    return {**_pupil(child), **STAFF, **said, "Incident date": _written(day), "Recorded": f"{_written(day)} 15:45"}


def _attendance(calendar: Calendar, child: Child, ago: int, missed: str, unauthorised: str, number: int) -> Row:
    until = calendar.working_day(ago)
    return {
        **_pupil(child),
        **STAFF,
        "Record ID": f"AT-09{number:02d}",
        "Recorded": f"{_written(until)} 16:10",
        "Summary": f"{missed} of 20 sessions missed",
        "From": _written(calendar.day(ago + 14)),
        "To": _written(until),
        "Sessions possible": "20",
        "Sessions missed": missed,
        "Unauthorised": unauthorised,
        "Action taken": "Home rung on each day.",
    }


def _joined(calendar: Calendar, child: Child) -> Row:
    start = date(calendar.today.year - 1, 9, 3)
    return {
        **_pupil(child),
        **STAFF,
        "Record ID": f"RO-{child.number:04d}",
        "Recorded": f"{_written(start)} 09:00",
        "Change": "Joined",
        "On": _written(start),
    }


def _pupil(child: Child) -> Row:
    return {
        "Pupil ID": child.ref("P"),
        "Forename": child.given,
        "Surname": child.family,
        "Date of birth": _written(child.born),
        "Sex": child.sex,
        "UPN": child.upn or "",
        "Address": child.address,
        "Postcode": child.postcode,
    }


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _write(path: Path, rows: list[Row]) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
