"""A message on which the hub itself fails is put aside after three tries, and its partition moves on (G10)."""

import json

import pytest
from builders.intake import POLICE, SampleIntake, event, nhs_number, told_child
from structlog.testing import capture_logs

from exchange import Message, ReceiptOutcome
from hub.intake.kept import record_from
from hub.record.mapper import aggregate_key

MARKER = "Zanzibarrow"


@pytest.fixture
def poison(hub: SampleIntake) -> Message:
    """A concern about a child whose key was destroyed: no gate refuses it, and nothing can be filed."""
    child = told_child(nhs=nhs_number(0), given_names=MARKER)
    hub.say(POLICE, "concern-raised", event("concern-raised", child), id="first")
    hub.store.keys.destroy(aggregate_key(hub.files()[0].child_id))
    return hub.message(POLICE, "concern-raised", event("concern-raised", child), id="poison")


def other(hub: SampleIntake, name: str) -> Message:
    return hub.message(POLICE, "concern-raised", event("concern-raised", told_child("P-2", nhs=nhs_number(1))), id=name)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_poison_at_any_place_of_a_batch_lets_the_rest_through(hub: SampleIntake, poison: Message, place: int) -> None:
    batch = [other(hub, "a"), other(hub, "b")]
    batch.insert(place, poison)
    taken = hub.take(*batch)
    assert (taken.records, taken.accepted, taken.quarantined) == (3, 2, 1)
    assert {hub.receipt(POLICE, name).outcome for name in ("a", "b")} == {ReceiptOutcome.ACCEPTED}


def test_poison_is_kept_exactly_and_its_sender_is_answered_by_its_own_id(hub: SampleIntake, poison: Message) -> None:
    hub.take(poison)
    assert [record_from(one["record"]).value for one in hub.quarantined()] == [poison.value]
    receipt = hub.receipt(POLICE, "poison")
    assert receipt.outcome is ReceiptOutcome.QUARANTINED
    assert receipt.problem is not None
    assert receipt.problem.type.endswith(":hub-fault")


def test_a_batch_of_nothing_but_poison_is_passed(hub: SampleIntake, poison: Message) -> None:
    assert hub.take(poison, poison, poison).quarantined == 3
    assert hub.take(other(hub, "after")).accepted == 1


def test_the_log_tells_of_poison_without_a_word_of_it(hub: SampleIntake, poison: Message) -> None:
    with capture_logs() as logs:
        hub.take(poison)
    told = [line for line in logs if line["event"] == "message-poisoned"]
    assert len(told) == 3
    assert MARKER not in json.dumps(told)
