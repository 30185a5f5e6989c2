"""Rounds without end: the courier carries what a listening connector puts into the outbox, and comes back to it.

After a failure it waits longer each time, up to half a minute, and never as long as another connector does, so that a
hub that comes back is not met by all at once. A hub that takes no more of one lane is no failure: the rounds go on with
the other, and with receipts.
"""

import random
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from connectors.watch import Reach
from exchange.agency_folder import AgencyFolder
from exchange.backoff import Backoff
from exchange.courier import Carrier, Courier, Round, Wait
from exchange.errors import ExchangeError, OutboxConflict, TransportError
from exchange.outbox import Outbox
from exchange.receipts import Receipt, ReceiptOutcome
from exchange.topics import Lane

log = structlog.get_logger()

ACTED_ON = (ReceiptOutcome.QUARANTINED, ReceiptOutcome.REFUSED)
"""Outcomes that somebody at the agency must do something about."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds to wait for receipts in a round and between rounds; how long after a failure; how many on their way."""

    collect_s: float = 0.5
    between_s: float = 0.2
    failed: Backoff = field(default_factory=lambda: Backoff(timedelta(seconds=1), timedelta(seconds=30), 0.5))
    window: int = 500


class Rounds:
    """Goes round until told to stop, then once more. It has an outbox of its own, over the same file.

    Args:
        open_carrier: gives the way to the hub; asked anew after each failure.
        beside: what else is done with the outbox after each round, such as reading notices.
    """

    def __init__(
        self,
        folder: AgencyFolder,
        open_carrier: Callable[[], Carrier],
        clock: Callable[[], datetime],
        tempo: Tempo,
        beside: Callable[[Outbox], None] = lambda _: None,
    ) -> None:
        self._folder = folder
        self._open_carrier = open_carrier
        self._clock = clock
        self._tempo = tempo
        self._beside = beside
        self._failures = 0
        self._waits: Mapping[Lane, Wait] = {}
        self.reach = Reach(clock(), "not-tried-yet")

    def run(self, stop: threading.Event) -> None:
        """Carry until `stop` is set; what could not be carried by then is kept, and is carried by the next run."""
        outbox = Outbox(self._folder.outbox_path)
        try:
            self._carry_alone(outbox, stop)
            while not stop.is_set():
                self._carry_alone(outbox, stop)
        finally:
            outbox.close()

    def _carry_alone(self, outbox: Outbox, stop: threading.Event) -> None:
        """Carry until told to stop, if no other process carries from this outbox; else wait for it."""
        try:
            with outbox.carried_alone() as alone:
                if not alone:
                    raise OutboxConflict("another hub-connect carries what is in this outbox: it is waited for")
                self._carry(outbox, stop)
                while not stop.is_set():
                    self._carry(outbox, stop)
        except (OutboxConflict, sqlite3.Error) as error:
            self._fail(error, stop)

    def _carry(self, outbox: Outbox, stop: threading.Event) -> None:
        """Carry until told to stop or the transport fails; then wait."""
        try:
            self._go_round(outbox, stop)
        except (ExchangeError, sqlite3.Error) as error:
            self._fail(error, stop)

    def _go_round(self, outbox: Outbox, stop: threading.Event) -> None:
        carrier = self._open_carrier()
        try:
            courier = Courier(outbox, carrier, self._folder.hub_signing_keys, self._tempo.window)
            while not stop.wait(self._tempo.between_s):
                self._tell(courier.go_round(self._clock(), self._tempo.collect_s))
                self._beside(outbox)
            self._tell(courier.go_round(self._clock()))
        finally:
            with suppress(ExchangeError):
                carrier.close()

    def _fail(self, error: ExchangeError | sqlite3.Error, stop: threading.Event) -> None:
        """Say why nothing is carried, and wait: longer each time, by chance, and no less than the hub asks for."""
        self._tell_failure(error)
        self._failures += 1
        wait = self._tempo.failed.after(self._failures, random.SystemRandom().random()).total_seconds()
        asked = error.retry_after_s if isinstance(error, TransportError) else 0.0
        stop.wait(max(wait, asked))

    def _tell(self, done: Round) -> None:
        """Say what somebody must know of a round; raise what broke it off."""
        if done.refused or done.rejected:
            log.error("courier-round", not_taken=done.refused, receipts_not_believed=done.rejected)
        for receipt in done.settled:
            if receipt.outcome in ACTED_ON:
                self._tell_problem(receipt)
        if done.broken_off:
            raise done.broken_off
        self._tell_waits(done.waits)
        self._tell_reached()

    def _tell_waits(self, waits: Mapping[Lane, Wait]) -> None:
        """Say once of each lane that the hub asked for time on it."""
        for lane in waits.keys() - self._waits.keys():
            log.warning("courier-lane-waits", lane=lane.value, detail=waits[lane].reason)
        self._waits = waits

    def _tell_reached(self) -> None:
        """Say once that the hub is reached again."""
        if self._failures:
            log.info("courier-goes-again")
        if not self.reach.is_reached:
            self.reach = Reach(self._clock())
        self._failures = 0

    def _tell_problem(self, receipt: Receipt) -> None:
        title = receipt.problem.title if receipt.problem else ""
        places = [fault.pointer for fault in receipt.problem.errors] if receipt.problem else []
        log.warning("hub-did-not-file", id=receipt.id, outcome=receipt.outcome.value, title=title, places=places)

    def _tell_failure(self, error: ExchangeError | sqlite3.Error) -> None:
        """Say once that nothing is carried, and why."""
        kind = error.code if isinstance(error, ExchangeError) else type(error).__name__
        if not (self._failures and self.reach.code == kind):
            log.error("courier-failed", code=kind, detail=str(error))
        since = self._clock() if self.reach.is_reached or not self._failures else self.reach.since
        self.reach = Reach(since, kind)
