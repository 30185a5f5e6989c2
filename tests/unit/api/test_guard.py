"""Around every answer: no error tells of itself, and no request is read without end."""

import logging

import pytest
from builders.api import SampleInterface
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from hub.api.guard import MOST_BODY_BYTES

SECRET = "Rowan Ashdown was seen"


def test_an_unexpected_error_tells_nothing_to_the_caller_and_nothing_to_the_servers_log(
    api: SampleInterface, caplog: pytest.LogCaptureFixture
) -> None:
    @api.app.get("/broken")
    def broken() -> None:
        raise ValueError(SECRET)

    with caplog.at_level(logging.DEBUG), capture_logs() as logged:
        answer = TestClient(api.app, raise_server_exceptions=True).get("/broken")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.headers["cache-control"] == "no-store"
    assert SECRET not in answer.text + caplog.text
    assert [(one["event"], one["reference"]) for one in logged] == [("unexpected-error", answer.json()["reference"])]


def test_a_body_is_not_read_without_end_before_anybody_has_signed_in(api: SampleInterface) -> None:
    large = b"x" * (MOST_BODY_BYTES + 1)
    answer = api.client.post("/v1/children/search", content=large, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


def test_a_body_that_is_no_json_is_the_callers_mistake(api: SampleInterface) -> None:
    answer = api.client.post("/v1/children/search", content=b"\xff\xfe", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:safeguarding:problem:invalid")
