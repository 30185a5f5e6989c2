"""Trouble in the store stops nothing for good: what can't be written is taken later, what never can is put aside."""

import threading
import time
from collections.abc import Callable, Sequence

import pytest
from builders.feed import Feed
from builders.intake import POLICE, SampleIntake, event, nhs_number, told_child
from eventsourcing.persistence import PersistenceError

from exchange import ReceiptOutcome
from hub.bootstrap.store import open_intake
from hub.domain.child import Child
from hub.intake.take import MOST_TRIES
from hub.record.children import DomainEvent
from hub.record.database import Cursor
from hub.worker import Worker

PATIENCE_S = 30.0


def until(true: Callable[[], bool]) -> bool:
    """Wait for something to become true, for so long as is patient."""
    end = time.monotonic() + PATIENCE_S
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_a_worker_takes_what_waits_once_the_store_can_write_again(feed: Feed) -> None:
    with feed.hub.store.record.database.write() as cursor:
        cursor.execute("ALTER TABLE receipt RENAME TO receipt_away")
    feed.send("concern-raised", 30)
    stop, polled = threading.Event(), threading.Event()
    worker = Worker(
        feed.log, open_intake(feed.hub.store), feed.hub.store.record.database, feed.hub.clock, lambda _: polled.set()
    )
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    try:
        assert not polled.wait(3)
        with feed.hub.store.record.database.write() as cursor:
            cursor.execute("ALTER TABLE receipt_away RENAME TO receipt")
        assert until(lambda: feed.taken() == feed.ends())
    finally:
        stop.set()
        thread.join(PATIENCE_S)
    assert (feed.hub.count("message"), feed.hub.count("quarantine")) == (30, 0)


def refuse_poison(_: Cursor, events: Sequence[DomainEvent]) -> None:
    """A writer of rows that can't write one message, however often it is asked."""
    if any(isinstance(one, Child.EntryRecorded) and one.labels.category == "poison" for one in events):
        raise ValueError("a value that no row takes")


def test_a_message_that_can_never_be_written_is_put_aside_and_the_rest_of_its_batch_is_filed(feed: Feed) -> None:
    hub: SampleIntake = feed.hub
    hub.store.record.also_write([refuse_poison], [])
    named = {"first": "neglect", "poison": "poison", "last": "neglect"}
    told = [told_child(f"P-{number}", nhs=nhs_number(number)) for number in range(len(named))]
    messages = [
        hub.message(POLICE, "concern-raised", event("concern-raised", child, category=category), id=name)
        for child, (name, category) in zip(told, named.items(), strict=True)
    ]
    taken = hub.take(*messages)
    assert (taken.records, taken.accepted, taken.quarantined) == (3, 2, 1)
    outcomes = [hub.receipt(POLICE, name).outcome for name in named]
    assert outcomes == [ReceiptOutcome.ACCEPTED, ReceiptOutcome.QUARANTINED, ReceiptOutcome.ACCEPTED]


def limit_key_table(hub: SampleIntake, pages: int) -> None:
    """Let the table of keys grow to so many pages and no further, as a full disk does."""
    hub.store.keys._wrapped._connection.execute(f"PRAGMA max_page_count={pages}")


def test_no_message_is_blamed_for_a_full_disk_under_the_keys(feed: Feed) -> None:
    hub: SampleIntake = feed.hub
    told = told_child("P-1", nhs=nhs_number(1))
    records = hub.records(hub.message(POLICE, "concern-raised", event("concern-raised", told), id="one"))
    limit_key_table(hub, 1)
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(PersistenceError):
            hub.intake.take(records)
    limit_key_table(hub, 1_000_000)
    assert hub.intake.take(records).accepted == 1
    assert (hub.count("message"), hub.count("quarantine")) == (1, 0)
