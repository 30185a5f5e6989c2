"""The order of writes is read rightly from a trace, and a receipt that came too soon is found."""

from pathlib import Path

from faultlab.write_order import Kind, Step, order_of, steps

STORE, TOPICS = Path("/d/hub.db"), Path("/d/topics.db")
WRITE = '7  10.1 pwrite64(4</d/hub.db-wal>, "page"..., 4096, 32) = 4096'
SYNC = "7  10.2 fdatasync(4</d/hub.db-wal>) = 0"
RECEIPT = r'8  10.3 pwrite64(9</d/topics.db-wal>, "...{\"id\":\"m-1\",..."..., 4096, 32) = 4096'
NEXT = RECEIPT.replace("m-1", "m-2")


def breaches(*lines: str, **sent: float) -> list[str]:
    named = {name.replace("_", "-"): at for name, at in sent.items()} or {"m-1": 10.0}
    return order_of(steps(lines), named, STORE, TOPICS).breaches


def test_a_receipt_after_a_synced_commit_is_in_order() -> None:
    assert breaches(WRITE, SYNC, RECEIPT) == []


def test_a_receipt_before_the_sync_is_found() -> None:
    assert breaches(WRITE, RECEIPT, SYNC) == ["m-1: its receipt was written before anything was synced to the store"]


def test_a_receipt_before_any_write_is_found() -> None:
    assert breaches(SYNC, RECEIPT) == ["m-1: its receipt was written before anything was written to the store"]


def test_what_was_synced_for_the_receipt_before_does_not_count_for_the_next() -> None:
    found = breaches(WRITE, SYNC, RECEIPT, NEXT, m_1=10.0, m_2=10.3)
    assert found == ["m-2: its receipt was written before anything was written to the store"]


def test_what_was_committed_before_the_message_was_sent_does_not_count() -> None:
    assert breaches(WRITE, SYNC, RECEIPT, m_1=10.25) != []


def test_a_write_that_came_after_the_sync_is_not_synced_by_it() -> None:
    assert breaches(WRITE, SYNC, WRITE, RECEIPT) != []


def test_a_receipt_that_was_never_written_is_found() -> None:
    assert breaches(WRITE, SYNC) == ["m-1: no receipt was written"]


def test_a_sync_of_another_file_does_not_count() -> None:
    assert breaches(WRITE, SYNC.replace("hub.db", "keys.db"), RECEIPT) != []


def test_a_sync_that_fails_does_not_count() -> None:
    assert breaches(WRITE, SYNC.replace("= 0", "= -1 EIO (Input/output error)"), RECEIPT) != []


def test_a_sync_that_another_thread_came_between_counts_once_it_is_done() -> None:
    begun, done = SYNC.replace(") = 0", " <unfinished ...>"), "7  10.25 <... fdatasync resumed>) = 0"
    assert breaches(WRITE, begun, done, RECEIPT) == []
    assert breaches(WRITE, begun, RECEIPT, done) != []
    assert list(steps([begun, done])) == [Step(Kind.SYNC, "/d/hub.db-wal", 10.25)]
