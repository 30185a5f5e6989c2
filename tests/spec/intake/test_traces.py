"""A trace goes with a message: from its sender, through the hub's log, back on its receipt; and holds nothing back."""

import json
from typing import Any

import pytest
from builders.intake import SCHOOL, SampleIntake, event, told_child
from structlog.testing import capture_logs

from exchange.envelope_reading import decode
from exchange.telemetry import Finished, SpanName, begin, export_to, read_trace
from hub.bootstrap.measured import MeasuredIntake
from hub.bootstrap.store import receipt_composer
from hub.intake.receipts import Receipts

MALFORMED = ["", "00-rowan-01", "ff-" + "a" * 32 + "-" + "b" * 16 + "-01", "x" * 1000, 7, ["00"], {"a": "b"}]


def concern() -> dict[str, Any]:
    return event("concern-raised", told_child())


def receipts_sent(hub: SampleIntake) -> list[str | None]:
    """The `traceparent` of each receipt as it goes to its topic."""
    opened = Receipts(hub.store.keys).open_deliveries(hub.rows("delivery"))
    return [decode(receipt_composer(hub.store)(one).value).traceparent for one in opened]


def test_the_receipt_carries_the_senders_trace_back_and_the_log_bears_its_id(hub: SampleIntake) -> None:
    sent = begin()
    with capture_logs() as logged:
        hub.say(SCHOOL, "concern-raised", concern(), traceparent=sent.traceparent)
    (carried,) = receipts_sent(hub)
    back = read_trace(carried)
    assert back is not None
    assert (back.trace_id, back.span_id == sent.span_id) == (sent.trace_id, False)
    assert [one["trace_id"] for one in logged if one["event"] == "message-taken"] == [sent.trace_id]


def test_a_resend_is_answered_under_its_own_trace(hub: SampleIntake) -> None:
    first, again = begin(), begin()
    hub.say(SCHOOL, "concern-raised", concern(), traceparent=first.traceparent)
    hub.say(SCHOOL, "concern-raised", concern(), traceparent=again.traceparent)
    assert [(read_trace(one) or begin()).trace_id for one in receipts_sent(hub)] == [first.trace_id, again.trace_id]
    assert hub.receipt(SCHOOL).revision == 1


def test_messages_without_a_trace_begin_one_each_and_share_none(hub: SampleIntake) -> None:
    MeasuredIntake(hub.intake).take(
        hub.records(*(hub.message(SCHOOL, "concern-raised", concern(), id=name) for name in ("m-1", "m-2")))
    )
    found = [read_trace(carried) for carried in receipts_sent(hub)]
    assert len({one.trace_id for one in found if one is not None}) == 2


@pytest.mark.parametrize("malformed", MALFORMED, ids=str)
def test_a_malformed_trace_never_holds_a_message_back(hub: SampleIntake, malformed: object) -> None:
    document = json.loads(hub.message(SCHOOL, "concern-raised", concern()).value)
    value = json.dumps({**document, "traceparent": malformed}).encode()
    assert decode(value).traceparent is None
    assert decode(value).id == "m-1"


def test_the_steps_of_a_batch_are_told_without_a_word_of_what_was_said(hub: SampleIntake) -> None:
    told: list[Finished] = []
    export_to(told.append)
    try:
        hub.say(SCHOOL, "concern-raised", concern())
    finally:
        export_to(None)
    assert [(one.name, dict(one.attributes)) for one in told] == [(SpanName.MESSAGE, {"agency": SCHOOL})]
