"""A process under its operator's eyes: its own port, its traces, and a word in the log when it starts and stops."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from exchange.telemetry.otel import send_spans
from hub.bootstrap.health import TOLERATED, health_of
from hub.bootstrap.lookout import Lookout
from hub.bootstrap.operator_port import operator_port
from hub.bootstrap.state import State, exposition
from hub.bootstrap.transport import open_log
from hub.cli import Store
from hub.health import Check

LOG = structlog.get_logger("hub.watched")
TAKES = "hub-intake"


@contextmanager
def watched(store: Store, process: str, may_show: Check | None = None) -> Iterator[None]:
    """Answer on the operator's port and send traces, where the settings say so, while the block runs.

    Args:
        process: `hub-serve`, `hub-intake` or `hub-demo`, by which logs and traces name it.
        may_show: raises while readers wait after a restore; None for a process that shows nothing to anybody.
    """
    settings = store.settings
    stop_traces = send_spans(settings.traces, process) if settings.traces else _nothing
    health = health_of(store, lookout_of(store), frozenset() if process == TAKES else TOLERATED, may_show)
    with operator_port(settings, health, figures_of(store, may_show)):
        LOG.info("started", part=process)
        try:
            yield
        finally:
            stop_traces()
            LOG.info("stopped", part=process)


def figures_of(store: Store, may_show: Check | None = None) -> Callable[[], bytes]:
    """Return what the operator scrapes."""
    lookout = lookout_of(store)
    return exposition(State(store.record.database, lookout, health_of(store, lookout, may_show=may_show), store.clock))


def lookout_of(store: Store) -> Lookout:
    """Return a connection to the topics for looking only."""
    return Lookout(lambda: open_log(store.settings))


def _nothing() -> None:
    """No traces are sent."""
