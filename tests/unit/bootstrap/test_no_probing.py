"""What an agency sends tells it nothing of what is withheld from it: every answer is as if that had never existed."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from builders.intake import CARE, POLICE, SCHOOL, SampleIntake, event, nhs_number, source_of, told_child, withheld_from
from fastapi.testclient import TestClient

from exchange import ReceiptOutcome, connect
from hub.bootstrap.web import build_web

ROWAN = told_child(nhs=nhs_number(0))
LEAD = {"agency": SCHOOL, "staff_id": "dsl", "name": "D. Lead", "role": "designated-safeguarding-lead"}
GUESS = [{"source": source_of(POLICE), "id": "a-guess"}]
USERS = """[[user]]
id = "dsl"
name = "D. Lead"
agency = "oakfield-school"
role = "designated-safeguarding-lead"
"""


@pytest.fixture(params=["it exists and is withheld", "it does not exist"])
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SampleIntake]:
    """A hub on which the event that the school guesses at exists, or does not."""
    sample = SampleIntake(tmp_path)
    (tmp_path / "users.toml").write_text(USERS)
    sample.say(CARE, "worker-allocated", event("worker-allocated", ROWAN, practitioner=LEAD, since="2026-01-05"))
    if request.param == "it exists and is withheld":
        from_schools = withheld_from({"agency_types": ["school"]})
        sample.say(
            POLICE, "police-notification", event("police-notification", ROWAN, handling=from_schools), id="a-guess"
        )
    yield sample
    sample.close()


def test_a_reader_gains_nothing_by_an_involvement_derived_from_a_guess(hub: SampleIntake) -> None:
    involved = event(
        "involvement-started", ROWAN, kind="involved", practitioner=LEAD, since="2026-01-05", derived_from=GUESS
    )
    assert hub.say(SCHOOL, "involvement-started", involved).outcome is ReceiptOutcome.ACCEPTED
    app = build_web(hub.store, connect(hub.store.settings.transport_address))
    headers = {
        "Authorization": f"Bearer {app.state.services.development.token('dsl')}",
        "Hub-Purpose": "school-safeguarding",
        "Hub-Reason": quote("reviewing my own children"),
    }
    answer = TestClient(app, base_url="http://127.0.0.1").get("/v1/caseload", headers=headers)
    assert '"kind":"involved"' not in answer.text


def test_a_receipt_is_the_same_after_early_help_derived_from_a_guess(hub: SampleIntake) -> None:
    agreed = {"parents": True, "child": "agrees", "on": "2026-03-02"}
    opened = event(
        "early-help-assessment-opened",
        ROWAN,
        opened="2026-03-02",
        practitioner=LEAD,
        agreement=agreed,
        derived_from=GUESS,
    )
    assert hub.say(SCHOOL, "early-help-assessment-opened", opened, id="help").outcome is ReceiptOutcome.ACCEPTED
    receipt = hub.say(SCHOOL, "attendance-concern", event("attendance-concern", ROWAN), id="absent")
    assert receipt.outcome is ReceiptOutcome.NOT_ADMITTED
