"""Every event schema says what it is, describes each field and holds an example that follows it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from stdnum.gb import nhs, upn

from exchange.schemas import Schemas, categories, load, shipped
from exchange.topics import lane_of
from hub.domain import vocabulary

TYPES = load().types()
COMMON: dict[str, Any] = json.loads((shipped() / "common.v1.json").read_text(encoding="utf-8"))
BRIEFED = {
    "concern-raised", "police-notification", "domestic-abuse-incident", "referral-received", "section-47-started",
    "worker-allocated", "involvement-started", "school-roll-changed", "attendance-concern",
    "emergency-department-attended", "health-contact",
}  # fmt: skip
CONTEXTUAL = {
    "attendance-concern", "health-contact", "emergency-department-attended", "school-roll-changed", "exclusion",
    "was-not-brought", "pregnancy-notified", "child-born", "adult-service-contact", "housing-contact",
    "child-details-changed", "local-ref-merged",
}  # fmt: skip


def name(event_type: str) -> str:
    return event_type.split(".")[1]


def followed(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with its reference followed, as a reader would."""
    target = COMMON["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else {}
    return {**followed(target), **schema} if target else schema


def properties(schema: object, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property under a schema with its place, references not followed; a condition (`if`) declares none."""
    if isinstance(schema, list):
        for index, item in enumerate(schema):
            yield from properties(item, f"{place}/{index}")
    if isinstance(schema, dict):
        for field, found in schema.get("properties", {}).items():
            yield f"{place}/{field}", found
        for key, item in schema.items():
            if key not in {"examples", "if"}:
                yield from properties(item, f"{place}/{key}")


def objects(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, list):
        for item in schema:
            yield from objects(item)
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for key, item in schema.items():
            if key != "examples":
                yield from objects(item)


def identifiers(value: object) -> Iterator[dict[str, str]]:
    if isinstance(value, list):
        for item in value:
            yield from identifiers(item)
    if isinstance(value, dict):
        if value.keys() >= {"system", "value", "status"}:
            yield value
        for item in value.values():
            yield from identifiers(item)


def test_the_first_events_all_have_a_schema() -> None:
    assert {name(event_type) for event_type in TYPES} >= BRIEFED


@pytest.mark.parametrize("event_type", TYPES)
def test_an_event_says_what_it_is(schemas: Schemas, event_type: str) -> None:
    document = schemas.documents[event_type]
    assert document["title"]
    assert document["description"].endswith(".")
    assert document["$id"].endswith(f"/events/{event_type.removeprefix('safeguarding.')}.json")


@pytest.mark.parametrize("event_type", TYPES)
def test_every_property_of_an_event_is_described(schemas: Schemas, event_type: str) -> None:
    undescribed = [
        place for place, found in properties(schemas.documents[event_type]) if not followed(found).get("description")
    ]
    assert not undescribed


def test_every_property_of_the_common_parts_is_described() -> None:
    assert not [place for place, found in properties(COMMON) if not followed(found).get("description")]


def test_no_object_takes_fields_that_it_does_not_name_but_extensions() -> None:
    documents = [COMMON, *load().documents.values()]
    open_ended = [found for document in documents for found in objects(document) if found["additionalProperties"]]
    assert open_ended == [COMMON["$defs"]["extensions"]]


@pytest.mark.parametrize("event_type", TYPES)
def test_the_example_of_an_event_follows_its_schema(schemas: Schemas, event_type: str) -> None:
    for example in schemas.documents[event_type]["examples"]:
        assert schemas.validate(event_type, example) == []


@pytest.mark.parametrize("event_type", TYPES)
def test_identifiers_in_examples_are_invented_but_well_formed(schemas: Schemas, event_type: str) -> None:
    for found in identifiers(schemas.documents[event_type]["examples"]):
        if found["system"] == "nhs-number":
            assert found["value"].startswith("999")
            assert nhs.is_valid(found["value"])
        if found["system"] == "upn":
            assert upn.is_valid(found["value"])


@pytest.mark.parametrize("event_type", TYPES)
def test_an_events_default_category_is_in_the_vocabulary(schemas: Schemas, event_type: str) -> None:
    codes = {category["code"] for category in categories()}
    assert schemas.annotations(event_type).category in codes
    assert {example["category"] for example in schemas.documents[event_type]["examples"]} <= codes


@pytest.mark.parametrize("event_type", TYPES)
def test_the_lane_in_a_schema_is_the_lane_on_the_wire(schemas: Schemas, event_type: str) -> None:
    assert schemas.annotations(event_type).lane == lane_of(name(event_type)).value


@pytest.mark.parametrize("event_type", TYPES)
def test_the_senders_of_an_event_are_types_of_agency_that_the_hub_knows(schemas: Schemas, event_type: str) -> None:
    senders = schemas.annotations(event_type).senders
    assert senders is None or set(senders) <= set(vocabulary.AgencyType)
    assert senders != ()


@pytest.mark.parametrize("event_type", TYPES)
def test_only_merely_contextual_events_need_a_child_already_open_to_the_hub(schemas: Schemas, event_type: str) -> None:
    expected = "contextual" if name(event_type) in CONTEXTUAL else "always"
    assert schemas.annotations(event_type).admission == expected


def test_every_category_has_a_code_of_its_own_a_title_a_description_and_a_source() -> None:
    found = categories()
    assert len({category["code"] for category in found}) == len(found)
    assert all(set(category) == {"code", "title", "description", "source"} for category in found)
    assert all(all(category.values()) for category in found)


@pytest.mark.parametrize(
    ("part", "closed_set"),
    [
        ("agency_type", vocabulary.AgencyType),
        ("role", vocabulary.Role),
        ("purpose", vocabulary.Purpose),
        ("relationship_kind", vocabulary.RelationshipKind),
    ],
)
def test_the_closed_sets_of_the_wire_are_those_of_the_hub(part: str, closed_set: type[vocabulary.StrEnum]) -> None:
    assert COMMON["$defs"][part]["enum"] == [member.value for member in closed_set]


@pytest.mark.parametrize(
    ("part", "field", "closed_set"),
    [
        ("withholding", "ground", vocabulary.Ground),
        ("withholding", "mode", vocabulary.Mode),
        ("handling", "tier", vocabulary.Tier),
        ("handling", "sensitive", vocabulary.Sensitive),
    ],
)
def test_the_closed_sets_of_handling_are_those_of_the_hub(
    part: str, field: str, closed_set: type[vocabulary.StrEnum]
) -> None:
    assert COMMON["$defs"][part]["properties"][field]["enum"] == [member.value for member in closed_set]
