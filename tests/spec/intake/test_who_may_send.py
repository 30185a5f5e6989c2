"""Each event type is said only by the types of agency whose voice it is: the rest is quarantined (`security.md` T4)."""

import pytest
from builders.intake import CARE, HOSPITAL, POLICE, SCHOOL, TYPES, SampleIntake, event, nhs_number, told_child

from exchange import Fault, ReceiptOutcome

ROWAN = told_child(nhs=nhs_number(0))
NSPCC = "northshire-nspcc"
MAY = {"police-notification": {POLICE}, "section-47-started": {CARE, NSPCC}, "concern-raised": {*TYPES, NSPCC}}
PAIRS = [(agency, name) for agency in (*TYPES, NSPCC) for name in MAY]
FAULT = Fault("/type", "is not of a kind that this agency's type sends")


@pytest.fixture(autouse=True)
def nspcc(hub: SampleIntake) -> None:
    hub.join(NSPCC, "nspcc")


@pytest.mark.parametrize(("agency", "name"), [(agency, name) for agency, name in PAIRS if agency in MAY[name]])
def test_an_agency_of_a_type_that_sends_an_event_is_believed(hub: SampleIntake, agency: str, name: str) -> None:
    assert hub.say(agency, name, event(name, ROWAN)).outcome is ReceiptOutcome.ACCEPTED


@pytest.mark.parametrize(("agency", "name"), [(agency, name) for agency, name in PAIRS if agency not in MAY[name]])
def test_an_agency_that_speaks_in_anothers_voice_is_quarantined_and_told_why(
    hub: SampleIntake, agency: str, name: str
) -> None:
    receipt = hub.say(agency, name, event(name, ROWAN))
    assert receipt.outcome is ReceiptOutcome.QUARANTINED
    assert receipt.problem is not None
    assert (receipt.problem.type, receipt.problem.errors) == ("urn:safeguarding:problem:type-not-allowed", (FAULT,))
    assert (hub.files(), len(hub.quarantined())) == ([], 1)


def test_an_enquiry_that_a_school_makes_up_does_not_open_the_child(hub: SampleIntake) -> None:
    hub.say(SCHOOL, "section-47-started", event("section-47-started", ROWAN), id="made-up")
    contact = hub.say(HOSPITAL, "health-contact", event("health-contact", ROWAN))
    assert contact.outcome is ReceiptOutcome.NOT_ADMITTED
