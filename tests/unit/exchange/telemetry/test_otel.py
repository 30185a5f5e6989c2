"""Steps arrive at a real receiver of OTLP over HTTP, with our ids; one that is away costs nothing but spans."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from exchange.telemetry import SpanName, read_trace, span
from exchange.telemetry.otel import send_spans

SENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Collector:
    """Takes what is posted to it and decodes the protobuf."""

    def __init__(self) -> None:
        received: list[ExportTraceServiceRequest] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                received.append(ExportTraceServiceRequest.FromString(body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.received = received
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1/traces"

    def spans(self) -> list[object]:
        return [
            one
            for told in self.received
            for of in told.resource_spans
            for group in of.scope_spans
            for one in group.spans
        ]


@pytest.fixture
def collector() -> Iterator[Collector]:
    one = Collector()
    yield one
    one.server.shutdown()
    one.server.server_close()


def test_steps_arrive_with_the_ids_that_the_log_and_the_wire_bear(collector: Collector) -> None:
    stop = send_spans(collector.address, "hub-intake")
    with span(SpanName.MESSAGE, read_trace(SENT), agency="oakfield-school", narrative="Rowan") as here:
        pass
    stop()
    (told,) = collector.spans()
    assert (told.name, told.trace_id.hex(), told.span_id.hex()) == ("intake.message", here.trace_id, here.span_id)
    assert told.parent_span_id.hex() == "00f067aa0ba902b7"
    assert [(one.key, one.value.string_value) for one in told.attributes] == [("agency", "oakfield-school")]
    resource = {one.key: one.value.string_value for one in collector.received[0].resource_spans[0].resource.attributes}
    assert resource["service.name"] == "hub-intake"


def test_a_step_that_failed_says_by_what_kind_of_error_and_not_in_whose_words(collector: Collector) -> None:
    stop = send_spans(collector.address, "hub-serve")
    with pytest.raises(ValueError, match="Rowan"), span(SpanName.AUDIT):
        raise ValueError("Rowan Ashdown")
    stop()
    (told,) = collector.spans()
    assert (told.status.code, told.status.message) == (2, "ValueError")
    assert b"Rowan" not in collector.received[0].SerializeToString()


def test_a_collector_that_is_away_holds_nothing_up(collector: Collector) -> None:
    collector.server.shutdown()
    collector.server.server_close()
    stop = send_spans(collector.address, "hub-serve")
    began = time.monotonic()
    with span(SpanName.REQUEST):
        pass
    assert time.monotonic() - began < 1
    stop()
