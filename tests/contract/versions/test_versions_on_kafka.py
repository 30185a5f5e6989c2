"""Two versions of one type, side by side on a real Kafka, from one agency, become one chronology of one shape."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from builders.intake import SampleIntake, event, nhs_number, source_of, told_child
from builders.versions import INCIDENT, INCIDENT_2, add_schema, incident_v2

from exchange import Message, connect
from exchange.topic_log.port import Record, TopicLog
from exchange.topics import topics_to_make
from hub.bootstrap.known_schemas import known_schemas
from hub.bootstrap.reader import StoreReader
from hub.bootstrap.store import open_desk
from hub.cli.quarantine import retried_all, waiting_for
from hub.views.gaps import open_gaps

SECONDS = 30
ROWAN = told_child(nhs=nhs_number(0))
OLD, NEW = {"crime_reference": "NP/1"}, {"crime_references": ["NP/2"]}


@pytest.fixture
def log(kafka_address: str) -> Iterator[TopicLog]:
    opened = connect(f"kafka://{kafka_address}")
    yield opened
    opened.close()


@pytest.fixture
def force() -> str:
    """A force that no other test knows, so that its topics are its own."""
    return f"police-{uuid4().hex[:12]}"


@pytest.fixture
def hub(tmp_path: Path, force: str) -> Iterator[SampleIntake]:
    (tmp_path / "schemas" / "events").mkdir(parents=True)
    sample = SampleIntake(tmp_path / "hub", schemas=tmp_path / "schemas")
    sample.join(force, "police")
    yield sample
    sample.close()


def incident(hub: SampleIntake, force: str, number: int, event_type: str, **told: Any) -> Message:
    data = event("domestic-abuse-incident", ROWAN, headline=f"incident {number}", **told)
    envelope = hub.envelope(force, "domestic-abuse-incident", data, id=f"m-{number}", sequence=number)
    return hub.signed(replace(envelope, type=event_type), hub.keys[force])


def received(log: TopicLog, force: str, count: int) -> list[Record]:
    """Everything on a force's topic, from its beginning; a hub passes over what it has taken."""
    consumer, records = log.consumer(f"group-{uuid4().hex}", topics=[f"agency.{force}.events"]), list[Record]()
    ends = time.monotonic() + SECONDS
    while len(records) < count and time.monotonic() < ends:
        records += consumer.poll(count, 1.0)
    consumer.close()
    return records


def sent(log: TopicLog, messages: Sequence[Message]) -> None:
    producer = log.producer()
    for message in messages:
        producer.send(message)
    producer.flush()
    producer.close()


def test_both_versions_of_one_agency_become_one_chronology(log: TopicLog, hub: SampleIntake, force: str) -> None:
    log.create_topics(topics_to_make(force, 1))
    kinds = [(INCIDENT, OLD), (INCIDENT_2, NEW), (INCIDENT, OLD), (INCIDENT_2, NEW), (INCIDENT_2, NEW)]
    messages = [incident(hub, force, number, kind, **told) for number, (kind, told) in enumerate(kinds, 1)]
    sent(log, [*messages[:3], messages[4]])
    taken = hub.intake.take(received(log, force, 4))
    assert (taken.accepted, taken.quarantined) == (2, 2)
    assert gaps(hub) == [(source_of(force), 4, 4)]
    added_while_the_hub_runs(hub)
    waiting = [str(line["quarantine_id"]) for line in waiting_for(hub.store, "unknown-type", force)]
    assert retried_all(hub.store, open_desk(hub.store), waiting, "version 2 was added") == {"accepted": 2}
    sent(log, [messages[3]])
    assert hub.intake.take(received(log, force, 5)).accepted == 1
    assert gaps(hub) == []
    assert {name: told["crime_references"] for name, told in read(hub).items()} == {
        "incident 1": ["NP/1"], "incident 2": ["NP/2"], "incident 3": ["NP/1"], "incident 4": ["NP/2"],
        "incident 5": ["NP/2"],
    }  # fmt: skip


def added_while_the_hub_runs(hub: SampleIntake) -> None:
    assert hub.schemas is not None
    add_schema(hub.schemas, INCIDENT_2, incident_v2())
    ends = time.monotonic() + SECONDS
    while INCIDENT_2 not in known_schemas(hub.store.settings).types() and time.monotonic() < ends:
        time.sleep(0.1)


def gaps(hub: SampleIntake) -> list[tuple[str, int, int]]:
    with hub.store.record.database.read() as cursor:
        return [(gap.source, gap.first, gap.last) for gap in open_gaps(cursor)]


def read(hub: SampleIntake) -> dict[str, Any]:
    """The incidents' own fields, by headline, as access opens them."""
    reader = StoreReader(hub.store.keys, hub.store.record.events_table, known_schemas(hub.store.settings))
    opened = reader.opener()
    (file,) = hub.files()
    contents: list[Any] = [opened(entry) for entry in file.entries]
    return {one["headline"]: one["details"] for one in contents}
