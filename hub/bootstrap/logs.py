"""What a process of the hub logs, and counts of what it logs; set up first of all."""

import logging

from exchange import telemetry
from hub.metrics import LOG_EVENTS


def configure_logs(level: int = logging.INFO) -> None:
    """Log events from this level on, as `exchange.telemetry` has them; crashes tell no text and leave no core."""
    telemetry.configure_logs(level, counted=_count)
    telemetry.hush_crashes()


def _count(code: str, level: str) -> None:
    LOG_EVENTS.labels(code, level).inc()
