"""The visit that an ADT message tells of, in coded facts: when, where, how and why the child came."""

from collections.abc import Iterator
from datetime import datetime

from connectors.drafts import Unusable
from connectors.hl7.message import Message, Segment
from connectors.hl7.times import Moment, moment
from exchange.instants import format_instant
from exchange.strict_json import JsonObject

EMERGENCY_CLASSES = {"E", "EMERGENCY"}
EMERGENCY_PLACES = {"ED", "A&E", "AE", "A+E", "EMERGENCY", "EMERGENCY DEPARTMENT"}
EMERGENCY_SERVICE = "180"
"""PV1-10 as the NHS codes treatment functions: accident and emergency."""

ARRIVAL = {
    "A": "Ambulance",
    "C": "Car",
    "F": "On foot",
    "H": "Helicopter",
    "P": "Public transport",
    "O": "Other",
    "U": "Unknown",
}
"""PV2-38, HL7 table 0430."""

TIMES = (("PV1", 44), ("EVN", 6), ("EVN", 2), ("MSH", 7))
"""Where the time of the visit may stand, the nearest to it first."""

RECORDED = (("EVN", 2), ("MSH", 7))
"""Where the time of recording may stand."""


def began(message: Message) -> Moment:
    """Return when the visit began, to the day at least, or raise Unusable."""
    found = next((moment for moment in _moments(message, TIMES) if moment.is_day), None)
    if found is None:
        raise Unusable("EVN-2", "does not give a time: nobody can tell when it was")
    return found


def recorded(message: Message) -> datetime:
    """Return the instant at which the hospital's system recorded it, or raise Unusable."""
    found = next((moment.instant for moment in _moments(message, RECORDED) if moment.instant), None)
    if found is None:
        raise Unusable("MSH-7", "does not give a time: nobody can tell when it was recorded")
    return found


def occurred(message: Message) -> dict[str, str]:
    """Return the event's `occurred`: exact where a time of day is given, else a day."""
    return {"from": _written(began(message)), "precision": "exact" if began(message).instant else "day"}


def own_time(message: Message) -> dict[str, str] | None:
    """Return the visit's `occurred` where PV1-44 gives it, to the day at least."""
    own = moment(message.segment("PV1").text(44))
    return {"from": _written(own), "precision": "exact" if own.instant else "day"} if own and own.is_day else None


def number(message: Message) -> str:
    """Return the visit's number (PV1-19); "" where there is none."""
    return message.segment("PV1").text(19)


def is_emergency(message: Message) -> bool:
    """Return whether the visit is to an emergency department, by its class, place or service."""
    pv1 = message.segment("PV1")
    return (
        pv1.text(2).upper() in EMERGENCY_CLASSES
        or pv1.text(3).upper() in EMERGENCY_PLACES
        or pv1.text(10).upper() in {*EMERGENCY_PLACES, EMERGENCY_SERVICE}
    )


def facts(message: Message) -> JsonObject:
    """Return what the message codes of the visit; a fact that is absent has no key."""
    pv1, pv2 = message.segment("PV1"), message.segment("PV2")
    found: JsonObject = {
        "place": _place(pv1),
        "reason_for_visit": _coded(pv2, 3),
        "visit_ref": number(message),
        "discharge": _discharge(pv1),
        "diagnoses": [found for found in map(_diagnosis, message.all("DG1")) if found],
    }
    return {name: value for name, value in found.items() if value}


def emergency_facts(message: Message) -> JsonObject:
    """Return what only an attendance at an emergency department has: arrival, its mode, and leaving."""
    return {"arrived": _written(began(message)), **arrival(message), **ending(message)}


def arrival(message: Message) -> JsonObject:
    """Return how the child came, where that is coded."""
    mode = ARRIVAL.get(message.segment("PV2").text(38).upper(), "")
    return {"arrival_mode": mode} if mode else {}


def ending(message: Message) -> JsonObject:
    """Return when the visit ended, where that is said."""
    left = moment(message.segment("PV1").text(45))
    return {"left": _written(left)} if left and left.is_day else {}


def narrative(told: JsonObject) -> str:
    """Return the coded facts as sentences; nothing is added to what the message says."""
    sentences = [
        ("Reason for visit", told.get("reason_for_visit")),
        ("Arrived by", told.get("arrival_mode")),
        ("Diagnosis", "; ".join(found["text"] for found in told.get("diagnoses", ()) if "text" in found)),
        ("Discharge as coded", told.get("discharge")),
    ]
    return " ".join(f"{label}: {text}." for label, text in sentences if text)


def _moments(message: Message, places: tuple[tuple[str, int], ...]) -> Iterator[Moment]:
    found = (moment(message.segment(segment).text(field)) for segment, field in places)
    return (moment for moment in found if moment)


def _written(when: Moment) -> str:
    return format_instant(when.instant) if when.instant else when.first.isoformat()


def _coded(segment: Segment, field: int) -> str:
    return segment.text(field, 2) or segment.text(field, 1)


def _place(pv1: Segment) -> str:
    point, facility = pv1.text(3, 1), pv1.text(3, 4)
    return ", ".join(part for part in (point, facility) if part)


def _discharge(pv1: Segment) -> str:
    return ", to ".join(part for part in (pv1.text(36), pv1.text(37)) if part)


def _diagnosis(dg1: Segment) -> JsonObject:
    named = {"code": dg1.text(3, 1), "system": dg1.text(3, 3), "text": dg1.text(3, 2) or dg1.text(4)}
    return {name: value for name, value in named.items() if value}
