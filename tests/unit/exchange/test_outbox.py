"""The outbox: nothing leaves it before the hub's receipt, nothing in it lies open, nothing is late in silence."""

import sqlite3
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from exchange import Message, Receipt, ReceiptOutcome
from exchange.backoff import Backoff
from exchange.errors import OutboxConflict, SealedUnreadable
from exchange.outbox import Outbox
from exchange.topics import Lane

SOURCE = "urn:agency:northshire-police:niche"
URGENT = "agency.northshire-police.urgent"


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    outbox = Outbox(tmp_path / "outbox.db", chance=lambda: 0.5)
    yield outbox
    outbox.close()


def a_receipt(noon: datetime, outcome: str, revision: int = 1, id: str = "ppn-1") -> Receipt:
    return Receipt(SOURCE, id, revision, ReceiptOutcome(outcome), noon)


def ids(rows: Any) -> list[str]:
    return [row.id for row in rows]


def test_a_message_is_kept_byte_for_byte(outbox: Outbox, wire: Any, noon: datetime) -> None:
    message = wire.message()
    assert outbox.put(message, now=noon, note="file-7.xml")
    [row] = outbox.pending()
    assert (row.source, row.id, row.message, row.note, row.put_at) == (SOURCE, "ppn-1", message, "file-7.xml", noon)


def test_putting_the_same_event_again_changes_nothing(outbox: Outbox, wire: Any, noon: datetime) -> None:
    first = wire.message()
    outbox.put(first, now=noon)
    assert not outbox.put(wire.message(), now=noon)
    assert [row.message for row in outbox.pending()] == [first]


def test_sequences_have_no_gap_and_are_given_once(outbox: Outbox, wire: Any, noon: datetime) -> None:
    assert outbox.next_sequence(SOURCE) == 1
    with pytest.raises(OutboxConflict):
        outbox.put(wire.message(sequence=2), now=noon)
    outbox.put(wire.message(sequence=1), now=noon)
    with pytest.raises(OutboxConflict):
        outbox.put(wire.message(id="ppn-2", sequence=1), now=noon)
    assert outbox.next_sequence(SOURCE) == 2
    assert outbox.next_sequence("urn:agency:northshire-police:other") == 1


def test_a_message_is_due_at_once_and_again_when_no_receipt_came(outbox: Outbox, wire: Any, noon: datetime) -> None:
    outbox.put(wire.message(), now=noon)
    assert ids(outbox.due(noon)) == ["ppn-1"]
    outbox.sent(SOURCE, "ppn-1", noon)
    assert outbox.due(noon + timedelta(seconds=29)) == []
    assert ids(outbox.due(noon + timedelta(seconds=30))) == ["ppn-1"]
    outbox.sent(SOURCE, "ppn-1", noon + timedelta(seconds=30))
    assert outbox.due(noon + timedelta(seconds=89)) == []
    assert ids(outbox.due(noon + timedelta(seconds=90))) == ["ppn-1"]


@pytest.mark.parametrize("outcome", ["accepted", "refused", "closed"])
def test_a_final_receipt_lets_the_message_go_and_keeps_the_row(
    outbox: Outbox, wire: Any, noon: datetime, outcome: str
) -> None:
    outbox.put(wire.message(), now=noon)
    assert outbox.settle(a_receipt(noon, outcome))
    row = outbox.find(SOURCE, "ppn-1")
    assert row is not None
    assert (row.message, row.outcome) == (None, outcome)
    assert outbox.pending() == outbox.due(noon) == outbox.awaiting_correction() == []
    assert not outbox.put(wire.message(), now=noon)


@pytest.mark.parametrize("outcome", ["quarantined", "not-admitted"])
def test_an_interim_receipt_keeps_the_message_for_another_sending(
    outbox: Outbox, wire: Any, noon: datetime, outcome: str
) -> None:
    outbox.put(wire.message(), now=noon)
    outbox.settle(a_receipt(noon, outcome))
    assert outbox.due(noon) == []
    assert ids(outbox.awaiting_correction()) == ["ppn-1"]
    outbox.send_again(SOURCE, "ppn-1", noon)
    assert ids(outbox.due(noon)) == ["ppn-1"]
    assert outbox.settle(a_receipt(noon, "accepted", revision=2))


def test_an_older_or_repeated_receipt_settles_nothing(outbox: Outbox, wire: Any, noon: datetime) -> None:
    outbox.put(wire.message(), now=noon)
    assert outbox.settle(a_receipt(noon, "accepted", revision=2))
    assert not outbox.settle(a_receipt(noon, "accepted", revision=2))
    assert not outbox.settle(a_receipt(noon, "quarantined", revision=1))
    row = outbox.find(SOURCE, "ppn-1")
    assert row is not None
    assert row.outcome is ReceiptOutcome.ACCEPTED


def test_a_receipt_for_something_unknown_settles_nothing(outbox: Outbox, noon: datetime) -> None:
    assert not outbox.settle(a_receipt(noon, "accepted", id="never-sent"))


def test_what_was_let_go_cannot_be_sent_again(outbox: Outbox, wire: Any, noon: datetime) -> None:
    outbox.put(wire.message(), now=noon)
    outbox.settle(a_receipt(noon, "accepted"))
    with pytest.raises(OutboxConflict):
        outbox.send_again(SOURCE, "ppn-1", noon)


@pytest.mark.parametrize("outcome", ["quarantined", "not-admitted"])
def test_a_corrected_message_takes_the_place_of_one_that_was_not_filed(
    outbox: Outbox, wire: Any, noon: datetime, outcome: str
) -> None:
    outbox.put(wire.message(), now=noon, note="first")
    outbox.settle(a_receipt(noon, outcome))
    corrected = wire.message(sequence=2)
    outbox.replace(corrected, now=noon, note="second")
    [row] = outbox.due(noon)
    assert (row.message, row.note, row.attempts, row.outcome) == (corrected, "second", 0, None)
    assert not outbox.settle(a_receipt(noon, outcome))
    assert outbox.settle(a_receipt(noon, "accepted", revision=2))


@pytest.mark.parametrize("outcome", [None, "accepted", "refused"])
def test_what_was_filed_or_awaits_its_receipt_is_not_replaced(
    outbox: Outbox, wire: Any, noon: datetime, outcome: str | None
) -> None:
    outbox.put(wire.message(), now=noon)
    if outcome:
        outbox.settle(a_receipt(noon, outcome))
    with pytest.raises(OutboxConflict):
        outbox.replace(wire.message(sequence=2), now=noon)
    assert outbox.next_sequence(SOURCE) == 2


def test_what_is_urgent_is_due_before_what_was_put_earlier(outbox: Outbox, wire: Any, noon: datetime) -> None:
    events = "agency.northshire-police.events"
    for number, topic in enumerate((events, events, URGENT, URGENT), start=1):
        outbox.put(wire.message(id=f"ppn-{number}", sequence=number, topic=topic), now=noon)
    assert ids(outbox.due(noon)) == ["ppn-3", "ppn-4", "ppn-1", "ppn-2"]
    assert ids(outbox.due(noon, 3)) == ["ppn-3", "ppn-4", "ppn-1"]
    assert ids(outbox.due(noon, lane=Lane.URGENT)) == ["ppn-3", "ppn-4"]


def test_no_more_is_due_at_once_than_fits_into_memory_but_always_something(
    outbox: Outbox, wire: Any, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        outbox.put(wire.message(id=f"ppn-{number}", sequence=number), now=noon)
    size = max(len(row.message.value) for row in outbox.pending() if row.message)
    monkeypatch.setattr("exchange.outbox.BYTES_AT_ONCE", 2 * size + 10)
    assert ids(outbox.due(noon)) == ["ppn-1", "ppn-2"]
    monkeypatch.setattr("exchange.outbox.BYTES_AT_ONCE", 1)
    assert ids(outbox.due(noon)) == ["ppn-1"]


def test_what_awaits_a_receipt_is_named_without_being_opened_what_was_sent_last_first(
    outbox: Outbox, wire: Any, noon: datetime
) -> None:
    for number in (1, 2, 3):
        outbox.put(wire.message(id=f"ppn-{number}", sequence=number), now=noon)
    outbox.sent(SOURCE, "ppn-2", noon)
    outbox.sent(SOURCE, "ppn-1", noon + timedelta(seconds=1))
    assert [(row.id, row.message) for row in outbox.awaiting_receipt()] == [("ppn-1", None), ("ppn-2", None)]
    assert ids(outbox.awaiting_receipt(1)) == ["ppn-1"]
    assert outbox.unanswered() == 3


def test_only_what_was_sent_lately_and_is_not_urgent_is_on_its_way(outbox: Outbox, wire: Any, noon: datetime) -> None:
    for number, topic in enumerate(("agency.northshire-police.events", URGENT), start=1):
        outbox.put(wire.message(id=f"ppn-{number}", sequence=number, topic=topic), now=noon)
        outbox.sent(SOURCE, f"ppn-{number}", noon)
    assert outbox.in_flight(noon - timedelta(seconds=1)) == 1
    assert outbox.in_flight(noon) == 0
    outbox.settle(a_receipt(noon, "accepted"))
    assert outbox.in_flight(noon - timedelta(seconds=1)) == 0


def test_one_process_at_a_time_carries(outbox: Outbox, tmp_path: Path) -> None:
    other = Outbox(tmp_path / "outbox.db")
    with outbox.carried_alone() as first, other.carried_alone() as second:
        assert (first, second) == (True, False)
    with other.carried_alone() as second:
        assert second
    other.close()


def test_messages_come_in_the_order_in_which_they_were_put(outbox: Outbox, wire: Any, noon: datetime) -> None:
    for number in range(1, 6):
        outbox.put(wire.message(id=f"ppn-{9 - number}", sequence=number), now=noon)
    assert ids(outbox.due(noon)) == ["ppn-8", "ppn-7", "ppn-6", "ppn-5", "ppn-4"]
    assert ids(outbox.due(noon, limit=2)) == ["ppn-8", "ppn-7"]


def test_the_outbox_outlives_its_process(outbox: Outbox, wire: Any, noon: datetime, tmp_path: Path) -> None:
    message: Message = wire.message()
    outbox.put(message, now=noon)
    again = Outbox(tmp_path / "outbox.db")
    assert [row.message for row in again.pending()] == [message]
    again.close()


def test_nothing_of_a_message_lies_open_on_the_disk(outbox: Outbox, wire: Any, noon: datetime, tmp_path: Path) -> None:
    message = wire.message()
    outbox.put(message, now=noon)
    on_disk = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.suffix != ".key")
    assert message.key not in on_disk
    assert message.value[:64] not in on_disk
    assert stat.S_IMODE((tmp_path / "outbox.db.key").stat().st_mode) == 0o600


def test_a_row_that_was_moved_under_another_name_does_not_open(
    outbox: Outbox, wire: Any, noon: datetime, tmp_path: Path
) -> None:
    outbox.put(wire.message(), now=noon)
    with sqlite3.connect(tmp_path / "outbox.db") as thief:
        thief.execute("UPDATE messages SET id = 'ppn-9'")
    with pytest.raises(SealedUnreadable):
        outbox.pending()


def test_the_wait_doubles_up_to_a_cap_and_is_spread() -> None:
    backoff = Backoff()
    waits = [backoff.after(attempts, 0.5).total_seconds() for attempts in (1, 2, 3, 8, 9, 1_000)]
    assert waits == [30, 60, 120, 3_600, 3_600, 3_600]
    assert backoff.after(1, 0.0).total_seconds() == 24
    assert backoff.after(1, 1.0).total_seconds() == 36


def test_each_message_stands_with_its_type_and_its_newest_receipt(outbox: Outbox, wire: Any, noon: datetime) -> None:
    outbox.put(wire.message(), now=noon)
    outbox.put(wire.message(id="ppn-2", sequence=2), now=noon)
    receipt = a_receipt(noon, "quarantined")
    outbox.settle(receipt)
    first, second = outbox.answers()
    assert (first.id, first.outcome, first.receipt, first.put_at) == (
        "ppn-1",
        ReceiptOutcome.QUARANTINED,
        receipt,
        noon,
    )
    assert first.type == "safeguarding.concern-raised.v1"
    assert (second.id, second.outcome, second.receipt) == ("ppn-2", None, None)


def test_a_message_that_is_sent_again_awaits_its_answer_anew(outbox: Outbox, wire: Any, noon: datetime) -> None:
    outbox.put(wire.message(), now=noon)
    outbox.settle(a_receipt(noon, "quarantined"))
    outbox.send_again(SOURCE, "ppn-1", noon)
    assert [row.outcome for row in outbox.answers()] == [None]
    outbox.settle(a_receipt(noon, "accepted", revision=2))
    assert [row.outcome for row in outbox.answers()] == [ReceiptOutcome.ACCEPTED]


def test_an_outbox_of_an_older_version_is_opened_and_its_messages_stand_without_type(
    tmp_path: Path, wire: Any, noon: datetime
) -> None:
    older = Outbox(tmp_path / "outbox.db")
    older.put(wire.message(), now=noon)
    older.close()
    with sqlite3.connect(tmp_path / "outbox.db") as connection:
        connection.execute("DROP TABLE answers")
    outbox = Outbox(tmp_path / "outbox.db")
    assert [(row.id, row.type) for row in outbox.answers()] == [("ppn-1", "")]
    outbox.close()
