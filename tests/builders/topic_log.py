"""Writing to a topic log and reading from it, as tests of every transport do."""

import time

from exchange import Message
from exchange.topic_log import Consumer, Position, Record, TopicLog

PATIENCE_S = 20.0


def a_message(topic: str, key: str = "child-1", value: str = "hello") -> Message:
    return Message(topic, key.encode(), value.encode(), (("jws", b"a..b"), ("content-type", b"text/plain")))


def write(log: TopicLog, topic: str, values: list[str], key: str = "child-1") -> list[Position]:
    producer = log.producer()
    for value in values:
        producer.send(a_message(topic, key, value))
    positions = producer.flush()
    producer.close()
    return positions


def read(consumer: Consumer, count: int, patience_s: float = PATIENCE_S) -> list[Record]:
    """Poll until `count` records came, or patience ends."""
    records: list[Record] = []
    until = time.monotonic() + patience_s
    while len(records) < count and time.monotonic() < until:
        records += consumer.poll(100, 0.5)
    return records


def values(records: list[Record]) -> list[str]:
    return [record.value.decode() for record in records]


def following(records: list[Record]) -> dict[tuple[str, int], int]:
    return {(r.topic, r.partition): r.offset + 1 for r in records}
