"""A draft goes into the outbox once, sealed to the hub; what the hub would refuse goes nowhere."""

import copy
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from connectors.drafts import Draft, Refused
from connectors.sending import Put, Sender
from exchange.agency_folder import AgencyFolder
from exchange.envelope_reading import decode
from exchange.keys import Jwk, public_part
from exchange.messages import open_data, verified
from exchange.outbox import Outbox
from exchange.receipts import Receipt, ReceiptOutcome
from exchange.schemas import load
from exchange.telemetry import read_trace

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
CONCERN = "safeguarding.concern-raised.v1"


@pytest.fixture
def draft() -> Draft:
    example = copy.deepcopy(load().documents[CONCERN]["examples"][0])
    return Draft("line 2", CONCERN, "safeguarding-log", "SL-1", NOW, "P-1042", dict(example))


def test_a_draft_is_kept_as_a_message_that_only_the_hub_can_open(
    sender: Sender, outbox: Outbox, draft: Draft, folder: AgencyFolder, hub_sealing_key: Jwk
) -> None:
    assert sender.send(draft, NOW) is Put.SENT
    (kept,) = outbox.pending()
    assert kept.message is not None
    envelope = verified(kept.message.value, kept.message.headers, public_part(folder.signing_key))
    assert open_data(envelope, hub_sealing_key) == draft.data
    assert b"Rowan" not in kept.message.value
    assert (envelope.source, envelope.id) == ("urn:agency:meadow-primary:safeguarding-log", "SL-1")
    assert (envelope.audience, envelope.sequence) == ("hub-northshire", 1)


def test_each_message_begins_a_trace_of_its_own_and_keeps_it_however_often_it_is_sent(
    sender: Sender, outbox: Outbox, draft: Draft
) -> None:
    for one in (draft, draft, replace(draft, id="SL-2")):
        sender.send(one, NOW)
    sent = [decode(kept.message.value).traceparent for kept in outbox.pending() if kept.message is not None]
    assert len({trace.trace_id for trace in map(read_trace, sent) if trace is not None}) == len(sent) == 2


def test_a_concern_travels_on_the_urgent_lane(sender: Sender, outbox: Outbox, draft: Draft) -> None:
    sender.send(draft, NOW)
    assert [kept.topic for kept in outbox.pending()] == ["agency.meadow-primary.urgent"]


def test_the_same_record_is_sent_once(sender: Sender, outbox: Outbox, draft: Draft) -> None:
    assert [sender.send(draft, NOW) for _ in range(3)] == [Put.SENT, Put.SENT_BEFORE, Put.SENT_BEFORE]
    assert len(outbox.pending()) == 1


def test_the_same_id_in_another_system_is_another_record(sender: Sender, outbox: Outbox, draft: Draft) -> None:
    sender.send(draft, NOW)
    assert sender.send(replace(draft, system="other-log"), NOW) is Put.SENT
    assert len(outbox.pending()) == 2


def test_a_record_that_says_something_else_under_its_old_id_is_refused(sender: Sender, draft: Draft) -> None:
    sender.send(draft, NOW)
    found = sender.send(replace(draft, data={**draft.data, "headline": "Something else"}), NOW)
    assert isinstance(found, Refused)
    assert [reason.field for reason in found.reasons] == ["id"]
    assert "`corrects`" in found.reasons[0].text


@pytest.mark.parametrize("outcome", ["quarantined", "not-admitted"])
def test_a_record_put_right_after_the_hub_did_not_file_it_is_sent_again(
    sender: Sender, outbox: Outbox, draft: Draft, outcome: str
) -> None:
    sender.send(draft, NOW)
    outbox.sent(sender.source_of(draft), draft.id, NOW)
    outbox.settle(Receipt(sender.source_of(draft), draft.id, 1, ReceiptOutcome(outcome), NOW))
    assert sender.send(draft, NOW) is Put.SENT_BEFORE
    assert sender.send(replace(draft, data={**draft.data, "headline": "Put right"}), NOW) is Put.SENT
    assert [kept.id for kept in outbox.due(NOW)] == ["SL-1"]


def test_an_event_of_another_type_of_agency_is_refused_before_it_is_sent(
    sender: Sender, outbox: Outbox, draft: Draft
) -> None:
    name = "safeguarding.police-protection-taken.v1"
    data = copy.deepcopy(dict(load().documents[name]["examples"][0]))
    found = sender.send(replace(draft, type=name, data=data), NOW)
    assert isinstance(found, Refused)
    (reason,) = found.reasons
    assert (reason.field, reason.text) == (
        "type",
        "is not an event that an agency of type school sends, but: police",
    )
    assert outbox.pending() == []


def test_what_its_schema_refuses_is_refused_by_place_and_kept_nowhere(
    sender: Sender, outbox: Outbox, draft: Draft
) -> None:
    handling = {"classification": "SECRET"}
    found = sender.send(replace(draft, data={**draft.data, "handling": handling}), NOW)
    assert isinstance(found, Refused)
    assert [reason.field for reason in found.reasons] == ["/handling/classification"]
    assert outbox.pending() == []


@pytest.mark.parametrize("changed", [{"type": "safeguarding.weather-reported.v1"}, {"id": "é" * 3}, {"system": "a b"}])
def test_what_the_envelope_cannot_carry_is_refused(sender: Sender, draft: Draft, changed: dict[str, str]) -> None:
    assert isinstance(sender.send(replace(draft, **changed), NOW), Refused)


def test_a_message_over_the_limit_is_refused(sender: Sender, draft: Draft) -> None:
    data = {**draft.data, "extensions": {"scan": "x" * 900_000}}
    assert isinstance(sender.send(replace(draft, data=data), NOW), Refused)


def test_a_refused_draft_leaves_no_gap_in_the_sequence(sender: Sender, outbox: Outbox, draft: Draft) -> None:
    sender.send(replace(draft, id="é"), NOW)
    sender.send(draft, NOW)
    assert outbox.next_sequence(sender.source_of(draft)) == 2
