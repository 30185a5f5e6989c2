"""Whatever stands in a body, the answer is a clear refusal or a receipt's address, and never a fault of ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.access import ENQUIRY, SOCIAL_WORKER
from builders.api import SampleInterface
from builders.intake import POLICE, event, nhs_number, told_child

from benchmarks.hostile_corpus import Case, Forge, cases
from exchange import generate_sealing_key, generate_signing_key, public_part
from exchange.limits import MAX_MESSAGE_BYTES

TAKEN_OR_REFUSED = {202, 400, 413, 422}
BODIES = ("/v1/children/search", "/v1/events/outcomes")


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleInterface]:
    with SampleInterface(tmp_path_factory.mktemp("hostile")) as one:
        yield one


@pytest.fixture(scope="module")
def forge() -> Forge:
    sound = event("concern-raised", told_child(nhs=nhs_number(0)))
    return Forge(POLICE, "hub", generate_signing_key(), public_part(generate_sealing_key()), sound)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.kind}-{case.name}")
def test_a_hostile_envelope_is_taken_for_judgement_or_refused(api: SampleInterface, forge: Forge, case: Case) -> None:
    message = case.message(forge)
    headers = api.headers(SOCIAL_WORKER, ENQUIRY) | {"Content-Type": "application/cloudevents+json"}
    signatures = [value.decode("latin-1") for name, value in message.headers if name == "jws"]
    jws = next((one for one in signatures if one.isascii() and one.isprintable()), "a..b")
    answer = api.client.post("/v1/events", content=message.value, headers=headers | {"Hub-JWS": jws})
    assert answer.status_code in TAKEN_OR_REFUSED, answer.text
    if answer.status_code != 202:
        assert answer.headers["content-type"] == "application/problem+json"
    assert len(message.value) <= MAX_MESSAGE_BYTES or answer.status_code == 413


@pytest.mark.parametrize("path", BODIES)
def test_no_document_of_the_json_test_suite_breaks_a_request(
    api: SampleInterface, shared_data: Path, path: str
) -> None:
    headers = api.headers(SOCIAL_WORKER, ENQUIRY) | {"Content-Type": "application/json"}
    answers = {
        file.name: api.client.post(path, content=file.read_bytes(), headers=headers).status_code
        for file in sorted((shared_data / "hostile-input" / "json-test-suite").iterdir())
    }
    assert {name: status for name, status in answers.items() if status not in TAKEN_OR_REFUSED} == {}
