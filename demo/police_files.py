"""Police occurrences as the police connector reads them: persons, objects, locations and events (POLE), in JSON."""

from collections.abc import Iterable, Mapping
from typing import Any

from demo.dates import Calendar
from demo.documents import CHILD_SEX, Document, moments
from demo.people import ADULTS, Child
from demo.said import Table, When, meant, said, when
from demo.staff import author

KINDS = {
    "police-notification": "public-protection-notice",
    "domestic-abuse-incident": "domestic-abuse",
    "crime-recorded": "crime",
    "investigation-started": "investigation",
}
PREFIX = "NPC"
RELATIONS = {"mother": "mother-of", "father": "father-of"}


def occurrences(calendar: Calendar, family: Mapping[str, Child]) -> list[Document]:
    """Return the occurrences that touch the family, in the order of the police's file."""
    return [occurrence(table, calendar, family) for table in said("northshire-police")["told"]]


def occurrence(table: Table, calendar: Calendar, family: Mapping[str, Child]) -> Document:
    """Return one occurrence. A child without another part in it is its subject; all live where the first child does."""
    at, told = when(table, calendar), dict(table["said"])
    children = [family[name] for name in table["children"]]
    adults = [one["who"] for one in table.get("persons", [])]
    dash = told.pop("dash_grading", None)
    recorded = meant(table["recorded"], at) if "recorded" in table else at.noted()
    found = {
        "format": "pole.v1",
        "reference": table["record"],
        "recorded": recorded,
        "kind": KINDS[table["event"]],
        "classification": table["classification"],
        "handling": table["handling"],
        "withhold": meant(table.get("withhold", []), at),
        **told,
        "officer": author(table["by"]),
        "risk": {"dash": dash} if dash else None,
        "crime_reference": table.get("crime_reference"),
        "details": meant(table.get("details", {}), at),
        "persons": [*_children(table, family, at), *(_adult(name) for name in adults)],
        "links": _links(table["children"], adults, family),
        "locations": _locations(children, table.get("place")),
        "events": [_event(table, at, children)],
    }
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def _children(table: Table, family: Mapping[str, Child], at: When) -> list[Document]:
    each = table.get("each", {})
    return [_child(family[name], meant(dict(each.get(name, {})), at)) for name in table["children"]]


def _child(child: Child, more: Document) -> Document:
    return {
        "id": child.ref(PREFIX),
        "given_names": child.given,
        "family_name": child.family,
        "born": child.born.isoformat(),
        "sex": CHILD_SEX[child.sex],
        "addresses": [{"location": child.address}],
        **more,
    }


def _adult(name: str) -> Document:
    adult = ADULTS[name]
    named = {"given_names": adult.given, "family_name": adult.family, "born": adult.born.isoformat()}
    return {"id": adult.ref(PREFIX), **named}


def _links(children: Iterable[str], adults: Iterable[str], family: Mapping[str, Child]) -> list[Document]:
    return [
        {
            "person": ADULTS[adult].ref(PREFIX),
            "relation": RELATIONS[ADULTS[adult].relations[child]],
            "to": family[child].ref(PREFIX),
        }
        for adult in adults
        for child in children
        if child in ADULTS[adult].relations
    ]


def _locations(children: Iterable[Child], place: str | None) -> list[Document]:
    """Return the children's homes and the place of the event; one address is one location."""
    homes = {child.address: {"postcode": child.postcode} for child in children}
    where = {**({place: {}} if place else {}), **homes}
    return [{"id": address, "lines": address.split(", "), **more} for address, more in where.items()]


def _event(table: Table, at: When, children: Iterable[Child]) -> dict[str, Any]:
    parts = [{"person": ADULTS[one["who"]].ref(PREFIX), "part": one["part"]} for one in table.get("persons", [])]
    subjects = [{"person": child.ref(PREFIX), "part": "subject"} for child in children]
    place = {"location": table["place"]} if "place" in table else {}
    return {**moments(table, at), **place, "parts": [*parts, *subjects]}
