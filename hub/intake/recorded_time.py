"""The time at which the hub says it learned a thing: its own clock's, and never before what it said last."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from eventsourcing.persistence import StoredEvent

from hub.record.database import Cursor

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STEP = timedelta(microseconds=1)


class RecordedTime:
    """Gives each message its instant: max(last + 1 microsecond, now), across restarts too (`security.md` T11)."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._last = EPOCH

    def catch_up(self, cursor: Cursor) -> None:
        """Learn what other processes, or this one before it stopped, said last."""
        cursor.execute("SELECT at FROM last_recorded")
        row = cursor.fetchone()
        if row is not None:
            self._last = max(self._last, EPOCH + row["at"] * STEP)

    def next(self) -> datetime:
        """Return the instant of the next message."""
        self._last = max(self._last + STEP, self._clock())
        return self._last

    def keep(self, cursor: Cursor, _: Sequence[StoredEvent]) -> None:
        """Write down the last instant, as a companion of the save that it belongs to."""
        cursor.execute(
            "INSERT INTO last_recorded VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET "
            "at = CASE WHEN excluded.at > last_recorded.at THEN excluded.at ELSE last_recorded.at END",
            ((self._last - EPOCH) // STEP,),
        )
