"""Notices for a connector that runs on: read beside the rounds, and told in the log."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from connectors.notices import NoticeDesk, Told
from exchange.agency_folder import AgencyFolder
from exchange.errors import ExchangeError
from exchange.notice_carriers import NoticeCarrier
from exchange.outbox import Outbox

log = structlog.get_logger()

EVERY = timedelta(seconds=30)


class NoticeRounds:
    """Reads notices now and then. A transport that fails is told once, and tried again with the next reading.

    Args:
        open_carrier: gives the way by which notices come; asked anew after each failure.
    """

    def __init__(
        self, folder: AgencyFolder, open_carrier: Callable[[], NoticeCarrier], clock: Callable[[], datetime]
    ) -> None:
        self._folder = folder
        self._open_carrier = open_carrier
        self._clock = clock
        self._carrier: NoticeCarrier | None = None
        self._next = clock()
        self._failed = ""

    def __call__(self, outbox: Outbox) -> None:
        """Read if it is time."""
        if self._clock() < self._next:
            return
        self._next = self._clock() + EVERY
        try:
            self._carrier = self._carrier or self._open_carrier()
            _tell(NoticeDesk(self._folder, outbox).read(self._carrier, self._clock()))
            self._failed = ""
        except ExchangeError as error:
            self.close()
            self._tell_failure(error)

    def close(self) -> None:
        """Let the transport go."""
        if self._carrier is not None:
            with suppress(ExchangeError):
                self._carrier.close()
        self._carrier = None

    def _tell_failure(self, error: ExchangeError) -> None:
        if error.code != self._failed:
            log.error("notices-not-read", code=error.code, detail=error.detail)
        self._failed = error.code


def _tell(told: Told) -> None:
    if told.sent_again or told.not_kept:
        log.info("history-requested", messages=told.sent_again, not_kept=told.not_kept)
    for day in told.days:
        if day.agrees:
            log.info("day-agrees", sent=day.sent, held=day.held)
        else:
            log.error("day-disagrees", sent=day.sent, held=day.held)
    if told.rejected:
        log.error("notices-not-believed", messages=told.rejected)
