"""Events as JSON documents, for the agencies of the story whose systems write them so."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from demo.dates import Calendar
from demo.people import ADULTS, Child
from demo.said import Table, When, meant, said, when
from demo.staff import author

Document = dict[str, Any]
SYSTEM = "case-records"
CHILD_SEX = {"F": "female", "M": "male"}


def told(agency_id: str, prefix: str, calendar: Calendar, family: Mapping[str, Child]) -> list[Document]:
    """Return an agency's documents of the family, in the order of its file. `prefix` begins its own references."""
    return [document(table, prefix, calendar, family) for table in said(agency_id)["told"]]


def document(table: Table, prefix: str, calendar: Calendar, family: Mapping[str, Child]) -> Document:
    """Return one document: an event's name, the record's id, when it was recorded, and what it says."""
    at = when(table, calendar)
    data = {
        "author": author(table["by"]),
        "record_ref": table["record"],
        "occurred": moments(table, at),
        **meant(table["said"], at),
        "children": [
            _child(family[name], prefix, table.get("each", {}).get(name, {}), at) for name in table["children"]
        ],
    }
    optional = {"place": table.get("place"), "persons": _persons(table, prefix, family)}
    data |= {name: value for name, value in optional.items() if value}
    recorded = meant(table["recorded"], at) if "recorded" in table else at.noted()
    return envelope(table["event"], table["record"], recorded, data)


def envelope(event: str, record: str, recorded: str, data: Document) -> Document:
    """Return the document as the connector reads it."""
    return {"type": f"safeguarding.{event}.v1", "time": recorded, "system": SYSTEM, "id": record, "data": data}


def child_data(child: Child, prefix: str, **more: Any) -> Document:
    """Return a child as an agency names one, by the agency's own reference."""
    upn = [{"system": "upn", "value": child.upn, "status": "claimed"}] if child.upn else []
    return {
        "local_ref": child.ref(prefix),
        "identifiers": [{"system": "nhs-number", "value": child.nhs_number, "status": "verified"}, *upn],
        "given_names": child.given,
        "family_name": child.family,
        "date_of_birth": child.born.isoformat(),
        "sex": CHILD_SEX[child.sex],
        "addresses": [{"lines": child.address.split(", "), "postcode": child.postcode, "protected": False}],
        **more,
    }


def moments(table: Table, at: When) -> Document:
    """Return when it happened, as events say it: from, to, and how exactly it is known."""
    until = {"to": When(at.day, table["until"], at.calendar).moment()} if "until" in table else {}
    return {"from": at.moment(), **until, "precision": table.get("precision", "exact" if at.clock else "day")}


def write(folder: Path, documents: Iterable[Document]) -> None:
    """Write documents one a file, named so that they sort in the order given."""
    for number, found in enumerate(documents, start=1):
        name = (found.get("id") or found["reference"]).lower()
        path = folder / f"{number:03d}-{name}.json"
        path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _each(table: Table, name: str) -> Table:
    """Return what is said of one child; who allocates or acknowledges says that it is routine."""
    judged = {"significance": {"level": "routine"}} if table.get("routine") else {}
    return {**judged, **table.get("each", {}).get(name, {})}


def _child(child: Child, prefix: str, each: Table, at: When) -> Document:
    return child_data(child, prefix, **meant(dict(each), at))


def _persons(table: Table, prefix: str, family: Mapping[str, Child]) -> list[Document]:
    return [_person(one["who"], one["part"], prefix, table["children"], family) for one in table.get("persons", [])]


def _person(name: str, part: str, prefix: str, children: Iterable[str], family: Mapping[str, Child]) -> Document:
    adult = ADULTS[name]
    relations = [
        {"child": family[child].ref(prefix), "relation": adult.relations[child]}
        for child in children
        if child in adult.relations
    ]
    return {
        "reference": adult.ref(prefix),
        "part": part,
        "given_names": adult.given,
        "family_name": adult.family,
        "protected": False,
        **({"relations": relations} if relations else {}),
    }
