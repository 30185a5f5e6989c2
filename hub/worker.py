"""The stream consumer: reads the urgent lane before the other, hands records to intake, and sends receipts out."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import structlog
from eventsourcing.persistence import PersistenceError

from exchange.errors import CommitRefused, OffsetLost, TransportError
from exchange.topic_log.port import Consumer, Partition, Record, TopicLog
from exchange.topics import Lane, agency_of_topic
from hub.domain.errors import Conflict
from hub.intake.delivery import Deliverer
from hub.intake.offsets import go_back, note_read_to_end, stored_offsets
from hub.intake.take import Taken, Takes
from hub.record.database import Database

LOG = structlog.get_logger("hub.worker")
LANES = (Lane.URGENT, Lane.EVENTS)
IDLE_SECONDS = 0.2
FEED_SECONDS = 30
TROUBLE_SECONDS = 1.0


def pattern(lane: Lane) -> str:
    """Return the pattern of the topics of one lane."""
    return rf"^agency\.[a-z0-9-]{{3,64}}\.{lane}$"


@dataclass(frozen=True, slots=True)
class Pace:
    """How many records a transaction takes at most; well below what was seen to hang a driver."""

    batch: int = 200


class Worker:
    """One consumer of the two lanes. Run several processes to share the partitions."""

    def __init__(
        self,
        log: TopicLog,
        intake: Takes,
        database: Database,
        clock: Callable[[], datetime],
        taken: Callable[[Taken], None],
        pace: Pace | None = None,
    ) -> None:
        self._intake = intake
        self._database = database
        self._clock = clock
        self._taken = taken
        self._pace = pace or Pace()
        self._consumers = {lane: self._join(log, lane) for lane in LANES}
        self._noted = 0.0
        self._unsure: list[Consumer] = []
        self._beginnings = log.beginning_offsets

    def _join(self, log: TopicLog, lane: Lane) -> Consumer:
        consumer = log.consumer(f"hub.intake.{lane}", pattern=pattern(lane))
        consumer.on_assignment(self._offsets_of)
        return consumer

    def _offsets_of(self, partitions: Sequence[Partition]) -> Mapping[Partition, int]:
        with self._database.read() as cursor:
            return stored_offsets(cursor, partitions)

    def run(self, stop: threading.Event) -> None:
        """Read until told to stop. Trouble with transport or store is logged and tried again; nothing is skipped."""
        while not stop.is_set():
            try:
                self.turn()
            except Conflict as conflict:
                LOG.warning("batch-lost-to-another-process", detail=conflict.detail)
            except TransportError as error:
                LOG.error("transport-trouble", code=error.code, detail=error.detail)
                stop.wait(TROUBLE_SECONDS)
            except PersistenceError as error:
                LOG.error("store-trouble", error=type(error).__name__)
                stop.wait(TROUBLE_SECONDS)
        for consumer in self._consumers.values():
            consumer.close()

    def turn(self) -> int:
        """Take what is waiting: the urgent lane first, then at most one batch of the other. Returns the number read."""
        self._reread_what_was_not_taken()
        urgent = self._take(self._consumers[Lane.URGENT], 0)
        if urgent:
            return urgent
        read = self._take(self._consumers[Lane.EVENTS], IDLE_SECONDS)
        if not read and time.monotonic() - self._noted > FEED_SECONDS:
            self._note_feeds()
        return read

    def _take(self, consumer: Consumer, timeout: float) -> int:
        try:
            records = consumer.poll(self._pace.batch, timeout)
        except OffsetLost as lost:
            self._go_on_after(consumer, lost)
            return 0
        if records:
            self._hand_over(consumer, records)
        return len(records)

    def _hand_over(self, consumer: Consumer, records: Sequence[Record]) -> None:
        self._unsure.append(consumer)
        self._taken(self._intake.take(records))
        self._unsure.remove(consumer)
        with suppress(CommitRefused):
            consumer.commit({(one.topic, one.partition): one.offset + 1 for one in records})

    def _reread_what_was_not_taken(self) -> None:
        """Go back to the stored offsets wherever records were read and not taken; a first batch has no offset yet."""
        for consumer in list(self._unsure):
            assigned = consumer.assignment()
            starts = {**self._beginnings(assigned), **self._offsets_of(assigned)}
            for partition, offset in starts.items():
                consumer.seek(partition, offset)
            self._unsure.remove(consumer)

    def _go_on_after(self, consumer: Consumer, lost: OffsetLost) -> None:
        """A range fell off the log unread, or the log was made anew: say so, loudly, and read what there is.

        Senders resend what has no receipt.
        """
        LOG.critical(
            "offset-lost", topic=lost.topic, partition=lost.partition, wanted=lost.wanted, beginning=lost.beginning
        )
        if lost.wanted > lost.beginning:
            with self._database.write() as cursor:
                go_back(cursor, (lost.topic, lost.partition), lost.beginning)
        consumer.seek((lost.topic, lost.partition), lost.beginning)

    def _note_feeds(self) -> None:
        """Note that what is assigned was read to its end; the log's growth is not told, only that nothing waits."""
        done = [place for consumer in self._consumers.values() for place, lag in consumer.lag().items() if lag == 0]
        rows = [(agency_of_topic(topic), topic, partition) for topic, partition in done]
        with self._database.write() as cursor:
            note_read_to_end(cursor, rows, self._clock())
        self._noted = time.monotonic()


def deliver_until(stop: threading.Event, deliverer: Deliverer) -> None:
    """Send receipts as they come, until told to stop; a failing transport is logged and tried again."""
    while not stop.is_set():
        try:
            sent = deliverer.deliver()
        except (TransportError, PersistenceError) as error:
            LOG.error("receipts-wait", error=type(error).__name__)
            stop.wait(TROUBLE_SECONDS)
            continue
        if not sent:
            stop.wait(IDLE_SECONDS)
