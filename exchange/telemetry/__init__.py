"""What hub and connectors tell of themselves, alike: log events by stable codes, and traces. Never of a person."""

from exchange.telemetry.codes import BY_CODE, LOG_EVENTS, LogEvent
from exchange.telemetry.crashes import hush_crashes
from exchange.telemetry.logs import configure_logs, places
from exchange.telemetry.spans import Finished, SpanName, export_to, span
from exchange.telemetry.tracing import Trace, begin, current, read_trace

__all__ = [
    "BY_CODE",
    "LOG_EVENTS",
    "Finished",
    "LogEvent",
    "SpanName",
    "Trace",
    "begin",
    "configure_logs",
    "current",
    "export_to",
    "hush_crashes",
    "places",
    "read_trace",
    "span",
]
