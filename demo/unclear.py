"""What a person must look at: messages of which the hub cannot tell the child, and some that it cannot take.

Each is a slip that happens: a date of birth typed wrongly, a namesake, twins under one number, a report that names
nobody, somebody else's staff. The hub holds or quarantines each and tells its sender why.
"""

from dataclasses import replace
from datetime import timedelta

from demo.dates import Calendar, instant
from demo.documents import Document, child_data, envelope
from demo.people import Child, nhs_number
from demo.staff import author, practitioner


def namesake(calendar: Calendar, known: Child) -> Document:
    """Return a police report of a child of whom it knows only the name and date of birth: held."""
    child = {
        "local_ref": "NPC-7001", "given_names": known.given, "family_name": known.family,
        "date_of_birth": known.born.isoformat(),
    }  # fmt: skip
    return _told(calendar, "police-notification", "NP-88102", 7, "whitlow", "Found alone at the bus station", [child])


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
    """Return a police report that names neither a child nor an adult: quarantined."""
    return _told(calendar, "police-notification", "NP-88160", 3, "whitlow", "Disturbance in the park", [])


def elsewhere(calendar: Calendar, child: Child) -> Document:
    """Return a landlord's word that a school's member of staff works with a child: quarantined."""
    day = calendar.working(8).isoformat()
    more = {"kind": "involved", "practitioner": practitioner("morgan"), "since": day}
    told = [child_data(child, "T")]
    return _told(calendar, "involvement-started", "NH-32061", 8, "harlow", "School lead is involved", told, **more)


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
