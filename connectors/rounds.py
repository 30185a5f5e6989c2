"""Rounds without end: the courier carries what a listening connector puts into the outbox, and alarms what is late."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from exchange.agency_folder import AgencyFolder
from exchange.courier import Carrier, Courier, Round
from exchange.errors import ExchangeError
from exchange.outbox import Outbox
from exchange.receipts import Receipt, ReceiptOutcome

log = structlog.get_logger()

ACTED_ON = (ReceiptOutcome.QUARANTINED, ReceiptOutcome.REFUSED)
"""Outcomes that somebody at the agency must do something about."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds to wait for receipts in a round, between rounds, and after a failure; when a receipt counts as late."""

    collect_s: float = 0.5
    between_s: float = 0.2
    failed_s: float = 5.0
    late_after: timedelta = timedelta(minutes=5)
    alarm_every: timedelta = timedelta(seconds=10)


class Rounds:
    """Goes round until told to stop, then once more. It has an outbox of its own, over the same file.

    Args:
        open_carrier: gives the way to the hub; asked anew after each failure.
    """

    def __init__(
        self, folder: AgencyFolder, open_carrier: Callable[[], Carrier], clock: Callable[[], datetime], tempo: Tempo
    ) -> None:
        self._folder = folder
        self._open_carrier = open_carrier
        self._clock = clock
        self._tempo = tempo
        self._failed = ""
        self._late = 0
        self._alarm_from = clock()

    def run(self, stop: threading.Event) -> None:
        """Carry until `stop` is set; what could not be carried by then is kept, and is carried by the next run."""
        outbox = Outbox(self._folder.outbox_path)
        try:
            self._carry(outbox, stop)
            while not stop.is_set():
                self._carry(outbox, stop)
        finally:
            outbox.close()

    def _carry(self, outbox: Outbox, stop: threading.Event) -> None:
        """Go round with one carrier until told to stop or the transport fails."""
        carrier = None
        try:
            self._alarm(outbox)
            carrier = self._open_carrier()
            courier = Courier(outbox, carrier, self._folder.hub_signing_keys)
            while not stop.wait(self._tempo.between_s):
                self._tell(courier.go_round(self._clock(), self._tempo.collect_s))
                self._alarm(outbox)
            self._tell(courier.go_round(self._clock()))
        except (ExchangeError, sqlite3.Error) as error:
            self._tell_failure(error)
            stop.wait(self._tempo.failed_s)
        finally:
            if carrier is not None:
                with suppress(ExchangeError):
                    carrier.close()

    def _tell(self, done: Round) -> None:
        if self._failed:
            log.info("courier-goes-again")
            self._failed = ""
        if done.refused or done.rejected:
            log.error("courier-round", not_taken=done.refused, receipts_not_believed=done.rejected)
        for receipt in done.settled:
            if receipt.outcome in ACTED_ON:
                self._tell_problem(receipt)

    def _tell_problem(self, receipt: Receipt) -> None:
        title = receipt.problem.title if receipt.problem else ""
        places = [fault.pointer for fault in receipt.problem.errors] if receipt.problem else []
        log.warning("hub-did-not-file", id=receipt.id, outcome=receipt.outcome.value, title=title, places=places)

    def _tell_failure(self, error: ExchangeError | sqlite3.Error) -> None:
        """Say once that nothing is carried, and why."""
        kind = error.code if isinstance(error, ExchangeError) else type(error).__name__
        if self._failed != kind:
            log.error("courier-failed", code=kind, detail=str(error))
        self._failed = kind

    def _alarm(self, outbox: Outbox) -> None:
        """Say how many messages have waited too long for their receipt, each time that number changes."""
        if self._clock() < self._alarm_from:
            return
        self._alarm_from = self._clock() + self._tempo.alarm_every
        late = outbox.late(self._clock(), self._tempo.late_after)
        if len(late) != self._late:
            self._late = len(late)
            oldest = late[0].put_at.isoformat() if late else None
            (log.error if late else log.info)("receipts-late", messages=len(late), oldest=oldest)
