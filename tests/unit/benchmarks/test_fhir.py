"""The client of the FHIR peer: what it sends, and that a server which holds less than it was told fails the run."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from benchmarks.fhir import Fhir, measure_everything
from benchmarks.measures import BenchmarkFailed
from benchmarks.sizes import Sizes
from benchmarks.story import children, told

TINY = Sizes(entries=6, calls=2, repeats=1)


class _Server(BaseHTTPRequestHandler):
    """A FHIR server as far as the benchmark goes; `lost` resources of each bundle are dropped."""

    protocol_version = "HTTP/1.1"
    kept: ClassVar[list[dict[str, Any]]] = []
    lost: ClassVar[int] = 0

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        entries = [one["resource"] for one in body.get("entry", [])]
        self.kept.extend(entries[self.lost :])
        self._answer({"resourceType": body["resourceType"], "id": "p-1"}, 201)

    def do_GET(self) -> None:
        self._answer({"resourceType": "Bundle", "entry": [{"resource": one} for one in self.kept]}, 200)

    def _answer(self, body: dict[str, Any], status: int) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def handler() -> type[_Server]:
    return type("Handler", (_Server,), {"kept": []})


@pytest.fixture
def address(handler: type[_Server]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/fhir"
    server.shutdown()
    server.server_close()


def test_what_was_told_is_there_to_read(address: str, handler: type[_Server]) -> None:
    fhir = Fhir(address)
    fhir.tell(fhir.patient(), told(children(1), ["bench-school"], 3, seed=1))
    assert fhir.everything("p-1", 10) == 3
    assert {one["subject"]["reference"] for one in handler.kept} == {"Patient/p-1"}


def test_a_server_that_gives_less_than_it_was_told_fails_the_run(address: str, handler: type[_Server]) -> None:
    handler.lost = 1
    with pytest.raises(BenchmarkFailed, match="5 of 6"):
        measure_everything(address, "embedded", TINY)


def test_both_are_measured(address: str) -> None:
    (measure,) = measure_everything(address, "embedded", TINY)
    assert measure.name == "http-everything-6"
    assert measure.peer is not None
