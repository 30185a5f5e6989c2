"""What a person must look at: messages of which the hub cannot tell the child, and some that it cannot take.

Each is a slip that happens: a date of birth typed wrongly, a namesake, twins under one number, a note that names
nobody, somebody else's staff, a marking too high. Each is held, quarantined or refused, and its sender told why.
"""

from dataclasses import replace
from datetime import timedelta

from demo.dates import Calendar, instant
from demo.documents import Document, child_data, envelope
from demo.people import Child, nhs_number
from demo.police_files import occurrence
from demo.staff import author, practitioner


def namesake(calendar: Calendar, known: Child) -> Document:
    """Return a police report of a child of whom it knows only the name and date of birth: held."""
    found = _occurrence(calendar, "NP-88102", 7, "Found alone at the bus station", known)
    del found["persons"][0]["addresses"], found["locations"]
    return {**found, "persons": [{**found["persons"][0], "id": "NPC-7001"}], "events": [_of(found, "NPC-7001")]}


def too_secret(calendar: Calendar, known: Child) -> Document:
    """Return a report under a marking that the hub may not hold: refused by the connector, and nothing of it sent."""
    return {**_occurrence(calendar, "NP-88160", 3, "Report for the force only", known), "classification": "SECRET"}


def mistyped(calendar: Calendar, known: Child) -> Document:
    """Return a clinic's note with the day and month of birth wrong: held, since the number is another's."""
    wrong = replace(known, born=known.born + timedelta(days=30))
    child = child_data(wrong, "H")
    return _told(calendar, "concern-raised", "CL-6002", 11, "sefton", "Mother asked for help at the desk", [child])


def other_number(calendar: Calendar, known: Child) -> Document:
    """Return a housing officer's concern for a child of that name and address, with another child's number: held."""
    child = child_data(replace(known, nhs_number=nhs_number(902), upn=None), "T")
    return _told(calendar, "concern-raised", "NH-32050", 5, "harlow", "Child answering the door alone", [child])


def twins(calendar: Calendar, one: Child) -> Document:
    """Return a concern for twins who were entered under one number: quarantined."""
    both = [child_data(one, "H"), {**child_data(one, "H"), "given_names": "Twin of " + one.given}]
    return _told(calendar, "concern-raised", "CL-6017", 9, "sefton", "Twins left at the play area", both)


def nobody(calendar: Calendar) -> Document:
    """Return a landlord's note that names neither a child nor an adult: quarantined."""
    return _told(
        calendar, "housing-contact", "NH-32058", 3, "harlow", "Noise in the stairwell", [], contact_kind="other"
    )


def elsewhere(calendar: Calendar, child: Child) -> Document:
    """Return a landlord's word that a school's member of staff works with a child: quarantined."""
    day = calendar.working(8).isoformat()
    more = {"kind": "involved", "practitioner": practitioner("morgan"), "since": day}
    told = [child_data(child, "T")]
    return _told(calendar, "involvement-started", "NH-32061", 8, "harlow", "School lead is involved", told, **more)


def _occurrence(calendar: Calendar, record: str, working: int, headline: str, child: Child) -> Document:
    table = {
        "event": "police-notification", "record": record, "working": working, "clock": "14:20", "by": "whitlow",
        "children": ["child"], "classification": "OFFICIAL", "handling": {"code": "2AP"},
        "said": {"headline": headline, "how_known": "told"},
    }  # fmt: skip
    return occurrence(table, calendar, {"child": child})


def _of(found: Document, reference: str) -> Document:
    return {**found["events"][0], "parts": [{"person": reference, "part": "subject"}]}


def _told(
    calendar: Calendar, event: str, record: str, working: int, by: str, headline: str, children: list[Document],
    **more: object,
) -> Document:  # fmt: skip
    day = calendar.working(working)
    narrative = {"narrative": f"{headline}. Written down at the time."} if event == "concern-raised" else {}
    data = {
        "headline": headline, "occurred": {"from": instant(day, "14:20"), "precision": "exact"},
        "author": author(by), "record_ref": record, "how_known": "told", "children": children, **narrative, **more,
    }  # fmt: skip
    return envelope(event, record, instant(day, "15:00"), data)
