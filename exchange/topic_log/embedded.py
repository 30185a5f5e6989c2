"""The embedded topic log: one SQLite file that several processes write and read, for those without a broker."""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from exchange.topic_log.embedded_consumer import EmbeddedConsumer
from exchange.topic_log.embedded_group import Membership
from exchange.topic_log.embedded_producer import EmbeddedProducer
from exchange.topic_log.embedded_store import open_store, transaction, translated
from exchange.topic_log.port import Consumer, Partition, Producer, Subscription

SESSION_S = 6.0


class EmbeddedTopicLog:
    """A TopicLog in a file. Each producer and consumer has a connection of its own.

    Args:
        path: the file, made where it is not there.
        session_s: seconds after which a member that does not poll counts as dead.
        clock: seconds since 1970, the same for all processes of one machine.
    """

    def __init__(self, path: Path, session_s: float = SESSION_S, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._session_s = session_s
        self._clock = clock
        self._connection = open_store(path)

    def create_topics(self, topics: Mapping[str, int]) -> None:
        existing = self.topics()
        rows = [(name, n) for name, count in topics.items() if name not in existing for n in range(count)]
        with transaction(self._connection):
            self._connection.executemany("INSERT OR IGNORE INTO partitions (topic, partition) VALUES (?, ?)", rows)

    def topics(self) -> dict[str, int]:
        with translated():
            return dict(self._connection.execute("SELECT topic, count(*) FROM partitions GROUP BY topic").fetchall())

    def producer(self) -> Producer:
        return EmbeddedProducer(open_store(self._path))

    def consumer(self, group: str, *, topics: Sequence[str] = (), pattern: str | None = None) -> Consumer:
        connection = open_store(self._path)
        subscription = Subscription(tuple(topics), pattern)
        membership = Membership(connection, group, subscription, self._session_s, self._clock)
        return EmbeddedConsumer(connection, group, membership)

    def beginning_offsets(self, partitions: Sequence[Partition]) -> dict[Partition, int]:
        return {where: self._bound("beginning", where) for where in partitions}

    def end_offsets(self, partitions: Sequence[Partition]) -> dict[Partition, int]:
        return {where: self._bound("next", where) for where in partitions}

    def trim(self, before: Mapping[Partition, int]) -> None:
        with transaction(self._connection):
            for (topic, partition), offset in before.items():
                self._connection.execute(
                    "UPDATE partitions SET beginning = max(beginning, min(?, next)) WHERE topic = ? AND partition = ?",
                    (offset, topic, partition),
                )
            self._connection.execute(
                "DELETE FROM records WHERE offset < (SELECT beginning FROM partitions WHERE id = records.log)"
            )

    def close(self) -> None:
        self._connection.close()

    def _bound(self, column: str, partition: Partition) -> int:
        statement = "SELECT beginning, next FROM partitions WHERE topic = ? AND partition = ?"
        with translated():
            found = self._connection.execute(statement, partition).fetchone()
        beginning, following = found if found else (0, 0)
        return int(beginning if column == "beginning" else following)
