"""Intake that takes nothing more into a store that somebody put back beneath it."""

import time
from collections.abc import Sequence

import structlog

from exchange.topic_log.port import Record
from hub.audit import Remembered
from hub.domain.errors import AuditWentBack
from hub.intake.take import Taken, Takes

LOG = structlog.get_logger("hub.running")
LOOK_SECONDS = 0.5


class GuardedIntake:
    """Intake that remembers how far the audit log came with each batch, and looks again before the next one.

    What this process remembers of the store (offsets, children, ids) is of another store than the one that was put
    back, and a log that grows again hides that it went back.
    """

    def __init__(self, intake: Takes, remembered: Remembered, every: float = LOOK_SECONDS) -> None:
        self._intake = intake
        self._remembered = remembered
        self._every = every
        self._looked = float("-inf")

    def take(self, records: Sequence[Record]) -> Taken:
        """Take as intake does. Raises AuditWentBack, having taken nothing."""
        if time.monotonic() - self._looked >= self._every:
            self._look()
        taken = self._intake.take(records)
        self._look()
        return taken

    def _look(self) -> None:
        try:
            self._remembered.look()
        except AuditWentBack as error:
            LOG.critical("audit-log-went-back", detail=error.detail)
            raise
        self._looked = time.monotonic()
