"""A run carries unless another process does; a full disk is told as what it is, and loses nothing."""

import json
import resource
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders.kept import KeptMessages

from connectors.catalogue import Reader
from connectors.drafts import Draft, Item
from connectors.report import Delivery
from connectors.run import carry, carry_alone, read_files
from connectors.sending import Sender
from exchange.courier import Collected, Courier
from exchange.errors import AskedToWait
from exchange.messages import Message
from exchange.outbox import Kept, Outbox
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


@dataclass
class BusyHub:
    """A way to a hub that takes nothing but what is urgent, for so many rounds."""

    busy_for: int
    taken: list[Message] = field(default_factory=list)

    def deliver(self, messages: Sequence[Message]) -> list[bool]:
        if messages[0].topic.endswith(".events") and self.busy_for:
            self.busy_for -= 1
            raise AskedToWait("more than your agency's quota; send again in a minute", retry_after_s=0.0)
        self.taken += messages
        return [True] * len(messages)

    def collect(self, awaited: Sequence[Kept], timeout_s: float) -> Collected:  # noqa: ARG002 (nothing ever comes)
        return Collected()

    def collected(self) -> None:
        """Nothing to note."""

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def both_lanes(sender: Sender) -> Outbox:
    kept = KeptMessages(sender)
    kept.put("SL-1", at=now())
    kept.put("SL-2", urgent=True, at=now())
    return sender.outbox


def test_a_run_that_is_asked_to_wait_with_one_lane_sends_the_other_and_says_what_it_left(both_lanes: Outbox) -> None:
    hub = BusyHub(busy_for=1)
    done = carry(Courier(both_lanes, hub, {}), both_lanes, 0.0, now)
    assert [message.topic for message in hub.taken] == ["agency.meadow-primary.urgent"]
    assert (done.delivered, done.kept, done.failed) == (1, 2, "more than your agency's quota; send again in a minute")


def test_a_run_that_may_wait_for_receipts_gives_a_hub_the_time_it_asks_for(both_lanes: Outbox) -> None:
    hub = BusyHub(busy_for=1)
    done = carry(Courier(both_lanes, hub, {}), both_lanes, 1.5, now)
    assert (done.delivered, done.kept, done.failed) == (2, 2, None)
