"""What every transport promises, as tests to inherit."""

import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from uuid import uuid4

import pytest
from builders.topic_log import PATIENCE_S, a_message, following, read, values, write

from exchange import Message
from exchange.errors import CommitRefused, OffsetLost, TooLarge, TransportError, UnknownTopic
from exchange.topic_log import Consumer, Position, Record, TopicLog


class TopicLogContract(ABC):
    """The promises. A subclass gives the log, and a second connection to the same one."""

    @abstractmethod
    def open(self) -> TopicLog: ...

    @pytest.fixture
    def log(self) -> Iterator[TopicLog]:
        log = self.open()
        yield log
        log.close()

    @pytest.fixture
    def agency(self) -> str:
        return f"agency.t-{uuid4().hex[:12]}"

    @pytest.fixture
    def topic(self, log: TopicLog, agency: str) -> str:
        log.create_topics({f"{agency}.events": 4})
        return f"{agency}.events"

    def test_creating_a_topic_twice_changes_nothing(self, log: TopicLog, topic: str) -> None:
        write(log, topic, ["kept"])
        log.create_topics({topic: 4})
        assert log.topics()[topic] == 4
        assert sum(log.end_offsets([(topic, n) for n in range(4)]).values()) == 1

    def test_a_record_comes_back_byte_for_byte_with_its_key_and_headers(self, log: TopicLog, topic: str) -> None:
        message = Message(topic, b"\x00\xffkey", b"\x00\x80 not text \xff", (("jws", b"\x01\xfe"), ("x", b"")))
        producer = log.producer()
        producer.send(message)
        [position] = producer.flush()
        consumer = log.consumer(uuid4().hex, topics=[topic])
        [record] = read(consumer, 1)
        assert (record.key, record.value, record.headers) == (message.key, message.value, message.headers)
        assert Position(record.topic, record.partition, record.offset) == position
        assert abs(record.timestamp_ms / 1_000 - time.time()) < 60
        consumer.close()
        producer.close()

    def test_flush_gives_the_positions_in_the_order_of_sending(self, log: TopicLog, topic: str) -> None:
        positions = write(log, topic, ["a", "b", "c"])
        assert len({position.partition for position in positions}) == 1
        assert [position.offset for position in positions] == [0, 1, 2]

    def test_a_flush_of_nothing_gives_nothing(self, log: TopicLog) -> None:
        producer = log.producer()
        assert producer.flush() == []
        producer.close()

    def test_one_key_keeps_its_order(self, log: TopicLog, topic: str) -> None:
        producer = log.producer()
        for number in range(60):
            producer.send(a_message(topic, f"child-{number % 3}", f"{number}"))
        producer.flush()
        producer.close()
        consumer = log.consumer(uuid4().hex, topics=[topic])
        records = read(consumer, 60)
        for child in range(3):
            mine = [int(r.value) for r in records if r.key == f"child-{child}".encode()]
            assert mine == list(range(child, 60, 3))
        consumer.close()

    def test_a_reader_that_never_waits_reads_all_the_same(self, log: TopicLog, topic: str) -> None:
        write(log, topic, ["urgent"])
        consumer = log.consumer("impatient", topics=[topic])
        records: list[Record] = []
        until = time.monotonic() + PATIENCE_S
        while not records and time.monotonic() < until:
            records = consumer.poll(100, 0)
        consumer.close()
        assert values(records) == ["urgent"]

    def test_each_group_sees_every_record(self, log: TopicLog, topic: str) -> None:
        write(log, topic, ["a", "b"])
        for _ in range(2):
            consumer = log.consumer(uuid4().hex, topics=[topic])
            assert values(read(consumer, 2)) == ["a", "b"]
            consumer.close()

    def test_a_committed_group_goes_on_where_it_was(self, log: TopicLog, topic: str) -> None:
        group = uuid4().hex
        write(log, topic, ["a", "b"])
        first = log.consumer(group, topics=[topic])
        first.commit(following(read(first, 2)))
        first.close()
        write(log, topic, ["c"])
        second = log.consumer(group, topics=[topic])
        assert values(read(second, 1)) == ["c"]
        second.close()

    def test_what_was_not_committed_comes_again(self, log: TopicLog, topic: str) -> None:
        group = uuid4().hex
        write(log, topic, ["a", "b"])
        first = log.consumer(group, topics=[topic])
        assert values(read(first, 2)) == ["a", "b"]
        first.close()
        second = log.consumer(group, topics=[topic])
        assert values(read(second, 2)) == ["a", "b"]
        second.close()

    def test_a_commit_for_a_partition_of_somebody_else_is_refused(self, log: TopicLog, topic: str) -> None:
        consumer = log.consumer(uuid4().hex, topics=[topic])
        consumer.poll(1, 0.1)
        with pytest.raises(CommitRefused):
            consumer.commit({("agency.another.events", 0): 1})
        consumer.close()

    def test_records_outlive_the_connection_that_wrote_them(self, log: TopicLog, topic: str) -> None:
        write(log, topic, ["a"])
        again = self.open()
        consumer = again.consumer(uuid4().hex, topics=[topic])
        assert values(read(consumer, 1)) == ["a"]
        consumer.close()
        again.close()

    def test_an_oversize_message_is_refused_before_it_is_sent(self, log: TopicLog, topic: str) -> None:
        producer = log.producer()
        with pytest.raises(TooLarge):
            producer.send(a_message(topic, value="x" * 1_000_000))
        producer.send(a_message(topic, value="x" * 999_000))
        assert len(producer.flush()) == 1
        producer.close()

    def test_a_topic_that_is_not_there_is_refused_by_name_of_the_error(self, log: TopicLog) -> None:
        producer = log.producer()
        with pytest.raises(UnknownTopic):
            producer.send(a_message("agency.nobody-has-this.events"))
        assert producer.flush() == []
        producer.close()

    def test_start_offsets_come_from_the_readers_own_store(self, log: TopicLog, topic: str) -> None:
        positions = write(log, topic, ["a", "b", "c"])
        where = (topic, positions[0].partition)
        asked: list[tuple[str, int]] = []
        consumer = log.consumer(uuid4().hex, topics=[topic])
        consumer.on_assignment(lambda new: asked.extend(new) or {where: 2})
        assert values(read(consumer, 1)) == ["c"]
        assert sorted(asked) == [(topic, n) for n in range(4)]
        consumer.close()

    def test_a_reader_with_a_store_of_its_own_does_not_start_at_the_committed_offset(
        self, log: TopicLog, topic: str
    ) -> None:
        group = uuid4().hex
        write(log, topic, ["a", "b"])
        first = log.consumer(group, topics=[topic])
        first.commit(following(read(first, 2)))
        first.close()
        second = log.consumer(group, topics=[topic])
        second.on_assignment(lambda _new: {})
        assert values(read(second, 2)) == ["a", "b"]
        second.close()

    def test_an_offset_that_fell_off_the_log_is_heard_of_until_the_reader_seeks(
        self, log: TopicLog, topic: str
    ) -> None:
        partition = write(log, topic, ["a", "b", "c", "d"])[0].partition
        log.trim({(topic, partition): 3})
        assert log.beginning_offsets([(topic, partition)]) == {(topic, partition): 3}
        consumer = log.consumer(uuid4().hex, topics=[topic])
        consumer.on_assignment(lambda _new: {(topic, partition): 1})
        for _ in range(2):
            with pytest.raises(OffsetLost) as lost:
                read(consumer, 1)
            assert (lost.value.topic, lost.value.partition) == (topic, partition)
            assert (lost.value.wanted, lost.value.beginning) == (1, 3)
        consumer.seek((topic, partition), 3)
        assert values(read(consumer, 1)) == ["d"]
        consumer.close()

    def test_an_offset_past_the_end_is_heard_of_too(self, log: TopicLog, topic: str) -> None:
        consumer = log.consumer(uuid4().hex, topics=[topic])
        consumer.on_assignment(lambda _new: {(topic, 0): 7})
        with pytest.raises(OffsetLost, match="the log ends at 0"):
            read(consumer, 1)
        consumer.close()

    def test_records_trimmed_under_a_running_reader_are_heard_of(self, log: TopicLog, topic: str) -> None:
        partition = write(log, topic, ["a"])[0].partition
        consumer = log.consumer(uuid4().hex, topics=[topic])
        read(consumer, 1)
        consumer.seek((topic, partition), 0)
        log.trim({(topic, partition): 1})
        write(log, topic, ["b"])
        with pytest.raises(OffsetLost):
            read(consumer, 2)
        consumer.close()

    def test_seeking_back_reads_again(self, log: TopicLog, topic: str) -> None:
        partition = write(log, topic, ["a", "b"])[0].partition
        consumer = log.consumer(uuid4().hex, topics=[topic])
        read(consumer, 2)
        consumer.seek((topic, partition), 1)
        assert values(read(consumer, 1)) == ["b"]
        consumer.close()

    def test_seeking_in_a_partition_that_is_not_ours_is_refused(self, log: TopicLog, topic: str) -> None:
        consumer = log.consumer(uuid4().hex, topics=[topic])
        with pytest.raises(TransportError, match="not assigned"):
            consumer.seek((topic, 0), 0)
        consumer.close()

    def test_lag_counts_what_is_not_yet_polled(self, log: TopicLog, topic: str) -> None:
        partition = write(log, topic, ["a", "b", "c"])[0].partition
        consumer = log.consumer(uuid4().hex, topics=[topic])
        until = time.monotonic() + PATIENCE_S
        while not (polled := consumer.poll(1, 0.5)) and time.monotonic() < until:
            continue
        assert len(polled) == 1
        assert consumer.lag()[topic, partition] == 2
        consumer.close()

    def test_a_pattern_finds_both_lanes_and_nothing_else(self, log: TopicLog, agency: str) -> None:
        log.create_topics({f"{agency}.events": 1, f"{agency}.urgent": 1, f"{agency}.receipts": 1})
        for lane in ("events", "urgent", "receipts"):
            write(log, f"{agency}.{lane}", [lane])
        consumer = log.consumer(uuid4().hex, pattern=rf"{agency}\.(events|urgent)")
        assert sorted(values(read(consumer, 3, patience_s=4))) == ["events", "urgent"]
        consumer.close()

    def test_a_pattern_finds_a_topic_made_later(self, log: TopicLog, agency: str) -> None:
        log.create_topics({f"{agency}.events": 1})
        consumer = log.consumer(uuid4().hex, pattern=rf"{agency}\..*")
        write(log, f"{agency}.events", ["old"])
        old = read(consumer, 1)
        assert values(old) == ["old"]
        consumer.commit(following(old))
        log.create_topics({f"{agency}.urgent": 1})
        write(log, f"{agency}.urgent", ["new"])
        assert values(read(consumer, 1)) == ["new"]
        consumer.close()

    def test_two_members_share_the_partitions_and_each_record_comes_once(self, log: TopicLog, topic: str) -> None:
        group = uuid4().hex
        first, second = (log.consumer(group, topics=[topic]) for _ in range(2))
        self.settle([first, second], [2, 2])
        for child in range(40):
            write(log, topic, [f"{child}"], key=f"child-{child}")
        seen = self.drain([first, second], 40)
        assert sorted(int(value) for value in seen) == list(range(40))
        first.close()
        second.close()

    def test_a_member_that_joins_and_one_that_leaves_in_mid_stream_lose_and_double_nothing(
        self, log: TopicLog, topic: str
    ) -> None:
        group = uuid4().hex
        first = log.consumer(group, topics=[topic])
        producer = log.producer()
        for number in range(300):
            producer.send(a_message(topic, f"child-{number}", f"{number}"))
        producer.flush()
        seen = self.drain([first], 30, at_once=10)
        second = log.consumer(group, topics=[topic])
        seen += self.settle([first, second], [2, 2], at_once=5)
        first.close()
        seen += self.drain([second], 300 - len(seen))
        assert sorted(int(value) for value in seen) == list(range(300))
        second.close()
        producer.close()

    def settle(self, members: list[Consumer], shares: list[int], at_once: int = 100) -> list[str]:
        """Poll the members in turn, committing, until they share the partitions so."""
        seen: list[str] = []
        until = time.monotonic() + PATIENCE_S
        while [len(member.assignment()) for member in members] != shares:
            assert time.monotonic() < until, "the partitions were not shared in time"
            seen += self.drain(members, 0, at_once)
        return seen

    def drain(self, members: list[Consumer], count: int, at_once: int = 100) -> list[str]:
        """Poll each member in turn, committing what each dealt with, until `count` values came; at least once."""
        seen: list[str] = []
        until = time.monotonic() + PATIENCE_S
        while True:
            for member in members:
                records = member.poll(at_once, 0.1)
                member.commit(following(records))
                seen += values(records)
            if len(seen) >= count or time.monotonic() > until:
                return seen
