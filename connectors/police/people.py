"""Who in a record is a child, who is not, and which part each took."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from connectors.drafts import Reason
from connectors.identifiers import CHECKS, identifier
from connectors.local_time import years_between
from connectors.police.document import AGES, CHILD_ONLY
from connectors.police.relations import Links
from exchange.strict_json import JsonObject

ADULT_YEARS = 18
NO_AGE = "has neither `born` nor `approximate_age`, and was told of as an adult"
FAILS = "fails its check; it was left off"
PARTS = ("victim", "suspect", "witness", "informant", "referrer", "carer", "professional", "subject", "other")
"""Parts in the order in which a person who took several is told of."""

TELLING = frozenset(PARTS) - {"subject", "other"}
"""Parts of a child that must be said: without them a child who was hurt looks like one who hurt."""

SHARED = ("given_names", "family_name", "sex")
Locations = Mapping[str, JsonObject]


@dataclass(frozen=True, slots=True)
class People:
    """The persons of one record on the day of its first event; `parts` are each person's, told in order."""

    children: tuple[JsonObject, ...]
    adults: tuple[JsonObject, ...]
    parts: Mapping[str, tuple[str, ...]]
    present: frozenset[str]


def people_of(document: JsonObject, day: date) -> People:
    """Return the persons of a record: a child is under 18, or may be, on a local date."""
    persons = document["persons"]
    taken = [(part["person"], part["part"]) for event in document["events"] for part in event["parts"]]
    return People(
        children=tuple(person for person in persons if is_child(person, day)),
        adults=tuple(person for person in persons if not is_child(person, day)),
        parts={person["id"]: _ordered({part for who, part in taken if who == person["id"]}) for person in persons},
        present=frozenset(who for who, part in taken if part == "present"),
    )


def is_child(person: JsonObject, day: date) -> bool:
    """Say whether a person is under 18 on a day, may be by a stated age, or is not yet born."""
    if "born" in person:
        return years_between(date.fromisoformat(person["born"]), day) < ADULT_YEARS
    if "expected" in person:
        return True
    return "approximate_age" in person and person["approximate_age"]["from"] < ADULT_YEARS


def child_data(person: JsonObject, people: People, locations: Locations, day: date) -> JsonObject:
    """Return a child as events name one: by name and birth, as expected, or by description and age."""
    known = {"local_ref": person["id"], **_kept(person, SHARED), **_identified(person), **_stays(person, locations)}
    told = _kept(person, tuple(sorted(CHILD_ONLY)))
    if "presence" not in told and person["id"] in people.present:
        told["presence"] = "present"
    return {**known, **_birth(person, day), **told}


def persons_data(people: People, links: Links, locations: Locations) -> list[JsonObject]:
    """Return everybody else, once for each part they took, and children by name where their part must be said."""
    adults = [
        {**_adult(person, locations), "part": part, **_relations(person, part, people, links)}
        for person in people.adults
        for part in people.parts[person["id"]]
    ]
    return adults + [
        {"reference": child["id"], "part": part, **_named(child), **_relations(child, part, people, links)}
        for child in people.children
        for part in people.parts[child["id"]]
        if part in TELLING
    ]


def remarks(document: JsonObject, people: People) -> Iterator[Reason]:
    """Yield what was left off or taken for granted of persons."""
    adults = {person["id"] for person in people.adults}
    for index, person in enumerate(document["persons"]):
        if person["id"] in adults and not AGES & person.keys():
            yield Reason(f"/persons/{index}", NO_AGE)
        if person["id"] in adults and CHILD_ONLY & person.keys():
            yield Reason(f"/persons/{index}", "is an adult: what is said of a child only was left off")
        for number, given in enumerate(person.get("identifiers", [])):
            if _identifier(given) is None:
                yield Reason(f"/persons/{index}/identifiers/{number}", FAILS)


def _ordered(parts: set[str]) -> tuple[str, ...]:
    """Return a person's parts in order; who was merely present is told of as `other`."""
    found = tuple(part for part in PARTS if part in parts)
    return found or ("other",)


def _adult(person: JsonObject, locations: Locations) -> JsonObject:
    kept = _kept(person, (*SHARED, "description", "agency", "role", "contact", "protected"))
    born = {"date_of_birth": person["born"]} if "born" in person else {}
    return {"reference": person["id"], **kept, **born, **_identified(person), **_stays(person, locations)}


def _named(child: JsonObject) -> JsonObject:
    protected = child.get("protected")
    return {"protected": True} if protected else _kept(child, ("given_names", "family_name"))


def _relations(person: JsonObject, part: str, people: People, links: Links) -> JsonObject:
    """Return how a person stands to each child; a professional whom no link names is one to all of them."""
    others = [child["id"] for child in people.children if child["id"] != person["id"]]
    told = [{"child": child, "relation": links.relation(person, child)} for child in others]
    if part == "professional":
        told = [{**one, "relation": part} if one["relation"] == "unknown" else one for one in told]
    return {"relations": told} if told else {}


def _birth(person: JsonObject, day: date) -> JsonObject:
    """Return when a child was or will be born; who has no full name or no date is described, with an age."""
    if "born" not in person and "expected" in person:
        return {"expected_date_of_birth": person["expected"]}
    born = {"date_of_birth": person["born"]} if "born" in person else {}
    described = person.get("description")
    if born and described is None and {"given_names", "family_name"} <= person.keys():
        return born
    missing = "Name not known in full." if born else "Date of birth not known."
    return {**born, "description": described or missing, "approximate_age": _age(person, day)}


def _age(person: JsonObject, day: date) -> JsonObject:
    """Return a child's age in whole years, no older than events can say."""
    if "born" in person:
        years = max(years_between(date.fromisoformat(person["born"]), day), 0)
        return {"from": years, "to": years}
    return {"from": person["approximate_age"]["from"], "to": min(person["approximate_age"]["to"], 25)}


def _identified(person: JsonObject) -> JsonObject:
    found = [one for given in person.get("identifiers", []) if (one := _identifier(given))]
    return {"identifiers": found} if found else {}


def _identifier(given: JsonObject) -> JsonObject | None:
    verified = given.get("verified", False)
    if given["system"] in CHECKS:
        return identifier(given["system"], given["value"], verified=verified)
    return {"system": given["system"], "value": given["value"], "status": "verified" if verified else "claimed"}


def _stays(person: JsonObject, locations: Locations) -> JsonObject:
    """Return where a person lives; a protected person's addresses are protected, as is a protected place."""
    stays = [
        {
            **_kept(locations[stay["location"]], ("lines", "postcode", "uprn")),
            **_kept(stay, ("from", "to")),
            "protected": bool(person.get("protected") or locations[stay["location"]].get("protected")),
        }
        for stay in person.get("addresses", [])
    ]
    return {"addresses": stays} if stays else {}


def _kept(holder: JsonObject, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: holder[name] for name in names if name in holder}
