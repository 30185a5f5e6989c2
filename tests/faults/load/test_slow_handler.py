"""A member that takes longer than it may between two polls is given up, and what it was at is filed once (G6)."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import pytest
from builders.intake import SampleIntake, event, nhs_number, told_child
from builders.members import OwnTopics

from exchange import for_agency
from exchange.topic_log.port import Record
from hub.cli.joining import make_topics
from hub.intake.take import Taken
from hub.worker import Worker

BETWEEN_POLLS_MS = 1_500
WITHIN_SECONDS = 60
NOTIFICATION = event("police-notification", told_child(nhs=nhs_number(0)))


class SlowIntake:
    """Begins each batch only when it is told to."""

    def __init__(self, hub: SampleIntake, go: threading.Event) -> None:
        self.hub, self.go = hub, go
        self.begun = threading.Event()

    def take(self, records: Sequence[Record]) -> Taken:
        self.begun.set()
        assert self.go.wait(WITHIN_SECONDS)
        return self.hub.intake.take(records)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[SampleIntake]:
    hub = SampleIntake(tmp_path)
    yield hub
    hub.close()


def running(log: OwnTopics, hub: SampleIntake, intake: object, stop: threading.Event) -> threading.Thread:
    worker = Worker(log, intake, hub.store.record.database, hub.clock, lambda _: None)
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    return thread


def test_another_member_takes_what_a_slow_one_is_at_and_the_slow_one_files_nothing_twice(
    hub: SampleIntake, kafka_address: str
) -> None:
    agency = f"t-{uuid4().hex[:12]}"
    hub.join(agency, "police")
    log = OwnTopics(kafka_address, agency, BETWEEN_POLLS_MS)
    make_topics(log, agency, 1)
    producer = log.producer()
    sent = [f"e-{number}" for number in range(30)]
    for name in sent:
        producer.send(hub.message(agency, "police-notification", NOTIFICATION, id=name))
    producer.flush()
    stop, go = threading.Event(), threading.Event()
    slow = SlowIntake(hub, go)
    threads = [running(log, hub, slow, stop)]
    assert slow.begun.wait(WITHIN_SECONDS)
    threads.append(running(log, hub, hub.reopened().intake, stop))
    end = time.monotonic() + WITHIN_SECONDS
    while [row["next_offset"] for row in hub.rows("topic_offset")] != [30] and time.monotonic() < end:
        time.sleep(0.1)
    go.set()
    producer.send(hub.message(agency, "police-notification", NOTIFICATION, id="last"))
    producer.flush()
    while hub.count("message") < 31 and time.monotonic() < end:
        time.sleep(0.1)
    stop.set()
    for thread in threads:
        thread.join(WITHIN_SECONDS)
    assert Counter(name for child in hub.origins() for name in child) == Counter([*sent, "last"])
    assert hub.rows("topic_offset")[0]["topic"] == for_agency(agency).events
    producer.close()
    log.close()
