"""What the agencies record of the background children on ordinary days, chosen from the texts by the seed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from demo import documents, police_files
from demo.dates import Calendar
from demo.documents import Document
from demo.hospital_files import Visit, grown
from demo.people import Child
from demo.said import said
from demo.school_files import Row, School, attendance_concern, concern

Chosen = tuple[Child, Mapping[str, Any]]

FIRST_VISIT = 70100
DAYS = range(8, 540)
"""How many days ago ordinary things happened."""


def concerns(school: School, calendar: Calendar, pupils: Sequence[Child], count: int, random: Random) -> list[Row]:
    """Return rows of a school's safeguarding log."""
    rows = []
    for number, (child, text) in enumerate(_chosen("concern", pupils, count, random)):
        told = {"significant": "No", **text, "record": f"{school.prefix}L-05{number:02d}", "clock": "10:30"}
        rows.append(concern(school, calendar, child, {**told, "school": random.choice(DAYS)}))
    return rows


def attendance(school: School, calendar: Calendar, pupils: Sequence[Child], count: int, random: Random) -> list[Row]:
    """Return rows of a school's register: most are of children of whom the hub has no reason to know."""
    rows = []
    for number, (child, text) in enumerate(_chosen("attendance", pupils, count, random)):
        told = {**text, "record": f"{school.prefix}T-05{number:02d}", "school": random.choice(DAYS)}
        rows.append(attendance_concern(school, calendar, child, told))
    return rows


def visits(calendar: Calendar, children: Sequence[Child], count: int, random: Random) -> list[Visit]:
    """Return visits to the hospital; each tenth is a parent's, which the connector leaves out."""
    found = []
    for number, (child, text) in enumerate(_chosen("visit", children, count, random)):
        patient = grown(child, calendar.today) if number % 10 == 9 else child
        hour = random.randrange(8, 22) if text["department"] == "ED" else random.randrange(9, 16)
        at = datetime.combine(
            calendar.day(random.choice(DAYS)), datetime.min.time().replace(hour, random.randrange(60))
        )
        found.append(Visit(FIRST_VISIT + number, patient, at, **text))
    return found


def police(calendar: Calendar, children: Sequence[Child], count: int, random: Random) -> list[Document]:
    """Return what the police told of other children."""
    placed = _placed("NP-70", _chosen("police", children, count, random), random)
    return [police_files.occurrence(table, calendar, {"child": child}) for child, table in placed]


def health(calendar: Calendar, children: Sequence[Child], count: int, random: Random) -> list[Document]:
    """Return what health visiting told of other children."""
    placed = _placed("HV-10", _chosen("health", children, count, random), random)
    return [documents.document(table, "HV", calendar, {"child": child}) for child, table in placed]


def _placed(record: str, chosen: Sequence[Chosen], random: Random) -> list[Chosen]:
    """Return the pairs with a number and a day put to each text."""
    return [
        (
            child,
            {**text, "record": f"{record}{number:03d}", "children": ["child"], "working": random.choice(DAYS) * 5 // 7},
        )
        for number, (child, text) in enumerate(chosen)
    ]


def _chosen(kind: str, children: Sequence[Child], count: int, random: Random) -> list[Chosen]:
    """Return pairs of a child and a text of that kind."""
    return [(random.choice(children), random.choice(said("background")[kind])) for _ in range(count)]
