"""`hub-connect hl7 --from mllp://HOST:PORT`: listen, keep, answer; meanwhile carry what is kept to the hub, and watch.

Everything that outlasts a moment is in the outbox: what was answered `AA` is there, whatever becomes of this process.
"""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import structlog

from connectors.hl7.desk import Desk
from connectors.hl7.reception import Reception
from connectors.mllp import Address, Pace, Server
from connectors.notice_rounds import NoticeRounds
from connectors.rounds import Rounds, Tempo
from connectors.run import carrier_for, notices_from, now
from connectors.sending import Sender
from connectors.watch import Outlets, Place, Reach, Watch, Watched, serving
from exchange.agency_folder import AgencyFolder
from exchange.outbox import Outbox
from exchange.outbox_view import Standing
from exchange.schemas import load
from exchange.telemetry import configure_logs

log = structlog.get_logger()

Ready = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Listening:
    """What a listening connector is told at its start.

    Args:
        to: the address of the hub or its broker.
        status: where the page and the metrics are served; None for nowhere.
        accept_test: whether messages that say that they are tests are taken as though they were real.
    """

    address: Address
    folder: AgencyFolder
    to: str
    token: str | None = None
    outlets: Outlets = field(default_factory=Outlets)
    status: Place | None = None
    accept_test: bool = False
    clock: Callable[[], datetime] = now


def listen(asked: Listening, ready: Ready) -> Standing:
    """Listen until SIGINT or SIGTERM, then finish the message in hand; return how the messages stand at the end.

    Raises:
        OSError: an address cannot be taken.
    """
    configure_logs()
    outbox = Outbox(asked.folder.outbox_path)
    desk = Desk(Sender(asked.folder, outbox, load()), asked.clock(), accept_test=asked.accept_test)
    reception = Reception(desk, asked.clock)
    notices = NoticeRounds(asked.folder, lambda: notices_from(asked.to, asked.folder, asked.token), asked.clock)
    carrier = partial(carrier_for, asked.to, asked.folder, asked.token)
    rounds = Rounds(asked.folder, carrier, asked.clock, Tempo(), notices)
    watched = Watched(asked.folder.agency_id, asked.folder.outbox_path)
    watch = Watch(watched, asked.outlets, asked.clock, lambda: rounds.reach)
    try:
        with _status_served(asked, watch, lambda: rounds.reach, ready):
            asyncio.run(_together(Server(reception.answer, Pace()), asked.address, ready, rounds.run, watch.run))
        log.info("stopped", answered=dict(reception.counts), waiting=outbox.unanswered())
        return watch.look()
    finally:
        notices.close()
        outbox.close()


@contextmanager
def _status_served(asked: Listening, watch: Watch, reach: Callable[[], Reach], ready: Ready) -> Iterator[None]:
    """Serve the status page, if that was asked for, as long as the block lasts."""
    if asked.status is None:
        yield
        return
    with serving(asked.status, asked.folder.agency_id, lambda: (watch.look(), reach())) as place:
        ready(f"status {place}/")
        yield


async def _together(server: Server, address: Address, ready: Ready, *beside: Callable[[threading.Event], None]) -> None:
    """Serve, with others in threads beside; each ends with the others, so that none works on alone."""
    stop, ended, loop = asyncio.Event(), threading.Event(), asyncio.get_running_loop()
    for told in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(told, stop.set)
    try:
        async with asyncio.TaskGroup() as group:
            for run in beside:
                group.create_task(asyncio.to_thread(run, ended))
            try:
                await server.run(address, stop, lambda taken: ready(f"listening {taken}"))
            finally:
                ended.set()
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from failed
