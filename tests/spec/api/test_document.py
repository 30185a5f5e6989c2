"""The interface's own document holds: whatever it allows to be sent gets an answer that it describes."""

from pathlib import Path

import schemathesis
from builders.access import ENQUIRY, SOCIAL_WORKER, opening
from builders.api import SampleInterface
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]


def test_generated_requests_get_documented_answers_and_no_server_error(tmp_path: Path) -> None:
    api = SampleInterface(tmp_path)
    api.hub.given(opening())
    signed = api.headers(SOCIAL_WORKER, ENQUIRY)
    operations = [one.ok() for one in schemathesis.openapi.from_asgi("/openapi.json", api.app).get_all_operations()]
    assert len(operations) > 15
    for operation in operations:

        @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(operation.as_strategy())
        def answered(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=signed, checks=CHECKS)

        answered()
