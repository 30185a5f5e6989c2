"""Reading Kafka as a member of a group, from offsets of our own where the reader keeps any.

kafka-python tells of new partitions on its own thread, in the midst of a poll, where no question may be put to
the broker. So a new partition is paused there and then, and gets its start when the poll is over.

A member that leads its group before it has seen the topics shares out nothing, and finds that out seconds
later; so the topics are asked for before the first poll.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from kafka import ConsumerRebalanceListener, errors

from exchange.errors import CommitRefused, OffsetLost, TransportError
from exchange.topic_log.kafka_client import METADATA_AGE_MS, new_offset, new_partition, translated
from exchange.topic_log.lost import offset_lost
from exchange.topic_log.port import Assigned, Partition, Record

_SLICE_S = 0.2
_LEAST_S = 0.02
"""kafka-python does its network work inside `poll`: with no time at all it neither joins its group nor fetches."""


@ConsumerRebalanceListener.register
class NewPartitions:
    """Pauses what is newly assigned, and remembers it."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._new: set[Any] = set()

    def on_partitions_assigned(self, assigned: Sequence[Any]) -> None:
        for where in assigned:
            self._client.pause(where)
            self._client.seek(where, 0)
        self._new.update(assigned)

    def on_partitions_revoked(self, revoked: Sequence[Any]) -> None:
        self._new.difference_update(revoked)

    def on_partitions_lost(self, lost: Sequence[Any]) -> None:
        self._new.difference_update(lost)

    def take(self) -> list[Any]:
        new, self._new = self._new, set()
        return sorted(new)


class KafkaTopicConsumer:
    """A reader; see the port for what is promised."""

    def __init__(self, client: Any, topics: Sequence[str], pattern: str | None) -> None:
        self._client = client
        self._new = NewPartitions(client)
        self._callback: Assigned | None = None
        self._lost: dict[Partition, OffsetLost] = {}
        self._by_pattern = pattern is not None
        if pattern is None:
            client.subscribe(topics=list(topics), listener=self._new)
        else:
            client.subscribe(pattern=f"^(?:{pattern})$", listener=self._new)
        self._learn_topics()

    def on_assignment(self, callback: Assigned) -> None:
        self._callback = callback

    def poll(self, max_records: int, timeout_s: float) -> list[Record]:
        until = time.monotonic() + timeout_s
        while True:
            if self._by_pattern and time.monotonic() - self._learned > METADATA_AGE_MS / 1_000:
                self._learn_topics()
            self._raise_lost()
            records = self._poll_once(max_records, min(_SLICE_S, max(_LEAST_S, until - time.monotonic())))
            if records or time.monotonic() >= until:
                return records

    def _learn_topics(self) -> None:
        """Ask for the topics: over TLS kafka-python 3.0.12 was seen never to learn of one that is made later."""
        with translated("learning of the topics"):
            self._client.topics()
        self._learned = time.monotonic()

    def commit(self, offsets: Mapping[Partition, int]) -> None:
        if not offsets.keys() <= set(self.assignment()):
            raise CommitRefused("a partition to commit belongs to another member of the group by now")
        if not offsets:
            return
        with translated("committing offsets"):
            self._client.commit({new_partition(*where): new_offset(offset) for where, offset in offsets.items()})

    def assignment(self) -> list[Partition]:
        return sorted((where.topic, where.partition) for where in self._client.assignment())

    def seek(self, partition: Partition, offset: int) -> None:
        where = new_partition(*partition)
        if where not in self._client.assignment():
            raise TransportError("cannot seek in a partition that is not assigned")
        self._client.seek(where, offset)
        self._client.resume(where)
        self._lost.pop(partition, None)

    def lag(self) -> dict[Partition, int]:
        assigned = sorted(self._client.assignment())
        with translated("asking for the lag"):
            ends = self._client.end_offsets(assigned)
            return {(w.topic, w.partition): ends[w] - self._client.position(w) for w in assigned}

    def close(self) -> None:
        self._client.close(autocommit=False)

    def _poll_once(self, max_records: int, timeout_s: float) -> list[Record]:
        try:
            with translated("reading from Kafka"):
                batches = self._client.poll(timeout_ms=int(timeout_s * 1_000), max_records=max_records)
        except TransportError as error:
            if not isinstance(error.__cause__, errors.OffsetOutOfRangeError):
                raise
            self._note_lost(error.__cause__.args[0])
            return []
        self._start_new()
        return [_record(each) for where in sorted(batches) for each in batches[where]]

    def _start_new(self) -> None:
        """Put the new partitions at their starts and let them go."""
        assigned = self._client.assignment()
        new = [where for where in self._new.take() if where in assigned]
        if not new:
            return
        with translated("finding where to start"):
            starts = self._starts(new)
            begins, ends = self._client.beginning_offsets(new), self._client.end_offsets(new)
        for where in new:
            wanted = starts.get((where.topic, where.partition), begins[where])
            if begins[where] <= wanted <= ends[where]:
                self.seek((where.topic, where.partition), wanted)
            else:
                self._lose(where, wanted, begins[where], ends[where])

    def _starts(self, new: Sequence[Any]) -> Mapping[Partition, int]:
        if self._callback:
            return self._callback([(where.topic, where.partition) for where in new])
        committed = {(where.topic, where.partition): self._client.committed(where) for where in new}
        return {where: offset for where, offset in committed.items() if offset is not None}

    def _note_lost(self, wanted: Mapping[Any, int]) -> None:
        begins, ends = self._client.beginning_offsets(list(wanted)), self._client.end_offsets(list(wanted))
        for where, offset in wanted.items():
            self._lose(where, offset, begins[where], ends[where])

    def _lose(self, where: Any, wanted: int, begin: int, end: int) -> None:
        self._client.pause(where)
        partition = (where.topic, where.partition)
        self._lost[partition] = offset_lost(partition, wanted, begin, end)

    def _raise_lost(self) -> None:
        for partition in self.assignment():
            if partition in self._lost:
                raise self._lost[partition]


def _record(each: Any) -> Record:
    headers = tuple((name, bytes(value)) for name, value in each.headers)
    return Record(each.topic, each.partition, each.offset, each.key or b"", each.value or b"", headers, each.timestamp)
