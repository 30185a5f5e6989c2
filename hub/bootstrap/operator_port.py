"""The operator's own port of a process: `/metrics`, `/healthz`, `/readyz`, on loopback unless set, else by token."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import structlog
from prometheus_client import CONTENT_TYPE_LATEST

from hub.bootstrap.operator_entry import Entry
from hub.config import Settings
from hub.domain.errors import Misconfigured
from hub.health import Health

LOG = structlog.get_logger("hub.operator_port")
JSON = "application/json"
PATIENCE_S = 10
"""Whoever connects and does not ask is let go, so that no thread waits for ever."""

Told = tuple[HTTPStatus, str, bytes]


@contextmanager
def operator_port(settings: Settings, health: Health, figures: Callable[[], bytes]) -> Iterator[None]:
    """Answer on the operator's port while the block runs; nothing where the settings name none.

    Raises:
        Misconfigured: the port is taken, the address is none of this machine's, or others reach it without a token.
    """
    if not settings.operator_port:
        yield
        return
    server = _server(settings, _Answers(health, figures))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


class _Answers:
    """What is told at each address."""

    def __init__(self, health: Health, figures: Callable[[], bytes]) -> None:
        self._health = health
        self._figures = figures

    def __call__(self, path: str) -> Told:
        told = {"/metrics": self._metrics, "/healthz": self._alive, "/readyz": self._ready}.get(path)
        return told() if told is not None else (HTTPStatus.NOT_FOUND, JSON, b"{}")

    def _metrics(self) -> Told:
        return HTTPStatus.OK, CONTENT_TYPE_LATEST, self._figures()

    def _alive(self) -> Told:
        return HTTPStatus.OK, JSON, b'{"status": "alive"}'

    def _ready(self) -> Told:
        is_ready, told = self._health.document()
        status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
        return status, JSON, json.dumps({"status": "ready" if is_ready else "not ready", **told}).encode()


def _server(settings: Settings, answers: Callable[[str], Told]) -> ThreadingHTTPServer:
    entry = Entry.of(settings)

    class Handler(BaseHTTPRequestHandler):
        """One request, answered where it may enter."""

        timeout = PATIENCE_S

        def do_GET(self) -> None:
            refusal = entry.refusal(self.headers.get("Host", ""), self.headers.get("Authorization", ""))
            if refusal is not None:
                self._tell(refusal, JSON, b"{}")
            else:
                self._tell(*answers(self.path.partition("?")[0]))

        def _tell(self, status: HTTPStatus, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            if status is HTTPStatus.UNAUTHORIZED:
                self.send_header("WWW-Authenticate", "Bearer")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Write no line for each scrape."""

    try:
        return _Server((settings.operator_host, settings.operator_port), Handler)
    except OSError as error:
        raise Misconfigured(
            f"HUB_OPERATOR_PORT {settings.operator_port} cannot be served on {settings.operator_host}: choose another"
        ) from error


class _Server(ThreadingHTTPServer):
    """Many at once, and no error in its own words: those may hold what somebody said."""

    def handle_error(self, *_: object) -> None:
        """Log kind and place, where the library would print the whole trace."""
        LOG.error("operator-port-failed", exc_info=True)
