"""The one place that touches kafka-python, which has no types: clients made with safe settings, errors translated."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import kafka
from kafka import errors
from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor

from exchange.errors import CommitRefused, TransportError, UnknownTopic
from exchange.topic_log.kafka_connecting import BOOTSTRAP_MS, connecting
from exchange.topic_log.security import KafkaSecurity

METADATA_AGE_MS = 5_000
"""How soon a topic new to a pattern is found."""

_PRODUCER = {
    "acks": "all",
    "enable_idempotence": True,
    "compression_type": "gzip",
    "linger_ms": 5,
    "batch_size": 65_536,
    "max_block_ms": 5_000,
    "request_timeout_ms": 10_000,
    "delivery_timeout_ms": 30_000,
}
_CONSUMER = {
    "enable_auto_commit": False,
    "auto_offset_reset": "none",
    "isolation_level": "read_committed",
    "allow_auto_create_topics": False,
    "metadata_max_age_ms": METADATA_AGE_MS,
    "fetch_max_bytes": 8_000_000,
    "max_partition_fetch_bytes": 262_144,
}
"""`none` rather than `earliest`: every start is sought by us, and an offset off the log must be heard of.

What is fetched ahead is bounded for each partition and in all, whatever waits there; a larger message comes alone."""


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Give kafka-python's errors as ours."""
    try:
        yield
    except (errors.CommitFailedError, errors.IllegalGenerationError, errors.UnknownMemberIdError) as error:
        raise CommitRefused(f"{doing}: this member is no longer in the group") from error
    except (errors.TopicAuthorizationFailedError, errors.UnknownTopicOrPartitionError) as error:
        raise UnknownTopic(f"{doing}: there is no such topic, or it is not for this principal") from error
    except errors.KafkaError as error:
        raise TransportError(f"{doing}: {type(error).__name__}") from error


def new_producer(servers: Sequence[str], security: KafkaSecurity) -> Any:
    with connecting(servers, security):
        return kafka.KafkaProducer(**_common(servers, security), **_PRODUCER)


def put_away(producer: Any) -> None:
    """Close a producer that is stuck; what it holds fails. Its own `close` would wait for what never comes."""
    producer._sender.force_close()
    with suppress(errors.KafkaTimeoutError):
        producer.close(timeout=0)


# Round robin, which gives everything up at each rebalance: under the cooperative protocol of kafka-python 3.0.12
# a group of two was seen to rejoin without end and read nothing.
def new_consumer(
    servers: Sequence[str], security: KafkaSecurity, group: str | None = None, times: Mapping[str, int] | None = None
) -> Any:
    """Return a client; `times` are those of a member of a group, `session_timeout_ms` among them."""
    times = times or {}
    membership = {
        **times,
        "group_id": group,
        "heartbeat_interval_ms": times.get("session_timeout_ms", 0) // 3,
        "partition_assignment_strategy": [RoundRobinPartitionAssignor],
    }
    with connecting(servers, security):
        return kafka.KafkaConsumer(**_common(servers, security), **_CONSUMER, **(membership if group else {}))


def new_admin(servers: Sequence[str], security: KafkaSecurity) -> Any:
    with connecting(servers, security):
        return kafka.KafkaAdminClient(**_common(servers, security))


def _common(servers: Sequence[str], security: KafkaSecurity) -> dict[str, Any]:
    common: dict[str, Any] = {
        "bootstrap_servers": list(servers),
        "bootstrap_timeout_ms": BOOTSTRAP_MS,
        "security_protocol": security.protocol,
        "ssl_cafile": _path(security.ca_file),
        "ssl_certfile": _path(security.certificate_file),
        "ssl_keyfile": _path(security.key_file),
    }
    if security.sasl_mechanism:
        common |= {"sasl_mechanism": security.sasl_mechanism}
        common |= {"sasl_plain_username": security.username, "sasl_plain_password": security.password}
    return common


def _path(path: object) -> str | None:
    return None if path is None else str(path)


def new_partition(topic: str, number: int) -> Any:
    return kafka.TopicPartition(topic, number)


def new_offset(offset: int) -> Any:
    return kafka.OffsetAndMetadata(offset, "", -1)
