"""Carrying by HTTP, for an agency without Kafka: POST /v1/events, GET /v1/receipts/{source}/{id}.

Each message and each receipt is a request of its own, so a call ends after about a second, whatever is left: nothing
that is urgent waits behind more than that.
"""

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlsplit

from exchange import strict_json
from exchange.courier import Collected, Signed
from exchange.envelope import CONTENT_TYPE
from exchange.errors import AskedToWait, TransportError, Unreachable
from exchange.limits import MAX_MESSAGE_BYTES
from exchange.messages import Headers, Message, signature_of, signed_headers
from exchange.outbox import Kept
from exchange.strict_json import JsonObject
from exchange.topics import Lane, lane_of_topic

SourceAndId = tuple[str, str]
"""The identity of an event."""
Some = TypeVar("Some")

SIGNATURE_FIELD = "Hub-JWS"
LANE_FIELD = "Hub-Lane"
"""Says what the envelope says, so that the hub knows before it reads the body that it is urgent."""
LONGEST_WAIT_S = 60.0
"""A hub that asks for more is asked again after this."""
AT_A_TIME_S = 1.0
HINTS = {
    401: ": the access token is missing, wrong or has run out, take a new one",
    429: ": more than your agency's quota, or than the hub can take now; send again in a minute",
    503: ": a part of the hub is not there now; send again later",
}
"""What to do about an answer that does not take a message, by its status."""
_TIMEOUT_S = 10.0
_TAKEN = frozenset({200, 201, 202})
_REFUSED = frozenset({400, 409, 413, 415, 422})


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    signature: str
    retry_after: str


class HttpCarrier:
    """A carrier over one address.

    Args:
        address: `https://host[:port]` of the hub (`http` on loopback).
        bearer: gives the agency's current access token, asked for at each request; None where none is needed.
        tls: the context for https; by default the system's certificates.
        at_a_time_s: how long one call goes on sending, or asking for receipts; at least one request is made.
    """

    def __init__(
        self,
        address: str,
        bearer: Callable[[], str] | None = None,
        tls: ssl.SSLContext | None = None,
        at_a_time_s: float = AT_A_TIME_S,
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise TransportError("the hub's address is https://host[:port]")
        self._parts = parts
        self._bearer = bearer
        self._tls = tls
        self._at_a_time_s = at_a_time_s
        self._asked: dict[SourceAndId, int] = {}
        self._questions = 0
        self._turn_began = 0

    def deliver(self, messages: Sequence[Message]) -> list[bool]:
        """Post each in turn. The hub takes a repeated message for the same one, so a broken-off round is resumed."""
        taken: list[bool] = []
        for message in within(self._at_a_time_s, messages):
            try:
                taken.append(self._is_taken(message))
            except TransportError as error:
                error.taken = tuple(taken)
                raise
        return taken

    def collect(self, awaited: Sequence[Kept], timeout_s: float) -> Collected:  # noqa: ARG002 (asks, never waits)
        """Ask for what is urgent for half of the time, then for the rest; in each for what was asked longest ago."""
        sent = [row for row in awaited if row.sent_at is not None]
        self._asked = {_name(row): self._asked.get(_name(row), 0) for row in sent}
        urgent = [row for row in sent if lane_of_topic(row.topic) is Lane.URGENT]
        rest = [row for row in sent if lane_of_topic(row.topic) is not Lane.URGENT]
        answers = [*self._ask_in_turn(urgent), *self._ask_in_turn(rest)]
        return Collected([answer for answer in answers if answer is not None], self._left())

    def _ask_in_turn(self, rows: Sequence[Kept]) -> list[Signed | None]:
        turn = sorted(rows, key=lambda row: self._asked[_name(row)])
        return [self._receipt(row) for row in within(self._at_a_time_s / 2, turn)]

    def _left(self) -> int:
        """Return how many were not asked for since all had been; if none, a new turn begins."""
        left = sum(asked <= self._turn_began for asked in self._asked.values())
        if not left:
            self._turn_began = self._questions
        return left

    def collected(self) -> None:
        """Nothing to note: a receipt stays where it is."""

    def close(self) -> None:
        """Nothing is kept open between requests."""

    def _is_taken(self, message: Message) -> bool:
        """False where the hub refuses this message; a hub that refuses everybody (401, 403, 429, 5xx) is an error."""
        told = {SIGNATURE_FIELD: signature_of(message.headers), LANE_FIELD: str(lane_of_topic(message.topic))}
        fields = {"Content-Type": CONTENT_TYPE, **told}
        answer = self._ask("POST", "/v1/events", fields, message.value)
        if answer.status not in _TAKEN | _REFUSED:
            raise _unanswered("POST /v1/events", answer)
        return answer.status in _TAKEN

    def _receipt(self, row: Kept) -> Signed | None:
        self._questions += 1
        self._asked[_name(row)] = self._questions
        path = f"/v1/receipts/{quote(row.source, safe='')}/{quote(row.id, safe='')}"
        answer = self._ask("GET", path, {"Accept": CONTENT_TYPE}, None)
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise _unanswered("GET /v1/receipts", answer)
        headers: Headers = signed_headers(answer.signature)
        return Signed(answer.body, headers)

    def outcomes(self, events: Sequence[SourceAndId], purpose: str, reason: str) -> list[JsonObject]:
        """Ask what became of the agency's own events, at most 200: `source`, `id` and `outcomes`, entries of the hub.

        Raises:
            TransportError: the hub did not say; its status is named.
        """
        named = [{"source": source, "id": event_id} for source, event_id in events]
        fields = {"Content-Type": "application/json", "Hub-Purpose": purpose, "Hub-Reason": quote(reason)}
        answer = self._ask("POST", "/v1/events/outcomes", fields, json.dumps({"events": named}).encode())
        if answer.status != 200:
            raise _unanswered("POST /v1/events/outcomes", answer)
        found: list[JsonObject] = strict_json.loads_object(answer.body)["events"]
        return found

    def notices(self, after: int) -> tuple[list[tuple[int, Signed]], int]:
        """Return the next notice after the one with this number, if any, with its own, and the number of the newest.

        Raises:
            TransportError: the hub did not say; its status is named.
        """
        answer = self._ask("GET", f"/v1/notices?after={after}&limit=1", {}, None)
        if answer.status != 200:
            raise _unanswered("GET /v1/notices", answer)
        told = strict_json.loads_object(answer.body)
        return [(int(one["number"]), _signed(one)) for one in told["notices"]], int(told["last"])

    def _ask(self, method: str, path: str, fields: dict[str, str], body: bytes | None) -> _Answer:
        connection = self._connection()
        try:
            connection.request(method, self._parts.path.rstrip("/") + path, body, {**fields, **self._authorisation()})
            response = connection.getresponse()
            content = response.read(MAX_MESSAGE_BYTES + 1)
            told = (response.getheader(name, "") for name in (SIGNATURE_FIELD, "Retry-After"))
            return _Answer(response.status, content, *told)
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"the hub at {self._parts.netloc} does not answer: {type(error).__name__}") from error
        finally:
            with suppress(OSError, socket.error):
                connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        host = self._parts.hostname or ""
        if self._parts.scheme == "https":
            context = self._tls or ssl.create_default_context()
            return http.client.HTTPSConnection(host, self._parts.port, timeout=_TIMEOUT_S, context=context)
        return http.client.HTTPConnection(host, self._parts.port, timeout=_TIMEOUT_S)

    def _authorisation(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._bearer()}"} if self._bearer else {}


def within(seconds: float, rest: Iterable[Some]) -> Iterator[Some]:
    """Yield of the rest, the first at least, until so many seconds are over."""
    until = time.monotonic() + seconds
    for one in rest:
        yield one
        if time.monotonic() >= until:
            return


def _name(row: Kept) -> SourceAndId:
    return row.source, row.id


def _signed(told: JsonObject) -> Signed:
    return Signed(str(told["value"]).encode(), signed_headers(str(told["jws"])))


def _unanswered(request: str, answer: _Answer) -> TransportError:
    """The error of a request that the hub did not grant; 401 is nearly always a token that has run out."""
    detail = f"the hub answered {request} with status {answer.status}{HINTS.get(answer.status, '')}"
    kind = AskedToWait if answer.status == 429 else TransportError
    return kind(detail, retry_after_s=_seconds(answer.retry_after))


def _seconds(retry_after: str) -> float:
    """Return the wait that a hub asks for (RFC 9110 section 10.2.3), a minute at most; 0 where it asks for none."""
    whole = retry_after.strip()
    return min(float(whole), LONGEST_WAIT_S) if whole.isascii() and whole.isdigit() else 0.0
