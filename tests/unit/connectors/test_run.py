"""A run carries unless another process does; a full disk is told as what it is, and loses nothing."""

import json
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders.kept import KeptMessages

from connectors.catalogue import Reader
from connectors.drafts import Draft, Item
from connectors.report import Delivery
from connectors.run import carry_alone, read_files
from connectors.sending import Sender
from exchange.outbox import Outbox
from exchange.schemas import load

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
CONCERN = "safeguarding.concern-raised.v1"


def now() -> datetime:
    return datetime.now(UTC)


def test_a_run_that_is_alone_carries_with_the_time_that_is_left(outbox: Outbox) -> None:
    given: list[float] = []

    def carry_it(left: float) -> Delivery:
        given.append(left)
        return Delivery(delivered=1)

    assert carry_alone(outbox, 5.0, now, carry_it).delivered == 1
    assert 4.0 < given[0] <= 5.0


def test_a_run_beside_another_leaves_the_carrying_to_it_and_says_so(outbox: Outbox, sender: Sender) -> None:
    KeptMessages(sender).put("SL-1")
    other = Outbox(outbox.path)
    with other.carried_alone() as alone:
        assert alone
        found = carry_alone(outbox, 0.1, now, lambda _: Delivery(delivered=1), patience_s=0.2)
    assert (found.elsewhere, found.delivered, found.kept, found.failed) == (True, 0, 1, None)
    other.close()


def test_a_run_waits_until_the_other_has_sent_its_messages_or_leaves_them_to_it(outbox: Outbox, sender: Sender) -> None:
    kept = KeptMessages(sender)
    kept.put("SL-1")
    other = Outbox(outbox.path)
    with other.carried_alone():
        timer = threading.Timer(0.3, lambda: Outbox(outbox.path).sent(kept.source, "SL-1", now()))
        timer.start()
        began = time.monotonic()
        assert carry_alone(outbox, 0.0, now, lambda _: Delivery()).elsewhere
        assert 0.3 <= time.monotonic() - began < 5
    assert not carry_alone(outbox, 0.0, now, lambda _: Delivery()).elsewhere
    other.close()


def test_two_that_put_at_once_into_one_outbox_take_each_number_once(sender: Sender, outbox: Outbox) -> None:
    second = Outbox(outbox.path)
    two = [KeptMessages(sender), KeptMessages(Sender(sender.folder, second, sender.schemas))]
    for number in range(20):
        two[number % 2].put(f"SL-{number}")
    assert outbox.next_sequence(two[0].source) == 21
    second.close()


def concerns(file: Path) -> Iterator[Item]:
    example = dict(load().documents[CONCERN]["examples"][0])
    for number in json.loads(file.read_text()):
        yield Draft(f"line {number}", CONCERN, "log", f"SL-{number}", NOW, "P-1", {**example, "narrative": "x" * 2_000})


@contextmanager
def no_room_left(sender: Sender) -> Iterator[None]:
    """A disk on which the outbox cannot grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max(path.stat().st_size for path in sender.folder.path.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 300_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def reader() -> Reader:
    return Reader(concerns, frozenset({".json"}))


def test_on_a_full_disk_the_rest_of_a_file_is_refused_and_sent_once_there_is_room(
    sender: Sender, outbox: Outbox, reader: Reader, tmp_path: Path
) -> None:
    file = tmp_path / "concerns.json"
    file.write_text(json.dumps(list(range(40))))
    with no_room_left(sender):
        (failed,) = read_files(reader, [file], sender, now, lambda: None)
    assert 0 < failed.sent < 40
    assert failed.balanced
    assert [(one.place, "look at the disk" in one.reasons[0].text) for one in failed.refused] == [("file", True)]
    assert outbox.unanswered() == failed.sent
    (again,) = read_files(reader, [file], sender, now, lambda: None)
    assert (again.sent_before, again.sent) == (failed.sent, 40 - failed.sent)
