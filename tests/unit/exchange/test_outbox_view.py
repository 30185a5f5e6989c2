"""How messages stand: waiting, sent, late or answered; told by ids and ages alone, while the outbox is written."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from exchange import Receipt, ReceiptOutcome
from exchange.outbox import Outbox
from exchange.outbox_view import Allowed, Named, OutboxView, State
from exchange.receipts import Problem
from exchange.topics import Lane

SOURCE = "urn:agency:northshire-police:niche"
EVENTS, URGENT = "agency.northshire-police.events", "agency.northshire-police.urgent"
SECOND = timedelta(seconds=1)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    outbox = Outbox(tmp_path / "outbox.db", chance=lambda: 0.5)
    yield outbox
    outbox.close()


@pytest.fixture
def view(outbox: Outbox, tmp_path: Path) -> Iterator[OutboxView]:
    view = OutboxView(tmp_path / "outbox.db")
    yield view
    view.close()


@pytest.fixture
def put(outbox: Outbox, wire: Any, noon: datetime) -> Any:
    def put(number: int, topic: str = EVENTS, at: datetime = noon) -> str:
        outbox.put(wire.message(id=f"m-{number}", sequence=number, topic=topic), now=at)
        return f"m-{number}"

    return put


def settle(outbox: Outbox, noon: datetime, id: str, outcome: str, problem: str = "") -> None:
    why = Problem(f"urn:safeguarding:problem:{problem}", "why") if problem else None
    outbox.settle(Receipt(SOURCE, id, 1, ReceiptOutcome(outcome), noon, problem=why))


def test_an_empty_outbox_has_nothing_late(view: OutboxView, noon: datetime) -> None:
    standing = view.standing(noon)
    assert (standing.is_late, standing.late_since, standing.late, standing.held) == (False, None, (), ())


def test_a_message_waits_until_the_transport_took_it_and_is_sent_until_its_receipt(
    outbox: Outbox, view: OutboxView, put: Any, noon: datetime
) -> None:
    put(1)
    assert view.standing(noon).unanswered == {(Lane.EVENTS, State.WAITING): 1}
    outbox.sent(SOURCE, "m-1", noon)
    assert view.standing(noon).unanswered == {(Lane.EVENTS, State.SENT): 1}
    settle(outbox, noon, "m-1", "accepted")
    standing = view.standing(noon)
    assert (standing.unanswered, standing.answered) == ({}, {(Lane.EVENTS, ReceiptOutcome.ACCEPTED): 1})


@pytest.mark.parametrize(("topic", "minutes"), [(URGENT, 2), (EVENTS, 15)])
@pytest.mark.parametrize("was_sent", [True, False])
def test_a_receipt_is_late_after_its_lanes_time_whether_or_not_the_message_left(
    outbox: Outbox, view: OutboxView, put: Any, noon: datetime, topic: str, minutes: int, was_sent: bool
) -> None:
    put(1, topic)
    if was_sent:
        outbox.sent(SOURCE, "m-1", noon)
    just = noon + timedelta(minutes=minutes)
    assert (view.late_messages(just - SECOND), view.late_messages(just)) == (0, 1)
    standing = view.standing(just)
    assert standing.late == (Named(SOURCE, "m-1", Lane(topic.rpartition(".")[2]), noon, int(was_sent)),)
    assert (standing.is_late, standing.late_since) == (True, noon)


def test_what_is_allowed_can_be_set(outbox: Outbox, put: Any, noon: datetime, tmp_path: Path) -> None:
    put(1)
    strict = OutboxView(tmp_path / "outbox.db", Allowed(other=timedelta(seconds=5)))
    assert strict.late_messages(noon + timedelta(seconds=5)) == 1
    strict.close()


def test_the_late_are_named_urgent_first_then_the_oldest(view: OutboxView, put: Any, noon: datetime) -> None:
    put(1)
    put(2, at=noon - SECOND)
    put(3, URGENT, at=noon + SECOND)
    standing = view.standing(noon + timedelta(hours=1))
    assert [one.id for one in standing.late] == ["m-3", "m-2", "m-1"]
    assert standing.late_since == noon - SECOND
    assert standing.oldest == {Lane.EVENTS: noon - SECOND, Lane.URGENT: noon + SECOND}


def test_a_receipt_ends_lateness_and_what_is_quarantined_awaits_correction(
    outbox: Outbox, view: OutboxView, put: Any, noon: datetime
) -> None:
    put(1)
    settle(outbox, noon, "m-1", "quarantined", "data-invalid")
    standing = view.standing(noon + timedelta(days=1))
    assert not standing.is_late
    assert (standing.held_messages, [(one.id, one.problem) for one in standing.held]) == (1, [("m-1", "data-invalid")])


def test_what_is_sent_again_after_its_correction_has_its_whole_time_anew(
    outbox: Outbox, view: OutboxView, put: Any, noon: datetime
) -> None:
    put(1)
    settle(outbox, noon, "m-1", "quarantined")
    later = noon + timedelta(days=1)
    outbox.send_again(SOURCE, "m-1", later)
    assert view.late_messages(later + timedelta(minutes=14)) == 0
    assert view.late_messages(later + timedelta(minutes=15)) == 1


def test_more_than_can_be_named_are_all_counted(
    view: OutboxView, put: Any, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exchange.outbox_view.MOST_NAMED", 2)
    for number in (1, 2, 3):
        put(number)
    standing = view.standing(noon + timedelta(hours=1))
    assert (standing.late_messages, len(standing.late)) == (3, 2)


def test_it_cannot_write_and_needs_no_key(outbox: Outbox, put: Any, noon: datetime, tmp_path: Path) -> None:
    put(1)
    (tmp_path / "outbox.db.key").unlink()
    view = OutboxView(tmp_path / "outbox.db")
    assert view.late_messages(noon + timedelta(hours=1)) == 1
    with pytest.raises(Exception, match="readonly"):
        view._connection.execute("DELETE FROM messages")
    view.close()
