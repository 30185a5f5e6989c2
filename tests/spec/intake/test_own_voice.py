"""An agency speaks for itself: of its own staff, of each child once, and not as its own approver (`security.md` T4)."""

from typing import Any

import pytest
from builders.intake import (
    CARE,
    HOSPITAL,
    POLICE,
    SCHOOL,
    SampleIntake,
    event,
    nhs_number,
    source_of,
    told_child,
    withheld_from,
)

from exchange import ReceiptOutcome
from hub.domain.vocabulary import WithholdingState
from hub.domain.withholding import Audience

ROWAN = told_child(nhs=nhs_number(0))


def at_work(agency: str, **told: Any) -> dict[str, Any]:
    """An involvement of somebody who works for that agency."""
    practitioner = {"agency": agency, "staff_id": "u-1", "name": "W. Worker", "role": "social-worker"}
    return event("worker-allocated", ROWAN, practitioner=practitioner, since="2026-01-05", **told)


def test_an_agency_can_neither_begin_nor_end_the_work_of_anothers_staff(hub: SampleIntake) -> None:
    hub.say(CARE, "worker-allocated", at_work(CARE), id="begun")
    receipt = hub.say(SCHOOL, "worker-allocated", at_work(CARE, until="2026-03-01"), id="ended")
    assert receipt.outcome is ReceiptOutcome.QUARANTINED
    assert receipt.problem is not None
    assert [fault.pointer for fault in receipt.problem.errors] == ["/data/practitioner/agency"]
    assert hub.origins() == [["begun"]]


@pytest.mark.parametrize(("sender", "employer"), [(SCHOOL, SCHOOL), (CARE, SCHOOL)])
def test_an_agency_tells_of_its_own_staff_and_the_lead_authority_of_everybodys(
    hub: SampleIntake, sender: str, employer: str
) -> None:
    assert hub.say(sender, "worker-allocated", at_work(employer)).outcome is ReceiptOutcome.ACCEPTED


def test_two_children_of_one_event_under_one_reference_are_not_filed_as_one_entry(hub: SampleIntake) -> None:
    ash = told_child(nhs=nhs_number(1), given_names="Ash")
    receipt = hub.say(POLICE, "concern-raised", event("concern-raised", ROWAN, ash))
    assert receipt.outcome is ReceiptOutcome.QUARANTINED
    assert receipt.problem is not None
    assert [fault.pointer for fault in receipt.problem.errors] == ["/data/children/1/local_ref"]


def test_what_derives_from_an_event_takes_over_what_is_withheld_of_each_of_its_children(hub: SampleIntake) -> None:
    rowan = {**ROWAN, "handling": withheld_from({"agencies": [SCHOOL]})}
    ash = told_child("P-2", nhs=nhs_number(1), given_names="Ash", handling=withheld_from({"agencies": [HOSPITAL]}))
    hub.say(POLICE, "concern-raised", event("concern-raised", rowan, ash), id="both")
    elm = told_child("P-3", nhs=nhs_number(2), given_names="Elm")
    behind = [{"source": source_of(POLICE), "id": "both"}]
    hub.say(POLICE, "concern-raised", event("concern-raised", elm, derived_from=behind), id="derived")
    (file,) = [one for one in hub.files() if one.entries[0].labels.origin.id == "derived"]
    (placed,) = file.withholdings.values()
    assert {one.audience for one in placed} == {Audience(agencies=frozenset({name})) for name in (SCHOOL, HOSPITAL)}


def test_a_withholding_of_the_whole_event_is_one_and_the_same_on_each_child(hub: SampleIntake) -> None:
    ash = told_child("P-2", nhs=nhs_number(1), given_names="Ash")
    whole = withheld_from({"agencies": [SCHOOL]})
    hub.say(POLICE, "concern-raised", event("concern-raised", ROWAN, ash, handling=whole))
    placed = [one.id for file in hub.files() for of_entry in file.withholdings.values() for one in of_entry]
    assert (len(placed), len(set(placed))) == (2, 1)


def test_whoever_places_a_withholding_does_not_approve_it_too(hub: SampleIntake) -> None:
    own = withheld_from({"agencies": [SCHOOL]}, placed_by="u-sio", approved_by="u-sio")
    hub.say(POLICE, "concern-raised", event("concern-raised", ROWAN, handling=own))
    (placed,) = hub.files()[0].withholdings.values()
    assert [one.state for one in placed] == [WithholdingState.HELD_NARROW]


@pytest.mark.parametrize("audience", [{"everyone_but": ["nobody-here"]}, {"agency_types": ["health"]}])
def test_a_school_that_withholds_on_a_police_ground_is_heard_and_held_narrow(
    hub: SampleIntake, audience: dict[str, Any]
) -> None:
    told = event("concern-raised", told_child(nhs=nhs_number(0)), handling=withheld_from(audience))
    assert hub.say(SCHOOL, "concern-raised", told).outcome is ReceiptOutcome.ACCEPTED
    placed = [one for file in hub.files() for held in file.withholdings.values() for one in held]
    assert [one.state for one in placed] == [WithholdingState.HELD_NARROW]
