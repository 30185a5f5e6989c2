"""The AsyncAPI description is in step with the code, names every event, and holds of messages that are really sent."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from exchange.asyncapi import document, written
from exchange.envelope import Envelope
from exchange.envelope_reading import decode
from exchange.errors import EnvelopeMalformed, Fault
from exchange.keys import generate_sealing_key, generate_signing_key, public_part
from exchange.messages import Message, compose
from exchange.receipts import FiledEntry, Problem, Receipt, ReceiptOutcome, compose_receipt
from exchange.schemas import load, shipped
from exchange.topics import for_agency

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
TYPES = load().types()


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return document(load())


def concern() -> Message:
    envelope = Envelope(
        id="CR-1",
        source="urn:agency:oakfield-school:records",
        type="safeguarding.concern-raised.v1",
        time=NOW,
        subject="a" * 64,
        topic="agency.oakfield-school.urgent",
        audience="hub-northshire",
        sequence=7,
        data={"headline": "Bruise seen at registration"},
    )
    return compose(envelope, seal_to=public_part(generate_sealing_key()), sign_with=generate_signing_key())


def receipt(outcome: ReceiptOutcome) -> Message:
    problem = Problem(
        "urn:safeguarding:problem:data-invalid", "Data invalid", "", (Fault("/data/headline", "is short"),)
    )
    entries = (FiledEntry("e-1"),) if outcome is ReceiptOutcome.ACCEPTED else ()
    told = None if outcome is ReceiptOutcome.ACCEPTED else problem
    answer = Receipt("urn:agency:oakfield-school:records", "CR-1", 1, outcome, NOW, entries, told)
    return compose_receipt(
        answer, agency_id="oakfield-school", hub_id="hub-northshire", key="a" * 64, sign_with=generate_signing_key()
    )


def payload_validator(described: dict[str, Any], name: str) -> Draft202012Validator:
    """Validate the payload of one message, without what is sealed in it."""
    payload = described["components"]["messages"][name]["payload"]
    text = json.dumps({**payload, "components": {"schemas": described["components"]["schemas"]}})
    return Draft202012Validator(_without_sealed(json.loads(text)))


def _without_sealed(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {key: _without_sealed(item) for key, item in schema.items() if key != "contentSchema"}
    return [_without_sealed(item) for item in schema] if isinstance(schema, list) else schema


def test_what_is_committed_is_what_the_code_says_today() -> None:
    assert (shipped() / "asyncapi.json").read_text(encoding="utf-8") == written(), "write it anew with `make docs`"


@pytest.mark.parametrize("event_type", TYPES)
def test_an_event_stands_on_its_own_lane_and_refers_to_its_schema(described: dict[str, Any], event_type: str) -> None:
    name, lane = event_type.split(".")[1], load().annotations(event_type).lane
    assert name in described["channels"][lane]["messages"]
    said = described["components"]["messages"][name]["payload"]["allOf"][1]["properties"]
    assert said["type"] == {"const": event_type}
    assert (shipped() / Path(said["data"]["contentSchema"]["$ref"])).is_file()


def test_the_four_channels_are_the_topics_of_an_agency(described: dict[str, Any]) -> None:
    addresses = {one["address"].format(agency_id="oakfield-school") for one in described["channels"].values()}
    assert addresses == set(for_agency("oakfield-school").all())


def test_the_hub_reads_what_agencies_say_and_writes_what_answers_them(described: dict[str, Any]) -> None:
    assert {name: one["action"] for name, one in described["operations"].items()} == {
        "events": "receive",
        "urgent": "receive",
        "receipts": "send",
        "notices": "send",
    }


def test_a_message_that_is_sent_follows_its_description(described: dict[str, Any]) -> None:
    message = concern()
    assert payload_validator(described, "concern-raised").is_valid(json.loads(message.value))
    headers = {name: value.decode() for name, value in message.headers}
    assert Draft202012Validator(described["components"]["schemas"]["headers"]).is_valid(headers)


@pytest.mark.parametrize("outcome", list(ReceiptOutcome))
def test_a_receipt_follows_its_description(described: dict[str, Any], outcome: ReceiptOutcome) -> None:
    assert payload_validator(described, "receipt").is_valid(json.loads(receipt(outcome).value))


@pytest.mark.parametrize("name", ["id", "source", "type", "time", "subject", "topic", "audience", "data"])
def test_what_the_description_requires_the_hub_requires_too(described: dict[str, Any], name: str) -> None:
    value = json.loads(concern().value)
    del value[name]
    assert not payload_validator(described, "concern-raised").is_valid(value)
    with pytest.raises(EnvelopeMalformed):
        decode(json.dumps(value).encode())
