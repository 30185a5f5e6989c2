"""What changes something told before: a visit's details, its end or its cancellation, and merges of numbers.

Only what was told is taken back or restated; of a visit or a patient that the hub was never told of it learns nothing
here either.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from connectors.drafts import Item, LeftOut, Unusable
from connectors.hl7 import heading, patient, visit
from connectors.hl7.message import Message
from connectors.hl7.told import Memo, Telling, Told, VisitDraft, patient_name, visit_name
from exchange.instants import format_instant
from exchange.strict_json import JsonObject

DISCHARGED, UNDISCHARGED = "A03", "A13"

EMERGENCY_ONLY = frozenset({"left", "arrival_mode"})
"""What is told of an attendance at an emergency department alone."""

IDENTITY = ("local_ref", "given_names", "family_name", "date_of_birth", "sex", "identifiers")
"""What a correction is made for, of a child: a new address says nothing of an old visit."""


def updated(place: str, trigger: str, message: Message, told: Told) -> Item:
    """Restate a visit that was told, where what is told of it changed."""
    found = _standing(place, trigger, message, told)
    if isinstance(found, LeftOut):
        return found
    _require_same_patient(message, found, told)
    data = _renewed(found.data, trigger, message)
    if _said(data) == _said(found.data):
        return LeftOut(place, f"nothing told has changed ({trigger})")
    draft = _draft(place, data["category"], message, _restated(data), found, told)
    memo = replace(found, data=data, as_of=format_instant(draft.time))
    return replace(draft, memos=(_visit_memo(message, memo),))


def withdrawn(place: str, trigger: str, message: Message, told: Told) -> Item:
    """Withdraw what was told of a visit last."""
    found = _standing(place, trigger, message, told)
    if isinstance(found, LeftOut):
        return found
    if message.segment("PID").raw(3):
        _require_same_patient(message, found, told)
    data = {
        "headline": "Hospital visit withdrawn",
        "occurred": _when_recorded(message),
        "category": "entry-withdrawn",
        "author": heading.author(message),
        "children": found.data["children"],
        "reason": "The hospital cancelled the visit.",
    }
    draft = _draft(place, "entry-withdrawn", message, data, found, told)
    gone = replace(found, withdrawn=True, as_of=format_instant(draft.time))
    left = found.earlier or gone.to_data()
    return replace(draft, memos=(Memo(visit_name(draft.system, visit.number(message)), left),))


def merged(place: str, trigger: str, message: Message, told: Told) -> Item:
    """Tell that numbers of one patient were joined, where the hub was told of a number that is used no more."""
    system, survivor = heading.system(message), patient.local_reference(message.segment("PID"))
    known = {old: told.merged(system, old) for old in _prior_numbers(message) if old != survivor}
    gone = [old for old, before in known.items() if before is not None]
    if not gone:
        return LeftOut(place, f"a merge of numbers that were not told ({trigger})")
    joined = {*gone, *(told.merged(system, survivor) or ()), *(ref for refs in known.values() for ref in refs or ())}
    memos = (Memo(patient_name(system, survivor), {"merged": sorted(joined)}), *_forgotten(system, gone))
    child = {name: value for name, value in patient.child(message).items() if name != "presence"}
    data = {
        "headline": "Hospital records of one child joined",
        "occurred": _when_recorded(message),
        "category": "local-ref-merged",
        "author": heading.author(message),
        "children": [child],
        "merged_refs": gone,
    }
    return replace(drafted(place, "local-ref-merged", message, data, survivor), memos=memos)


def _standing(place: str, trigger: str, message: Message, told: Told) -> Telling | LeftOut:
    """Return what stands told of the message's visit, or why nothing follows from the message."""
    system, number = heading.system(message), visit.number(message)
    found = told.visit(system, number) if number else None
    if found is None:
        return LeftOut(place, f"about a visit that was not told ({trigger})")
    if found.withdrawn:
        return LeftOut(place, f"about a visit that was withdrawn ({trigger})")
    if not told.is_admitted(system, found.id):
        return LeftOut(place, f"about a visit that the hub did not admit ({trigger})")
    if format_instant(visit.recorded(message)) < found.as_of:
        return LeftOut(place, f"older than what was told since ({trigger})")
    return found


def _require_same_patient(message: Message, found: Telling, told: Told) -> None:
    reference = patient.local_reference(message.segment("PID"))
    joined = told.merged(heading.system(message), reference) or []
    if reference != found.local_ref and found.local_ref not in joined:
        raise Unusable(
            "PID-3",
            "is not the patient that the visit was told of: cancel the visit (A11) under the first number,"
            " and register it anew",
        )


def _renewed(before: JsonObject, trigger: str, message: Message) -> JsonObject:
    """Return a telling with the facts of a newer message; what that is silent about stays as it was told."""
    facts = {**visit.facts(message), **visit.ending(message), **visit.arrival(message)}
    data = {**before, **facts, "author": heading.author(message), "children": [patient.child(message)]}
    if trigger == UNDISCHARGED:
        data = {name: value for name, value in data.items() if name not in ("discharge", "left")}
    if began := visit.own_time(message):
        data["occurred"] = began
    return {**data, "narrative": visit.narrative(data)}


def _said(data: JsonObject) -> JsonObject:
    """Return what a telling says of the visit: not who wrote it down, nor where the child lives."""
    child = {name: data["children"][0][name] for name in IDENTITY if name in data["children"][0]}
    return {**_restated(data), "author": None, "children": [child]}


def _restated(data: JsonObject) -> JsonObject:
    """Return a telling anew, as an event of its own kind; one that ended has its end."""
    is_emergency = data["category"] == "emergency-department-attended"
    told = {name: value for name, value in data.items() if value and (is_emergency or name not in EMERGENCY_ONLY)}
    return {**told, "occurred": _with_end(data)}


def _with_end(data: JsonObject) -> JsonObject:
    occurred: JsonObject = data["occurred"]
    began, left = occurred["from"], data.get("left", "")
    return {**occurred, "to": left} if len(left) == len(began) and left >= began else occurred


def _draft(place: str, name: str, message: Message, data: JsonObject, found: Telling, told: Told) -> VisitDraft:
    corrects = {"source": told.source(heading.system(message)), "id": found.id}
    number = {"record_ref": visit.number(message)}
    about = str(data["children"][0]["local_ref"])
    return drafted(place, name, message, {**data, **number, "corrects": corrects}, about)


def drafted(place: str, name: str, message: Message, data: JsonObject, about: str) -> VisitDraft:
    """Return the draft of an event that a message comes to: its name, its data, and the child it is about."""
    return VisitDraft(
        place=place,
        type=f"safeguarding.{name}.v1",
        system=heading.system(message),
        id=heading.control_id(message),
        time=visit.recorded(message),
        about=about,
        data=data,
        remarks=patient.remarks(message),
    )


def _when_recorded(message: Message) -> JsonObject:
    return {"from": format_instant(visit.recorded(message)), "precision": "exact"}


def _prior_numbers(message: Message) -> list[str]:
    """Return the numbers that are used no more (MRG-1, or MRG-4 in early versions), or raise Unusable."""
    segments = message.all("MRG")
    if len(segments) > 1:
        raise Unusable("MRG", "stands more than once: send each merge in a message of its own")
    prior = [patient.own_numbers(segment, field) for segment in segments for field in (1, 4)]
    if not any(prior):
        raise Unusable("MRG-1", "is missing: the message does not say which number was merged")
    return next(numbers for numbers in prior if numbers)


def _forgotten(system: str, references: list[str]) -> list[Memo]:
    return [Memo(patient_name(system, reference), None) for reference in references]


def _visit_memo(message: Message, telling: Telling) -> Memo:
    return Memo(visit_name(heading.system(message), visit.number(message)), telling.to_data())


CHANGES: Mapping[str, Callable[[str, str, Message, Told], Item]] = {
    DISCHARGED: updated,
    "A08": updated,
    UNDISCHARGED: updated,
    "A11": withdrawn,
    "A23": withdrawn,
    "A34": merged,
    "A40": merged,
}
"""What to do with a trigger event that changes something; A23 deletes a visit that was entered in error."""
