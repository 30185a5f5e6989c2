"""Our intake, as it runs in production: the worker drains the topics, a second thread sends the receipts."""

import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from benchmarks.measures import BenchmarkFailed
from exchange import for_agency
from exchange.topic_log.port import Consumer, Partition, Producer, TopicLog
from hub.bootstrap.running import background, send_receipts
from hub.bootstrap.store import open_intake
from hub.cli import Store
from hub.intake.take import Taken
from hub.worker import Worker

PATIENCE_SECONDS = 120
IDLE_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Drained:
    """What a run took: `cpu_seconds` over all threads of this process."""

    messages: int
    seconds: float
    cpu_seconds: float

    @property
    def rate(self) -> float:
        """Messages a second."""
        return self.messages / self.seconds

    @property
    def cores(self) -> float:
        """Processor seconds in a second."""
        return self.cpu_seconds / self.seconds


class OwnTopics:
    """A transport on which this run reads one agency's topics alone, in a group that nobody else is in."""

    def __init__(self, log: TopicLog, agency_id: str) -> None:
        self._log = log
        self._own = for_agency(agency_id).all()
        self._run = uuid4().hex

    def consumer(self, group: str, *, topics: Sequence[str] = (), pattern: str | None = None) -> Consumer:
        own = [name for name in self._own if name in topics or (pattern and re.fullmatch(pattern, name))]
        return self._log.consumer(f"{group}.{self._run}", topics=own)

    def create_topics(self, topics: Mapping[str, int]) -> None:
        self._log.create_topics(topics)

    def topics(self) -> dict[str, int]:
        return self._log.topics()

    def producer(self) -> Producer:
        return self._log.producer()

    def beginning_offsets(self, partitions: Sequence[Partition]) -> dict[Partition, int]:
        return self._log.beginning_offsets(partitions)

    def end_offsets(self, partitions: Sequence[Partition]) -> dict[Partition, int]:
        return self._log.end_offsets(partitions)

    def trim(self, before: Mapping[Partition, int]) -> None:
        self._log.trim(before)

    def close(self) -> None:
        self._log.close()


class TimedWorker(Worker):
    """The worker, with a clock that starts when its partitions are given to it and nothing is fetched yet."""

    began: tuple[float, float] | None = None
    accepted = 0

    def _offsets_of(self, partitions: Sequence[Partition]) -> Mapping[Partition, int]:
        if not self.accepted:
            self.began = (time.perf_counter(), time.process_time())
        return super()._offsets_of(partitions)

    def count(self, taken: Taken) -> None:
        """Count what was accepted; BenchmarkFailed where anything was not, since that is not what we measure."""
        if taken.quarantined or taken.held:
            raise BenchmarkFailed(f"{taken.quarantined} messages were quarantined and {taken.held} held")
        self.accepted += taken.accepted


def drain(store: Store, log: TopicLog, expected: int) -> Drained:
    """Take every message and send every receipt; returns the time from assignment to the last receipt."""
    worker, stop = _worker(store, log), threading.Event()
    with background(stop, lambda: send_receipts(store, log, stop)):
        until(lambda: worker.accepted >= expected, worker.turn)
        until(lambda: stop.is_set() or not _waiting(store), lambda: time.sleep(IDLE_SECONDS))
        ended = (time.perf_counter(), time.process_time())
        failed = stop.is_set()
    worker.run(stop)
    if failed or worker.began is None:
        raise BenchmarkFailed("the receipts were not sent: see the log above")
    return Drained(expected, ended[0] - worker.began[0], ended[1] - worker.began[1])


def _worker(store: Store, log: TopicLog) -> TimedWorker:
    worker: TimedWorker
    intake, database = open_intake(store), store.record.database
    worker = TimedWorker(log, intake, database, store.clock, lambda taken: worker.count(taken))
    return worker


def _waiting(store: Store) -> bool:
    """Say whether receipts wait that were not sent yet."""
    with store.record.database.read() as cursor:
        cursor.execute("SELECT 1 FROM delivery LIMIT 1")
        return cursor.fetchone() is not None


def until(done: Callable[[], bool], work: Callable[[], object]) -> None:
    """Work until done; BenchmarkFailed where that takes longer than anybody would wait."""
    last = time.monotonic() + PATIENCE_SECONDS
    while not done():
        if time.monotonic() > last:
            raise BenchmarkFailed(f"not done within {PATIENCE_SECONDS} seconds")
        work()
