"""What the hub and its connectors ask of a transport. Kafka's meaning of topic, partition, offset and group.

Order holds within one partition, and so for one key of one topic. Each group sees every record; within a group
each partition has one reader at a time. Delivery is at least once: whoever reads makes repetition harmless.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from exchange.messages import Headers, Message

Partition: TypeAlias = tuple[str, int]
"""A topic's name and the number of one of its partitions, from 0."""

Assigned: TypeAlias = Callable[[Sequence[Partition]], Mapping[Partition, int]]
"""Told the partitions given to a consumer, anew or again; answers with the offsets to start at, where it keeps any.

On Kafka each rebalance gives every partition again, so that what was polled and not yet noted comes again."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a message was written."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Record:
    """One message as it lies on a topic. `timestamp_ms` is when the log took it, in Unix milliseconds."""

    topic: str
    partition: int
    offset: int
    key: bytes
    value: bytes
    headers: Headers
    timestamp_ms: int


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a consumer reads: topics by name, or every topic whose whole name a regular expression matches."""

    topics: tuple[str, ...] = ()
    pattern: str | None = None


class Producer(Protocol):
    """Writes to topics. One thread at a time."""

    def send(self, message: Message) -> None:
        """Take a message for the next flush.

        Raises:
            TooLarge: over the limit of value and headers; the message is not taken.
            UnknownTopic: no such topic; the message is not taken.
        """

    def flush(self) -> list[Position]:
        """Return where each message sent since the last flush was written, in order, once all are durable.

        Raises:
            TransportError: not all were written. What was not stays taken, and the next flush writes it.
            UnknownTopic: the broker does not let us write to a topic; those messages are not taken, the others stay.
        """

    def close(self) -> None: ...


class Consumer(Protocol):
    """Reads topics as a member of a group. One thread; a member that does not poll is given up for dead."""

    def on_assignment(self, callback: Assigned) -> None:
        """Have the start offsets of partitions come from `callback`, called within `poll`.

        Where it names none, reading starts at the earliest record. Without a callback it starts at the offset
        that the group committed, or at the earliest.
        """

    def poll(self, max_records: int, timeout_s: float) -> list[Record]:
        """Return up to `max_records` records, in order within each partition; empty after `timeout_s` seconds.

        Calling it says that the records of the call before are dealt with.

        Raises:
            OffsetLost: the wanted offset is off the log. Raised at each poll until `seek` says where to go on.
        """

    def commit(self, offsets: Mapping[Partition, int]) -> None:
        """Note the next offset to read per partition; CommitRefused where a partition is another member's now."""

    def assignment(self) -> list[Partition]: ...

    def seek(self, partition: Partition, offset: int) -> None:
        """Go on at `offset` in a partition that is assigned."""

    def lag(self) -> dict[Partition, int]:
        """Return how many records each assigned partition holds beyond what was polled."""

    def close(self) -> None:
        """Leave the group at once, so that others need not wait for a time-out."""


class TopicLog(Protocol):
    """One transport, connected. The hub is given one; connectors make their own by address."""

    def create_topics(self, topics: Mapping[str, int]) -> None:
        """Make each topic with so many partitions, unless it is there already."""

    def topics(self) -> dict[str, int]:
        """Return the topics that we may see, with the number of partitions of each."""

    def producer(self) -> Producer: ...

    def consumer(self, group: str, *, topics: Sequence[str] = (), pattern: str | None = None) -> Consumer:
        """Join a group that reads these topics, or all whose whole name matches `pattern`, new ones too."""

    def beginning_offsets(self, partitions: Sequence[Partition]) -> dict[Partition, int]:
        """Return the offset of the earliest record still there, per partition."""

    def end_offsets(self, partitions: Sequence[Partition]) -> dict[Partition, int]:
        """Return the offset that the next record will have, per partition."""

    def trim(self, before: Mapping[Partition, int]) -> None:
        """Delete the records before an offset, per partition (retention)."""

    def close(self) -> None: ...
