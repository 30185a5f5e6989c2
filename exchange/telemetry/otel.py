"""Steps of traces sent to an OpenTelemetry collector, where the extra `otel` is installed and an address is set.

The ids are ours already; the SDK batches and sends. A collector that does not answer costs spans and nothing else.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from exchange.errors import ExtraMissing
from exchange.telemetry.spans import Finished, export_to
from exchange.telemetry.tracing import Trace

if TYPE_CHECKING:
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.trace import SpanContext

SECONDS = 5.0


def send_spans(address: str, service: str) -> Callable[[], None]:
    """Send every step from now on to `address` (OTLP over HTTP, protobuf); returns what sends the rest and stops.

    Args:
        address: the collector's whole address, such as `http://127.0.0.1:4318/v1/traces`.
        service: the name under which the collector knows this process.

    Raises:
        ExtraMissing: the package is not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise ExtraMissing("traces are sent by the extra `otel`: install safeguarding-hub[otel]") from error
    processor = BatchSpanProcessor(OTLPSpanExporter(endpoint=address, timeout=SECONDS))
    resource = Resource({"service.name": service})
    export_to(lambda done: processor.on_end(_readable(done, resource)))

    send_the_rest: Callable[[], None] = processor.shutdown

    def stop() -> None:
        export_to(None)
        send_the_rest()

    return stop


def _readable(done: Finished, resource: "Resource") -> "ReadableSpan":
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.trace import Status, StatusCode

    told = {name: value for name, value in done.attributes.items() if isinstance(value, str | bool | int | float)}
    return ReadableSpan(
        name=done.name.value,
        context=_context(done.trace, is_remote=False),
        parent=_context(done.parent, is_remote=True) if done.parent else None,
        resource=resource,
        attributes=told,
        status=Status(StatusCode.ERROR, done.failed) if done.failed else Status(),
        start_time=done.began_ns,
        end_time=done.ended_ns,
    )


def _context(trace: Trace, *, is_remote: bool) -> "SpanContext":
    from opentelemetry.trace import SpanContext, TraceFlags

    return SpanContext(int(trace.trace_id, 16), int(trace.span_id, 16), is_remote, TraceFlags(int(trace.flags, 16)))
