"""One HL7 message becomes an event, a refusal or something left out: never an error, never a guess."""

import re

from connectors.drafts import Draft, Item, LeftOut, Refused, Unusable, system_name
from connectors.hl7 import patient, visit
from connectors.hl7.files import RawMessage
from connectors.hl7.message import Message, parse
from exchange.strict_json import JsonObject

ADMITTED, REGISTERED = "A01", "A04"
MERGES = {"A17", "A18", "A24", "A30", *(f"A{n}" for n in range(34, 38)), *(f"A{n}" for n in range(39, 52))}
CANCELS = {
    "A11", "A12", "A13", "A25", "A26", "A27", "A29", "A38", "A52", "A53", "A55", "A58",
}  # fmt: skip
_TYPE = re.compile(r"[A-Z]{2}[A-Z0-9]", re.ASCII)
_TRIGGER = re.compile(r"[A-Z][A-Z0-9]{2}", re.ASCII)


def translate(raw: RawMessage) -> Item:
    """Return what one message comes to."""
    place = f"message {raw.number}"
    try:
        return _item(place, parse(raw))
    except Unusable as unusable:
        return Refused(place, (unusable.reason,))


def _item(place: str, message: Message) -> Item:
    kind, trigger = _message_type(message)
    if kind != "ADT":
        return LeftOut(place, f"not about an admission or attendance ({kind})")
    if trigger not in (ADMITTED, REGISTERED):
        return LeftOut(place, _why_not(trigger))
    if patient.is_adult(message, visit.began(message).first):
        return LeftOut(place, "an adult")
    return _draft(place, trigger, message)


def _message_type(message: Message) -> tuple[str, str]:
    """Return MSH-9's code and trigger; the trigger may stand in EVN-1 alone, as early versions had it."""
    header = message.segment("MSH")
    kind, trigger = header.text(9, 1), header.text(9, 2) or message.segment("EVN").text(1)
    if not _TYPE.fullmatch(kind):
        raise Unusable("MSH-9", "is not a message type" if kind else "is missing: the message has no type")
    if kind == "ADT" and not _TRIGGER.fullmatch(trigger):
        raise Unusable("MSH-9", "does not name a trigger event")
    return kind, trigger


def _why_not(trigger: str) -> str:
    if trigger in MERGES:
        return f"a merge or move of numbers, which is not taken over yet ({trigger})"
    if trigger in CANCELS:
        return f"a cancellation, which is not taken over yet ({trigger})"
    return f"nothing of interest ({trigger})"


def _draft(place: str, trigger: str, message: Message) -> Draft:
    name = "emergency-department-attended" if visit.is_emergency(message) else "health-contact"
    header = message.segment("MSH")
    return Draft(
        place=place,
        type=f"safeguarding.{name}.v1",
        system=system_name(header.text(3), "adt"),
        id=_control_id(message),
        time=visit.recorded(message),
        about=patient.local_reference(message.segment("PID")),
        data=_data(name, trigger, message),
        remarks=patient.remarks(message),
    )


def _control_id(message: Message) -> str:
    control_id = message.segment("MSH").text(10)
    if not control_id:
        raise Unusable("MSH-10", "is missing: without it the message could be filed twice")
    return control_id


def _data(name: str, trigger: str, message: Message) -> JsonObject:
    emergency = name == "emergency-department-attended"
    told = {**visit.facts(message), **(visit.emergency_facts(message) if emergency else _contact(trigger))}
    text = visit.narrative(told)
    return {
        "headline": _headline(trigger, emergency=emergency),
        "occurred": visit.occurred(message),
        "category": name,
        **({"narrative": text} if text else {}),
        "author": _author(message),
        **({"record_ref": told["visit_ref"]} if "visit_ref" in told else {}),
        "children": [patient.child(message)],
        **told,
    }


def _contact(trigger: str) -> dict[str, str]:
    return {"contact_kind": "admission" if trigger == ADMITTED else "outpatient"}


def _headline(trigger: str, *, emergency: bool) -> str:
    if emergency:
        return "Attended the emergency department"
    return "Admitted to hospital" if trigger == ADMITTED else "Registered at hospital as an outpatient"


def _author(message: Message) -> dict[str, str]:
    """Return who entered it (EVN-5) or, where nobody is named, the system that did."""
    evn, facility = message.segment("EVN"), message.segment("MSH").text(4)
    named = " ".join(part for part in (evn.text(5, 3), evn.text(5, 2)) if part)
    staff = {"staff_id": evn.text(5, 1)} if evn.text(5, 1) and named else {}
    if named:
        return {**staff, "name": named, "role": "administrator"}
    return {"name": f"Patient administration system {facility}".strip(), "role": "patient-administration-system"}
