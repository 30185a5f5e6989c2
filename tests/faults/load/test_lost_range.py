"""Records that were deleted before the hub had read them are an incident, and are taken when they come again (G2)."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from builders.intake import POLICE, SampleIntake, event, nhs_number, told_child
from builders.members import OwnTopics
from structlog.testing import capture_logs

from exchange import connect, for_agency
from exchange.topic_log.port import TopicLog
from hub.cli.joining import make_topics
from hub.intake.incidents import Incident, incidents
from hub.worker import Worker

NOTIFICATION = event("police-notification", told_child(nhs=nhs_number(0)))


class Feed:
    """An agency with one partition a topic, on either transport."""

    def __init__(self, hub: SampleIntake, log: TopicLog, agency: str) -> None:
        self.hub, self.log, self.agency = hub, log, agency
        self.place = (for_agency(agency).events, 0)
        make_topics(log, agency, 1)

    def send(self, *ids: str) -> None:
        producer = self.log.producer()
        for name in ids:
            producer.send(self.hub.message(self.agency, "police-notification", NOTIFICATION, id=name))
        producer.flush()
        producer.close()

    def read_until(self, *ids: str) -> None:
        """Read with a consumer that joins, until these are filed."""
        worker = Worker(self.log, self.hub.intake, self.hub.store.record.database, self.hub.clock, lambda _: None)
        for _ in range(200):
            worker.turn()
            if self.hub.origins() == [list(ids)]:
                break
        for consumer in worker._consumers.values():
            consumer.close()
        assert self.hub.origins() == [list(ids)]

    def incidents(self) -> list[Incident]:
        with self.hub.store.record.database.read() as cursor:
            return incidents(cursor)


@pytest.fixture(params=["embedded", "kafka"])
def feed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Feed]:
    hub = SampleIntake(tmp_path)
    if request.param == "embedded":
        log: TopicLog = connect(hub.store.settings.transport_address)
        agency = POLICE
    else:
        agency = f"t-{uuid4().hex[:12]}"
        log = OwnTopics(request.getfixturevalue("kafka_address"), agency)
        hub.join(agency, "police")
    yield Feed(hub, log, agency)
    log.close()
    hub.close()


def test_a_range_deleted_unread_is_an_incident_and_what_is_sent_again_is_filed_once(feed: Feed) -> None:
    feed.send("a", "b")
    feed.read_until("a", "b")
    feed.send("c", "d", "e")
    feed.log.trim({feed.place: 4})
    with capture_logs() as logs:
        feed.read_until("a", "b", "e")
    [incident] = feed.incidents()
    assert (incident.partition, incident.first, incident.last) == (feed.place, 2, 3)
    told = [(line["topic"], line["wanted"], line["beginning"]) for line in logs if line["event"] == "offset-lost"]
    assert told == [(feed.place[0], 2, 4)]
    feed.send("b", "c", "d", "e")
    feed.read_until("a", "b", "e", "c", "d")
    assert feed.incidents() == [incident]


def test_what_was_deleted_before_the_hub_ever_came_is_an_incident_from_the_first_record_on(feed: Feed) -> None:
    feed.send("a", "b", "c")
    feed.log.trim({feed.place: 2})
    feed.read_until("c")
    [incident] = feed.incidents()
    assert (incident.first, incident.last) == (0, 1)
