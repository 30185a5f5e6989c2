"""The addresses of transports: `embedded:/path/to/topics.db` and `kafka://host:port[,host:port]`."""

from pathlib import Path

from exchange.errors import ExtraMissing, TransportError
from exchange.topic_log.embedded import EmbeddedTopicLog
from exchange.topic_log.port import TopicLog
from exchange.topic_log.security import KafkaSecurity


def connect(address: str, security: KafkaSecurity | None = None) -> TopicLog:
    """Return the transport at an address.

    Args:
        security: how to log in to Kafka; without it, plain text. Passwords never stand in an address.

    Raises:
        TransportError: an address of neither kind.
        Unreachable: nobody answers, or the log-in is refused, within seconds.
        ExtraMissing: Kafka is wanted and its client is not installed.
    """
    scheme, _, rest = address.partition(":")
    if scheme == "embedded" and rest:
        return EmbeddedTopicLog(Path(rest))
    if (servers := kafka_servers(address)) is not None:
        return _kafka(servers, security or KafkaSecurity())
    raise TransportError("a transport's address is embedded:/path/to/topics.db or kafka://host:port")


def kafka_servers(address: str) -> list[str] | None:
    """Return the brokers that an address names, or None if it is not of a Kafka broker."""
    rest = address.removeprefix("kafka://")
    return rest.split(",") if rest and rest != address else None


def _kafka(servers: list[str], security: KafkaSecurity) -> TopicLog:
    """Import the adapter only here: the base install has no Kafka client."""
    try:
        from exchange.topic_log.kafka import KafkaTopicLog
    except ModuleNotFoundError as error:
        raise ExtraMissing("Kafka needs the extra `kafka`: pip install 'safeguarding-hub[kafka]'") from error
    return KafkaTopicLog(servers, security)
