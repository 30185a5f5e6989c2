"""Events as JSON documents, for the agencies of the story whose systems write them so."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from demo.people import Child

Document = dict[str, Any]

SOCIAL_WORKER = {
    "staff_id": "sw-asha",
    "name": "Asha Lindqvist",
    "role": "social-worker",
    "contact": "01632 960 101",
}
OFFICER = {"staff_id": "det-kaur", "name": "Simran Kaur", "role": "officer-in-charge", "contact": "01632 960 301"}
HEALTH_VISITOR = {"staff_id": "hv-bell", "name": "Casey Bell", "role": "health-visitor", "contact": "01632 960 402"}
SAFEGUARDING_LEAD = {
    "staff_id": "dsl-morgan",
    "name": "Robin Morgan",
    "role": "designated-safeguarding-lead",
    "contact": "01632 960 201",
}


def document(event: str, record: str, time: str, author: Document, **said: Any) -> Document:
    """Return one document: an event's name, the record's id, when it was recorded, and what it says."""
    data = {"category": event, "author": author, "record_ref": record, **said}
    return {"type": f"safeguarding.{event}.v1", "time": time, "system": "case-records", "id": record, "data": data}


def child_data(child: Child, prefix: str, **said: Any) -> Document:
    """Return a child as an agency names one, by the agency's own reference."""
    upn = [{"system": "upn", "value": child.upn, "status": "claimed"}] if child.upn else []
    return {
        "local_ref": child.ref(prefix),
        "identifiers": [{"system": "nhs-number", "value": child.nhs_number, "status": "verified"}, *upn],
        "given_names": child.given,
        "family_name": child.family,
        "date_of_birth": child.born.isoformat(),
        "sex": {"F": "female", "M": "male"}[child.sex],
        "addresses": [{"lines": child.address.split(", "), "postcode": child.postcode, "protected": False}],
        **said,
    }


def on(day: date) -> Document:
    return {"from": day.isoformat(), "precision": "day"}


def at(instant: str) -> Document:
    return {"from": instant, "precision": "exact"}


def write(folder: Path, documents: Iterable[Document]) -> None:
    """Write documents one a file, named so that they sort in the order given."""
    for number, found in enumerate(documents, start=1):
        path = folder / f"{number:02d}-{found['id'].lower()}.json"
        path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
