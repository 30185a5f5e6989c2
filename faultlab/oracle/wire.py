"""What lies on the topics: the messages as they were sent, and the receipts as they came back."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kafka import KafkaConsumer, TopicPartition

POLL_MS = 500


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message on an agency's topic, by its place and the fingerprint of its value."""

    topic: str
    partition: int
    offset: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as an agency reads it. `appended` is the broker's own time for it, in milliseconds since 1970."""

    source: str
    id: str
    revision: int
    outcome: str
    recorded: str
    entries: tuple[str, ...]
    duplicate: bool
    appended: int


@dataclass(frozen=True, slots=True)
class Wire:
    """All of it, in the order of each partition."""

    inbound: tuple[Inbound, ...]
    receipts: tuple[Receipt, ...]


def read_wire(server: str, agencies: Iterable[str]) -> Wire:
    """Read every topic of these agencies from its beginning to its end."""
    names = list(agencies)
    consumer = KafkaConsumer(bootstrap_servers=[server], enable_auto_commit=False, auto_offset_reset="earliest")
    try:
        inbound = _all(consumer, [f"agency.{one}.{lane}" for one in names for lane in ("events", "urgent")], _inbound)
        receipts = _all(consumer, [f"agency.{one}.receipts" for one in names], _receipt)
    finally:
        consumer.close()
    return Wire(tuple(inbound), tuple(receipts))


def _all(consumer: Any, topics: list[str], read: Callable[[Any], Any]) -> list[Any]:
    consumer.topics()
    places = [TopicPartition(topic, part) for topic in topics for part in consumer.partitions_for_topic(topic) or ()]
    consumer.assign(places)
    consumer.seek_to_beginning(*places)
    return [read(record) for record in _records(consumer, consumer.end_offsets(places))]


def _records(consumer: Any, ends: dict[Any, int]) -> Iterator[Any]:
    while any(consumer.position(place) < end for place, end in ends.items()):
        for records in consumer.poll(timeout_ms=POLL_MS).values():
            yield from records


def _inbound(record: Any) -> Inbound:
    return Inbound(record.topic, record.partition, record.offset, hashlib.sha256(record.value).hexdigest())


def _receipt(record: Any) -> Receipt:
    data = json.loads(record.value)["data"]
    return Receipt(
        source=data["source"],
        id=data["id"],
        revision=data["revision"],
        outcome=data["outcome"],
        recorded=data["recorded"],
        entries=tuple(entry["id"] for entry in data["entries"]),
        duplicate=data["duplicate"],
        appended=record.timestamp,
    )
