"""The way in over HTTP: taken as it was sent, or told plainly why not."""

import pytest
from builders.access import DETECTIVE, ENQUIRY, viewer
from builders.api import SampleInterface
from httpx2 import Response

TYPE = "application/cloudevents+json"

OPERATOR = viewer("northshire-police", "operator", "u-op")


def send(api: SampleInterface, value: bytes, content_type: str = TYPE, jws: str | None = "a..b") -> Response:
    headers = {"Authorization": f"Bearer {api.token(DETECTIVE)}", "Content-Type": content_type}
    return api.client.post("/v1/events", content=value, headers=headers | ({"Hub-JWS": jws} if jws else {}))


def test_an_envelope_goes_to_the_senders_topic_byte_for_byte(api: SampleInterface) -> None:
    value = b'{ "specversion":"1.0",  "id":"1" }'
    answer = send(api, value)
    assert answer.status_code == 202
    assert api.mailbox.sent == [("northshire-police", value, "a..b")]
    assert answer.headers["location"] == "/v1/receipts/urn%3Aagency%3Anorthshire-police%3Asystem/1"


def test_a_message_without_its_signature_names_the_header(api: SampleInterface) -> None:
    answer = send(api, b"{}", jws=None)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/header/Hub-JWS"


def test_a_message_over_the_limit_is_refused_unread(api: SampleInterface) -> None:
    answer = send(api, b"x" * 1_000_001)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert api.mailbox.sent == []


def test_another_content_type_is_refused_with_the_right_one(api: SampleInterface) -> None:
    answer = send(api, b"{}", "application/json")
    assert answer.status_code == 415
    assert TYPE in answer.json()["detail"]


def test_a_receipt_is_found_by_its_percent_encoded_source_and_id(api: SampleInterface) -> None:
    source = "urn:agency:northshire-police:rms"
    api.mailbox.receipts["northshire-police", source, "a/b 1"] = {"outcome": "accepted"}
    answer = api.get(DETECTIVE, ENQUIRY, "/v1/receipts/urn%3Aagency%3Anorthshire-police%3Arms/a%2Fb%201")
    assert answer.json() == {"outcome": "accepted"}


def test_the_receipts_of_another_agency_are_not_found(api: SampleInterface) -> None:
    api.mailbox.receipts["oakfield-school", "urn:agency:oakfield-school:mis", "1"] = {"outcome": "accepted"}
    answer = api.get(DETECTIVE, ENQUIRY, "/v1/receipts/urn%3Aagency%3Aoakfield-school%3Amis/1")
    assert answer.status_code == 404
    assert api.get(OPERATOR, ENQUIRY, "/v1/receipts").json()["receipts"] == []


@pytest.mark.parametrize("role", ["operator", "data-officer", "ig-lead"])
def test_who_runs_or_answers_for_what_an_agency_sends_lists_its_receipts(api: SampleInterface, role: str) -> None:
    api.mailbox.receipts["northshire-police", "urn:agency:northshire-police:rms", "1"] = {"outcome": "accepted"}
    answer = api.get(viewer("northshire-police", role), ENQUIRY, "/v1/receipts")
    assert answer.json()["receipts"] == [{"outcome": "accepted"}]


def test_a_practitioner_lists_no_receipts_but_finds_that_of_a_message_they_know(api: SampleInterface) -> None:
    api.mailbox.receipts["northshire-police", "urn:agency:northshire-police:rms", "1"] = {"outcome": "accepted"}
    refusal = api.get(DETECTIVE, ENQUIRY, "/v1/receipts")
    assert (refusal.status_code, refusal.json()["rules"]) == (403, ["receipts-for-those-who-send"])
    known = "/v1/receipts/urn%3Aagency%3Anorthshire-police%3Arms/1"
    assert api.get(DETECTIVE, ENQUIRY, known).json() == {"outcome": "accepted"}


@pytest.mark.parametrize("path", ["/v1/receipts/a%00b/1", "/v1/receipts?cursor=a%00b"])
def test_an_address_with_nul_is_not_well_formed(api: SampleInterface, path: str) -> None:
    assert api.get(OPERATOR, ENQUIRY, path).status_code == 400
