"""Writing to Kafka: a message counts as written when every in-sync replica has it.

A client that has not made up its mind about a message long after it ought to have given it up is stuck: kafka-python
3.0.12 was seen to wait without end for a new producer id after its broker had been killed, and to expire nothing
meanwhile. It is put away, and what it held goes out by a new one.
"""

from collections.abc import Callable
from typing import Any

from kafka import errors

from exchange.errors import TransportError, UnknownTopic
from exchange.messages import Message, require_size
from exchange.topic_log.kafka_client import put_away, translated
from exchange.topic_log.port import Position

FLUSH_S = 35.0
"""Longer than the client may try to deliver a message (`delivery_timeout_ms`): whatever waits then, waits for ever."""


class KafkaTopicProducer:
    """Keeps each message with its future until a flush has seen all of them written.

    Args:
        new_client: makes a client, now and whenever the one there is has got stuck; raises Unreachable.
    """

    def __init__(self, new_client: Callable[[], Any]) -> None:
        self._new_client = new_client
        self._client: Any = new_client()
        self._waiting: list[tuple[Message, Any]] = []

    def send(self, message: Message) -> None:
        require_size(message.value, message.headers)
        self._waiting.append((message, self._hand_over(message)))

    def flush(self) -> list[Position]:
        self._waiting = [(m, self._hand_over(m) if future.failed() else future) for m, future in self._waiting]
        try:
            with translated("flushing to Kafka"):
                self._working().flush(timeout=FLUSH_S)
        except TransportError:
            self._put_away_if_stuck()
            raise
        self._let_go_of_the_forbidden()
        failed = [future.exception for _, future in self._waiting if not future.succeeded()]
        if failed:
            kinds = ", ".join(sorted({type(error).__name__ for error in failed}))
            raise TransportError(f"{len(failed)} of {len(self._waiting)} messages were not written to Kafka: {kinds}")
        positions = [_position(future.value) for _, future in self._waiting]
        self._waiting.clear()
        return positions

    def _let_go_of_the_forbidden(self) -> None:
        """Drop what the broker will never take from this principal, lest it hold up the rest; and say so."""
        before = len(self._waiting)
        self._waiting = [(message, future) for message, future in self._waiting if not _is_forbidden(future)]
        if forbidden := before - len(self._waiting):
            raise UnknownTopic(
                f"{forbidden} of {before} messages were refused: no such topic, or not for this principal to write"
            )

    def _put_away_if_stuck(self) -> None:
        """Close a client that has not given up what it should have; closing fails what it holds, to be sent again."""
        if self._client is not None and not all(future.is_done for _, future in self._waiting):
            stuck, self._client = self._client, None
            put_away(stuck)

    def _working(self) -> Any:
        if self._client is None:
            self._client = self._new_client()
        return self._client

    def close(self) -> None:
        if self._client is not None:
            self._client.close(timeout=5)

    def _hand_over(self, message: Message) -> Any:
        try:
            with translated("sending to Kafka"):
                return self._working().send(
                    message.topic, key=message.key, value=message.value, headers=list(message.headers)
                )
        except TransportError as error:
            if isinstance(error.__cause__, errors.KafkaTimeoutError):
                raise UnknownTopic("no such topic came to light in five seconds, or no broker answers") from error
            raise


def _is_forbidden(future: Any) -> bool:
    return isinstance(future.exception, errors.TopicAuthorizationFailedError)


def _position(metadata: Any) -> Position:
    return Position(metadata.topic, metadata.partition, metadata.offset)
