"""`hub-connect hl7 --from mllp://HOST:PORT`: listen, keep, answer; and meanwhile carry what is kept to the hub."""

import asyncio
import signal
import threading
from collections.abc import Callable

import structlog

from connectors.hl7.desk import Desk
from connectors.hl7.reception import Reception
from connectors.mllp import Address, Pace, Server
from connectors.rounds import Rounds, Tempo
from connectors.run import carrier_for, now
from connectors.sending import Sender
from exchange.agency_folder import AgencyFolder
from exchange.outbox import Outbox
from exchange.schemas import load
from exchange.telemetry import configure_logs

log = structlog.get_logger()

Ready = Callable[[Address], None]


def listen(address: Address, folder: AgencyFolder, to: str, token: str | None, ready: Ready) -> None:
    """Listen until SIGINT or SIGTERM, then finish the message in hand; OSError if the address cannot be taken.

    Everything answered `AA` is in the outbox: what the courier has not carried by the end, the next run carries.
    """
    configure_logs()
    outbox = Outbox(folder.outbox_path)
    reception = Reception(Desk(Sender(folder, outbox, load()), now()), now)
    rounds = Rounds(folder, lambda: carrier_for(to, folder, token), now, Tempo())
    try:
        asyncio.run(_both(Server(reception.answer, Pace()), address, ready, rounds))
        log.info("stopped", answered=dict(reception.counts), waiting=len(outbox.pending()))
    finally:
        outbox.close()


async def _both(server: Server, address: Address, ready: Ready, rounds: Rounds) -> None:
    """Serve, with the courier in a thread beside; each ends with the other, so that neither works on alone."""
    stop, last_round, loop = asyncio.Event(), threading.Event(), asyncio.get_running_loop()
    for told in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(told, stop.set)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.to_thread(rounds.run, last_round))
            try:
                await server.run(address, stop, ready)
            finally:
                last_round.set()
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from failed
