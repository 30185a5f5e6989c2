"""How many messages wait on the topics that the hub has not taken yet; what is urgent is not counted."""

import threading
import time
from collections.abc import Callable

import structlog
from eventsourcing.persistence import PersistenceError

from exchange.errors import TransportError
from exchange.topic_log.port import Partition, TopicLog
from exchange.topics import ANY_TOPIC, Lane, lane_of_topic
from hub.intake.offsets import stored_offsets
from hub.record.database import Database

LOG = structlog.get_logger("hub.backlog")
FRESH_SECONDS = 2.0


class Backlog:
    """Counted anew every two seconds at most, by whoever asks first; the others are told the last count meanwhile.

    Args:
        open_log: gives a connection of its own to the topics, the first time that anybody asks.
    """

    def __init__(
        self,
        database: Database,
        open_log: Callable[[], TopicLog],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._open_log = open_log
        self._clock = clock
        self._log: TopicLog | None = None
        self._counting = threading.Lock()
        self._counted_at: float | None = None
        self._waiting = 0

    def waiting(self) -> int:
        """Return the number of messages; where it cannot be had, the last that was known."""
        if self._is_fresh() or not self._counting.acquire(blocking=False):
            return self._waiting
        try:
            self._waiting = self._count()
        except (TransportError, PersistenceError) as error:
            LOG.warning("backlog-unknown", error=type(error).__name__)
        finally:
            self._counted_at = self._clock()
            self._counting.release()
        return self._waiting

    def _is_fresh(self) -> bool:
        return self._counted_at is not None and self._clock() - self._counted_at < FRESH_SECONDS

    def _count(self) -> int:
        if self._log is None:
            self._log = self._open_log()
        places = _partitions(self._log)
        with self._database.read() as cursor:
            taken = stored_offsets(cursor, places)
        begins = self._log.beginning_offsets([place for place in places if place not in taken])
        ends = self._log.end_offsets(places)
        return sum(max(0, ends[place] - taken.get(place, begins.get(place, 0))) for place in places)


def _partitions(log: TopicLog) -> list[Partition]:
    ours = {name: count for name, count in log.topics().items() if ANY_TOPIC.fullmatch(name)}
    counts = {name: count for name, count in ours.items() if lane_of_topic(name) is Lane.EVENTS}
    return [(name, part) for name, count in counts.items() for part in range(count)]
