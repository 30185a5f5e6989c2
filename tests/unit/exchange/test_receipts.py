"""Receipts: what the hub signs, what a connector believes."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from exchange import (
    Fault,
    FiledEntry,
    Problem,
    Receipt,
    ReceiptOutcome,
    compose_receipt,
    decode,
    generate_signing_key,
    public_part,
    read_receipt,
)
from exchange.errors import ReceiptMalformed, SignatureInvalid
from exchange.messages import compose_open

RECEIPT = Receipt(
    source="urn:agency:northshire-police:niche",
    id="ppn-1",
    revision=2,
    outcome=ReceiptOutcome.QUARANTINED,
    recorded=datetime(2026, 3, 2, 12, 0, 1, tzinfo=UTC),
    entries=(FiledEntry("e-0123"),),
    problem=Problem("urn:hub:problem:schema", "Not valid", "two faults", (Fault("/data/occurred", "is missing"),)),
)


def composed(wire: Any, receipt: Receipt = RECEIPT) -> Any:
    return compose_receipt(
        receipt, agency_id="northshire-police", hub_id="northshire-hub", key="a" * 64, sign_with=wire.hub_signing
    )


def test_a_receipt_comes_back_as_it_was_signed(wire: Any) -> None:
    message = composed(wire)
    assert read_receipt(message.value, message.headers, public_part(wire.hub_signing)) == RECEIPT


def test_a_receipt_without_a_problem_has_no_such_member() -> None:
    plain = replace(RECEIPT, problem=None, outcome=ReceiptOutcome.ACCEPTED)
    assert "problem" not in plain.to_data()
    assert Receipt.from_data(plain.to_data()) == plain


def test_a_receipt_goes_to_the_agencys_topic_from_the_hub_under_the_messages_key(wire: Any) -> None:
    message = composed(wire)
    envelope = decode(message.value)
    assert (message.topic, message.key) == ("agency.northshire-police.receipts", b"a" * 64)
    assert (envelope.source, envelope.type) == ("urn:hub:northshire-hub", "safeguarding.receipt.v1")
    assert (envelope.audience, envelope.time) == ("northshire-police", RECEIPT.recorded)


def test_one_revision_has_one_id_however_often_it_is_delivered(wire: Any) -> None:
    first, again, next_one = (
        decode(composed(wire, receipt).value).id
        for receipt in (RECEIPT, replace(RECEIPT, duplicate=True), replace(RECEIPT, revision=3))
    )
    assert first == again != next_one


def test_a_receipt_that_the_hub_did_not_sign_is_not_believed(wire: Any) -> None:
    message = composed(wire)
    with pytest.raises(SignatureInvalid):
        read_receipt(message.value, message.headers, generate_signing_key())


@pytest.mark.parametrize("outcome", list(ReceiptOutcome))
def test_only_three_outcomes_let_a_message_go(outcome: ReceiptOutcome) -> None:
    assert outcome.is_final == (outcome in {"accepted", "refused", "closed"})


@pytest.mark.parametrize(
    "change",
    [
        {"revision": 0},
        {"revision": True},
        {"revision": "1"},
        {"outcome": "lost"},
        {"outcome": None},
        {"recorded": "now"},
        {"recorded": None},
        {"id": 5},
        {"entries": [{}]},
        {"entries": [{"id": 1}]},
        {"entries": "x"},
        {"problem": {"type": "x"}},
        {"problem": []},
    ],
    ids=json.dumps,
)
def test_a_receipt_of_another_shape_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ReceiptMalformed):
        Receipt.from_data({**RECEIPT.to_data(), **change})


def test_members_that_a_later_hub_may_add_are_ignored() -> None:
    told = RECEIPT.to_data()
    told["entries"] = [{**entry, "local_ref": "P-1"} for entry in told["entries"]]
    assert Receipt.from_data({**told, "weather": "fine"}) == RECEIPT


def test_a_notice_of_the_hub_is_no_receipt(wire: Any) -> None:
    envelope = replace(decode(composed(wire).value), type="safeguarding.notice.v1")
    notice = compose_open(envelope, sign_with=wire.hub_signing)
    with pytest.raises(ReceiptMalformed):
        read_receipt(notice.value, notice.headers, wire.hub_signing)
