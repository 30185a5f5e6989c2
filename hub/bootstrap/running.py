"""Processes: the web server and the stream consumer, each until it is told to stop."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from eventsourcing.persistence import PersistenceError

from exchange.errors import ExchangeError
from exchange.telemetry.fields import LONGEST_WORDS
from exchange.topic_log.port import TopicLog
from hub.audit import Remembered
from hub.bootstrap.engines import engine_of
from hub.bootstrap.entering import register_own_agency
from hub.bootstrap.guarded import GuardedIntake
from hub.bootstrap.measured import MeasuredDeliverer, MeasuredIntake
from hub.bootstrap.store import open_intake, open_store, receipt_composer
from hub.bootstrap.telling import tell_agencies
from hub.bootstrap.transport import open_log
from hub.bootstrap.watched import watched
from hub.bootstrap.web import build_web
from hub.bootstrap.witnessing import keep_witness, witness_of
from hub.cli import Store
from hub.config import Settings
from hub.domain.errors import AuditError, HubError
from hub.intake.receipts import Receipts
from hub.intake.sequences import tell_of_gaps
from hub.intake.take import Taken
from hub.intake.watchdog import STALLED, Pulse, Stall, watch
from hub.witness import Witness
from hub.worker import LANES, Worker, deliver_until

LOG = structlog.get_logger("hub.running")
CHECKPOINT_SECONDS = 5
MOST_CONNECTIONS = 1_000
"""Beyond these the server answers 503 at once; one that waits behind a thousand others has given up already."""
GAP_SECONDS = 60
Work = Callable[[], None]


def run_web(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM, keeping a checkpoint of the audit log outside the database meanwhile."""
    store = open_store(settings)
    log = open_log(settings)
    witness = witness_of(store, engine_of(settings).digest)
    stop = until_told_to_stop()
    web = server(store, log, witness)
    works = (
        lambda: keep_checkpoints(store, stop),
        lambda: keep_witness(witness, stop),
        lambda: tell_agencies(store, open_log(settings), stop, witness),
    )
    with watched(store, "hub-serve", witness.must_be_open), background(stop, *works):
        web.run()
    log.close()
    store.close()


class WorkFailed(HubError):
    """A part of the process ended with an error; the log says which."""

    code = "work-failed"


def run_intake(settings: Settings) -> None:
    """Take messages, send receipts and notices until SIGINT or SIGTERM, with a watchdog over the consumer.

    Raises:
        WorkFailed: the sending of receipts ended; a supervisor is to start the process anew.
    """
    store = open_store(settings)
    log = open_log(settings)
    witness = witness_of(store)
    stop, failed, pulse = until_told_to_stop(), threading.Event(), Pulse(LANES)
    works = (
        lambda: send_receipts(store, log, stop),
        lambda: tell_agencies(store, open_log(settings), stop, witness),
        lambda: keep_witness(witness, stop),
        lambda: watch_gaps(store, stop),
        lambda: watch(stop, pulse, settings.stalled_after, end_at_once),
    )
    with watched(store, "hub-intake"), background(stop, *works, on_failure=failed.set):
        take_messages(store, log, stop, pulse)
    log.close()
    store.close()
    if failed.is_set():
        raise WorkFailed("receipts are no longer sent by this process: see the log, and start it again")


def end_at_once(stall: Stall) -> None:
    """End the process with an error: the thread that hangs would never be joined, and nothing is lost by it."""
    sys.stderr.write(f"hub: {STALLED}: {stall.detail}; this process ends, start it again\n")
    sys.stderr.flush()
    os._exit(1)


def until_told_to_stop() -> threading.Event:
    """Return an event that SIGINT and SIGTERM set. The web server sends them on once it has closed its connections."""
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    return stop


def server(store: Store, log: TopicLog, witness: Witness | None = None) -> uvicorn.Server:
    """Return the web server of a store, which is an agency of its own for what people enter on its pages."""
    settings = store.settings
    register_own_agency(store, log)
    config = uvicorn.Config(
        build_web(store, log, witness),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        limit_concurrency=MOST_CONNECTIONS,
    )
    return uvicorn.Server(config)


def take_messages(store: Store, log: TopicLog, stop: threading.Event, pulse: Pulse | None = None) -> None:
    """Run the consumer until told to stop; `pulse` is where it tells a watchdog of itself.

    Raises:
        AuditWentBack: somebody put the store back; nothing more is taken into it by this process.
    """
    intake = GuardedIntake(MeasuredIntake(open_intake(store)), Remembered(store.audit))
    Worker(log, intake, store.record.database, store.clock, _log_taken, pulse=pulse).run(stop)


def send_receipts(store: Store, log: TopicLog, stop: threading.Event) -> None:
    """Run the delivery of receipts until told to stop."""
    producer = log.producer()
    deliverer = MeasuredDeliverer(store.record.database, Receipts(store.keys), producer, receipt_composer(store))
    deliver_until(stop, deliverer)
    producer.close()


def watch_gaps(store: Store, stop: threading.Event) -> None:
    """Tell, once each, of numbered messages that have been missing for too long, until told to stop."""
    while not stop.wait(GAP_SECONDS):
        try:
            tell_of_gaps(store.record.database, store.clock())
        except PersistenceError as error:
            LOG.error("gaps-not-watched", error=type(error).__name__)


def keep_checkpoints(store: Store, stop: threading.Event) -> None:
    """Keep the newest checkpoint outside the database every few seconds, so that a cut tail is found.

    A log that does not continue the kept one is told at each try; the rest of the hub goes on.
    """
    place = store.settings.data / "checkpoints" / "latest"
    place.parent.mkdir(parents=True, exist_ok=True)
    while not stop.wait(CHECKPOINT_SECONDS):
        try:
            store.audit.keep_checkpoint(place)
        except AuditError as error:
            LOG.critical("checkpoint-not-kept", detail=error.detail)


@contextmanager
def background(stop: threading.Event, *works: Work, on_failure: Work | None = None) -> Iterator[None]:
    """Run works in threads while the block runs; a work that fails is logged and stops the rest."""
    threads = [threading.Thread(target=_guarded, args=(work, stop, on_failure), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=15)


def _guarded(work: Work, stop: threading.Event, on_failure: Work | None) -> None:
    try:
        work()
    except Exception as error:
        LOG.exception("background-work-failed", **_own_words(error))
        stop.set()
        if on_failure is not None:
            on_failure()


def _own_words(error: Exception) -> dict[str, str]:
    """Return the code and words of an error of our own, on one line; of any other, nothing."""
    if not isinstance(error, HubError | ExchangeError):
        return {}
    return {"code": error.code, "detail": " ".join(error.detail.split())[:LONGEST_WORDS]}


def _log_taken(taken: Taken) -> None:
    if taken.records:
        LOG.info(
            "batch-taken",
            records=taken.records,
            accepted=taken.accepted,
            quarantined=taken.quarantined,
            held=taken.held,
        )
