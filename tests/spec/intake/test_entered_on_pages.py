"""What a practitioner enters on the hub's pages is their agency's word; nobody else may speak for another."""

from typing import Any

import pytest
from builders.intake import CARE, HOSPITAL, POLICE, SCHOOL, SampleIntake, event, nhs_number, told_child, withheld_from

from exchange import Receipt, ReceiptOutcome
from hub.domain.chronology import Labels
from hub.domain.vocabulary import WithholdingState
from hub.domain.withholding import Audience

ROWAN = told_child(nhs=nhs_number(0))
OTHER_HUB = "hub-farshire"


@pytest.fixture
def pages(hub: SampleIntake) -> str:
    """The hub's own agency, which sends what is entered on its pages."""
    hub.join(hub.store.settings.id, "hub")
    return hub.store.settings.id


def entered(hub: SampleIntake, sender: str, on_behalf_of: str, name: str = "concern-raised", **told: Any) -> Receipt:
    return hub.say(sender, name, event(name, ROWAN, on_behalf_of=on_behalf_of, **told))


def labels(hub: SampleIntake) -> Labels:
    (file,) = hub.files()
    return file.entries[0].labels


def test_a_concern_entered_on_the_hubs_pages_stands_under_the_agency_spoken_for(hub: SampleIntake, pages: str) -> None:
    assert entered(hub, pages, SCHOOL).outcome is ReceiptOutcome.ACCEPTED
    assert (labels(hub).agency, labels(hub).agency_type, labels(hub).area) == (SCHOOL, "school", "northshire")


def test_the_entry_says_for_whom_it_was_entered(hub: SampleIntake, pages: str) -> None:
    entered(hub, pages, SCHOOL)
    (content,) = hub.contents(hub.files()[0])
    assert content["entered_for"] == {"agency": SCHOOL, "name": SCHOOL.title(), "reference": "m-1"}
    assert "entered_for" in labels(hub).fields


def test_an_entry_from_an_agencys_own_system_says_nothing_of_pages(hub: SampleIntake) -> None:
    hub.say(SCHOOL, "concern-raised", event("concern-raised", ROWAN))
    assert "entered_for" not in hub.contents(hub.files()[0])[0]


def test_whoever_raised_it_counts_as_the_referrer_with_their_agency(hub: SampleIntake, pages: str) -> None:
    entered(hub, pages, SCHOOL)
    assert [(one.kind, one.agency) for one in hub.files()[0].involvements] == [("referrer", SCHOOL)]


def test_the_receipt_goes_to_the_hubs_own_topic(hub: SampleIntake, pages: str) -> None:
    entered(hub, pages, SCHOOL)
    assert [len(hub.delivered(agency)) for agency in (pages, SCHOOL)] == [1, 0]


@pytest.mark.parametrize("sender", [POLICE, SCHOOL, CARE, HOSPITAL])
def test_no_other_agency_speaks_for_another(hub: SampleIntake, sender: str) -> None:
    spoken_for = CARE if sender != CARE else SCHOOL
    entered(hub, sender, spoken_for)
    assert labels(hub).agency == sender
    assert "entered_for" not in hub.contents(hub.files()[0])[0]


def test_another_hub_speaks_for_nobody_here(hub: SampleIntake) -> None:
    hub.join(OTHER_HUB, "hub")
    entered(hub, OTHER_HUB, SCHOOL)
    assert labels(hub).agency == OTHER_HUB


def test_an_agency_that_has_taken_the_hubs_name_and_is_no_hub_speaks_for_nobody(hub: SampleIntake) -> None:
    own = hub.store.settings.id
    hub.join(own, "voluntary")
    entered(hub, own, SCHOOL)
    assert labels(hub).agency == own


def test_an_agency_that_nobody_registered_is_no_voice(hub: SampleIntake, pages: str) -> None:
    entered(hub, pages, "nobody-knows")
    assert labels(hub).agency == pages


def test_what_an_agency_may_not_send_it_may_not_enter_on_a_page_either(hub: SampleIntake, pages: str) -> None:
    told = {"on_behalf_of": SCHOOL, "started": "2026-03-02"}
    receipt = hub.say(pages, "section-47-started", event("section-47-started", ROWAN, **told))
    assert receipt.outcome is ReceiptOutcome.QUARANTINED
    assert receipt.problem is not None
    assert receipt.problem.type.endswith("type-not-allowed")


def test_a_page_tells_of_the_staff_of_the_agency_it_speaks_for_only(hub: SampleIntake, pages: str) -> None:
    practitioner = {"agency": HOSPITAL, "staff_id": "u-1", "name": "W. Worker", "role": "health-visitor"}
    told = {"practitioner": practitioner, "since": "2026-01-05"}
    assert entered(hub, pages, SCHOOL, "worker-allocated", **told).outcome is ReceiptOutcome.QUARANTINED
    assert entered(hub, pages, HOSPITAL, "worker-allocated", **told).outcome is ReceiptOutcome.ACCEPTED


def test_a_school_withholds_no_more_by_the_page_than_by_its_own_system(hub: SampleIntake, pages: str) -> None:
    entered(hub, pages, SCHOOL, handling=withheld_from({"agency_types": ["health"]}))
    assert [one.state for one in placed(hub)] == [WithholdingState.HELD_NARROW]


def test_what_must_not_be_told_to_the_family_is_withheld_from_it_at_once(hub: SampleIntake, pages: str) -> None:
    told = withheld_from({"family": True}, ground="significant-harm", owner="social-worker", approved_by="dsl-1")
    told["withholdings"][0] |= {"placed_by": "dsl-1"}
    entered(hub, pages, SCHOOL, handling=told)
    (one,) = placed(hub)
    assert (one.state, one.audience) == (WithholdingState.PROVISIONAL, Audience(family=True))


def placed(hub: SampleIntake) -> list[Any]:
    return [one for held in hub.files()[0].withholdings.values() for one in held]
