"""Events about several children, about none, and about children whom nobody can tell apart."""

import pytest
from builders.intake import CARE, HOSPITAL, POLICE, SCHOOL, SampleIntake, event, nhs_number, source_of, told_child

from exchange import ReceiptOutcome
from hub.domain.chronology import SourceRef
from hub.intake.drafting import entry_id

ROWAN = told_child("P-1", nhs=nhs_number(0))
RIVER = told_child("P-2", nhs=nhs_number(1), given_names="River")
ADULT = {"reference": "A-1", "part": "subject", "given_names": "Dana", "family_name": "Ashdown"}


def test_an_event_of_two_children_is_on_both_chronologies(hub: SampleIntake) -> None:
    receipt = hub.say(POLICE, "concern-raised", event("concern-raised", ROWAN, RIVER))
    assert len({entry.id for entry in receipt.entries}) == 2
    assert hub.origins() == [["m-1"], ["m-1"]]


@pytest.mark.parametrize("doubted", [False, True])
def test_the_entries_of_a_receipt_are_in_the_order_of_the_events_children(hub: SampleIntake, doubted: bool) -> None:
    if doubted:
        hub.say(SCHOOL, "concern-raised", event("concern-raised", {**RIVER, "date_of_birth": "2017-05-15"}), id="first")
    receipt = hub.say(POLICE, "concern-raised", event("concern-raised", RIVER, ROWAN))
    assert hub.count("held") == doubted
    origin = SourceRef(source_of(POLICE), "m-1")
    expected = [entry_id(hub.store.keys, origin, local_ref) for local_ref in ("P-2", "P-1")]
    assert [entry.id for entry in receipt.entries] == expected


def test_each_child_is_told_only_what_is_said_of_them(hub: SampleIntake) -> None:
    mother = {**ADULT, "part": "carer", "relations": [{"child": "P-1", "relation": "mother"}]}
    told = [{**ROWAN, "impact_on_child": "quiet"}, RIVER]
    hub.say(POLICE, "concern-raised", event("concern-raised", *told, persons=[mother]))
    contents = {one["identity"]["given_names"]: one for file in hub.files() for one in hub.contents(file)}
    assert contents["Rowan"]["impact_on_child"] == "quiet"
    assert "impact_on_child" not in contents["River"]
    assert [one["persons"][0].get("relation") for one in (contents["Rowan"], contents["River"])] == ["mother", None]


def test_an_event_of_two_children_is_held_whole_where_one_is_in_doubt(hub: SampleIntake) -> None:
    hub.say(POLICE, "concern-raised", event("concern-raised", RIVER), id="first")
    doubtful = told_child("P-2", nhs=nhs_number(1), given_names="River", date_of_birth="2017-05-15")
    receipt = hub.say(POLICE, "concern-raised", event("concern-raised", ROWAN, doubtful), id="both")
    assert (receipt.outcome, len(receipt.entries)) == (ReceiptOutcome.ACCEPTED, 2)
    assert hub.origins() == [["first"]]
    assert hub.count("held") == 1


def test_the_receipt_of_a_held_message_tells_nothing_of_the_doubt(hub: SampleIntake, another_hub: SampleIntake) -> None:
    hub.say(SCHOOL, "concern-raised", event("concern-raised", ROWAN), id="first")
    another_hub.clock.forward()
    doubtful = event("concern-raised", told_child("P-9", nhs=nhs_number(0), date_of_birth="2017-05-15"))
    held, filed = (one.say(POLICE, "concern-raised", doubtful).to_data() for one in (hub, another_hub))
    assert (hub.count("held"), another_hub.count("held")) == (1, 0)
    held_ids, filed_ids = held.pop("entries"), filed.pop("entries")
    assert held == filed
    assert len(held_ids) == len(filed_ids) == 1


def test_two_children_of_one_message_who_cannot_be_told_apart_are_held(hub: SampleIntake) -> None:
    same = told_child("P-2", nhs=nhs_number(0))
    hub.say(POLICE, "concern-raised", event("concern-raised", ROWAN, same))
    assert hub.files() == []
    assert hub.count("held") == 1


def test_two_children_of_one_message_who_lead_to_one_known_child_are_held(hub: SampleIntake) -> None:
    known = told_child("P-1", nhs=nhs_number(0), postcode="NX4 7QL")
    hub.say(POLICE, "concern-raised", event("concern-raised", known), id="first")
    by_number = told_child("P-1", nhs=nhs_number(0), given_names="Ro")
    by_home = told_child("P-2", postcode="NX4 7QL")
    hub.say(POLICE, "concern-raised", event("concern-raised", by_number, by_home), id="both")
    assert hub.origins() == [["first"]]
    assert hub.count("held") == 1


def test_twins_in_one_message_are_two_children(hub: SampleIntake) -> None:
    at_home = [{**child, "addresses": [{"lines": ["1"], "postcode": "NX4 7QL"}]} for child in (ROWAN, RIVER)]
    hub.say(HOSPITAL, "concern-raised", event("concern-raised", *at_home))
    assert hub.origins() == [["m-1"], ["m-1"]]


def test_a_child_whose_name_nobody_knows_is_taken_and_held_for_a_person(hub: SampleIntake) -> None:
    unnamed = {"local_ref": "P-9", "description": "a girl in a red coat", "approximate_age": {"from": 5, "to": 7}}
    receipt = hub.say(POLICE, "concern-raised", event("concern-raised", unnamed))
    assert receipt.outcome is ReceiptOutcome.ACCEPTED
    assert hub.count("held") == 1


def test_context_of_several_children_is_admitted_whole_where_one_of_them_is_open(hub: SampleIntake) -> None:
    hub.say(CARE, "referral-received", event("referral-received", ROWAN), id="referral")
    receipt = hub.say(HOSPITAL, "health-contact", event("health-contact", ROWAN, RIVER))
    assert receipt.outcome is ReceiptOutcome.ACCEPTED
    assert hub.origins() == [["referral", "m-1"], ["m-1"]]


def test_an_event_about_an_adult_only_is_kept_with_that_person(hub: SampleIntake) -> None:
    receipt = hub.say(POLICE, "concern-raised", event("concern-raised", persons=[ADULT]))
    expected = entry_id(hub.store.keys, SourceRef(source_of(POLICE), "m-1"), "A-1")
    assert [entry.id for entry in receipt.entries] == [expected]
    assert (hub.files(), hub.count("identity_person")) == ([], 1)


@pytest.mark.parametrize(("agency", "people"), [(POLICE, 1), (SCHOOL, 2)])
def test_an_adult_is_one_person_to_one_agency(hub: SampleIntake, agency: str, people: int) -> None:
    hub.say(POLICE, "concern-raised", event("concern-raised", persons=[ADULT]), id="one")
    hub.say(agency, "concern-raised", event("concern-raised", persons=[ADULT]), id="two")
    assert hub.count("identity_person") == people
