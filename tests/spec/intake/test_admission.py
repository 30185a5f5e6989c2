"""What merely adds context is kept only of a child who is open, as far as its sender may know (design, decision 7)."""

from typing import Any

import pytest
from builders.intake import (
    CARE,
    HOSPITAL,
    POLICE,
    SCHOOL,
    SampleIntake,
    bytes_of,
    event,
    nhs_number,
    told_child,
    withheld_from,
)

from exchange import Receipt, ReceiptOutcome, compose_receipt

NUMBER = nhs_number(0)
ROWAN = told_child(nhs=NUMBER)
ATTENDANCE = event("attendance-concern", ROWAN)
FROM_SCHOOLS = withheld_from({"agency_types": ["school"]})


def refer(hub: SampleIntake, **told: Any) -> Receipt:
    return hub.say(CARE, "referral-received", event("referral-received", ROWAN, **told), id="referral")


def attend(hub: SampleIntake, name: str = "absent") -> Receipt:
    return hub.say(SCHOOL, "attendance-concern", ATTENDANCE, id=name)


def test_the_attendance_of_a_child_who_is_not_open_is_not_admitted(hub: SampleIntake) -> None:
    receipt = attend(hub)
    assert (receipt.outcome, receipt.entries) == (ReceiptOutcome.NOT_ADMITTED, ())
    assert hub.files() == []


def test_of_what_is_not_admitted_nothing_is_kept_but_the_receipt_and_by_which_hash_to_ask_for_it(
    hub: SampleIntake,
) -> None:
    before = hub.everything()
    attend(hub)
    after = hub.everything()
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"receipt", "delivery", "topic_offset", "last_recorded", "not_admitted"}
    assert [len(after[table]) for table in ("receipt", "delivery", "not_admitted")] == [1, 1, 1]


def test_nothing_that_was_not_admitted_can_be_read_in_the_store(hub: SampleIntake) -> None:
    message = hub.message(SCHOOL, "attendance-concern", ATTENDANCE, id="absent")
    hub.take(message)
    stored = bytes_of(hub.everything())
    assert not [told for told in (NUMBER.encode(), b"Rowan", message.value, message.key) if told in stored]


def test_a_concern_is_admitted_always_but_does_not_open_the_child(hub: SampleIntake) -> None:
    assert hub.say(POLICE, "concern-raised", event("concern-raised", ROWAN)).outcome is ReceiptOutcome.ACCEPTED
    assert attend(hub).outcome is ReceiptOutcome.NOT_ADMITTED


@pytest.mark.parametrize("opening", ["referral-received", "section-47-started"])
def test_attendance_is_admitted_once_the_child_is_open(hub: SampleIntake, opening: str) -> None:
    hub.say(CARE, opening, event(opening, ROWAN), id="opening")
    assert attend(hub).outcome is ReceiptOutcome.ACCEPTED


def test_a_resend_of_what_was_not_admitted_is_judged_anew(hub: SampleIntake) -> None:
    attend(hub)
    refer(hub)
    receipt = attend(hub)
    assert (receipt.outcome, receipt.revision, receipt.duplicate) == (ReceiptOutcome.ACCEPTED, 2, False)
    assert hub.origins() == [["referral", "absent"]]


def test_a_referral_in_the_same_batch_opens_the_child_for_what_follows(hub: SampleIntake) -> None:
    referral = hub.message(CARE, "referral-received", event("referral-received", ROWAN), id="referral")
    hub.take(referral, hub.message(SCHOOL, "attendance-concern", ATTENDANCE, id="absent"))
    assert hub.receipt(SCHOOL, "absent").outcome is ReceiptOutcome.ACCEPTED


def test_a_referral_that_is_withheld_from_schools_leaves_the_child_closed_to_them(hub: SampleIntake) -> None:
    refer(hub, handling=FROM_SCHOOLS)
    assert attend(hub).outcome is ReceiptOutcome.NOT_ADMITTED
    contact = hub.say(HOSPITAL, "health-contact", event("health-contact", ROWAN))
    assert contact.outcome is ReceiptOutcome.ACCEPTED


@pytest.mark.parametrize(
    "audience",
    [
        {"agencies": [SCHOOL]},
        {"roles": ["teacher"]},
        {"persons": ["s-1"]},
        {"everyone_but": ["northshire-csc", "northshire-police"]},
    ],
)
def test_a_referral_withheld_from_anyone_at_the_school_leaves_the_child_closed_to_it(
    hub: SampleIntake, audience: dict[str, Any]
) -> None:
    refer(hub, handling=withheld_from(audience))
    assert attend(hub).outcome is ReceiptOutcome.NOT_ADMITTED


def test_the_receipt_is_byte_for_byte_what_it_would_be_had_the_referral_never_existed(
    hub: SampleIntake, another_hub: SampleIntake
) -> None:
    refer(hub, handling=FROM_SCHOOLS)
    another_hub.clock.forward()
    assert _bytes(attend(hub), hub) == _bytes(attend(another_hub), hub)


def test_a_namesake_who_may_be_an_open_child_is_answered_as_one_who_is_not_where_that_is_withheld(
    hub: SampleIntake, another_hub: SampleIntake
) -> None:
    refer(hub, handling=FROM_SCHOOLS)
    another_hub.clock.forward()
    unsure = event("attendance-concern", told_child(nhs=NUMBER, date_of_birth="2017-05-15"))
    told = [one.say(SCHOOL, "attendance-concern", unsure) for one in (hub, another_hub)]
    assert _bytes(told[0], hub) == _bytes(told[1], hub)


def _bytes(receipt: Receipt, hub: SampleIntake) -> bytes:
    """The receipt as it leaves, under one hub's keys."""
    signing = hub.store.keys.signing_key.as_dict(private=True)
    return compose_receipt(receipt, agency_id=SCHOOL, hub_id="hub-northshire", key="ab" * 32, sign_with=signing).value
