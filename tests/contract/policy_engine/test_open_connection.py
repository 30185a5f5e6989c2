"""Questions to OPA share a connection, and one that OPA has closed meanwhile is opened anew."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from hub.policy import OpaEngine

DIGEST = "sha256:expected"
ANSWER = json.dumps({"result": {}, "provenance": {"bundles": {"hub": {"revision": DIGEST}}}}).encode()


class _Counting(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections = 0
    closes = False

    def setup(self) -> None:
        super().setup()
        type(self).connections += 1

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)
        self.close_connection = self.closes

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def handler() -> type[_Counting]:
    return type("Handler", (_Counting,), {})


@pytest.fixture
def engine(handler: type[_Counting]) -> Iterator[OpaEngine]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield OpaEngine(f"http://127.0.0.1:{server.server_port}", DIGEST, timeout=5)
    server.shutdown()
    server.server_close()


def test_questions_of_one_thread_share_a_connection(engine: OpaEngine, handler: type[_Counting]) -> None:
    answers = [engine.decide({}) for _ in range(3)]
    assert [one["policy"] for one in answers] == [DIGEST] * 3
    assert handler.connections == 1


def test_a_connection_that_was_closed_after_an_answer_is_opened_anew(
    engine: OpaEngine, handler: type[_Counting]
) -> None:
    handler.closes = True
    assert [engine.decide({})["policy"] for _ in range(3)] == [DIGEST] * 3
    assert handler.connections == 3


def test_threads_do_not_share_a_connection(engine: OpaEngine, handler: type[_Counting]) -> None:
    engine.decide({})
    other = threading.Thread(target=engine.decide, args=({},))
    other.start()
    other.join(5)
    assert handler.connections == 2
