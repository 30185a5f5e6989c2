"""One run of a connector: read, translate, put into the outbox, carry, and collect receipts."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.catalogue import Clock, Reader
from connectors.drafts import refused
from connectors.report import Delivery, FileReport
from connectors.sending import Sender, Taken
from exchange.agency_folder import AgencyFolder
from exchange.courier import Carrier, Courier
from exchange.errors import ExchangeError, TransportError
from exchange.file_carrier import FileCarrier
from exchange.http_carrier import HttpCarrier
from exchange.notice_carriers import HttpNotices, NoticeCarrier, TopicNotices
from exchange.outbox import Outbox
from exchange.topic_carrier import TopicCarrier
from exchange.topic_log import connect
from exchange.topic_log.login import has_login, read_login
from exchange.topic_log.security import KafkaSecurity

FILES = "file:"
"""The scheme of an address that is a folder: nothing is sent, each message is written there."""

ROUND_S = 0.5
"""How long one round waits for receipts."""

NOT_KEPT = "cannot be kept from here on, in the agency's outbox ({}): look at the disk, and send the file again"

PATIENCE_S = 10.0

Advance = Callable[[], None]


def now() -> datetime:
    return datetime.now(UTC)


def read_files(
    reader: Reader, files: Iterable[Path], sender: Sender, clock: Clock, advance: Advance
) -> list[FileReport]:
    """Return a report for each file, with all of it in the outbox; `advance` is called for each item."""
    return [_read_file(reader, file, sender, clock, advance) for file in files]


def carrier_for(address: str, folder: AgencyFolder, token: str | None) -> Carrier:
    """Return the way that an address names: `embedded:PATH`, `kafka://HOST:PORT`, `http(s)://HOST` or `file:FOLDER`."""
    if address.startswith(FILES):
        return FileCarrier(Path(address.removeprefix(FILES)))
    if address.startswith(("http://", "https://")):
        return HttpCarrier(address, (lambda: token) if token else None)
    return TopicCarrier(connect(address, _login(folder)), folder.agency_id)


def notices_from(address: str, folder: AgencyFolder, token: str | None) -> NoticeCarrier:
    """Return the way by which notices come from an address; TransportError where none do, as from a folder."""
    if address.startswith(FILES):
        raise TransportError("no notices come from a folder: give --to the address of the hub")
    if address.startswith(("http://", "https://")):
        return HttpNotices(HttpCarrier(address, (lambda: token) if token else None))
    return TopicNotices(connect(address, _login(folder)), folder.agency_id)


def _login(folder: AgencyFolder) -> KafkaSecurity:
    """Return how to log in to Kafka: as the environment says, else with the login in the agency's folder, if any."""
    stated = KafkaSecurity.of(os.environ)
    return read_login(folder.path) if stated == KafkaSecurity() and has_login(folder.path) else stated


def carry_alone(
    outbox: Outbox, wait_s: float, clock: Clock, carry_it: Callable[[float], Delivery], patience_s: float = PATIENCE_S
) -> Delivery:
    """Carry unless another process carries from this outbox: then what was put is its to send, and is waited for.

    Args:
        wait_s: seconds to wait for receipts.
        carry_it: carries, and waits for so many seconds.
        patience_s: seconds to wait at most until the other has sent everything, or ends and leaves it to us.
    """
    until = clock() + timedelta(seconds=wait_s)
    at_most = clock() + timedelta(seconds=max(wait_s, patience_s))
    while True:
        with outbox.carried_alone() as alone:
            if alone:
                return carry_it(max((until - clock()).total_seconds(), 0.0))
        is_sent = clock() >= until and not outbox.due(clock(), 1)
        if is_sent or not outbox.unanswered() or clock() >= at_most:
            return Delivery(kept=outbox.unanswered(), elsewhere=True)
        time.sleep(0.1)


def deliver(folder: AgencyFolder, outbox: Outbox, to: str, wait: float, token: str | None) -> Delivery:
    """Carry what is in the outbox, unless another process does."""

    def carry_it(left: float) -> Delivery:
        try:
            carrier = carrier_for(to, folder, token)
        except ExchangeError as error:
            return Delivery(kept=outbox.unanswered(), failed=error.detail)
        try:
            return carry(Courier(outbox, carrier, folder.hub_signing_keys), outbox, left, now)
        finally:
            carrier.close()

    return carry_alone(outbox, wait, now, carry_it)


def carry(courier: Courier, outbox: Outbox, wait_s: float, clock: Clock) -> Delivery:
    """Send what is due and collect receipts until none is awaited or the time is over.

    Args:
        wait_s: seconds to wait for receipts; with 0 everything due is sent and only what is there is collected. A hub
            that asks for time on a lane is given it as far as these reach; then the rest is left for another run.
    """
    delivery, until = Delivery(), clock() + timedelta(seconds=wait_s)
    try:
        while True:
            round_ = courier.go_round(clock(), ROUND_S if wait_s else 0.0)
            delivery.add(round_)
            is_done = not (courier.has_more(clock()) or round_.unasked)
            if delivery.failed or (is_done and not (outbox.unanswered() and clock() < until)):
                break
            time.sleep(0 if round_.sent or round_.settled or round_.unasked else 0.05)
        if (wait := courier.kept_back(clock())) is not None:
            delivery.failed = delivery.failed or wait.reason
    except ExchangeError as error:
        delivery.failed = error.detail
    except sqlite3.Error as error:
        delivery.failed = f"the outbox cannot be written ({error})"
    delivery.kept = outbox.unanswered()
    return delivery


def _read_file(reader: Reader, file: Path, sender: Sender, clock: Clock, advance: Advance) -> FileReport:
    report = FileReport(file.name)
    for taken in _items(reader, file, sender, clock):
        report.count(taken.item, taken.put)
        advance()
    return report


def _items(reader: Reader, file: Path, sender: Sender, clock: Clock) -> Iterable[Taken]:
    try:
        yield from reader.taken(file, sender, clock)
    except OSError as error:
        yield Taken(refused("file", "file", f"cannot be read ({type(error).__name__})"))
    except sqlite3.Error as error:
        yield Taken(refused("file", "file", NOT_KEPT.format(error)))
