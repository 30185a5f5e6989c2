"""An agency's event is accepted once, however often it comes, and its receipt says so (contract, receipts)."""

import json
from dataclasses import replace

from builders.intake import CARE, POLICE, SCHOOL, SampleIntake, event, nhs_number, source_of, told_child

from exchange import ReceiptOutcome
from hub.domain.chronology import SourceRef
from hub.intake.drafting import entry_id

ROWAN = told_child(nhs=nhs_number(0))
CONCERN = event("concern-raised", ROWAN)


def test_a_concern_about_a_child_nobody_knew_is_accepted(hub: SampleIntake) -> None:
    receipt = hub.say(POLICE, "concern-raised", CONCERN)
    assert (receipt.outcome, receipt.revision, receipt.duplicate) == (ReceiptOutcome.ACCEPTED, 1, False)
    assert hub.origins() == [["m-1"]]


def test_what_an_agency_said_is_what_the_chronology_holds(hub: SampleIntake) -> None:
    hub.say(POLICE, "concern-raised", event("concern-raised", ROWAN, narrative="Bruise seen.", action_taken="Rang."))
    content = hub.contents(hub.files()[0])[0]
    assert (content["narrative"], content["action_taken"]) == ("Bruise seen.", "Rang.")
    assert content["identity"]["given_names"] == "Rowan"


def test_the_entry_ids_of_a_receipt_are_made_from_source_id_and_local_reference_alone(hub: SampleIntake) -> None:
    hub.say(SCHOOL, "concern-raised", CONCERN)
    receipt = hub.say(POLICE, "concern-raised", CONCERN)
    expected = entry_id(hub.store.keys, SourceRef(source_of(POLICE), "m-1"), "P-1")
    assert [entry.id for entry in receipt.entries] == [expected]
    assert expected in {entry.labels.entry_id for entry in hub.files()[0].entries}


def test_a_receipt_holds_no_reference_to_a_child_in_clear(hub: SampleIntake) -> None:
    receipt = hub.say(POLICE, "concern-raised", event("concern-raised", told_child("ZANZIBAR-1", nhs=nhs_number(0))))
    assert [set(entry) for entry in receipt.to_data()["entries"]] == [{"id"}]
    assert "ZANZIBAR" not in json.dumps(receipt.to_data())


def test_two_agencies_may_use_the_same_id(hub: SampleIntake) -> None:
    hub.say(POLICE, "concern-raised", CONCERN)
    hub.say(SCHOOL, "concern-raised", CONCERN)
    assert hub.origins() == [["m-1", "m-1"]]


def test_a_message_that_comes_twice_is_filed_once(hub: SampleIntake) -> None:
    message = hub.message(POLICE, "concern-raised", CONCERN)
    hub.take(message, message)
    hub.take(message)
    assert hub.origins() == [["m-1"]]
    assert hub.count("receipt") == 1


def test_a_resend_gets_the_stored_receipt_marked_as_a_duplicate(hub: SampleIntake) -> None:
    first = hub.say(POLICE, "concern-raised", CONCERN)
    hub.say(POLICE, "concern-raised", CONCERN)
    assert hub.delivered(POLICE)[-1] == replace(first, duplicate=True)
    assert hub.receipt(POLICE) == first


def test_a_copy_that_was_sealed_anew_is_a_duplicate_too(hub: SampleIntake) -> None:
    one, other = (hub.message(POLICE, "concern-raised", CONCERN) for _ in range(2))
    hub.take(one, other)
    assert one.value != other.value
    assert [receipt.duplicate for receipt in hub.delivered(POLICE)] == [False, True]
    assert hub.quarantined() == []


def test_one_id_with_other_content_keeps_both_and_tells_the_sender(hub: SampleIntake) -> None:
    hub.say(POLICE, "concern-raised", CONCERN)
    hub.say(POLICE, "concern-raised", event("concern-raised", ROWAN, narrative="another account"))
    answer = hub.delivered(POLICE)[-1]
    assert (answer.outcome, answer.duplicate) == (ReceiptOutcome.ACCEPTED, True)
    assert answer.problem is not None
    assert answer.problem.type.endswith(":content-conflict")
    assert [one["problem"]["type"] for one in hub.quarantined()] == [answer.problem.type]
    assert hub.contents(hub.files()[0])[0]["narrative"] == "narrative of a concern"


def test_one_id_with_another_time_or_type_is_other_content(hub: SampleIntake) -> None:
    hub.say(POLICE, "concern-raised", CONCERN)
    hub.say(POLICE, "concern-raised", CONCERN, time=hub.clock())
    assert len(hub.quarantined()) == 1


def test_a_contradiction_within_one_batch_is_told_too(hub: SampleIntake) -> None:
    other = event("concern-raised", ROWAN, narrative="another account")
    hub.take(hub.message(POLICE, "concern-raised", CONCERN), hub.message(POLICE, "concern-raised", other))
    assert hub.origins() == [["m-1"]]
    assert len(hub.quarantined()) == 1


def test_events_of_several_agencies_in_one_batch_make_one_child(hub: SampleIntake) -> None:
    said = ((POLICE, "a"), (SCHOOL, "b"), (CARE, "c"))
    hub.take(*(hub.message(agency, "concern-raised", CONCERN, id=name) for agency, name in said))
    assert hub.origins() == [["a", "b", "c"]]


def test_a_batch_that_was_taken_before_changes_nothing(hub: SampleIntake) -> None:
    records = hub.records(hub.message(POLICE, "concern-raised", CONCERN))
    hub.intake.take(records)
    before = hub.everything()
    assert hub.intake.take(records).records == 0
    assert hub.everything() == before


def test_every_message_waits_to_be_answered_until_its_receipt_is_sent(hub: SampleIntake) -> None:
    message = hub.message(POLICE, "concern-raised", CONCERN)
    hub.take(message, message)
    assert hub.count("delivery") == 2
