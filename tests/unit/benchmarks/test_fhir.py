"""Beside a FHIR server: what it is told and read by, and that one which holds less than it was told fails the run."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from benchmarks.creating import measure_creating
from benchmarks.fhir import measure_everything
from benchmarks.fhir_client import Fhir
from benchmarks.measures import BenchmarkFailed
from benchmarks.sizes import Sizes
from benchmarks.story import children, told

TINY = Sizes(children=2, entries=6, long_record=8, creates=4, calls=4, long_calls=2, repeats=1)
PAGE = 5


class _Server(BaseHTTPRequestHandler):
    """A FHIR server as far as the benchmark goes, with pages of five; it drops the first `lost` of a bundle."""

    protocol_version = "HTTP/1.1"
    kept: ClassVar[list[dict[str, Any]]] = []
    lost: ClassVar[int] = 0

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        bundled = [one["resource"] for one in body.get("entry", [])]
        self.kept.extend(bundled[self.lost :] if bundled else [body])
        self._answer({"resourceType": body["resourceType"], "id": f"p-{len(self.kept)}"}, 201)

    def do_GET(self) -> None:
        where = urlsplit(self.path)
        patient = where.path.removeprefix("/fhir/").removesuffix("/$everything")
        theirs = [one for one in self.kept if one.get("subject") == {"reference": patient}]
        begin = int(parse_qs(where.query).get("from", ["0"])[0])
        end = begin + PAGE
        following = f"http://{self.headers['Host']}{where.path}?from={end}"
        links = [{"relation": "next", "url": following}] if end < len(theirs) else []
        entries = [{"resource": one} for one in theirs[begin:end]]
        self._answer({"resourceType": "Bundle", "link": links, "entry": entries}, 200)

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


def test_what_was_told_is_read_to_its_last_page(address: str, handler: type[_Server]) -> None:
    fhir = Fhir(address)
    patient = fhir.patient()
    fhir.tell(patient, told(children(1), ["bench-school"], 12, seed=1))
    fhir.say(patient, told(children(1), ["bench-school"], 1, seed=2, first=12)[0])
    assert fhir.everything(patient, 24) == 13
    fhir.close()
    assert {one["subject"]["reference"] for one in handler.kept[1:]} == {f"Patient/{patient}"}


def test_a_server_that_gives_less_than_it_was_told_fails_the_run(address: str, handler: type[_Server]) -> None:
    handler.lost = 1
    with pytest.raises(BenchmarkFailed, match="5 of 6"):
        measure_everything(address, "embedded", TINY)


def test_both_are_read_by_one_client_and_by_four(address: str) -> None:
    measures = measure_everything(address, "embedded", TINY)
    names = ["http-everything-6", "http-everything-6-4-clients", "http-everything-8"]
    assert [one.name for one in measures] == names
    assert all(one.peer and one.ours > 0 for one in measures)


def test_both_are_told_one_thing_a_request_by_one_client_and_by_four(address: str, handler: type[_Server]) -> None:
    measures = measure_creating(address, TINY)
    assert [one.name for one in measures] == ["http-create-1-client", "http-create-4-clients"]
    assert all(one.peer and one.ours > 0 for one in measures)
    ids = [one["identifier"][0]["value"] for one in handler.kept if one["resourceType"] == "Communication"]
    assert len(ids) == len(set(ids)) == 60 + 2 * TINY.creates
