"""Watching an outbox while a connector listens: whatever the courier does, a late receipt is said within seconds."""

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from connectors.watch.outlets import Outlets, Watched
from connectors.watch.reach import Reach
from exchange.outbox_view import OutboxView, Standing

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Gaze:
    """Seconds between two looks for something late, and the longest that files stay as they are."""

    look_s: float = 1.0
    write_every: timedelta = timedelta(seconds=10)


class Watch:
    """Looks at one outbox; in a thread of its own by `run`, or once by `look`."""

    def __init__(
        self,
        watched: Watched,
        outlets: Outlets,
        clock: Callable[[], datetime],
        reach: Callable[[], Reach | None] = lambda: None,
        gaze: Gaze | None = None,
    ) -> None:
        self._watched = watched
        self._outlets = outlets
        self._clock = clock
        self._reach = reach
        self._gaze = gaze or Gaze()
        self._late = 0
        self._failed = ""
        self._write_from = clock()

    def look(self) -> Standing:
        """Return how everything stands now."""
        view = self._view()
        try:
            return view.standing(self._clock())
        finally:
            view.close()

    def write(self, standing: Standing) -> None:
        """Write the files that were asked for; OSError where one cannot be written."""
        self._outlets.write(self._watched.agency, standing, self._reach())

    def run(self, stop: threading.Event) -> None:
        """Look until `stop` is set, then once more. What keeps it from looking is said once, and tried again."""
        view = self._view()
        try:
            while not stop.wait(self._gaze.look_s):
                self._try(view)
            self._write_from = self._clock()
            self._try(view)
        finally:
            view.close()

    def _view(self) -> OutboxView:
        return OutboxView(self._watched.outbox, self._outlets.allowed)

    def _try(self, view: OutboxView) -> None:
        try:
            self._look_again(view)
            self._failed = ""
        except (sqlite3.Error, OSError) as error:
            if self._failed != type(error).__name__:
                log.error("status-not-told", error=type(error).__name__)
            self._failed = type(error).__name__

    def _look_again(self, view: OutboxView) -> None:
        """Say when the number of late messages changes; write then, and from time to time."""
        now = self._clock()
        late = view.late_messages(now)
        if late == self._late and now < self._write_from:
            return
        standing = view.standing(now)
        if late != self._late:
            self._tell(late, standing)
        self._write_from = now + self._gaze.write_every
        self.write(standing)

    def _tell(self, late: int, standing: Standing) -> None:
        self._late = late
        oldest = standing.late_since.isoformat() if standing.late_since else None
        urgent = sum(1 for one in standing.late if one.lane == "urgent")
        (log.error if late else log.info)("receipts-late", messages=late, urgent=urgent, oldest=oldest)
