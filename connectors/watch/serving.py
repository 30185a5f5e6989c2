"""The status page and the metrics over HTTP, on loopback alone, for as long as a connector listens.

GET / is the page, GET /metrics what Prometheus scrapes; nothing can be changed here.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.exposition import ThreadingWSGIServer

from connectors.watch.metrics import registry_of
from connectors.watch.page import POLICY, page
from connectors.watch.reach import Reach
from exchange.outbox_view import Standing

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

HEADERS = [
    ("Content-Security-Policy", f"{POLICY}; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
]
PATIENCE_S = 5
NAMES = ("127.0.0.1", "localhost")

Look = Callable[[], tuple[Standing, Reach | None]]


class PlaceUnusable(Exception):
    """The text is no place of this machine to serve on; it says what one looks like."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address of loopback and a port; port 0 lets the system choose."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"http://{self.host}:{self.port}"


def place_of(text: str) -> Place:
    """Return the place in `HOST:PORT`; PlaceUnusable unless it is of loopback."""
    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit() and int(port) < 65_536):
        raise PlaceUnusable("the status is served on HOST:PORT, such as 127.0.0.1:2576")
    if host not in NAMES:
        raise PlaceUnusable("the status is served on this machine alone: give 127.0.0.1:PORT")
    return Place("127.0.0.1", int(port))


class _Handler(WSGIRequestHandler):
    """Answers without a log line, and gives up whoever does not ask in time."""

    timeout = PATIENCE_S

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: who looks at the page is of no interest."""


@dataclass(frozen=True, slots=True)
class _App:
    agency: str
    look: Look

    def __call__(self, environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        status, kind, content = self._answer(environ)
        sized = ("Content-Length", str(len(content)))
        start(f"{status} {status.phrase}", [("Content-Type", kind), sized, *HEADERS])
        return [content]

    def _answer(self, environ: dict[str, Any]) -> tuple[HTTPStatus, str, bytes]:
        if environ.get("HTTP_HOST", "").rpartition(":")[0] not in NAMES:
            return HTTPStatus.MISDIRECTED_REQUEST, "text/plain", b"ask for it by 127.0.0.1"
        if environ["REQUEST_METHOD"] != "GET":
            return HTTPStatus.METHOD_NOT_ALLOWED, "text/plain", b"there is nothing here but to look at"
        match environ["PATH_INFO"]:
            case "/":
                return HTTPStatus.OK, "text/html; charset=utf-8", page(self.agency, *self.look()).encode("utf-8")
            case "/metrics":
                return HTTPStatus.OK, CONTENT_TYPE_LATEST, generate_latest(registry_of(self.agency, *self.look()))
        return HTTPStatus.NOT_FOUND, "text/plain", b"there is / and /metrics"


@contextmanager
def serving(place: Place, agency: str, look: Look) -> Iterator[Place]:
    """Serve until the block ends; give where. OSError if the place cannot be taken."""
    server = make_server(place.host, place.port, _App(agency, look), ThreadingWSGIServer, _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Place(place.host, server.server_port)
    finally:
        server.shutdown()
        server.server_close()
