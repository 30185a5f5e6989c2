"""Police occurrences in POLE JSON, whole and valid; any part may be set otherwise."""

from copy import deepcopy
from typing import Any

Record = dict[str, Any]

ROWAN: Record = {
    "id": "P-1042", "given_names": "Rowan", "family_name": "Ashdown", "born": "2017-05-14", "sex": "female",
    "identifiers": [{"system": "nhs-number", "value": "999 012 3454", "verified": True}],
    "addresses": [{"location": "L-1"}],
}  # fmt: skip
DANA: Record = {
    "id": "A-311", "given_names": "Dana", "family_name": "Ashdown", "born": "1994-02-20", "sex": "female",
}  # fmt: skip
LEE: Record = {"id": "N-5501", "given_names": "Lee", "family_name": "Marlow", "born": "1990-08-11", "sex": "male"}
LARCH_CLOSE: Record = {"id": "L-1", "lines": ["4 Larch Close", "Northbridge"], "postcode": "NX4 7QL"}


def link(person: str, relation: str, to: str) -> Record:
    return {"person": person, "relation": relation, "to": to}


def event(parts: dict[str, str], **said: Any) -> Record:
    """Return an event in which each person (by id) took a part."""
    took = [{"person": person, "part": part} for person, part in parts.items()]
    return {"from": "2026-02-27T22:15:00Z", "precision": "exact", "location": "L-1", "parts": took, **said}


def occurrence(**changes: Any) -> Record:
    """Return a domestic incident of one child and two adults; a change to None leaves that part off."""
    record = {
        "format": "pole.v1",
        "reference": "NP-87990",
        "recorded": "2026-02-28T01:30:00Z",
        "kind": "domestic-abuse",
        "classification": "OFFICIAL-SENSITIVE",
        "handling": {"code": "1AP"},
        "headline": "Police called to an argument at home",
        "narrative": "A neighbour rang.",
        "officer": {"staff_id": "det-kaur", "name": "Simran Kaur", "role": "officer-in-charge"},
        "persons": [ROWAN, DANA, LEE],
        "links": [link("A-311", "mother-of", "P-1042"), link("N-5501", "partner-of", "A-311")],
        "locations": [LARCH_CLOSE],
        "events": [event({"P-1042": "present", "A-311": "victim", "N-5501": "suspect"})],
    }
    return deepcopy({name: value for name, value in {**record, **changes}.items() if value is not None})
