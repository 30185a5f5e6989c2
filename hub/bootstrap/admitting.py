"""What is asked before a message is taken over HTTP: the agency's quota and the hub's own backlog."""

import time
from collections.abc import Callable

import structlog
from eventsourcing.persistence import PersistenceError

from hub.bootstrap.transport import open_log
from hub.cli import Store
from hub.domain.agency import Agency, Quota
from hub.intake.admission import Admission
from hub.intake.backlog import Backlog
from hub.record.database import Database
from hub.views.read import quota_of

LOG = structlog.get_logger("hub.admitting")
FRESH_SECONDS = 10.0


def admission(store: Store) -> Admission:
    """Return what judges the messages that come to this process."""
    settings = store.settings
    quotas = Quotas(store.record.database, Quota(settings.quota, settings.urgent_quota))
    backlog = Backlog(store.record.database, lambda: open_log(settings))
    return Admission(quotas.of, backlog.waiting, settings.most_waiting)


class Quotas:
    """The agencies' quotas, read again after ten seconds; a store that does not answer lets the last ones stand."""

    def __init__(self, database: Database, usual: Quota, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._usual = usual
        self._clock = clock
        self._known: dict[str, tuple[float, Quota]] = {}

    def of(self, agency: str) -> Quota:
        """Return what was set for an agency, or what everybody has."""
        read_at, quota = self._known.get(agency, (None, self._usual))
        if read_at is not None and self._clock() - read_at < FRESH_SECONDS:
            return quota
        try:
            with self._database.read() as cursor:
                quota = quota_of(cursor, str(Agency.create_id(agency))) or self._usual
        except PersistenceError as error:
            LOG.warning("quota-unknown", error=type(error).__name__)
        self._known[agency] = (self._clock(), quota)
        return quota
