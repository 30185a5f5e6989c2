"""What waits on the topics is counted without what is urgent, and not more often than every two seconds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.intake import POLICE, SampleIntake, event, nhs_number, told_child

from exchange import connect
from exchange.errors import TransportError
from exchange.topic_log.port import TopicLog
from hub.cli.joining import make_topics
from hub.intake.backlog import FRESH_SECONDS, Backlog


class Place:
    """A hub with an embedded log, and a backlog whose clock a test sets."""

    def __init__(self, folder: Path) -> None:
        self.hub = SampleIntake(folder)
        self.log = connect(self.hub.store.settings.transport_address)
        make_topics(self.log, POLICE, 2)
        self.now, self.opened, self.fails = 0.0, 0, False
        self.backlog = Backlog(self.hub.store.record.database, self._open, lambda: self.now)

    def _open(self) -> TopicLog:
        self.opened += 1
        if self.fails:
            raise TransportError("nobody answers")
        return self.log

    def send(self, kind: str, count: int) -> None:
        producer = self.log.producer()
        for number in range(count):
            message = self.hub.message(POLICE, kind, event(kind, told_child(nhs=nhs_number(0))), id=f"{kind}-{number}")
            producer.send(message)
        producer.flush()
        producer.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.log.close()
    place.hub.close()


def test_what_was_taken_and_what_is_urgent_is_not_counted(place: Place) -> None:
    place.send("police-notification", 7)
    place.send("concern-raised", 5)
    consumer = place.log.consumer("hub", pattern=r".*\.events")
    place.hub.intake.take(consumer.poll(3, 1))
    consumer.close()
    assert place.backlog.waiting() == 4


def test_what_was_deleted_unread_no_longer_waits(place: Place) -> None:
    place.send("police-notification", 7)
    ends = place.log.end_offsets([(f"agency.{POLICE}.events", part) for part in (0, 1)])
    place.log.trim(ends)
    assert place.backlog.waiting() == 0


def test_the_count_is_kept_for_two_seconds(place: Place) -> None:
    assert place.backlog.waiting() == 0
    place.send("police-notification", 2)
    assert place.backlog.waiting() == 0
    place.now += FRESH_SECONDS
    assert place.backlog.waiting() == 2


def test_a_transport_that_does_not_answer_refuses_nobody_and_is_tried_again(place: Place) -> None:
    place.send("police-notification", 2)
    place.fails = True
    assert place.backlog.waiting() == 0
    place.fails, place.now = False, FRESH_SECONDS
    assert place.backlog.waiting() == 2
    assert place.opened == 2
