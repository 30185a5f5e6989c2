"""One police occurrence becomes one event, or a refusal that names each place at fault."""

from collections.abc import Iterator
from typing import Any

from connectors.drafts import Draft, Item, Reason, Refused, Unusable
from connectors.police import handling, happening, marking, people
from connectors.police.document import faults_of
from connectors.police.kinds import KINDS, Kind
from connectors.police.relations import links_of
from exchange.instants import parse_instant
from exchange.strict_json import JsonObject

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
        *_unsaid(document, KINDS[document["kind"]]),
        *people.remarks(document, found),
    ]
    return Draft(
        place=place,
        type=KINDS[document["kind"]].type,
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
        **_where_and_reference(document, KINDS[document["kind"]]),
        "author": document["officer"],
        "record_ref": document["reference"],
        "children": [people.child_data(child, found, locations, day) for child in found.children],
        "persons": people.persons_data(found, links, locations),
        "handling": _handling(document, code),
        "extensions": _kept_unshown(document, code),
        **_risk(document),
        **document.get("details", {}),
    }
    return {name: value for name, value in told.items() if value not in (None, {})}


def _where_and_reference(document: JsonObject, kind: Kind) -> JsonObject:
    """Return where it happened and its reference under the names that this kind of event has for them."""
    said = {kind.place: happening.place(document), kind.reference: document.get("crime_reference")}
    return {name: value for name, value in said.items() if name is not None}


def _unsaid(document: JsonObject, kind: Kind) -> Iterator[Reason]:
    """Yield what a record says that its event has no place for."""
    if kind.place is None and happening.place(document) is not None:
        yield Reason("/events", "name a location: this kind of event has no place for it, and it was left off")
    if kind.reference is None and "crime_reference" in document:
        yield Reason("/crime_reference", "has no place in this kind of event and was left off")


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
