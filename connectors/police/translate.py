"""One police occurrence becomes one event, or a refusal that names each place at fault."""

from typing import Any

from connectors.drafts import Draft, Item, Reason, Refused, Unusable
from connectors.police import handling, happening, marking, people
from connectors.police.document import faults_of
from connectors.police.relations import links_of
from exchange.instants import parse_instant
from exchange.strict_json import JsonObject

EVENTS = {
    "public-protection-notice": "police-notification",
    "domestic-abuse": "domestic-abuse-incident",
}
"""The event that each kind of record becomes."""

SYSTEM = "police-records"
SAID_ALIKE = (
    "headline",
    "category",
    "how_known",
    "verified",
    "source_of_information",
    "action_taken",
    "no_action_reason",
    "outcome",
    "family_response",
    "crime_reference",
    "corrects",
    "derived_from",
)
"""What the record and the event call the same."""


def translate(place: str, document: JsonObject) -> Item:
    """Return what one record comes to; one that bears a higher marking than the hub may hold is asked nothing else."""
    try:
        marking.screen(document)
        if faults := faults_of(document):
            return Refused(place, tuple(faults))
        return _draft(place, document)
    except Unusable as unusable:
        return Refused(place, (unusable.reason,))


def _draft(place: str, document: JsonObject) -> Draft:
    code = handling.parse(document["handling"]["code"], document["handling"].get("scheme"))
    found = people.people_of(document, happening.first_day(document))
    data = _data(document, code, found)
    reasons: list[Reason] = [
        *handling.remarks(document["handling"], code),
        *happening.remarks(document),
        *people.remarks(document, found),
    ]
    return Draft(
        place=place,
        type=f"safeguarding.{EVENTS[document['kind']]}.v1",
        system=document.get("system", SYSTEM),
        id=document["reference"],
        time=parse_instant(document["recorded"]),
        about=found.children[0]["id"] if found.children else document["reference"],
        data=data,
        remarks=tuple(reasons),
    )


def _data(document: JsonObject, code: handling.Code, found: people.People) -> JsonObject:
    locations, links = {one["id"]: one for one in document.get("locations", [])}, links_of(document)
    day = happening.first_day(document)
    told: dict[str, Any] = {
        **{name: document[name] for name in SAID_ALIKE if name in document},
        "occurred": happening.occurred(document),
        "narrative": happening.narrative(document),
        "place": happening.place(document),
        "author": document["officer"],
        "record_ref": document["reference"],
        "children": [people.child_data(child, found, locations, day) for child in found.children],
        "persons": people.persons_data(found, links, locations),
        "handling": _handling(document, code),
        "extensions": _kept_unshown(document, code),
        **_risk(document),
    }
    return {name: value for name, value in told.items() if value not in (None, {})}


def _handling(document: JsonObject, code: handling.Code) -> JsonObject:
    given = document["handling"]
    withheld = [_withholding(one) for one in document.get("withhold", [])]
    return {
        "classification": marking.classification(document["classification"]).value,
        **{name: given[name] for name in ("tier", "sensitive") if name in given},
        "police_code": handling.police_code(given, code),
        **({"withholdings": withheld} if withheld else {}),
    }


def _withholding(given: JsonObject) -> JsonObject:
    names = {"from": "audience", "why": "reason"}
    return {names.get(name, name): value for name, value in given.items()}


def _kept_unshown(document: JsonObject, code: handling.Code) -> JsonObject:
    """Return what goes with the entry for the force itself: how sources were judged, and numbers of things."""
    evaluation = code.evaluation()
    things = [
        {name: one[name] for name in ("kind", "identifier")}
        for one in document.get("objects", [])
        if "identifier" in one
    ]
    return {
        **({"police_evaluation": evaluation} if evaluation else {}),
        **({"police_objects": things} if things else {}),
    }


def _risk(document: JsonObject) -> JsonObject:
    if "risk" not in document:
        return {}
    if document["kind"] != "domestic-abuse":
        raise Unusable("/risk/dash", "is of domestic abuse only")
    return {"dash_grading": document["risk"]["dash"]}
