"""The same messages for all: each sealed and signed for the hub, its plain twin for the peer, each on a topic once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from benchmarks.story import Saying
from exchange import AgencyFolder, Envelope, Message, compose, for_agency
from exchange.topic_log.kafka_client import new_admin
from exchange.topic_log.port import Record, TopicLog
from exchange.topic_log.security import KafkaSecurity

FLUSH_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Topics:
    """Where the messages lie: the agency's own topic, and the peer's with the plain twins."""

    sealed: str
    plain: str


def composed(folder: AgencyFolder, sayings: Iterable[Saying]) -> list[Message]:
    """Return what an agency's connector would send: sealed to the hub and signed."""
    return [_composed(folder, saying) for saying in sayings]


def twins(folder: AgencyFolder, sayings: Iterable[Saying], topic: str) -> list[Message]:
    """Return the same events in plain JSON, with the same keys and so in partitions of the same load."""
    return [
        Message(topic, folder.subject_of(saying.data["children"][0]["local_ref"]).encode(), _plain(saying), ())
        for saying in sayings
    ]


def put(log: TopicLog, partitions: dict[str, int], messages: Sequence[Message]) -> None:
    """Write messages to their topics, durably."""
    log.create_topics(partitions)
    producer = log.producer()
    for place, message in enumerate(messages, start=1):
        producer.send(message)
        if place % FLUSH_EVERY == 0:
            producer.flush()
    producer.flush()
    producer.close()


Offsets = dict[str, "count[int]"]
"""The next offset of each topic."""


def as_records(messages: Iterable[Message], offsets: Offsets | None = None) -> list[Record]:
    """Return messages as they would be read from one partition each topic, for use without a transport.

    What comes after has the same `offsets` handed in; the hub passes over an offset that it has taken.
    """
    offsets = {} if offsets is None else offsets
    return [
        Record(one.topic, 0, next(offsets.setdefault(one.topic, count())), one.key, one.value, one.headers, 0)
        for one in messages
    ]


def _composed(folder: AgencyFolder, saying: Saying) -> Message:
    envelope = Envelope(
        id=saying.event_id,
        source=f"urn:agency:{folder.agency_id}:bench",
        type=saying.event_type,
        time=saying.time,
        subject=folder.subject_of(saying.data["children"][0]["local_ref"]),
        topic=for_agency(folder.agency_id).events,
        audience=folder.hub_id,
        data=dict(saying.data),
    )
    return compose(envelope, seal_to=folder.sealing_key, sign_with=folder.signing_key)


def _plain(saying: Saying) -> bytes:
    told = {"id": saying.event_id, "type": saying.event_type, "time": saying.time.isoformat(), "data": saying.data}
    return json.dumps(told, separators=(",", ":")).encode()


def drop(transport: str, topics: Sequence[str]) -> None:
    """Delete topics from a broker; the embedded log goes with its folder."""
    if not transport.startswith("kafka://"):
        return
    admin = new_admin(transport.removeprefix("kafka://").split(","), KafkaSecurity())
    admin.delete_topics(list(topics))
    admin.close()
