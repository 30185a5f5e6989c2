"""The witness beside a running process: asked before anything is written, told as long as the process runs."""

import threading

import structlog
from eventsourcing.persistence import PersistenceError

from hub.cli import Store
from hub.domain.errors import HubError
from hub.witness import Witness, open_witness

LOG = structlog.get_logger("hub.witness")
LOOK_SECONDS = 0.5


def witness_of(store: Store, digest: str | None = None) -> Witness:
    """Return the witness of a store, asked once; `digest` is of the policy by which this process shows anything."""
    settings = store.settings
    witness = open_witness(
        store.record, store.keys, store.audit, settings.id, settings.witness_folders, store.clock, digest
    )
    if not settings.witness_folders:
        LOG.warning("no-witness")
    for gap in witness.gaps:
        LOG.warning("closed-to-readers", reason=gap.about)
    return witness


def unasked_witness(store: Store) -> Witness:
    """Return the witness of a store, to look at beside the hub's own processes."""
    settings = store.settings
    return Witness(store.record, store.keys, store.audit, settings.id, settings.witness_folders, store.clock)


def keep_witness(witness: Witness, stop: threading.Event) -> None:
    """Tell the witness as things happen, and after a restore catch up, until told to stop; trouble is tried again."""
    was_closed = bool(witness.gaps)
    while not stop.wait(LOOK_SECONDS):
        try:
            is_closed = bool(witness.turn())
        except (HubError, PersistenceError, OSError) as error:
            LOG.error("witness-trouble", error=type(error).__name__)
            continue
        if was_closed and not is_closed:
            LOG.warning("open-to-readers")
        elif is_closed and not was_closed:
            LOG.warning("closed-to-readers", reason=witness.gaps[0].about)
        was_closed = is_closed
