"""GET /v1/notices: an agency without Kafka reads its own notices, from the number of the last that it has read."""

import pytest
from builders.access import ENQUIRY, SOCIAL_WORKER, viewer
from builders.api import SampleInterface

OPERATOR = viewer("northshire-csc", "operator", "u-op")
ANOTHER = viewer("northshire-police", "operator", "u-other")
NOTICES = [{"id": f"n-{number}", "number": number, "value": "{}", "jws": "a..b"} for number in (1, 2, 3)]


@pytest.fixture
def told(api: SampleInterface) -> SampleInterface:
    api.mailbox.noticeboard.notices[OPERATOR.agency] = [*NOTICES]
    return api


def test_notices_are_read_from_the_last_that_was_read(told: SampleInterface) -> None:
    answer = told.get(OPERATOR, ENQUIRY, "/v1/notices?after=1&limit=1").json()
    assert answer == {"notices": [NOTICES[1]], "last": 3}


def test_the_notices_of_another_agency_are_not_read(told: SampleInterface) -> None:
    assert told.get(ANOTHER, ENQUIRY, "/v1/notices").json() == {"notices": [], "last": 0}


def test_a_practitioner_reads_no_notices(told: SampleInterface) -> None:
    assert told.get(SOCIAL_WORKER, ENQUIRY, "/v1/notices").status_code == 403


@pytest.mark.parametrize("asked", ["after=-1", "after=x", "limit=0", "limit=51", f"after={10**19}"])
def test_a_place_or_a_limit_that_is_none_is_refused(told: SampleInterface, asked: str) -> None:
    assert told.get(OPERATOR, ENQUIRY, f"/v1/notices?{asked}").status_code == 400
