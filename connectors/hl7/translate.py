"""One HL7 message becomes an event, a refusal or something left out: never an error, never a guess.

What begins a visit (A01, A04) is told here; what changes, ends or cancels one, or merges numbers, in `changes.py`.
"""

from dataclasses import replace

from connectors.drafts import Item, LeftOut, Refused, Unusable
from connectors.hl7 import changes, heading, patient, visit
from connectors.hl7.files import RawMessage
from connectors.hl7.message import Message, parse
from connectors.hl7.told import Memo, NothingTold, Telling, Told, VisitDraft, patient_name, visit_name
from exchange.instants import format_instant
from exchange.strict_json import JsonObject

ADMITTED, REGISTERED = "A01", "A04"
MOVES = {"A17", "A18", "A24", "A30", *(f"A{n}" for n in range(35, 38)), "A39", *(f"A{n}" for n in range(41, 52))}
CANCELS = {"A12", "A25", "A26", "A27", "A29", "A38", "A52", "A53", "A55", "A58"}


def translate(raw: RawMessage, told: Told | None = None) -> Item:
    """Return what one message comes to, after what was told before (by default nothing)."""
    place = f"message {raw.number}"
    try:
        return translated(place, parse(raw), told or NothingTold())
    except Unusable as unusable:
        return Refused(place, (unusable.reason,))


def translated(place: str, message: Message, told: Told) -> Item:
    """Return what a parsed message comes to; Unusable where a part that is needed is not there."""
    kind, trigger = heading.message_type(message)
    if kind != "ADT":
        return LeftOut(place, f"not about an admission or attendance ({kind})")
    if trigger in (ADMITTED, REGISTERED):
        return _begun(place, trigger, message, told)
    if change := changes.CHANGES.get(trigger):
        return change(place, trigger, message, told)
    return LeftOut(place, _why_not(trigger))


def _why_not(trigger: str) -> str:
    if trigger in MOVES:
        return f"a merge or move of numbers, which is not taken over ({trigger})"
    if trigger in CANCELS:
        return f"a cancellation of what is never told ({trigger})"
    return f"nothing of interest ({trigger})"


def _begun(place: str, trigger: str, message: Message, told: Told) -> Item:
    """Tell of a visit; a visit that another message told of already is not told twice, but restated if it changed."""
    if patient.is_adult(message, visit.began(message).first):
        return LeftOut(place, "an adult")
    draft = _draft(place, trigger, message)
    number = draft.data.get("visit_ref", "")
    before = told.visit(draft.system, number) if number else None
    if before and not before.withdrawn and before.id != draft.id and before.data["headline"] == draft.data["headline"]:
        return changes.updated(place, trigger, message, told)
    return replace(draft, memos=_memos(draft, number, before, told))


def _memos(draft: VisitDraft, number: str, before: Telling | None, told: Told) -> tuple[Memo, ...]:
    known = {"merged": told.merged(draft.system, draft.about) or []}
    memos = (Memo(patient_name(draft.system, draft.about), known),)
    if not number:
        return memos
    earlier = before.to_data() if before and not before.withdrawn and before.id != draft.id else None
    telling = Telling(draft.id, draft.data, format_instant(draft.time), earlier=earlier)
    return (*memos, Memo(visit_name(draft.system, number), telling.to_data()))


def _draft(place: str, trigger: str, message: Message) -> VisitDraft:
    name = "emergency-department-attended" if visit.is_emergency(message) else "health-contact"
    about = patient.local_reference(message.segment("PID"))
    return changes.drafted(place, name, message, _data(name, trigger, message), about)


def _data(name: str, trigger: str, message: Message) -> JsonObject:
    emergency = name == "emergency-department-attended"
    told = {**visit.facts(message), **(visit.emergency_facts(message) if emergency else _contact(trigger))}
    text = visit.narrative(told)
    return {
        "headline": _headline(trigger, emergency=emergency),
        "occurred": visit.occurred(message),
        "category": name,
        **({"narrative": text} if text else {}),
        "author": heading.author(message),
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
