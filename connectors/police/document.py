"""A police occurrence as JSON: does it follow the format, and does everything it refers to stand in it?"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, Registry

from connectors.drafts import Reason
from exchange import schema_faults
from exchange.schemas import FORMATS, load, shipped
from exchange.strict_json import JsonObject

FORMAT = Path(__file__).with_name("pole.v1.schema.json")
AGES = frozenset({"born", "expected", "approximate_age"})
CHILD_ONLY = frozenset({"presence", "impact_on_child", "childs_voice", "significance"})
"""What is said of children only."""

UNKNOWN = "is the `id` of nothing in this record"

References = Iterator[tuple[str, str]]
"""Pointers, each with the id that stands there."""


def faults_of(document: JsonObject) -> list[Reason]:
    """Return what is wrong with a document, by JSON pointer; at most 50, none where it can be told as an event."""
    found = schema_faults.faults_of(_validator(), document, load().hints.get)
    reasons = [Reason(fault.pointer or "/", fault.detail) for fault in found] or list(_loose_ends(document))
    return reasons[: schema_faults.MOST_FAULTS]


@cache
def _validator() -> Draft202012Validator:
    common = json.loads((shipped() / "common.v1.json").read_text(encoding="utf-8"))
    schema = json.loads(FORMAT.read_text(encoding="utf-8"))
    registry = Registry([(shared["$id"], shared) for shared in (common, *load().documents.values())])
    return Draft202012Validator(schema, registry=registry, validate_formats=True, formats=FORMATS, offline=True)


def _loose_ends(document: JsonObject) -> Iterator[Reason]:
    for kind in ("persons", "objects", "locations"):
        yield from _doubled(kind, document)
    persons, objects, locations = (_ids(document, kind) for kind in ("persons", "objects", "locations"))
    yield from _unknown(_persons_named(document), persons)
    yield from _unknown(_objects_named(document), objects)
    yield from _unknown(_locations_named(document), locations)
    yield from _without_part(document)
    yield from _ageless_children(document)


def _ids(document: JsonObject, kind: str) -> set[str]:
    return {one["id"] for one in document.get(kind, [])}


def _doubled(kind: str, document: JsonObject) -> Iterator[Reason]:
    counted = Counter(one["id"] for one in document.get(kind, []))
    for index, one in enumerate(document.get(kind, [])):
        if counted[one["id"]] > 1:
            yield Reason(f"/{kind}/{index}/id", "stands in this record twice")


def _unknown(named: Iterable[tuple[str, str]], known: set[str]) -> Iterator[Reason]:
    return (Reason(place, UNKNOWN) for place, found in named if found not in known)


def _persons_named(document: JsonObject) -> References:
    for index, link in enumerate(document.get("links", [])):
        yield f"/links/{index}/person", link["person"]
        yield f"/links/{index}/to", link["to"]
    for place, event in _numbered(document, "events"):
        for index, part in enumerate(event["parts"]):
            yield f"{place}/parts/{index}/person", part["person"]


def _objects_named(document: JsonObject) -> References:
    for place, event in _numbered(document, "events"):
        for index, found in enumerate(event.get("objects", [])):
            yield f"{place}/objects/{index}", found


def _locations_named(document: JsonObject) -> References:
    for place, event in _numbered(document, "events"):
        if "location" in event:
            yield f"{place}/location", event["location"]
    for place, person in _numbered(document, "persons"):
        for index, stay in enumerate(person.get("addresses", [])):
            yield f"{place}/addresses/{index}/location", stay["location"]


def _numbered(document: JsonObject, kind: str) -> Iterator[tuple[str, Any]]:
    return ((f"/{kind}/{index}", one) for index, one in enumerate(document.get(kind, [])))


def _without_part(document: JsonObject) -> Iterator[Reason]:
    """Name whoever is only mentioned: a victim without a part could be taken for a suspect."""
    taking = {part["person"] for event in document["events"] for part in event["parts"]}
    for place, person in _numbered(document, "persons"):
        if person["id"] not in taking:
            yield Reason(place, "has no part in any event: say who was victim, suspect, witness and so on")


def _ageless_children(document: JsonObject) -> Iterator[Reason]:
    """Name whoever is spoken of as a child while nothing tells that they are one: they would be told of as an adult."""
    for place, person in _numbered(document, "persons"):
        if CHILD_ONLY & person.keys() and not AGES & person.keys():
            yield Reason(place, "is spoken of as a child: say `born`, `expected` or `approximate_age`")
