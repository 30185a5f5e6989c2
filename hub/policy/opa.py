"""The engine in production: an OPA server over HTTP, strict, and of the policy that the hub expects."""

import socket
import threading
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

import orjson

from hub.domain.errors import Misconfigured
from hub.policy.errors import PolicyUnavailable

_PATH = "/v1/data/hub/disclosure/decision?strict-builtin-errors=true&provenance=true"
_HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}
_LARGEST_ANSWER = 8 * 1024 * 1024


class _Line(threading.local):
    """The connection of the thread at hand, kept open from one question to the next."""

    connection: HTTPConnection | None = None


class OpaEngine:
    """Asks `address` (`http://host:port`); OPA must have loaded a bundle whose revision is `digest`.

    `timeout` is in seconds, for connecting and for each read.
    """

    def __init__(self, address: str, digest: str, timeout: float = 1.5) -> None:
        self._address = urlsplit(address)
        if self._address.scheme not in ("http", "https") or not self._address.hostname:
            raise Misconfigured("the address of OPA must look like http://host:port: correct HUB_POLICY")
        self._digest = digest
        self._timeout = timeout
        self._line = _Line()

    @property
    def digest(self) -> str:
        return self._digest

    def decide(self, document: Mapping[str, object]) -> Mapping[str, object]:
        """Return OPA's result with the revision it reports; PolicyUnavailable for anything but a JSON answer."""
        answer = self._ask(orjson.dumps({"input": document}))
        if "result" not in answer:
            raise PolicyUnavailable("OPA has no decision for this request: its policy is missing or another")
        return {"policy": _revision(answer.get("provenance")), "decision": answer["result"]}

    def _ask(self, body: bytes) -> Mapping[str, object]:
        try:
            status, text = self._over_the_open_connection(body) or self._over_a_new_connection(body)
        except (OSError, HTTPException) as error:
            self._hang_up()
            raise PolicyUnavailable("OPA did not answer: see that it runs where HUB_POLICY points") from error
        return _json_object(status, text)

    def _over_the_open_connection(self, body: bytes) -> tuple[int, bytes] | None:
        """Ask over this thread's connection; None where there is none, or OPA closed it since the last answer."""
        if self._line.connection is None:
            return None
        try:
            return self._exchange(self._line.connection, body)
        except ConnectionError:
            self._hang_up()
            return None

    def _over_a_new_connection(self, body: bytes) -> tuple[int, bytes]:
        kind = HTTPSConnection if self._address.scheme == "https" else HTTPConnection
        self._line.connection = kind(str(self._address.hostname), self._address.port, timeout=self._timeout)
        self._line.connection.connect()
        self._line.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._exchange(self._line.connection, body)

    def _exchange(self, connection: HTTPConnection, body: bytes) -> tuple[int, bytes]:
        """Return status and text; a connection on which something of the answer was left unread is not kept."""
        connection.request("POST", _PATH, body, _HEADERS)
        response = connection.getresponse()
        text = response.read(_LARGEST_ANSWER + 1)
        if not response.isclosed():
            self._hang_up()
        return response.status, text

    def _hang_up(self) -> None:
        connection, self._line.connection = self._line.connection, None
        if connection is not None:
            connection.close()


def _json_object(status: int, text: bytes) -> Mapping[str, object]:
    if status != 200 or len(text) > _LARGEST_ANSWER:
        raise PolicyUnavailable(f"OPA answered with status {status} and no usable decision")
    try:
        answer = orjson.loads(text)
    except ValueError as error:
        raise PolicyUnavailable("OPA answered with something that is not JSON") from error
    if not isinstance(answer, dict):
        raise PolicyUnavailable("OPA answered with JSON that is not an object")
    return answer


def _revision(provenance: object) -> str:
    """The revision of the one bundle that OPA decided by; empty where it does not say, or has several."""
    bundles = provenance.get("bundles") if isinstance(provenance, dict) else None
    if not isinstance(bundles, dict) or len(bundles) != 1:
        return ""
    bundle = next(iter(bundles.values()))
    return str(bundle.get("revision", "")) if isinstance(bundle, dict) else ""
