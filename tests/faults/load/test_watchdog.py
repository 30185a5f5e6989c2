"""A consumer that stands still ends its process with an error, and the next one takes what it left."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
import pytest
from builders.feed import Feed
from builders.intake import SampleIntake
from builders.stores import postgres_schema

from exchange import connect
from exchange.topic_log.embedded import EmbeddedTopicLog
from exchange.topic_log.port import Consumer, Record
from exchange.topics import Lane
from hub import worker as worker_module
from hub.intake.watchdog import Pulse
from hub.worker import LANES, Worker

STALLED_AFTER = 2.0
WITHIN_SECONDS = 40


@pytest.fixture
def postgres(tmp_path: Path, postgres_address: str) -> Iterator[Feed]:
    with postgres_schema(postgres_address) as address:
        feed = Feed(SampleIntake(tmp_path, address))
        yield feed
        feed.close()


def start_intake(feed: Feed) -> "subprocess.Popen[str]":
    """Start `hub intake` as an operator's supervisor does."""
    settings = feed.hub.store.settings
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    environment = {"HUB_DATA": str(settings.data), "HUB_STORE": settings.store, "HUB_STALLED_AFTER": str(STALLED_AFTER)}
    command = [str(Path(sys.executable).with_name("hub")), "intake"]
    return subprocess.Popen(command, env=kept | environment, stderr=subprocess.PIPE, text=True)


def test_a_process_that_hangs_in_its_store_ends_with_an_error_and_the_next_one_takes_everything(postgres: Feed) -> None:
    postgres.send("police-notification", 40)
    address, _, schema = postgres.hub.address.partition("?schema=")
    with psycopg.connect(address) as other, other.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {schema}.topic_offset IN ACCESS EXCLUSIVE MODE")
        hanging = start_intake(postgres)
        assert hanging.wait(WITHIN_SECONDS) == 1
        assert hanging.stderr is not None
        told = hanging.stderr.read()
    assert '"event": "intake-stalled"' in told
    assert "start it again" in told
    following = start_intake(postgres)
    end = time.monotonic() + WITHIN_SECONDS
    while postgres.taken() != postgres.ends() and time.monotonic() < end:
        time.sleep(0.1)
    following.terminate()
    assert following.wait(WITHIN_SECONDS) == 0
    assert sorted(name for child in postgres.hub.origins() for name in child) == sorted(postgres.sent)


class Deaf:
    """A consumer that gets nothing, though messages wait: as a client's was seen to that had lost its fetches."""

    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer
        self.on_assignment, self.seek, self.close = consumer.on_assignment, consumer.seek, consumer.close
        self.commit, self.assignment, self.lag = consumer.commit, consumer.assignment, consumer.lag

    def poll(self, max_records: int, timeout_s: float) -> list[Record]:
        records = self._consumer.poll(max_records, timeout_s)
        for record in records:
            self._consumer.seek((record.topic, record.partition), 0)
        return []


class DeafOnOneLane(EmbeddedTopicLog):
    """A log whose consumers of the events lane are deaf."""

    def consumer(self, group: str, *, topics: Sequence[str] = (), pattern: str | None = None) -> Consumer:
        consumer = super().consumer(group, topics=topics, pattern=pattern)
        return Deaf(consumer) if group.endswith(Lane.EVENTS) else consumer


def test_a_lane_that_waits_unread_is_found_though_the_other_lane_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "LAG_SECONDS", 0.05)
    feed = Feed(SampleIntake(tmp_path))
    feed.send("police-notification", 3)
    feed.send("concern-raised", 3)
    pulse, stop = Pulse(LANES), threading.Event()
    log = DeafOnOneLane(tmp_path / "topics.db")
    taken = Worker(log, feed.hub.intake, feed.hub.store.record.database, feed.hub.clock, lambda _: None, pulse=pulse)
    thread = threading.Thread(target=taken.run, args=(stop,))
    thread.start()
    time.sleep(1.5)
    stall = pulse.stall(0.8)
    stop.set()
    thread.join()
    assert stall is not None
    assert stall.lane is Lane.EVENTS
    assert feed.hub.count("message") == 3
    log.close()
    feed.close()


def test_a_consumer_with_nothing_to_read_is_not_taken_for_one_that_stands_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "LAG_SECONDS", 0.05)
    feed = Feed(SampleIntake(tmp_path))
    pulse, stop = Pulse(LANES), threading.Event()
    log = connect(feed.hub.store.settings.transport_address)
    idle = Worker(log, feed.hub.intake, feed.hub.store.record.database, feed.hub.clock, lambda _: None, pulse=pulse)
    thread = threading.Thread(target=idle.run, args=(stop,))
    thread.start()
    time.sleep(1.5)
    stall = pulse.stall(0.8)
    stop.set()
    thread.join()
    assert stall is None
    log.close()
    feed.close()
