"""The tuned peer: what a careful user writes with the same libraries, and none of the securing.

It reads by the same client (kafka-python with its C checksum), validates by jsonschema-rs, keeps its aggregates cached,
saves each message together with how far it has read, and commits once a poll.
"""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from eventsourcing.application import AggregateNotFoundError, ProcessingEvent
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.system import ProcessApplication

from benchmarks.intake import Drained, until
from benchmarks.measures import BenchmarkFailed
from exchange import schemas
from exchange.topic_log.port import Partition, Record, TopicLog
from hub.record.children import store_environment

POLL_RECORDS = 500
POLL_SECONDS = 1.0
CACHED_AGGREGATES = 1000


class Pupil(Aggregate):
    """One child as the peer keeps it: the ids of what was said, each event with its whole content."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        self.entries: list[str] = []

    @staticmethod
    def create_id(reference: str) -> UUID:
        return uuid5(NAMESPACE_URL, reference)

    @event("ConcernRecorded")
    def record(self, concern: dict[str, Any]) -> None:
        self.entries.append(concern["id"])


class Peer(ProcessApplication[UUID]):
    """The peer's application: one save a message, with its tracking."""

    name = "peer"

    def policy(self, domain_event: Any, processing_event: ProcessingEvent[UUID]) -> None:
        """Follow no other application."""

    def take(self, record: Record) -> None:
        """Validate one message and save it."""
        message = json.loads(record.value)
        if not schemas.load().validators[message["type"]].is_valid(message["data"]):
            raise BenchmarkFailed("the peer's message does not follow its schema")
        pupil = self._pupil(message["data"]["children"][0]["local_ref"])
        pupil.record(message)
        processing: ProcessingEvent[UUID] = ProcessingEvent(
            tracking=Tracking(f"{record.topic}-{record.partition}", record.offset + 1)
        )
        processing.collect_events(pupil)
        self._record(processing)

    def _pupil(self, reference: str) -> Pupil:
        try:
            pupil: Pupil = self.repository.get(Pupil.create_id(reference))
        except AggregateNotFoundError:
            return Pupil(reference)
        return pupil


def drain_plain(data: Path, store: str, log: TopicLog, topic: str, expected: int) -> Drained:
    """Take every plain message of a topic into the peer's own store; timed from assignment to the last commit."""
    run = _Run(Peer(env=peer_environment(data, store)), log, topic)
    until(lambda: run.taken >= expected, run.turn)
    ended = (time.perf_counter(), time.process_time())
    run.close()
    return Drained(expected, ended[0] - run.began[0], ended[1] - run.began[1])


def peer_environment(data: Path, store: str) -> dict[str, str]:
    """Return the library's own settings for a store at the hub's kind of address, with aggregates cached."""
    kind = "sqlite" if store == "sqlite" else "postgres"
    env = store_environment(store, data) | {"PERSISTENCE_MODULE": f"eventsourcing.{kind}"}
    return env | {"AGGREGATE_CACHE_MAXSIZE": str(CACHED_AGGREGATES)}


class _Run:
    def __init__(self, application: Peer, log: TopicLog, topic: str) -> None:
        self._application = application
        self._consumer = log.consumer(f"peer.{uuid4().hex}", topics=[topic])
        self._consumer.on_assignment(self._begin)
        self.began = (0.0, 0.0)
        self.taken = 0

    def _begin(self, _: Sequence[Partition]) -> Mapping[Partition, int]:
        if not self.taken:
            self.began = (time.perf_counter(), time.process_time())
        return {}

    def turn(self) -> None:
        records = self._consumer.poll(POLL_RECORDS, POLL_SECONDS)
        for record in records:
            self._application.take(record)
        self._consumer.commit({(one.topic, one.partition): one.offset + 1 for one in records})
        self.taken += len(records)

    def close(self) -> None:
        self._consumer.close()
        self._application.close()
