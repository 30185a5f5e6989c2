"""A client of the broker that has got stuck is put away, and what it held is written by a new one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from kafka import errors

from exchange import Message
from exchange.errors import TransportError, Unreachable
from exchange.topic_log.kafka_producer import KafkaTopicProducer

MESSAGE = Message("agency.school.events", b"key", b"value", ())


@dataclass
class Future:
    """What kafka-python gives for a message: waiting, failed, or written at an offset."""

    offset: int | None = None
    exception: Exception | None = None

    @property
    def is_done(self) -> bool:
        return self.offset is not None or self.exception is not None

    def succeeded(self) -> bool:
        return self.offset is not None

    def failed(self) -> bool:
        return self.exception is not None

    @property
    def value(self) -> Any:
        return SimpleNamespace(topic=MESSAGE.topic, partition=0, offset=self.offset)


@dataclass
class Client:
    """A client by hand: it writes at once, or is stuck until its sender is stopped; closing it waits for a flush."""

    stuck: bool = False
    closed: bool = False
    futures: list[Future] = field(default_factory=list)

    @property
    def _sender(self) -> "Client":
        return self

    def send(self, _: str, **__: Any) -> Future:
        self.futures.append(Future() if self.stuck else Future(offset=len(self.futures)))
        return self.futures[-1]

    def flush(self, **_: Any) -> None:
        if self.stuck:
            raise errors.KafkaTimeoutError("Timeout waiting for future")

    def close(self, **_: Any) -> None:
        self.flush()
        self.closed = True

    def force_close(self) -> None:
        self.closed = True
        for one in self.futures:
            if not one.is_done:
                one.exception = errors.IllegalStateError("Producer is closed forcefully.")


def over(*clients: Client) -> KafkaTopicProducer:
    return KafkaTopicProducer(iter(clients).__next__)


def test_what_a_stuck_client_held_is_written_by_a_new_one() -> None:
    stuck, fresh = Client(stuck=True), Client()
    producer = over(stuck, fresh)
    producer.send(MESSAGE)
    with pytest.raises(TransportError):
        producer.flush()
    assert stuck.closed
    assert [position.offset for position in producer.flush()] == [0]
    assert len(fresh.futures) == 1


def test_a_client_that_has_given_its_messages_up_is_kept_and_tries_again() -> None:
    client = Client()
    producer = over(client)
    producer.send(MESSAGE)
    client.futures[0] = Future(exception=errors.KafkaTimeoutError("expired"))
    producer._waiting = [(MESSAGE, client.futures[0])]
    assert len(producer.flush()) == 1
    assert not client.closed


def refusing_once(client: Client, then: Client) -> Callable[[], Client]:
    """Make the first client; then find nobody listening once, as while a broker starts."""
    tries = iter([client, None, then])

    def new() -> Client:
        if (found := next(tries)) is None:
            raise Unreachable("nobody listens there")
        return found

    return new


def test_a_broker_that_is_still_away_is_tried_again_and_nothing_is_forgotten() -> None:
    fresh = Client()
    producer = KafkaTopicProducer(refusing_once(Client(stuck=True), fresh))
    producer.send(MESSAGE)
    for _ in range(2):
        with pytest.raises(TransportError):
            producer.flush()
    assert len(producer.flush()) == 1
    producer.close()
    assert fresh.closed
