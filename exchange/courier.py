"""The courier carries messages from a connector's outbox to the hub, and brings the receipts back.

What the transport took is still kept: only a receipt that the hub signed settles a message. A receipt that
does not verify is counted and dropped; the message it claims to answer stays due.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exchange.errors import ExchangeError, KeyUnknown
from exchange.keys import Jwk
from exchange.messages import Headers, Message, signature_of
from exchange.outbox import Kept, Outbox
from exchange.receipts import Receipt, read_receipt
from exchange.signing import key_id


@dataclass(frozen=True, slots=True)
class Signed:
    """A receipt as it came: bytes and headers, not yet believed."""

    value: bytes
    headers: Headers


class Carrier(Protocol):
    """One way to the hub: a topic log (`topic_carrier.py`) or HTTP (`http_carrier.py`)."""

    def deliver(self, messages: Sequence[Message]) -> None:
        """Hand messages over, durably, in order; TransportError if not all were taken."""

    def collect(self, awaited: Sequence[Kept], timeout_s: float) -> list[Signed]:
        """Return receipts that came, waiting at most so long; `awaited` says for which messages."""

    def collected(self) -> None:
        """Be told that the receipts of the last `collect` are dealt with."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did; `rejected` receipts were not signed by the hub or not well-formed."""

    sent: int
    settled: tuple[Receipt, ...]
    rejected: int


class Courier:
    """Carries for one agency.

    Args:
        hub_keys: the hub's public signing keys, by `kid`.
    """

    def __init__(self, outbox: Outbox, carrier: Carrier, hub_keys: Mapping[str, Jwk]) -> None:
        self._outbox = outbox
        self._carrier = carrier
        self._hub_keys = hub_keys

    def go_round(self, now: datetime, timeout_s: float = 0.0) -> Round:
        """Send what is due, then settle what has come; TransportError leaves everything due as it was."""
        sent = self._send(now)
        arrived = self._carrier.collect(self._outbox.pending(), timeout_s)
        believed = [receipt for receipt in map(self._believed, arrived) if receipt is not None]
        settled = [receipt for receipt in believed if self._outbox.settle(receipt)]
        self._carrier.collected()
        return Round(sent, tuple(settled), len(arrived) - len(believed))

    def _send(self, now: datetime) -> int:
        due = [(row, row.message) for row in self._outbox.due(now) if row.message is not None]
        if not due:
            return 0
        self._carrier.deliver([message for _, message in due])
        for row, _ in due:
            self._outbox.sent(row.source, row.id, now)
        return len(due)

    def _believed(self, signed: Signed) -> Receipt | None:
        try:
            return read_receipt(signed.value, signed.headers, self._hub_key(signed.headers))
        except ExchangeError:
            return None

    def _hub_key(self, headers: Headers) -> Jwk:
        key = self._hub_keys.get(key_id(signature_of(headers)))
        if key is None:
            raise KeyUnknown("the receipt is signed with a key that is not among the hub's")
        return key
