"""What every transport promises, asked of the embedded log and of a real Kafka alike."""

import time
from pathlib import Path

import pytest
from builders.secured_kafka import SecuredKafka
from builders.topic_log import a_message, read, values, write
from builders.topic_log_contract import TopicLogContract

from exchange import connect
from exchange.errors import CommitRefused, Unreachable
from exchange.topic_log import TopicLog
from exchange.topic_log.embedded import EmbeddedTopicLog


class TestEmbeddedTopicLog(TopicLogContract):
    """The log in a SQLite file."""

    @pytest.fixture(autouse=True)
    def _place(self, tmp_path: Path) -> None:
        self.path = tmp_path / "topics.db"

    def open(self) -> TopicLog:
        return connect(f"embedded:{self.path}")

    def test_a_poll_of_large_messages_gives_a_few_of_them_at_a_time_and_all_in_the_end(self, topic: str) -> None:
        log = connect(f"embedded:{self.path}")
        producer = log.producer()
        for number in range(20):
            producer.send(a_message(topic, f"child-{number % 3}", f"{number}".ljust(900_000)))
        producer.flush()
        consumer = log.consumer("g", topics=[topic])
        sizes = []
        while records := consumer.poll(100, 0.5):
            sizes.append(len(records))
        assert max(sizes) < 11
        assert sum(sizes) == 20
        log.close()

    def test_a_member_that_died_stops_being_counted_after_its_session(self, topic: str) -> None:
        log = EmbeddedTopicLog(self.path, session_s=0.3)
        write(log, topic, ["a"])
        dead = log.consumer("g", topics=[topic])
        dead.poll(10, 0.1)
        living = log.consumer("g", topics=[topic])
        assert self.settle([living], [4]) + values(read(living, 1, patience_s=1)) == ["a"]
        living.close()
        log.close()

    def test_a_member_that_slept_past_its_session_may_not_commit(self, topic: str) -> None:
        log = EmbeddedTopicLog(self.path, session_s=0.3)
        partition = write(log, topic, ["a"])[0].partition
        zombie = log.consumer("g", topics=[topic])
        assert values(read(zombie, 1)) == ["a"]
        living = log.consumer("g", topics=[topic])
        time.sleep(0.4)
        assert values(read(living, 1)) == ["a"]
        with pytest.raises(CommitRefused):
            zombie.commit({(topic, partition): 1})
        living.commit({(topic, partition): 1})
        log.close()


class TestKafkaTopicLog(TopicLogContract):
    """A real broker."""

    @pytest.fixture(autouse=True)
    def _address(self, kafka_address: str) -> None:
        self.address = f"kafka://{kafka_address}"

    def open(self) -> TopicLog:
        return connect(self.address)

    def test_a_broker_that_does_not_answer_is_named_within_seconds(self) -> None:
        started = time.monotonic()
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1:1"):
            connect("kafka://127.0.0.1:1")
        assert time.monotonic() - started < 10


class TestKafkaByPassword(TopicLogContract):
    """A real broker that asks for a password, over TLS."""

    @pytest.fixture(autouse=True)
    def _broker(self, secured_kafka: SecuredKafka) -> None:
        self.broker = secured_kafka

    def open(self) -> TopicLog:
        return connect(self.broker.passwords, self.broker.login("admin"))


class TestKafkaByCertificate(TopicLogContract):
    """A real broker that asks for a client certificate."""

    @pytest.fixture(autouse=True)
    def _broker(self, secured_kafka: SecuredKafka) -> None:
        self.broker = secured_kafka

    def open(self) -> TopicLog:
        return connect(self.broker.certificates, self.broker.login("admin-certificate"))
