"""The stream consumer: reads the urgent lane before the other, hands records to intake, and sends receipts out."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

import structlog
from eventsourcing.persistence import PersistenceError

from exchange.errors import CommitRefused, OffsetLost, TransportError
from exchange.topic_log.port import Consumer, Partition, Record, TopicLog
from exchange.topics import Lane, agency_of_topic
from hub.domain.errors import Conflict
from hub.failpoints import Point, reach
from hub.intake.delivery import Deliverer
from hub.intake.incidents import go_on_after
from hub.intake.offsets import note_read_to_end, stored_offsets
from hub.intake.pace import Pace, Stride
from hub.intake.take import Taken, Takes
from hub.intake.watchdog import Pulse
from hub.record.database import Database

LOG = structlog.get_logger("hub.worker")
LANES = (Lane.URGENT, Lane.EVENTS)
IDLE_SECONDS = 0.2
FEED_SECONDS = 30
TROUBLE_SECONDS = 1.0
LAG_SECONDS = 5.0
MOST_URGENT_TURNS = 20
"""How often in a row the urgent lane is read before the other has a turn, lest a flood of it stop everything else."""


def pattern(lane: Lane) -> str:
    """Return the pattern of the topics of one lane."""
    return rf"^agency\.[a-z0-9-]{{3,64}}\.{lane}$"


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
        pulse: Pulse | None = None,
    ) -> None:
        self._intake = intake
        self._database = database
        self._clock = clock
        self._taken = taken
        self._stride = Stride(pace or Pace())
        self._pulse = pulse or Pulse(LANES)
        self._consumers = {lane: self._join(log, lane) for lane in LANES}
        self._noted = 0.0
        self._looked = 0.0
        self._urgent_turns = 0
        self._unsure: list[Consumer] = []

    def _join(self, log: TopicLog, lane: Lane) -> Consumer:
        consumer = log.consumer(f"hub.intake.{lane}", pattern=pattern(lane))
        consumer.on_assignment(self._offsets_of)
        return consumer

    def _offsets_of(self, partitions: Sequence[Partition]) -> Mapping[Partition, int]:
        """A partition that was never taken is wanted from 0: what was deleted before we came to it is lost as well."""
        with self._database.read() as cursor:
            return {**dict.fromkeys(partitions, 0), **stored_offsets(cursor, partitions)}

    def run(self, stop: threading.Event) -> None:
        """Read until told to stop. Trouble with transport or store is logged and tried again; nothing is skipped."""
        while not stop.is_set():
            try:
                self.turn()
                self._look_at_lag()
            except Conflict as conflict:
                LOG.warning("batch-lost-to-another-process", detail=conflict.detail)
            except TransportError as error:
                LOG.error("transport-trouble", code=error.code, detail=error.detail)
                self._wait_out_trouble(stop)
            except PersistenceError as error:
                LOG.error("store-trouble", error=type(error).__name__)
                self._wait_out_trouble(stop)
            self._pulse.beat()
        for consumer in self._consumers.values():
            consumer.close()

    def _wait_out_trouble(self, stop: threading.Event) -> None:
        """Wait, with the watchdog told that it is not this process that stands still."""
        self._pulse.excuse()
        stop.wait(TROUBLE_SECONDS)

    def turn(self) -> int:
        """Take what is waiting: the urgent lane first, then at most one batch of the other. Returns the number read."""
        self._reread_what_was_not_taken()
        may_be_urgent = self._urgent_turns < MOST_URGENT_TURNS
        if may_be_urgent and (urgent := self._take(Lane.URGENT, 0)):
            self._urgent_turns += 1
            return urgent
        self._urgent_turns = 0
        read = self._take(Lane.EVENTS, IDLE_SECONDS if may_be_urgent else 0)
        if not read and time.monotonic() - self._noted > FEED_SECONDS:
            self._note_feeds()
        return read

    def _take(self, lane: Lane, timeout: float) -> int:
        consumer = self._consumers[lane]
        try:
            records = consumer.poll(self._stride.size, timeout)
        except OffsetLost as lost:
            self._go_on_after(consumer, lost)
            return 0
        if records:
            self._pulse.moved(lane)
            self._hand_over(consumer, records)
        return len(records)

    def _hand_over(self, consumer: Consumer, records: Sequence[Record]) -> None:
        self._unsure.append(consumer)
        began = time.monotonic()
        self._taken(self._intake.take(records))
        self._stride.took(len(records), time.monotonic() - began)
        self._unsure.remove(consumer)
        reach(Point.BEFORE_OFFSET_HINT)
        with suppress(CommitRefused):
            consumer.commit({(one.topic, one.partition): one.offset + 1 for one in records})
        reach(Point.AFTER_OFFSET_HINT)

    def _reread_what_was_not_taken(self) -> None:
        """Go back to the stored offsets wherever records were read and not taken."""
        for consumer in list(self._unsure):
            for partition, offset in self._offsets_of(consumer.assignment()).items():
                consumer.seek(partition, offset)
            self._unsure.remove(consumer)

    def _go_on_after(self, consumer: Consumer, lost: OffsetLost) -> None:
        """A range fell off the log unread, or the log was made anew: note the incident, and read what there is.

        Senders resend what has no receipt; what was taken before is known by its source and id, and not filed twice.
        """
        with self._database.write() as cursor:
            following, incident = go_on_after(cursor, lost, self._clock())
        if incident is not None:
            LOG.critical(
                "offset-lost",
                incident=incident.incident_id,
                topic=lost.topic,
                partition=lost.partition,
                wanted=incident.first,
                beginning=lost.beginning,
            )
        consumer.seek((lost.topic, lost.partition), following)

    def _look_at_lag(self) -> None:
        """Tell the watchdog of the lanes in which nothing waits: only messages that wait unread are a stall."""
        if time.monotonic() - self._looked < LAG_SECONDS:
            return
        for lane, consumer in self._consumers.items():
            if not any(consumer.lag().values()):
                self._pulse.moved(lane)
        self._looked = time.monotonic()

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
