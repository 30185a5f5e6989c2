"""Envelope, topic and key name the same agency, and the key may sign that type of event; the rest waits (T3, T4)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from builders.intake import CARE, POLICE, SCHOOL, SampleIntake, event, nhs_number, source_of, told_child, topic_of

from exchange import Fault, Message, Receipt, ReceiptOutcome, generate_signing_key, public_part
from hub.intake.receipts import Receipts
from hub.record.agencies import add_key, retire_key, revoke_key, signing_key
from hub.views.rebuild import rebuild

ROWAN = told_child(nhs=nhs_number(0))
CONCERN = event("concern-raised", ROWAN)
NAMES = ("concern-raised", "police-notification", "section-47-started")
MAY = {"concern-raised": {CARE, POLICE, SCHOOL}, "police-notification": {POLICE}, "section-47-started": {CARE}}
AGENCIES = (CARE, POLICE, SCHOOL)
CELLS = [(key, topic, says, name) for key in AGENCIES for topic in AGENCIES for says in AGENCIES for name in NAMES]


def is_on_the_diagonal(key: str, topic: str, says: str, name: str) -> bool:
    return key == topic == says and key in MAY[name]


def cell(hub: SampleIntake, key: str, topic: str, says: str, name: str) -> Message:
    """An event with the key of one agency on the topic of another, which a third is said to have sent."""
    envelope = hub.envelope(says, name, event(name, ROWAN), id=f"{key}/{topic}/{says}/{name}")
    return hub.signed(replace(envelope, topic=topic_of(topic, name)), hub.keys[key])


def test_only_the_diagonal_of_key_topic_sender_and_type_is_accepted(hub: SampleIntake) -> None:
    hub.take(*(cell(hub, *one) for one in CELLS))
    expected = {"/".join(one) for one in CELLS if is_on_the_diagonal(*one)}
    assert {origin for origins in hub.origins() for origin in origins} == expected
    assert len(expected) == 5
    assert len(hub.quarantined()) == len(CELLS) - len(expected)


def test_what_is_off_the_diagonal_is_answered_to_the_topics_own_agency_alone(hub: SampleIntake) -> None:
    hub.take(cell(hub, POLICE, SCHOOL, POLICE, "concern-raised"))
    assert hub.delivered(POLICE) == []
    (receipt,) = hub.delivered(SCHOOL)
    assert receipt.outcome is ReceiptOutcome.QUARANTINED
    assert receipt.source == f"urn:agency:{SCHOOL}:unreadable"


def limited(hub: SampleIntake, agency: str, *names: str, valid_from: datetime | None = None) -> dict[str, str]:
    """Another key of an agency, for events of these names."""
    key = generate_signing_key()
    registered = signing_key(public_part(key), valid_from or hub.clock(), names)
    add_key(hub.store.record, agency, registered, hub.clock())
    return key


def say_with(hub: SampleIntake, key: dict[str, str], name: str, event_id: str) -> Receipt:
    hub.clock.forward()
    hub.take(hub.signed(hub.envelope(POLICE, name, event(name, ROWAN), id=event_id), key))
    return hub.receipt(POLICE, event_id)


def test_a_key_limited_to_an_event_type_signs_that_and_nothing_else(hub: SampleIntake) -> None:
    key = limited(hub, POLICE, "concern-raised")
    assert say_with(hub, key, "concern-raised", "allowed").outcome is ReceiptOutcome.ACCEPTED
    refused = say_with(hub, key, "police-notification", "refused")
    assert refused.outcome is ReceiptOutcome.QUARANTINED
    assert refused.problem is not None
    assert refused.problem.type == "urn:safeguarding:problem:key-not-for-type"
    assert refused.problem.errors == (Fault("/type", "is not among the event types that this key may sign"),)


def test_two_keys_of_an_agency_count_at_once_until_the_first_is_retired(hub: SampleIntake) -> None:
    first, second = hub.keys[POLICE], limited(hub, POLICE)
    assert say_with(hub, first, "concern-raised", "first").outcome is ReceiptOutcome.ACCEPTED
    assert say_with(hub, second, "concern-raised", "second").outcome is ReceiptOutcome.ACCEPTED
    retire_key(hub.store.record, POLICE, first["kid"], retired=hub.clock(), at=hub.clock())
    assert say_with(hub, first, "concern-raised", "too late").outcome is ReceiptOutcome.QUARANTINED
    assert say_with(hub, second, "concern-raised", "third").outcome is ReceiptOutcome.ACCEPTED


def test_a_key_counts_from_when_it_is_valid_and_not_before(hub: SampleIntake) -> None:
    key = limited(hub, POLICE, valid_from=hub.clock() + timedelta(minutes=5))
    assert say_with(hub, key, "concern-raised", "early").outcome is ReceiptOutcome.QUARANTINED
    hub.clock.forward(10)
    assert say_with(hub, key, "concern-raised", "in time").outcome is ReceiptOutcome.ACCEPTED


def test_a_sender_that_back_dates_its_message_gains_nothing(hub: SampleIntake) -> None:
    key = hub.keys[POLICE]
    revoke_key(hub.store.record, POLICE, key["kid"], compromised_since=hub.clock(), at=hub.clock())
    receipt = hub.say(POLICE, "concern-raised", CONCERN, time=hub.clock() - timedelta(days=30))
    assert receipt.outcome is ReceiptOutcome.QUARANTINED


def accepted_since(hub: SampleIntake, kid: str, since: datetime) -> list[str]:
    with hub.store.record.database.read() as cursor:
        return [one.receipt.id for one in Receipts(hub.store.keys).signed_by(cursor, kid, since)]


def test_what_a_key_signed_since_it_was_misused_is_found_and_nothing_from_before(hub: SampleIntake) -> None:
    key, other = hub.keys[POLICE], limited(hub, POLICE)
    say_with(hub, key, "concern-raised", "before")
    hub.clock.forward()
    misused = hub.clock()
    say_with(hub, key, "concern-raised", "after")
    say_with(hub, other, "concern-raised", "with another key")
    say_with(hub, key, "section-47-started", "quarantined")
    assert accepted_since(hub, key["kid"], misused) == ["after"]
    assert accepted_since(hub, key["kid"], misused - timedelta(days=1)) == ["before", "after"]
    assert source_of(POLICE) == hub.receipt(POLICE, "after").source


@pytest.mark.parametrize("name", ["concern-raised", "police-notification"])
def test_rows_of_keys_are_the_same_when_they_are_made_anew(hub: SampleIntake, name: str) -> None:
    key = limited(hub, POLICE, "concern-raised", "domestic-abuse-incident")
    retire_key(hub.store.record, POLICE, hub.keys[POLICE]["kid"], retired=hub.clock(), at=hub.clock())
    before = hub.everything()
    rebuild(hub.store.record, hub.store.rows)
    assert hub.everything() == before
    assert (say_with(hub, key, name, "m-2").outcome is ReceiptOutcome.ACCEPTED) is (name == "concern-raised")
