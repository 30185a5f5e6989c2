"""Kafka behind the port: consumer groups, idempotent producer, nothing committed by itself."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from kafka import errors

from exchange.topic_log.kafka_client import new_admin, new_consumer, new_partition, new_producer, translated
from exchange.topic_log.kafka_consumer import KafkaTopicConsumer
from exchange.topic_log.kafka_producer import KafkaTopicProducer
from exchange.topic_log.port import Consumer, Partition, Producer
from exchange.topic_log.security import KafkaSecurity

SESSION_MS = 10_000
BETWEEN_POLLS_MS = 300_000


class KafkaTopicLog:
    """A TopicLog on a broker.

    Args:
        servers: `host:port` of some brokers.
        session_ms: milliseconds after which a member that is silent counts as dead; the broker asks at least 6,000.
        between_polls_ms: milliseconds after which a member that lives, and does not poll, leaves its group.

    Raises:
        Unreachable: no broker answers, or none lets us in, within five seconds.
    """

    def __init__(
        self,
        servers: Sequence[str],
        security: KafkaSecurity,
        session_ms: int = SESSION_MS,
        between_polls_ms: int = BETWEEN_POLLS_MS,
    ) -> None:
        self._servers = servers
        self._security = security
        self._membership = {"session_timeout_ms": session_ms, "max_poll_interval_ms": between_polls_ms}
        self._reader = new_consumer(servers, security)
        self._admin: Any = None

    def create_topics(self, topics: Mapping[str, int]) -> None:
        missing = {name: count for name, count in topics.items() if name not in self.topics()}
        for name, count in missing.items():
            with translated("creating a topic"):
                try:
                    self._administrator().create_topics({name: {"num_partitions": count}}, wait_for_metadata=True)
                except errors.TopicAlreadyExistsError:
                    continue

    def topics(self) -> dict[str, int]:
        with translated("listing topics"):
            names = sorted(self._reader.topics())
            return {name: len(self._reader.partitions_for_topic(name) or ()) for name in names}

    def producer(self) -> Producer:
        return KafkaTopicProducer(partial(new_producer, self._servers, self._security))

    def consumer(self, group: str, *, topics: Sequence[str] = (), pattern: str | None = None) -> Consumer:
        client = new_consumer(self._servers, self._security, group, self._membership)
        return KafkaTopicConsumer(client, topics, pattern)

    def beginning_offsets(self, partitions: Sequence[Partition]) -> dict[Partition, int]:
        with translated("asking for beginnings"):
            return _by_partition(self._reader.beginning_offsets([new_partition(*where) for where in partitions]))

    def end_offsets(self, partitions: Sequence[Partition]) -> dict[Partition, int]:
        with translated("asking for ends"):
            return _by_partition(self._reader.end_offsets([new_partition(*where) for where in partitions]))

    def trim(self, before: Mapping[Partition, int]) -> None:
        with translated("deleting records"):
            self._administrator().delete_records({new_partition(*where): offset for where, offset in before.items()})

    def close(self) -> None:
        self._reader.close()
        if self._admin is not None:
            self._admin.close()

    def _administrator(self) -> Any:
        if self._admin is None:
            self._admin = new_admin(self._servers, self._security)
        return self._admin


def _by_partition(offsets: Mapping[Any, int]) -> dict[Partition, int]:
    return {(where.topic, where.partition): offset for where, offset in offsets.items()}
